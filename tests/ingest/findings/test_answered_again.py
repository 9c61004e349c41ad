"""An addendum that gives recommendations again under their labels answers them: each is given once, with its answer."""

from __future__ import annotations

import pytest

from kb.core.model import Kind, Reading, Status
from tests.ingest.reading import reading

ASKED = (
    "# Safeguarding Adults Review: Mr Q\n\n## Recommendation 1\n\nThe hospital should ring the carer before a patient "
    "goes home.\n\n## Recommendation 2\n\nThe council should check each panel alarm every month.\n\n"
)
RINGS = "The hospital should ring the carer before a patient goes home."
CHECKS = "The council should check each panel alarm every month."


def _kinds(given: Reading) -> list[Kind]:
    return [one.kind for one in given.findings]


@pytest.mark.parametrize(
    ("above", "first", "second"),
    [
        (
            "# Addendum\n\n",
            f"{RINGS}\n\nComplete. Wards have rung each carer since May.",
            f"{CHECKS}\n\nIn progress. Half are done.",
        ),
        ("", "Update March 2023: all wards ring the carer.", "Update March 2023: this has not begun."),
        (
            "# Progress since then\n\n",
            f"{RINGS}\n\n### Response\n\nWards have rung each carer.",
            f"{CHECKS}\n\n### Response\n\nHalf are fitted.",
        ),
        (
            "# Follow-up\n\n",
            "Hospital to ring carers at home.\n\nWards have rung carers since May.",
            f"{CHECKS}\n\nIt was agreed in June.",
        ),
    ],
    ids=["given again", "labels alone", "headed answers", "in short"],
)
def test_a_recommendation_given_again_above_its_answer_is_given_once(above: str, first: str, second: str) -> None:
    given = reading(f"{ASKED}{above}## Recommendation 1\n\n{first}\n\n## Recommendation 2\n\n{second}\n", "md")
    assert _kinds(given) == [Kind.RECOMMENDATION, Kind.RECOMMENDATION, Kind.ACTION, Kind.ACTION]
    asked, done = given.findings[:2], given.findings[2:]
    linked = {(answer.recommendation, answer.action) for answer in given.answers}
    assert {(one.id, other.id) for one, other in zip(asked, done, strict=True)} <= linked


def test_a_bare_status_below_a_recommendation_given_again_is_its_own() -> None:
    first = f"## Recommendation 1\n\n{RINGS}\n\nComplete\n\n"
    second = f"## Recommendation 2\n\n{CHECKS}\n\nStatus: not started\n"
    given = reading(f"{ASKED}# Addendum\n\n{first}{second}", "md")
    assert [(one.kind, one.status) for one in given.findings] == [
        (Kind.RECOMMENDATION, Status.REPORTED_COMPLETE),
        (Kind.RECOMMENDATION, Status.NOT_STARTED),
    ]


@pytest.mark.parametrize(
    "below",
    [
        "# Police\n\n## Recommendation 1\n\nPolice should write down who else was in the house.\n",
        f"# In full\n\n## Recommendation 1\n\n{RINGS}\n\nThis matters because a carer may be asleep.\n",
    ],
    ids=["another agency's own", "why it is asked"],
)
def test_a_label_that_comes_again_for_another_reason_heads_no_answer(below: str) -> None:
    assert Kind.ACTION not in _kinds(reading(ASKED + below, "md"))


def test_what_is_said_behind_a_status_is_an_action() -> None:
    text = f"{ASKED}# Addendum\n\n## Recommendation 1\n\n{RINGS}\n\nStatus: In progress. Two wards ring carers.\n"
    (action,) = (one for one in reading(text, "md").findings if one.kind is Kind.ACTION)
    assert (action.text, action.status) == ("Status: In progress. Two wards ring carers.", Status.IN_PROGRESS)


def test_another_recommendation_of_the_same_number_is_asked_above_its_own_response() -> None:
    other = "## Recommendation 1: Officers should write down who else was in the house."
    given = reading(f"{ASKED}# Police\n\n{other}\n\n### Response\n\nAll officers now write it down.\n", "md")
    assert _kinds(given) == [Kind.RECOMMENDATION] * 3 + [Kind.ACTION]
