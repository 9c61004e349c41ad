"""Quotations of children's voices are what children said, first in what was found, one of each case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import SimpleNamespace
from typing import Any

import pytest

from kb.app.spoken_quotations import asks_for_childrens_words, childrens_words
from search.port import Query

TEXTS = {
    "1": ("a", "One boy said, “I drew the house because nobody asked me about it.” Staff kept the picture."),
    "2": ("a", "One girl said, “Nobody came back after the summer, and I had packed.”"),
    "3": ("b", "Her aunt said, “The visits were always at the end of the day, when we were tired.”"),
    "4": ("c", "A child told us, “" + "I waited and waited " * 12 + ".”"),
    "5": ("d", "The young person described it so: “It was like being passed along a row of desks.”"),
}


def holding(id_: str, texts: Mapping[str, tuple[str, str]] = TEXTS) -> Any:
    case, text = texts[id_]
    finding = SimpleNamespace(id=id_, text=text, heading=())
    return SimpleNamespace(finding=finding, review=SimpleNamespace(case_slug=case, slug=case))


class QuotedLibrary:
    """A library that finds all texts, whatever is asked."""

    def __init__(self) -> None:
        self.asked: list[Query] = []
        self.texts = TEXTS

    def search(self, query: Query) -> Any:
        self.asked.append(query)
        return SimpleNamespace(hits=[SimpleNamespace(id=id_) for id_ in self.texts])

    def holdings(self, ids: Sequence[str]) -> tuple[Any, ...]:
        return tuple(holding(id_, self.texts) for id_ in ids)


def test_children_s_words_are_found_beside_what_a_question_found() -> None:
    library = QuotedLibrary()
    said = childrens_words(library, Query("quotes of children’s voices"), [holding("3"), holding("2")], 40)
    assert [one.words for one in said] == [TEXTS["2"][1], TEXTS["5"][1]]
    assert len(library.asked) == 2  # once more for whom the texts introduce as children


def test_other_words_of_children_are_looked_for_within_the_filters_and_years() -> None:
    library, filters = QuotedLibrary(), {"area": ("Northby",)}
    childrens_words(library, Query("quotes of children’s voices", filters, (2018, None)), [], 40)
    assert [(one.filters, one.years) for one in library.asked] == [(filters, (2018, None))] * 2


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("what children said about the summer, to quote", ["2"]),
        ("short quotes for a slide: young people’s views of desks", ["5"]),
        ("what children said about a lantern in their own words", []),
        ("quotations of the voice of the child", ["1", "5"]),
    ],
)
def test_where_the_words_have_a_subject_others_have_it_too(question: str, found: list[str]) -> None:
    said = childrens_words(QuotedLibrary(), Query(question), [], 40)
    assert [one.holding.finding.id for one in said] == found


def test_a_child_whom_another_finding_of_the_review_introduces_by_name_is_quoted() -> None:
    library = QuotedLibrary()
    library.texts = {
        "6": ("e", "Orla is an 11-year-old girl who moved four times in a year."),
        "7": ("e", "Orla told the reviewer how it was. She said, “I kept my shoes on in case we had to go again.”"),
        "8": ("f", "Tamsin spoke of the visits. She said, “I was glad when they came and sorry when they went.”"),
    }
    said = childrens_words(library, Query("what children said, to quote"), [], 40)
    assert [one.holding.finding.id for one in said] == ["7"]


def test_words_that_stand_among_many_others_come_after_those_that_are_mostly_quoted() -> None:
    library = QuotedLibrary()
    library.texts = {
        "6": (
            "e",
            "One boy was seen often and was heard when it mattered, and said that “the bus was late again for me”.",
        ),
        "7": ("g", "One girl said, “I kept my shoes on in case we had to go again.”"),
    }
    said = childrens_words(library, Query("what children said, to quote"), [], 40)
    assert [one.holding.finding.id for one in said] == ["7", "6"]


@pytest.mark.parametrize(
    ("question", "asks"),
    [
        ("quotes I can put on a slide about children's voices", True),
        ("what young people said about their workers, to quote", True),
        ("what children told their workers in their own words", True),
        ("quotes from children", True),
        ("a line from a young person about being moved", True),
        ("pupil voice quotes for the staff day", True),
        ("verbatim comments of teenagers", True),
        ("the lads’ football kit, verbatim", False),
        ("something kids have said that fits on one slide", True),
        ("quotes about core groups", False),
        ("children and what they need", False),
        ("short quotations on late referrals of a child", False),
    ],
)
def test_only_a_question_for_children_s_words_asks_for_them(question: str, asks: bool) -> None:
    assert asks_for_childrens_words(question) is asks
