"""Quotations of children's voices are what children said, first in what was found, one of each review."""

from __future__ import annotations

from collections.abc import Sequence
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


def holding(id_: str) -> Any:
    review, text = TEXTS[id_]
    return SimpleNamespace(finding=SimpleNamespace(id=id_, text=text), review=SimpleNamespace(slug=review))


def test_children_s_words_are_found_beside_what_a_question_found() -> None:
    asked: list[Query] = []

    def search(query: Query) -> Any:
        asked.append(query)
        return SimpleNamespace(hits=[SimpleNamespace(id=id_) for id_ in TEXTS])

    def holdings(ids: Sequence[str]) -> list[Any]:
        return [holding(id_) for id_ in ids]

    library: Any = SimpleNamespace(search=search, holdings=holdings)
    said = childrens_words(library, [holding("3"), holding("2")], 40)
    assert [one.words for one in said] == [TEXTS["2"][1], TEXTS["5"][1]]
    assert len(asked) == 1


@pytest.mark.parametrize(
    ("question", "asks"),
    [
        ("quotes I can put on a slide about children's voices", True),
        ("what young people said about their workers, to quote", True),
        ("what children told their workers in their own words", True),
        ("quotes about core groups", False),
        ("children and what they need", False),
        ("short quotations on late referrals of a child", False),
    ],
)
def test_only_a_question_for_children_s_words_asks_for_them(question: str, asks: bool) -> None:
    assert asks_for_childrens_words(question) is asks
