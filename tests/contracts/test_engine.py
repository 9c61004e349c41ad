"""One contract for every search engine: whatever is asked, it answers as the engine in memory does.

Engines are found in search/engines by themselves.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from importlib import import_module
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import search.engines
from kb.core.errors import BadQuestion
from search import Engine, Query, Results, SearchServers, limits, open_engine
from search.comparing import differing_words
from tests.opensearch.load import under_load
from tests.opensearch.nodes import Nodes
from tests.search.makers import AREAS, KINDS, THEMES, WORDS, entry, library, vocabulary

VOCABULARY = vocabulary()
NAMES = sorted(m.name for m in pkgutil.iter_modules(search.engines.__path__) if not m.name.startswith("_"))
ENGINES = [name for name in NAMES if hasattr(import_module(f"search.engines.{name}"), "open_engine")]
# By day an engine on servers, where all takes longer, is only held to the one in memory, and loses a node
EACH_ENGINE = [pytest.param(name, marks=pytest.mark.nightly) if name == "opensearch" else name for name in ENGINES]


@contextmanager
def open_by_name(request: pytest.FixtureRequest, folder: Path, shards: int = 1) -> Iterator[Engine]:
    """Give the empty engine that a fixture is asked for, patient enough for a busy machine."""
    location: str | Path | SearchServers = folder / "index"
    if request.param == "memory":
        location = "memory:"
    elif request.param == "opensearch":
        nodes: Nodes = request.getfixturevalue("search_nodes")
        location = replace(nodes.servers, index=folder.name.lower(), shards=shards)
    engine = open_engine(location, VOCABULARY, seconds=60.0)
    engine.rebuild([], 0)
    yield engine
    engine.close()


@pytest.fixture(params=EACH_ENGINE)
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """Each engine in turn, empty."""
    with open_by_name(request, tmp_path) as empty:
        yield empty


@pytest.fixture(scope="module", params=EACH_ENGINE)
def stocked_engine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """Each engine in turn with five entries, for tests that only ask."""
    with open_by_name(request, tmp_path_factory.mktemp("stocked")) as engine:
        engine.put(STOCK, mark=1)
        yield engine


STOCK = [
    entry(1, "The family moved between boroughs."),
    entry(2, "He was not brought to an appointment.", heading="What Rowan's case shows"),
    entry(3, "The family lived with damp: nobody there named it neglect.", title="Rowan", themes=("neglect",)),
    entry(4, "Baby clinics will send a note when a parent moves.", kind="action", area="Ilde", year=2021),
    entry(5, "b c the 字 fire 1,000.5", year=2001),
]


def ids(results: Results) -> list[str]:
    return [hit.id for hit in results.hits]


def find_ids(engine: Engine, text: str, **choices: object) -> list[str]:
    return sorted(ids(engine.search(Query(text, size=1000, **choices))))  # type: ignore[arg-type]


def answer(engine: Engine, query: Query) -> Results | BadQuestion:
    """Return what an engine answers: results, or why not."""
    try:
        return engine.search(query)
    except BadQuestion as refused:
        return refused


# What is put can be found, what is dropped cannot


def test_what_is_put_is_found_at_once(engine: Engine) -> None:
    engine.put([entry(1, "A damp flat"), entry(2, "A dry house")], mark=3)
    assert find_ids(engine, "damp") == ["f00001"]
    assert engine.count() == 2
    assert engine.mark() == 3


def test_what_is_put_again_is_replaced(engine: Engine) -> None:
    engine.put([entry(1, "A damp flat", themes=("neglect",))], mark=1)
    engine.put([entry(2, "A dry house", id="f00001")], mark=2)
    assert find_ids(engine, "damp") == []
    assert find_ids(engine, "house") == ["f00001"]
    assert engine.search(Query()).facets["theme"] == ()
    assert engine.count() == 1


def test_of_two_with_one_id_in_a_batch_the_last_counts(engine: Engine) -> None:
    engine.put([entry(1, "A damp flat"), entry(1, "A dry house")], mark=1)
    assert engine.count() == 1
    assert find_ids(engine, "damp") == []
    assert find_ids(engine, "dry") == ["f00001"]


def test_what_is_dropped_is_gone_words_and_all(engine: Engine) -> None:
    engine.put([entry(1, "Mouldering walls", themes=("neglect",)), entry(2, "Dry walls")], mark=1)
    engine.drop(["f00001", "f99999"], mark=2)
    assert find_ids(engine, "walls") == ["f00002"]
    assert find_ids(engine, "mouldering") == []
    assert find_ids(engine, "mould*") == []
    assert engine.suggest("mould") == ()
    assert engine.suggest("negl") == ()
    assert engine.search(Query("mouldring")).did_you_mean == ""
    assert engine.search(Query()).total == engine.count() == 1
    assert engine.mark() == 2


def test_rebuilding_replaces_everything(engine: Engine) -> None:
    engine.put(library(20), mark=1)
    engine.rebuild([entry(500, "Only this")], mark=9)
    assert find_ids(engine, "") == ["f00500"]
    assert engine.mark() == 9


def test_an_empty_engine_answers(engine: Engine) -> None:
    results = engine.search(Query("anything -else"))
    assert (results.total, results.reviews, results.hits) == (0, 0, ())
    assert engine.suggest("any") == ()


def test_putting_nothing_still_moves_the_mark(engine: Engine) -> None:
    engine.put([], mark=4)
    engine.drop([], mark=5)
    assert engine.mark() == 5


# What words mean


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("moves", [1, 4]),  # stems
        ('"moved"', [1]),  # as written
        ('"was not brought"', [2]),
        ('"brought was not"', []),
        ("brought AND appointment", [2]),
        ("brought OR damp", [2, 3]),
        ("families -damp", [1]),
        ("famil*", [1, 3]),
        ("neglcet~1", [3]),
        ('"damp neglect"~4', [3]),
        ('"damp neglect"~0', []),
        ("title:rowan", [3]),
        ("rowan", [2, 3]),
        ("heading:rowan", [2]),
        ("kind:action", [4]),
        ("theme:neglect", [3]),
        ("area:ilde", [4]),
        ("year:2020..", [4]),
        ("year:2015..2019 moved", [1]),
        ("(damp OR moved) NOT (title:rowan)", [1, 4]),
        ("infant", [4]),  # a synonym of "baby"
    ],
)
def test_the_language(stocked_engine: Engine, text: str, wanted: list[int]) -> None:
    assert find_ids(stocked_engine, text) == [f"f{number:05}" for number in wanted]


def test_synonyms_can_be_turned_off(engine: Engine) -> None:
    engine.put([entry(1, "Mum was alone"), entry(2, "Mother was alone")], mark=1)
    assert find_ids(engine, "mum") == ["f00001", "f00002"]
    assert find_ids(engine, "mum", synonyms=False) == ["f00001"]
    assert engine.search(Query("mum")).also == ("mother",)
    assert engine.search(Query("mum", synonyms=False)).also == ()


def test_words_that_name_a_theme_find_what_is_tagged_with_it(engine: Engine) -> None:
    engine.put([entry(1, "She feared him", themes=("domestic-abuse",)), entry(2, "Plain words")], mark=1)
    assert find_ids(engine, "violence at home") == ["f00001"]
    assert "Domestic abuse" in engine.search(Query("violence at home")).also


def test_few_matches_of_most_words_are_loosened_with_a_notice(engine: Engine) -> None:
    engine.put([entry(1, "damp ladder school"), entry(2, "damp only"), entry(3, "police")], mark=1)
    loosened = engine.search(Query("damp ladder school"))
    assert sorted(ids(loosened)) == ["f00001", "f00002"]
    assert any("Not many" in notice for notice in loosened.notices)
    strict = engine.search(Query("damp ladder school", match="all"))
    assert (ids(strict), strict.notices) == (["f00001"], ())


def test_enough_matches_of_most_words_are_not_loosened(engine: Engine) -> None:
    both = [entry(number, "damp ladder") for number in range(1, limits.FEW_RESULTS + 1)]
    engine.put([*both, entry(999, "damp alone")], mark=1)
    results = engine.search(Query("damp ladder", size=100))
    assert results.total == limits.FEW_RESULTS
    assert results.notices == ()


def test_a_long_question_shows_what_holds_its_telling_words_and_leaves_the_rest(engine: Engine) -> None:
    common = [entry(number, "family meeting held") for number in range(1, 61)]
    told = [entry(number, "the bailiff came to the family") for number in range(101, 104)]
    near = [entry(201, "a bailiff with a ladder"), entry(202, "ladder alone")]
    engine.put([*common, *told, *near], mark=1)
    results = engine.search(
        Query("what did reviews say about the bailiff and the ladder at the family meeting held", size=100)
    )
    assert sorted(ids(results)) == ["f00101", "f00102", "f00103", "f00201", "f00202"]
    assert results.total == 5, "sixty findings with two everyday words are no answer"
    assert [notice for notice in results.notices if "most important" in notice or "one or two of them" in notice]


def test_a_question_that_only_single_words_answer_is_answered_by_them(engine: Engine) -> None:
    engine.put([entry(1, "a bailiff"), entry(2, "a ladder"), entry(3, "a candle"), entry(4, "nothing of it")], mark=1)
    assert find_ids(engine, "bailiff ladder candle lantern saucer kettle") == ["f00001", "f00002", "f00003"]


def test_an_area_typed_in_words_finds_what_is_of_it(engine: Engine) -> None:
    engine.put(
        [entry(1, "ladder", area="North Tarn"), entry(2, "ladder in the north, by a tarn"), entry(3, "ladder")], 1
    )
    assert find_ids(engine, "ladders in North Tarn")[:2] == ["f00001", "f00002"]


def test_years_in_words_come_first_and_do_not_filter(engine: Engine) -> None:
    engine.put([entry(1, "ladder", year=2010), entry(2, "ladder", year=2015), entry(3, "ladder")], 1)
    results = engine.search(Query("ladders since 2012"))
    assert sorted(ids(results)) == ["f00001", "f00002", "f00003"]
    assert ids(results)[0] == "f00002"
    assert [notice for notice in results.notices if "year:2012.." in notice]


def test_a_misspelt_word_is_put_right(engine: Engine) -> None:
    engine.put([entry(1, "The chronology was never shared")], mark=1)
    assert engine.search(Query("shared chronolgy")).did_you_mean == "shared chronology"
    assert engine.search(Query("shared chronologies")).did_you_mean == ""


def test_suggestions_put_themes_first_and_know_only_what_is_held(engine: Engine) -> None:
    engine.put([entry(1, "Housed at last, neglectful homes", themes=("housing-moves",))], mark=1)
    assert engine.suggest("hous") == ("Housing moves", "housed")
    assert engine.suggest("negl") == ("neglectful",)
    assert engine.suggest("neglectful ho") == ("neglectful homes", "neglectful housed")
    assert engine.suggest("") == engine.suggest("\x00") == engine.suggest("zzz") == ()


# Facets


def test_a_facets_own_choice_widens_and_others_narrow(engine: Engine) -> None:
    engine.put(
        [
            entry(1, "damp", kind="lesson", area="Ilde", review="a"),
            entry(2, "damp", kind="lesson", area="Ilde", review="a"),
            entry(3, "damp", kind="action", area="Ilde", review="b"),
            entry(4, "damp", kind="action", area="North Tarn", review="c"),
            entry(5, "dry", kind="action", area="Ilde", review="c"),
        ],
        mark=1,
    )
    results = engine.search(Query("damp", filters={"kind": ("lesson",), "area": ("Ilde",)}))
    assert results.total == 2
    assert results.reviews == 1
    counts = {
        name: [(c.value, c.findings, c.reviews, c.chosen) for c in results.facets[name]] for name in results.facets
    }
    assert counts["kind"] == [("lesson", 2, 1, True), ("action", 1, 1, False)]
    assert counts["area"] == [("Ilde", 2, 1, True)]
    both = engine.search(Query("damp", filters={"kind": ("lesson", "action")}))
    assert both.total == 4


def test_a_chosen_value_that_nothing_has_stays_in_the_list(engine: Engine) -> None:
    engine.put([entry(1, "damp")], mark=1)
    results = engine.search(Query("damp", filters={"theme": ("neglect",)}))
    assert results.total == 0
    assert [(c.value, c.findings, c.chosen) for c in results.facets["theme"]] == [("neglect", 0, True)]


def test_years_outside_the_range_are_still_counted(engine: Engine) -> None:
    engine.put([entry(1, "damp", year=2015), entry(2, "damp", year=2020), entry(3, "damp", year=None)], mark=1)
    results = engine.search(Query("damp", years=(2018, None)))
    assert ids(results) == ["f00002"]
    assert [(c.value, c.findings) for c in results.facets["year"]] == [("2020", 1), ("2015", 1)]
    assert [(c.value, c.findings) for c in results.facets["kind"]] == [("lesson", 1)]


def test_a_name_with_a_comma_is_one_value(engine: Engine) -> None:
    engine.put([entry(1, "damp", area="Bournemouth, Poole & Tarn 'Vale'")], mark=1)
    results = engine.search(Query(filters={"area": ("Bournemouth, Poole & Tarn 'Vale'",)}))
    assert [(c.value, c.findings) for c in results.facets["area"]] == [("Bournemouth, Poole & Tarn 'Vale'", 1)]


def test_what_is_near_in_meaning_is_found_beside_the_words_and_within_the_filters(engine: Engine) -> None:
    engine.put(STOCK, mark=1)
    damp, clinics = STOCK[2], STOCK[3]
    found = engine.search(Query("boroughs", nearest=(damp.id, clinics.id, "gone")))
    assert [hit.id for hit in found.hits] == [STOCK[0].id, damp.id, clinics.id]
    assert [hit.score for hit in found.hits[1:]] == [0, 0]
    assert found.total == sum(count.findings for count in found.facets["kind"]) == 3
    narrowed = engine.search(Query("boroughs", nearest=(damp.id, clinics.id), filters={"kind": ("action",)}))
    assert [hit.id for hit in narrowed.hits] == [clinics.id]
    again = engine.search(Query("boroughs", nearest=(STOCK[0].id,)))
    assert again.hits == engine.search(Query("boroughs")).hits


def test_only_the_facets_asked_for_are_counted(engine: Engine) -> None:
    engine.put([entry(1, "damp")], mark=1)
    results = engine.search(Query("damp", facets=("kind",), count_reviews=False))
    assert {name: [(c.findings, c.reviews) for c in counts] for name, counts in results.facets.items()} == {
        "kind": [(1, 0)]
    }


# Orders and pages


def test_orders(engine: Engine) -> None:
    engine.put(
        [
            entry(1, "damp", published="2019-05", recurring=1),
            entry(2, "damp damp", published="", recurring=0),
            entry(3, "damp", published="2021", recurring=4),
            entry(4, "damp damp", published="2019-05", recurring=1),
        ],
        mark=1,
    )
    assert ids(engine.search(Query("damp", sort="newest")))[0::3] == ["f00003", "f00002"]
    assert set(ids(engine.search(Query("damp", sort="oldest")))[:2]) == {"f00001", "f00004"}
    assert ids(engine.search(Query("damp", sort="recurring")))[0::3] == ["f00003", "f00002"]


def test_grouped_by_review_each_review_is_there_once(engine: Engine) -> None:
    engine.put([entry(n, "damp", review=f"r{n % 3}") for n in range(1, 9)], mark=1)
    results = engine.search(Query("damp", group="reviews", size=2))
    assert (results.total, results.reviews, len(results.hits)) == (8, 3, 2)
    rest = engine.search(Query("damp", group="reviews", size=2, page=2))
    assert sorted(hit.more for hit in (*results.hits, *rest.hits)) == [1, 2, 2]


@pytest.mark.parametrize(
    "query",
    [
        Query("x" * (limits.QUESTION_LENGTH + 1)),
        Query(page=0),
        Query(size=-1),
        Query(page=1001, size=10),
        Query(sort="newest; drop table"),
        Query(filters={"colour": ("red",)}),
        Query(facets=("colour",)),
        Query(match="some"),
        Query(group="files"),
        Query(" OR ".join("abcdefgh"[i % 8] + "abcdefgh"[i // 8] for i in range(60))),
    ],
)
def test_past_a_limit_is_a_bad_question(stocked_engine: Engine, query: Query) -> None:
    with pytest.raises(BadQuestion):
        stocked_engine.search(query)


JUNK = [
    "", " ", "\x00", "\ud800", '"', '""', '"' * 99, "(" * 300, ")" * 300, "((((a))))", "-", "--a", "- a", "NOT",
    "NOT NOT a", "AND", "OR OR", "a AND", "AND a", "a OR (", "a OR ()", "*", "**a**", "a*", "ab*", "abc*d", "?",
    "~", "~2", "abc~99", "abc~", '"a b"~99999', '"a"~2', '"the"', "the and of", "year:", "year:abc",
    "year:9999..0001", "year:..", "kind:", "kind:(a b)", "theme:zzz", 'area:"', "title:", "title:(", "title:()",
    "title:title:a", "foo:bar", "http://example.org/?a=b&c", "a:b:c", "'; DROP TABLE entries; --",
    "<script>alert(1)</script>", "{{7*7}}", "../../etc/passwd", "\u202eabc", "e" + "\u0301" * 400, "字 漢字*",
    "İstanbul~1", "ﬁre", "ß*", "ǆ~1", "a" * 500, "-" * 500, "a-" * 250, "NOT " * 120, '"a" ' * 40,
    "(a OR " * 40, "status:withdrawn", "\\", "\\*", "a\\", "$1", "%", "_", "''", "`", "🙂", "1,000.5", "4.2.1",
    "£", "\u0000a\u0000*",
]  # fmt: skip


@pytest.mark.parametrize("text", JUNK, ids=range(len(JUNK)))
def test_junk_is_answered_or_refused_with_a_sentence(stocked_engine: Engine, text: str) -> None:
    results = answer(stocked_engine, Query(text))
    assert isinstance(results, BadQuestion) or 0 <= results.total <= len(STOCK)
    assert len(stocked_engine.suggest(text)) <= 8


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


@pytest.fixture(scope="module", params=[name for name in ENGINES if name != "memory"])
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
