"""The years that a question names in words: which of them the little word before holds, and which it leaves out."""

from __future__ import annotations

import pytest

from kb.vocabulary import load
from search import IndexEntry, Query
from search.engines.memory import Memory
from search.understanding.mentions import without
from search.understanding.years import named_years

NAMED = [
    ("since 2012", 2012, None),
    ("from 2012", 2012, None),
    ("from 2012 onwards", 2012, None),
    ("after 2012", 2013, None),
    ("before 2012", None, 2011),
    ("until 2012", None, 2012),
    ("till 2012", None, 2012),
    ("up to 2012", None, 2012),
    ("in 2012", 2012, 2012),
    ("during 2012", 2012, 2012),
    ("between 2012 and 2015", 2012, 2015),
    ("from 2012 to 2015", 2012, 2015),
]


@pytest.mark.parametrize(("words", "first", "last"), NAMED)
def test_a_year_in_words_is_read_as_it_is_meant(words: str, first: int | None, last: int | None) -> None:
    span = named_years(f"core groups {words}")
    assert span is not None
    assert (span.first, span.last) == (first, last)
    assert span.typed == words


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("2012", 2012, 2012),
        ("2015 and 2012", 2012, 2015),
        ("since 2012 and 2019 too", 2012, 2019),
        ("of 2012", 2012, 2012),
    ],
)
def test_years_only_named_are_found_and_not_asked_for(words: str, first: int, last: int) -> None:
    span = named_years(f"core groups {words}")
    assert span is not None
    assert (span.first, span.last, span.typed) == (first, last, "")


@pytest.mark.parametrize(
    ("words", "first", "last"), [("between 2019 and 2013", 2013, 2019), ("in 2012 or 2015", 2012, 2015)]
)
def test_two_years_are_a_span_from_the_earlier_to_the_later(words: str, first: int, last: int) -> None:
    span = named_years(words)
    assert span is not None
    assert (span.first, span.last, span.typed) == (first, last, words)


@pytest.mark.parametrize("little", ["since", "after", "before", "until", "till", "in", "during", "from"])
def test_the_little_word_goes_with_its_year(little: str) -> None:
    question = f"core groups {little} 2012"
    span = named_years(question)
    assert span is not None
    assert without(question, span.spots) == "core groups"


@pytest.mark.parametrize("words", ["core groups", "since 12012", "since 3012", "in May", "12 May 2012"])
def test_no_year_is_no_span(words: str) -> None:
    assert named_years(words) is None


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("lantern since 2012", {"2012", "2013"}),
        ("lantern after 2012", {"2013"}),
        ("lantern before 2012", {"2011"}),
        ("lantern until 2012", {"2011", "2012"}),
    ],
)
def test_what_was_published_then_comes_first(words: str, first: set[str]) -> None:
    engine = Memory(load())
    years = (2011, 2012, 2013)
    engine.rebuild(
        [IndexEntry(number=n, id=str(n), document=str(n), review=str(n), year=n, body="lantern") for n in years], 0
    )
    results = engine.search(Query(words)).hits
    assert len(results) == len(years)
    assert {hit.id for hit in results[: len(first)]} == first


def test_a_day_is_no_year_of_publication() -> None:
    assert named_years("the death on 3 May 2012") is None
    reviewed = named_years("born 03/05/2012, reviewed 2015")
    assert reviewed is not None
    assert (reviewed.first, reviewed.last) == (2015, 2015)
    assert (reviewed.spots[0].start, reviewed.spots[0].end) == (26, 30), "where it stands in the question"
    turned = named_years("from 2012 and 2009")
    assert turned is not None
    assert [spot.value for spot in turned.spots] == ["2012", "2009"]
