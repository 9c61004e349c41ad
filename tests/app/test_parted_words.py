"""Joined words that no finding has, parted where some finding has their two words side by side."""

from __future__ import annotations

import pytest

from kb.app.parted_words import two_words
from tests.app.test_answer_question import Shelf, entry


@pytest.mark.parametrize(
    ("word", "pair"),
    [
        ("logbook", ("log", "book")),
        ("daytrip", ("day", "trip")),
        ("tidyup", ("tidy", "up")),
        ("manor", None),
        ("heroin", None),
        ("xqzw", None),
        ("a1b2", None),
    ],
)
def test_a_joined_word_has_two_ordinary_ones(word: str, pair: tuple[str, str] | None) -> None:
    assert two_words(word) == pair


def test_a_joined_word_is_searched_in_two_where_they_stand_side_by_side() -> None:
    shelf = Shelf(entry(1, "The night log books were lost."), entry(2, "A log fell on the book of lanterns."))
    answered = shelf.answer("logbook")
    assert answered.understood.corrected == "log-book"
    assert answered.results.hits[0].id == "1"
    assert answered.understood.nothing == ""
    assert len(shelf.asked) == 2


def test_words_that_only_stand_apart_are_not_taken_for_the_joined_one() -> None:
    shelf = Shelf(entry(1, "The works began after the fire."))
    answered = shelf.answer("fireworks")
    assert answered.understood.corrected == ""
    assert answered.understood.nothing == "Nothing in this library is about “fireworks”."
