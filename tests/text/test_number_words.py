"""Small numbers in words."""

from __future__ import annotations

import pytest

from kb.text.number_words import ORDINAL_WORDS, figures_of


@pytest.mark.parametrize(
    ("told", "figures"),
    [("Four", "4"), ("zero", "0"), ("twelve", "12"), ("2.1", "2.1"), ("B", "b"), ("thirteen", "thirteen")],
)
def test_numbers_in_words_are_given_in_figures(told: str, figures: str) -> None:
    assert figures_of(told) == figures


def test_ordinals_count_from_one() -> None:
    assert (ORDINAL_WORDS["first"], ORDINAL_WORDS["twelfth"]) == (1, 12)
