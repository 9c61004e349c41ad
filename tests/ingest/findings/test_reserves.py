"""What holds a "complete" back, and what only looks as if it did."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.statuses import COMPLETE, lines
from ingest.findings.reserves import first_reserve
from ingest.findings.status import Statuses
from kb.vocabulary import load

STATUSES = Statuses(load())
RESERVES = (
    "apart from the night staff", "subject to sign-off", "according to one partner", "in theory", "for new starters",
    "on paper", "but the form is not used", "although two teams are outstanding", "until the grant ended", "?",
    "as far as we know", "in three of the five wards", "except in custody", "and must now be done again",
)  # fmt: skip


@given(
    st.sampled_from(["Complete", "Done", "Action closed", "Fully implemented", "Delivered in May 2021"]),
    st.sampled_from(RESERVES),
)
def test_no_line_with_a_reserve_is_complete(said: str, reserve: str) -> None:
    status = STATUSES.of_cell(f"{said} {reserve}")
    assert status is not None
    assert status.value not in COMPLETE


@pytest.mark.parametrize(
    "text",
    [
        "Complete. No further action is needed.",
        "Completed late, in June 2020.",
        "Ten of ten schools have replied; closed.",
        "The form was changed so that it asks whether the child was seen.",
        "Overdue in May but now complete.",
        "Completed. Will be kept under review.",
    ],
)
def test_what_takes_nothing_away_is_no_reserve(text: str) -> None:
    assert first_reserve(text) is None


def test_lines_never_learned_from_are_not_wrongly_complete() -> None:
    told = {text: STATUSES.of_cell(text) for text, may_be in lines("unseen") if not COMPLETE & set(may_be)}
    assert [text for text, status in told.items() if status is not None and status.value in COMPLETE] == []
