"""The labels under which a paper tells of what was asked, where a board has a name of its own for it."""

from __future__ import annotations

import pytest

from kb.core.model import Kind
from tests.ingest.reading import findings

MINUTES = """# Brannoch Child Protection Committee

Minute of the meeting held on 5 May 2023

Present: social work, police, health

Apologies: housing

## 3. Learning review: Isla

{told}

## 4. Date of next meeting

3 August.
"""


@pytest.mark.parametrize(
    ("told", "label", "matter", "first"),
    [
        (
            "Strategy 2 (both parents are spoken to): The form was changed in January. A sample of thirty forms found "
            "it used in nine.",
            "Strategy 2",
            "both parents are spoken to",
            "The form was changed in January.",
        ),
        (
            "Improvement 4 – Health visitors have been trained in bruising. Nobody in the nurseries has been told.",
            "Improvement 4",
            "",
            "Health visitors have been trained in bruising.",
        ),
    ],
)
def test_what_follows_a_label_is_told_sentence_by_sentence(told: str, label: str, matter: str, first: str) -> None:
    found = findings(MINUTES.format(told=told), "md")
    action = next(one for one in found if one.kind is Kind.ACTION)
    assert (action.label, action.lead_in, action.text) == (label, matter, first)
    assert len([one for one in found if one.text in told]) == 2


def test_a_word_and_a_number_within_a_sentence_are_no_label() -> None:
    told = "Point 3 of the agenda was left for the next meeting. The form was changed in January by social work."
    assert all(not one.label for one in findings(MINUTES.format(told=told), "md"))


def test_the_title_of_minutes_is_no_action() -> None:
    found = findings(MINUTES.format(told="Police have changed the form."), "md")
    assert [one.text for one in found] == ["Police have changed the form."]
