"""What a change keeps from happening says nothing against its being done."""

from __future__ import annotations

import pytest

from ingest.findings.status import Statuses
from kb.core.model import Status
from kb.vocabulary import load

STATUSES = Statuses(load())


@pytest.mark.parametrize(
    "text",
    [
        "The form was changed in May so that it cannot be sent until a name is written.",
        "We corrected that on 3 May: the program will no longer let a nurse close a visit until a doctor has read it.",
        "The register has been altered so that a page could not be left blank.",
    ],
)
def test_a_change_that_keeps_something_from_happening_is_done(text: str) -> None:
    assert STATUSES.of(text) is Status.REPORTED_COMPLETE


@pytest.mark.parametrize(
    "text",
    [
        "The policy was written, and cannot be used until the Board agrees.",
        "The form will be changed so that it cannot be sent until a name is written.",
        "The program was bought; it cannot be used without a licence.",
        "The program was changed, so that wards cannot use it until June.",
        "The budget was cut so that the post cannot be filled until April.",
        "The form has not been changed so that it cannot be sent without a name.",
        "The form was changed so that it cannot be sent without a name; two teams still use the old one.",
    ],
)
def test_what_holds_back_is_not_left_out(text: str) -> None:
    assert STATUSES.of(text) not in (Status.REPORTED_COMPLETE, Status.COMPLETE_WITH_EVIDENCE)
