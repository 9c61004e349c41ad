"""The kind that a finding's form tells against the weight of its words."""

from __future__ import annotations

import pytest

from ingest.findings.classification import Classification
from ingest.findings.kind_as_told import kind_as_told
from kb.core.model import Kind


@pytest.mark.parametrize(
    ("sentence", "told", "kind"),
    [
        ("A pharmacist noticed that the tablets went early, and took it for a slip.", "concern", "missed_opportunity"),
        ("The warden heard shouting from the flat but put it down to the television.", "concern", "missed_opportunity"),
        ("The Board commended the crew, who now sound the horn at dusk.", "action", "good_practice"),
        ("The committee praised the ward for its open visits.", "evidence", "good_practice"),
        ("Evictions nevertheless rose from 12 to 19.", "evidence", "concern"),
        ("Falls on the two wards went up by a third.", "evidence", "concern"),
        ("What nurses told us had struck them was that he asked for his dog.", "concern", "lesson"),
        ("What the crew said had helped was being asked twice.", "concern", "lesson"),
        ("They have seen thirty-one tenants since June.", "action", "evidence"),
        ("The team has now reached 212 households.", "action", "evidence"),
        ("The talks are brief and, residents say, kind.", "lesson", "evidence"),
        ("The rota is shared early and, the staff tell us, kept.", "lesson", "evidence"),
        ("Her district nurse stayed with her until the ambulance came.", "concern", "good_practice"),
        ("The housing officer went back to see him on her day off.", "missed_opportunity", "good_practice"),
    ],
)
def test_form_tells_the_kind(sentence: str, told: str, kind: str) -> None:
    assert kind_as_told(sentence, Classification(Kind(told), "its words", ())).kind is Kind(kind)


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("The officer stayed until noon but nobody saw the child.", "concern"),
        ("The nurse noticed the bruise and rang the police.", "good_practice"),
        ("Attendance rose from 81 to 90 per cent.", "evidence"),
        ("The team has written to 40 families.", "action"),
        ("Evictions were halted when arrears rose.", "action"),
    ],
)
def test_other_forms_keep_their_kind(sentence: str, told: str) -> None:
    assert kind_as_told(sentence, Classification(Kind(told), "its words", ())).kind is Kind(told)
