"""What the clauses of a status line say by the classes of their words."""

from __future__ import annotations

import pytest

from ingest.findings.status import Statuses
from ingest.findings.status_classes import classes_in
from ingest.findings.status_clauses import clauses_of, told_by_clauses
from kb.core.model import Status
from kb.vocabulary import load


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Wardens have attended the talk", "Matrons have sat the module"),
        ("Booked for 4 May 2021", "Pencilled in for 9 June 2020"),
        ("Overtaken by the new county plan", "Subsumed in the new county plan"),
    ],
)
def test_lines_that_say_the_same_in_other_words_have_the_same_classes(one: str, other: str) -> None:
    assert classes_in(one) == classes_in(other) != ()


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Outstanding since 2019", Status.OVERDUE),
        ("Well past the revised date", Status.OVERDUE),
        ("Late, but done.", Status.REPORTED_COMPLETE),
        ("Closed - agreed by the group", Status.REPORTED_COMPLETE),
        ("Dip sample of 30, 29 compliant", Status.COMPLETE_WITH_EVIDENCE),
        ("Dip sample of 30, 11 compliant", Status.PARTLY_MET),
        ("Nurses trained, porters not", Status.PARTLY_MET),
        ("Nothing yet; the trainer is booked for June", Status.NOT_STARTED),
        ("The rota was changed, then changed back", Status.UNCLEAR),
        ("With the printers", Status.IN_PROGRESS),
        ("The Board will leave the form as it stands", Status.NOT_ACCEPTED),
    ],
)
def test_clauses_say_a_status_together(text: str, status: Status) -> None:
    assert told_by_clauses(text) == status


def test_a_clause_without_classes_says_nothing() -> None:
    assert clauses_of("Zzyzx, quux") == ()
    assert told_by_clauses("Zzyzx") == ""


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Outstanding since 2019", Status.OVERDUE),
        ("Wardens have attended the talk", Status.REPORTED_COMPLETE),
        ("We've altered the referral form so that it asks about carers.", Status.REPORTED_COMPLETE),
        ("Of the four boroughs, Elmley and Thorne have signed the protocol.", Status.PARTLY_MET),
        ("The form is in use; in a check of 40 files it had been filled in in 19.", Status.PARTLY_MET),
    ],
)
def test_what_no_rule_knows_is_read_by_its_clauses(text: str, status: Status) -> None:
    assert Statuses(load()).of_cell(text) is status
