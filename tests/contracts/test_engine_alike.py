"""Whatever is asked, every search engine answers as the one in memory does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.core.errors import BadQuestion
from search import Engine, Query, Results, limits, open_engine
from search.comparing import differing_words
from tests.contracts.engines import BY_DAY, STOCK, VOCABULARY, answer, find_ids, ids, open_by_name
from tests.opensearch.load import under_load
from tests.opensearch.nodes import Nodes
from tests.search.makers import AREAS, KINDS, THEMES, WORDS, library

# Whatever is asked, the answer is the memory engine's

WORD = st.sampled_from(
    [*WORDS, "the", "of", "DA", "CPP", "domestic abuse", "was not brought", "violence at home", "zebra"]
)


LEAF = st.one_of(
    WORD,
    st.lists(WORD, min_size=2, max_size=3).map(lambda w: f'"{" ".join(w)}"'),
    st.tuples(WORD, WORD, st.integers(0, 6)).map(lambda t: f'"{t[0]} {t[1]}"~{t[2]}'),
    WORD.map(lambda w: w[:3] + "*"),
    st.tuples(WORD, st.integers(1, 2)).map(lambda t: f"{t[0].split()[0]}x~{t[1]}"),
    st.tuples(st.sampled_from(["title", "heading", "body"]), WORD).map(lambda t: f'{t[0]}:"{t[1]}"'),
    st.tuples(st.sampled_from(["title", "heading"]), WORD).map(lambda t: f"{t[0]}:{t[1].split()[0]}"),
    st.sampled_from([f"kind:{kind}" for kind in KINDS] + [f"theme:{theme}" for theme in THEMES]),
    st.sampled_from([f'area:"{area.upper()}"' for area in AREAS] + ["year:2015", "year:2013..2019", "year:..2015"]),
    st.sampled_from(["agency:police", "answered:yes", "found_again:no", "polarity:working_well"]),
)


def trees(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Return larger questions made of smaller ones."""
    some = st.lists(inner, min_size=2, max_size=4)
    return st.one_of(
        some.map(" ".join),
        some.map(" AND ".join),
        some.map(" OR ".join),
        inner.map(lambda q: f"NOT ({q})"),
        st.tuples(inner, inner).map(lambda t: f"({t[0]}) -({t[1]})"),
        inner.map(lambda q: f"title:({q})"),
    )


def facet_choices(name: str, values: tuple[str, ...]) -> st.SearchStrategy[tuple[str, tuple[str, ...]]]:
    return st.lists(st.sampled_from(values), max_size=2, unique=True).map(lambda v: (name, tuple(v)))


FILTERS = st.lists(
    st.one_of(
        facet_choices("kind", KINDS),
        facet_choices("theme", THEMES),
        facet_choices("area", (*AREAS, "Nowhere")),
        facet_choices("agency", ("police", "housing")),
        facet_choices("year", ("2015", "2022")),
        facet_choices("answered", ("yes", "no")),
        facet_choices("review", ("r1", "r2")),
    ),
    max_size=2,
).map(dict)


NEAREST = (*(one.id for one in library(60)[::9]), "none-such")


YEARS = st.sampled_from([(None, None), (None, None), (2013, None), (None, 2016), (2013, 2019)])


QUERIES = st.builds(
    Query,
    text=st.recursive(LEAF, trees, max_leaves=7).filter(lambda text: len(text) <= limits.QUESTION_LENGTH),
    filters=FILTERS,
    years=YEARS,
    sort=st.sampled_from(["relevance", "relevance", "newest", "oldest", "recurring"]),
    page=st.integers(1, 4),
    size=st.sampled_from([1, 5, 20]),
    group=st.sampled_from(["findings", "findings", "reviews"]),
    synonyms=st.booleans(),
    match=st.sampled_from(["most", "most", "all", "any"]),
    nearest=st.lists(st.sampled_from(NEAREST), max_size=3).map(tuple),
)


def fill(engine: Engine) -> None:
    """Give an engine a life: several batches, replacements, removals."""
    batches = [library(60), library(50, seed=8, first=61), library(10, seed=9, first=111)]
    for mark, batch in enumerate(batches):
        engine.put(batch, mark)
    engine.drop([e.id for e in batches[0][5:60:7]], mark=5)
    engine.put([replace(e, id=batches[1][n].id) for n, e in enumerate(library(6, seed=10, first=200))], mark=6)
    engine.drop([batches[1][0].id, batches[2][3].id], mark=7)


@pytest.fixture(scope="module", params=[name for name in BY_DAY if name != "memory"])
def engine_after_changes(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Engine, Engine]]:
    """An engine and the one in memory, after the same life."""
    memory = open_engine("memory:", VOCABULARY, seconds=60.0)
    memory.rebuild([], 0)
    with open_by_name(request, tmp_path_factory.mktemp("engine"), shards=2) as other:
        for engine in (other, memory):
            fill(engine)
        yield other, memory


def assert_same(results: Results, wanted: Results) -> None:
    """Hold results to those of the engine in memory."""
    assert (results.total, results.reviews) == (wanted.total, wanted.reviews)
    assert dict(results.facets) == dict(wanted.facets)
    told = [(r.notices, r.also, r.highlights, r.did_you_mean) for r in (results, wanted)]
    assert told[0] == told[1]
    assert results.hits == wanted.hits


def examples(engine: Engine, most: int) -> settings:
    """Return for how many examples an engine is asked: an eighth on servers, where each takes several requests."""
    return settings(max_examples=most // 8 if engine.name == "opensearch" else most, deadline=None)


def test_any_question_is_answered_as_in_memory(engine_after_changes: tuple[Engine, Engine]) -> None:
    engine, memory = engine_after_changes

    @examples(engine, 200)
    @given(query=QUERIES)
    def holds(query: Query) -> None:
        assert_same(engine.search(query), memory.search(query))

    holds()


def test_any_text_is_answered_as_in_memory(engine_after_changes: tuple[Engine, Engine]) -> None:
    engine, memory = engine_after_changes

    @examples(engine, 100)
    @given(text=st.text(max_size=60) | st.text(alphabet='ab"()*~:-. NOTADR', max_size=80))
    def holds(text: str) -> None:
        results, wanted = answer(engine, Query(text)), answer(memory, Query(text))
        if isinstance(results, BadQuestion) or isinstance(wanted, BadQuestion):
            assert str(results) == str(wanted)
        else:
            assert_same(results, wanted)
        assert engine.suggest(text) == memory.suggest(text)

    holds()


@pytest.mark.parametrize("sort", ["relevance", "newest", "recurring"])
@pytest.mark.parametrize("group", ["findings", "reviews"])
def test_pages_together_are_all_there_is_and_nothing_twice(
    engine_after_changes: tuple[Engine, Engine], sort: str, group: str
) -> None:
    engine, memory = engine_after_changes
    query = Query("child OR family OR domestic abuse", sort=sort, group=group, match="any")
    whole = memory.search(replace(query, size=1000))
    pages = [engine.search(replace(query, size=13, page=page)) for page in range(1, 11)]
    shown = [id_ for page in pages for id_ in ids(page)]
    assert len(shown) == len(set(shown)) == (whole.total if group == "findings" else whole.reviews)
    if group == "findings":
        assert set(shown) == set(ids(whole))


def test_counts_are_the_same_after_the_same_life(engine_after_changes: tuple[Engine, Engine]) -> None:
    engine, memory = engine_after_changes
    assert (engine.count(), engine.mark()) == (memory.count(), memory.mark())
    for start in ("a", "ch", "dom", "fa", "ne", "was not br"):
        assert engine.suggest(start) == memory.suggest(start)


def test_an_engine_says_which_entries_it_has_under_a_stem(engine: Engine) -> None:
    engine.put(STOCK, mark=1)
    told = engine.indexed_under(["famili", "move", "rowan", "lighthous"], ["f1", "f2", "f3", STOCK[0].id, STOCK[2].id])
    assert told["famili"] == {STOCK[0].id, STOCK[2].id}
    assert told["move"] == {STOCK[0].id}
    assert told["lighthous"] == frozenset()
    assert differing_words(STOCK, engine) == {}
    assert differing_words([replace(STOCK[0], body="A lighthouse.")], engine)["lighthouse"] == (STOCK[0].id,)


# What is on servers outlives one of them. Last, since it takes a node away


@pytest.mark.system
def test_a_node_is_killed_under_load_and_nothing_acknowledged_is_lost(search_nodes: Nodes) -> None:
    reading, writing = (
        open_engine(replace(search_nodes.servers, index="loaded"), VOCABULARY, seconds=60.0) for _ in range(2)
    )
    writing.rebuild(library(50), mark=1)
    search_nodes.wait_until_whole()
    with under_load(reading, writing) as load:
        load.wait_for(answers=5, acknowledged=5)
        search_nodes.with_primary("loaded").kill()
        load.wait_for(answers=10, acknowledged=5)
    assert load.faults == [], "every question was answered"
    assert {*find_ids(reading, "ladder")} == {*load.acknowledged}
    assert reading.count() == 50 + len(load.acknowledged)
    reading.close()
    writing.close()
