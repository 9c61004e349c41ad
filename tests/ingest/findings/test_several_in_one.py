"""Paragraphs that hold several recommendations or lessons, and those that only explain one."""

from __future__ import annotations

import pytest

from kb.core.model import Kind
from tests.ingest.reading import findings, kinds_and_texts

TITLE = "# Review of the care of Oswin\n\n"


def texts(heading: str, paragraph: str, kind: Kind) -> list[str]:
    return [text for told, text in kinds_and_texts(f"{TITLE}## {heading}\n\n{paragraph}\n", "md") if told == kind.value]


def test_each_body_that_is_asked_has_a_recommendation_of_its_own() -> None:
    found = texts(
        "Recommendations",
        "The hospital should ring the home before a discharge. This costs a minute. "
        "Lowmere Council must keep one list of people who live alone.",
        Kind.RECOMMENDATION,
    )
    assert found == [
        "The hospital should ring the home before a discharge. This costs a minute.",
        "Lowmere Council must keep one list of people who live alone.",
    ]


@pytest.mark.parametrize(
    "paragraph",
    [
        "The Trust should review its letters. They should be written in plain words, with a larger slip.",
        "The Board should run a course for all staff. The training should cover coercion and money.",
        "Nobody had a list. The Board should make one and keep it.",
    ],
)
def test_what_explains_a_recommendation_stays_with_it(paragraph: str) -> None:
    assert texts("Recommendations", paragraph, Kind.RECOMMENDATION) == [paragraph]


def test_lessons_that_hold_for_anyone_are_one_each_and_what_happened_stays_with_its_own() -> None:
    found = texts(
        "Lessons",
        "A letter is not a conversation. Nobody rang Oswin. Carers need to hear from one person about all the visits.",
        Kind.LESSON,
    )
    assert found == [
        "A letter is not a conversation. Nobody rang Oswin.",
        "Carers need to hear from one person about all the visits.",
    ]


@pytest.mark.parametrize(
    "run",
    [
        "4.1 The school should meet parents at the gate. 4.2 The police should tell the school of each call.",
        "1. The school should meet parents at the gate. 2. The police should tell the school of each call.",
    ],
)
def test_numbers_that_count_on_in_a_paragraph_part_it(run: str) -> None:
    found = texts("Recommendations", run, Kind.RECOMMENDATION)
    assert [text.lstrip("4. 12") for text in found] == [
        "The school should meet parents at the gate.",
        "The police should tell the school of each call.",
    ]


def test_numbers_that_do_not_count_on_part_nothing() -> None:
    one = "The Board should use form 3. 7 Fern Road and 2 Fern Road should have one visitor."
    assert texts("Recommendations", one, Kind.RECOMMENDATION) == [one]


def test_missed_opportunities_told_one_after_another_stay_whole() -> None:
    one = "The school could have rung the clinic. The clinic could have rung the school."
    assert texts("Missed opportunities", one, Kind.MISSED_OPPORTUNITY) == [one]


def test_an_action_told_with_what_explains_it_stays_whole() -> None:
    told = "The Board has agreed a new form. It is short. The Trust has trained its night staff, as was asked."
    assert texts("Actions taken", told, Kind.ACTION) == [told]


@pytest.mark.parametrize(
    "parts",
    [
        (
            "Employers in the forum should be offered a course on stalking.",
            "Consideration ought to be given to a card for drivers.",
        ),
        (
            "Make warmth a question in each review of care.",
            "Housing providers to agree with their tenants who may hold a key before they need it.",
        ),
        (
            "No child should leave the unit without a named adult at the gate.",
            "The Board is asked to look at the card again in May.",
        ),
    ],
)
def test_whoever_is_asked_and_however_each_recommendation_is_one(parts: tuple[str, str]) -> None:
    assert texts("Recommendations", " ".join(parts), Kind.RECOMMENDATION) == [*parts]


def test_labels_that_count_on_in_a_paragraph_part_it() -> None:
    run = "Recommendation 1. The Trust must write a plan. Recommendation 2. The Board should read it by May."
    assert texts("Recommendations", run, Kind.RECOMMENDATION) == [
        "Recommendation 1. The Trust must write a plan.",
        "Recommendation 2. The Board should read it by May.",
    ]


def test_a_label_that_only_names_another_parts_nothing() -> None:
    one = "Recommendation 4. The Trust must write a plan. Recommendation 2 of the first review asked for it too."
    assert texts("Recommendations", one, Kind.RECOMMENDATION) == [one]


@pytest.mark.parametrize(
    "told",
    [
        "Access to housing was the main worry of families.",
        "The number of referrals to services rose in that year.",
        "Attention to detail matters when a record is copied.",
    ],
)
def test_a_sentence_that_only_has_a_to_asks_for_nothing(told: str) -> None:
    asked = "The Board should write a plan for each ward."
    assert texts("Recommendations", f"{asked} {told}", Kind.RECOMMENDATION) == [f"{asked} {told}"]


RINGS, WRITES, ASKS = "Police should ring the school", "nurses should write to the home", "wards must ask who is there"


@pytest.mark.parametrize(
    "below",
    [
        f"<p>{RINGS}; {WRITES}; and {ASKS}.</p>",
        f"<p>- {RINGS}<br>- {WRITES}<br>- {ASKS}</p>",
        f"<p>→ {RINGS}<br>→ {WRITES}<br>→ {ASKS}</p>",
    ],
    ids=["semicolons", "dashes", "arrows"],
)
def test_a_list_made_by_hand_in_one_paragraph_is_parted(below: str) -> None:
    page = (
        f"<html><body><main><h1>Serious Case Review: Child Q</h1><h2>Recommendations</h2>{below}</main></body></html>"
    )
    assert len(findings(page, "html")) == 3


def test_semicolons_of_one_sentence_that_asks_once_part_nothing() -> None:
    page = (
        f"<html><body><h1>Child Q</h1><h2>Recommendations</h2><p>{RINGS}; the clinic; and the home.</p></body></html>"
    )
    assert len(findings(page, "html")) == 1
