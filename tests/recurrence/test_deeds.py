"""What counts as an action: nothing is found again "after action was taken" where none was."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kb.core.model import Kind, Polarity, Status
from kb.recurrence.deeds import acts
from tests.recurrence.makers import make_holding


@pytest.mark.parametrize(
    ("words", "status", "expected"),
    [
        ("A rota was set up in May.", Status.REPORTED_COMPLETE, True),
        ("Half of the wards have been visited.", Status.PARTLY_MET, True),
        ("Training is being planned with the college.", Status.IN_PROGRESS, True),
        ("Staff were briefed.", None, True),
        ("We have no progress to report.", Status.NOT_STARTED, False),
        ("The form was to be changed by June. No update has been received.", Status.NO_RESPONSE, False),
        ("The Trust did not accept this recommendation.", Status.NOT_ACCEPTED, False),
        ("Two posts were to be filled. This was not done.", Status.NOT_MET, False),
        ("Training for wards, due in May.", Status.OVERDUE, False),
    ],
)
def test_an_answer_that_reports_no_action_is_none(words: str, status: Status | None, expected: bool) -> None:
    held = make_holding("one", words, kind=Kind.ACTION, year=2015)
    assert acts(replace(held, finding=replace(held.finding, status=status))) is expected


@pytest.mark.parametrize(
    ("words", "polarity", "expected"),
    [
        ("A duty desk was set up and answers within the hour.", Polarity.IMPROVING, True),
        ("The audit found that one in three met with nobody but the chair.", Polarity.NEUTRAL, False),
        ("A form was introduced and nobody uses it.", Polarity.FAILING, False),
    ],
)
def test_evidence_is_an_action_only_where_it_tells_of_one(words: str, polarity: Polarity, expected: bool) -> None:
    held = make_holding("one", words, kind=Kind.EVIDENCE, year=2015)
    assert acts(replace(held, finding=replace(held.finding, polarity=polarity))) is expected
