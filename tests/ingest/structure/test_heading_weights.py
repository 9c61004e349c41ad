"""Headings that no list knows: told by their likeness to known ones, and only over a list that says something."""

from __future__ import annotations

import pytest

from ingest.structure.heading_cues import is_of_the_case
from ingest.structure.heading_weights import likely_kind
from kb.core.model import Kind
from tests.ingest.reading import findings

REVIEW = """# Child Safeguarding Practice Review: Child Linnet

Ferrow Safeguarding Children Partnership

## The family

The child lived with her grandmother in Ferrow.

## Wishes that the panel has for change

{below}
"""


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("Wishes that the panel has for change", Kind.RECOMMENDATION),
        ("The doors of the house", None),
        ("Difficulties that Mr Orme had", None),
        ("Challenges that Linnet faced", None),
    ],
)
def test_a_heading_is_recognised_by_what_it_has_in_common_with_known_ones(heading: str, kind: Kind | None) -> None:
    assert likely_kind(heading) is kind


def test_a_list_that_says_something_takes_the_likely_kind_and_says_how() -> None:
    found = findings(
        REVIEW.format(below="- A shared calendar of visits.\n- One worker for the whole of the year.\n"), "md"
    )
    assert [one.kind for one in found] == [Kind.RECOMMENDATION] * 2
    assert "whose words suggest it" in found[0].why


def test_a_paragraph_beside_the_list_speaks_for_itself() -> None:
    told = "The health visitor did not read the notes of the hospital and so missed the second injury."
    listed = "- A shared calendar of visits.\n- One worker for the whole of the year.\n"
    found = {one.text: one.kind for one in findings(REVIEW.format(below=f"{told}\n\n{listed}"), "md")}
    assert found.get(told) in (Kind.CONCERN, Kind.MISSED_OPPORTUNITY)
    assert list(found.values()).count(Kind.RECOMMENDATION) == 2


@pytest.mark.parametrize("heading", ["Challenges that Schools faced", "Barriers We met", "Problems GPs had"])
def test_what_practice_met_is_no_part_of_a_life(heading: str) -> None:
    assert not is_of_the_case(heading)


def test_a_list_of_names_takes_nothing() -> None:
    assert findings(REVIEW.format(below="- Ferrow Council\n- The police\n- Larch House\n"), "md") == ()


@pytest.mark.parametrize(
    ("told", "kind"),
    [
        ("Neither service set its plan in motion.", Kind.CONCERN),
        ("There was no sorting of the injured by need.", Kind.CONCERN),
        ("One worker for the whole of the year.", Kind.RECOMMENDATION),
    ],
)
def test_a_likely_heading_makes_no_request_of_a_clause_that_asks_for_nothing(told: str, kind: Kind) -> None:
    found = findings(REVIEW.format(below=f"- {told}\n- A shared calendar of visits.\n"), "md")
    assert next(one.kind for one in found if one.text == told) is kind


@pytest.mark.parametrize(
    ("heading", "of_the_case"),
    [
        ("Actions against the improvement plan", False),
        ("Action taken against each of the recommendations", False),
        ("Action taken against the owner of the home", True),
        ("Actions against the father", True),
    ],
)
def test_action_against_a_plan_is_none_against_a_person(heading: str, *, of_the_case: bool) -> None:
    assert is_of_the_case(heading) is of_the_case
