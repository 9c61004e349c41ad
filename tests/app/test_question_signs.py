"""Words of a finding that say what fell short, and words of praise that only sound alike."""

from __future__ import annotations

import pytest

from kb.app.question_signs import tells_of_shortcomings


@pytest.mark.parametrize(
    ("words", "falls_short"),
    [
        ("More work is needed before every school knows of the offer.", True),
        ("Referral routes should be clearer.", True),
        ("Managers could improve how they record this.", True),
        ("The plan is not yet shared with the family.", True),
        ("The school nurse should be commended for her visits.", False),
        ("It must be acknowledged that the midwife listened to him.", False),
        ("Children could be seen on the day of the call.", False),
        ("Practitioners had further training and used it well.", False),
    ],
)
def test_what_is_still_to_come_fell_short_and_praise_did_not(words: str, falls_short: bool) -> None:
    assert tells_of_shortcomings(words) is falls_short
