"""What a finding is called: by its kind with its label, or by a label that says more."""

from __future__ import annotations

import pytest

from kb.vocabulary import load
from kb.vocabulary.labels import name
from tests.recurrence.test_reprints import make_printing


@pytest.mark.parametrize(
    ("label", "called"),
    [
        ("4a", "Recommendation 4a"),
        ("2(b)", "Recommendation 2(b)"),
        ("2(iii)", "Recommendation 2(iii)"),
        ("Rec. 2", "Rec. 2"),
        ("Strategy b)", "Strategy b)"),
    ],
)
def test_a_letter_or_a_small_number_says_no_more_than_the_kind(label: str, called: str) -> None:
    assert name(make_printing("a", "Lend lanterns.", "report", label=label), load()) == called
