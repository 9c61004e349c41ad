"""One contract for every search engine: whatever is asked, it answers as the engine in memory does.

Engines are found in search/engines by themselves.
"""

from __future__ import annotations

import pytest

from kb.core.errors import BadQuestion
from search import Engine, Query, limits
from tests.contracts.engines import STOCK, answer, find_ids, ids
from tests.search.makers import entry, library

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
