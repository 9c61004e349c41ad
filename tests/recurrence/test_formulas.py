"""A publisher's standing sentence is nobody's lesson; one that says more beside it is."""

from __future__ import annotations

import pytest

from kb.recurrence.formulas import FORMULA_WORDS, is_formula

CLAUSE = "The author is independent of all agencies"


@pytest.mark.parametrize(
    "text",
    [
        CLAUSE,
        "THE AUTHOR IS INDEPENDENT OF ALL AGENCIES",
        "The Board accepts all of these recommendations.",
        "The panel offers its condolences to her sons.",
        "Names were changed to protect the identity of the family.",
        "Please send a plan to us within 56 days.",
        "We will look at this at our next inspection.",
    ],
)
def test_a_standing_sentence_is_known(text: str) -> None:
    assert is_formula(text)


def test_a_longer_finding_says_more_beside_such_a_clause() -> None:
    more = " and ".join(["barges"] * FORMULA_WORDS)
    assert not is_formula(f"{CLAUSE}. {more}")


def test_what_is_set_by_law_is_a_formula_at_any_length() -> None:
    assert is_formula("The area must prepare a written statement of proposed action " + "and barges " * 90)


@pytest.mark.parametrize("text", ["The school should be told before a child moves.", "Barges were late.", ""])
def test_a_lesson_is_no_formula(text: str) -> None:
    assert not is_formula(text)
