"""Small numbers in words, letters and Roman numerals."""

from __future__ import annotations

import re

import pytest

from kb.text.number_words import ORDINAL_WORDS, figures_of, number_of_item, one_of_numbers


@pytest.mark.parametrize(
    ("told", "figures"),
    [("Four", "4"), ("zero", "0"), ("twelve", "12"), ("2.1", "2.1"), ("B", "b"), ("thirteen", "thirteen")],
)
def test_numbers_in_words_are_given_in_figures(told: str, figures: str) -> None:
    assert figures_of(told) == figures


def test_ordinals_count_from_one() -> None:
    assert (ORDINAL_WORDS["first"], ORDINAL_WORDS["twelfth"]) == (1, 12)


def test_the_pattern_of_numbers_ends_where_it_is_asked_to() -> None:
    assert one_of_numbers(2, 4) == "(?:two|three|four)"
    assert one_of_numbers() == "(?:one|two|three|four|five|six|seven|eight|nine|ten)"
    assert re.fullmatch(one_of_numbers(last=12), "twelve")


@pytest.mark.parametrize(
    ("number", "form", "printed"),
    [
        (3, "1", "3"),
        (3, "a", "c"),
        (28, "A", "BB"),
        (49, "i", "xlix"),
        (4, "I", "IV"),
        (0, "a", "0"),
        (900, "a", "900"),
        (400, "i", "400"),
    ],
)
def test_a_number_is_printed_in_the_form_of_its_list(number: int, form: str, printed: str) -> None:
    assert number_of_item(number, form) == printed
