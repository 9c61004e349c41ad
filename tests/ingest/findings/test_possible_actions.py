"""Which statements of a paper may be actions in the light of its review."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ingest.findings.possible_actions import possible_actions
from kb.core.model import Kind
from kb.vocabulary import load
from tests.ingest.reading import reading

PAPER = """# Annual report of the Larkmoor Safeguarding Adults Board 2023-24

## What has happened since our reviews

{told}

## The story

Mr Alder lived by himself. District nurses visited him eleven times.

| Measure | Result |
|---|---|
| Nurses who had supervision in the month | 91 of 104 |
"""


def find_possible(told: str) -> list[str]:
    read = reading(PAPER.format(told=told), "md")
    # as if nothing had been read of it by itself, so that only what is asked here decides
    made = possible_actions(read.document, (), load())
    assert all(one.kind is Kind.ACTION and one.status is not None and not one.status.is_reached for one in made)
    assert len({one.id for one in made}) == len(made)
    assert all(read.document.words(one.span) == one.quotation for one in made)
    return [one.text for one in made]


@pytest.mark.parametrize(
    "told",
    [
        "Ninety-one of the 104 nurses in Larkmoor now have a named supervisor whom they meet each month.",
        "The trust no longer closes a referral after two missed visits.",
        "The form was finished, and all 31 wards have completed the training.",
        "The hospital has put a question on who lives at home into the form for discharge.",
    ],
)
def test_what_a_body_does_since_is_possible(told: str) -> None:
    assert told in find_possible(told)


@pytest.mark.parametrize(
    "told",
    [
        "The review found that nurses had no supervision in the year before.",
        "What we asked for: supervision, a discharge form, and fewer closed referrals.",
        "Do nurses in your team have supervision each month?",
        "Thank you all.",
        "Supervision action plan, version 4, updated 30 June 2024",
        "Progress will be monitored by the Larkmoor executive each quarter.",
    ],
)
def test_what_the_review_said_and_what_only_asks_is_not(told: str) -> None:
    assert told not in find_possible(told)


@pytest.mark.parametrize(
    ("told", "possible"),
    [
        ("Inspectors looked at case records and held discussions with six social workers in May.", False),
        ("They also considered the figures that the partnership has on missed visits.", False),
        ("The review team met with eleven nurses and read their supervision records.", False),
        ("They now visit each family that has missed two appointments at home.", True),
        ("The inspector of schools has been sent a list of all children who are educated at home.", True),
    ],
)
def test_how_the_authors_looked_into_it_is_not(told: str, possible: bool) -> None:
    assert (told in find_possible(told)) is possible


def test_the_story_and_tables_are_left_out() -> None:
    assert not [
        text
        for text in find_possible("The year was long.")
        if "visited him" in text or "91 of" in text or "Nurses who" in text
    ]


def test_a_figure_or_a_judgement_keeps_its_id_and_an_action_is_no_candidate() -> None:
    read = reading(PAPER.format(told="We have bought a van.\n\n88% of nurses had supervision in the quarter."), "md")
    read_as = {one.id: one for one in read.findings}
    made = possible_actions(read.document, read.findings, load())
    assert not [one for one in made if one.id in read_as and read_as[one.id].kind is Kind.ACTION]
    turned = [one for one in made if one.id in read_as]
    assert [one.quotation for one in turned] == [read_as[one.id].quotation for one in turned]


def test_a_judgement_over_several_sentences_stays_what_it_is() -> None:
    read = reading(PAPER.format(told="The trust no longer closes a referral after two missed visits."), "md")
    (one,) = (found for found in read.findings if "no longer" in found.text)
    long = replace(one, text=f"{one.text} That was too late.")
    turned = [made.id for made in possible_actions(read.document, [replace(one, kind=Kind.LESSON)], load())]
    assert one.id in turned
    assert long.id not in [
        made.id for made in possible_actions(read.document, [replace(long, kind=Kind.LESSON)], load())
    ]


@pytest.mark.parametrize(
    ("told", "kind"),
    [
        ("Referrals are closed after two missed visits in a third of the files that members read.", Kind.CONCERN),
        ("Interpreters were missing from home visits in May, which members found unacceptable.", Kind.CONCERN),
        ("Ambulance crews do not tell the surgery of each call about a child at home.", Kind.LESSON),
        ("The trust still closes a referral after two missed visits.", Kind.EVIDENCE),
    ],
)
def test_what_is_wrong_is_not_what_was_done(told: str, kind: Kind) -> None:
    read = reading(PAPER.format(told=told), "md")
    found = [replace(one, kind=kind) for one in read.findings if one.text == told]
    assert found, "the sentence is a finding by itself"
    assert possible_actions(read.document, found, load()) == ()


BRIEFING = """# 7-minute briefing: {title}

Larkmoor Safeguarding Children Partnership, July 2025

## 2. Why it matters

{true}

## 3. What we learned

- {learned}
- The procedure for bruises was not used.

## 4. What has changed

- Health visitors ask at each visit who lives in the home.
"""


@pytest.mark.parametrize(
    ("title", "true", "learned"),
    [
        (
            "Fathers",
            "Men who live in a home are often missing from records, and babies depend on whoever cares for them.",
            "Nobody asked who else lived in the home.",
        ),
        (
            "Missed meals",
            "People who live alone are often reluctant to accept care workers in the home.",
            "Written agreements were looked at again only after six weeks.",
        ),
    ],
)
def test_what_a_paper_heads_as_its_lessons_is_not_what_was_done(title: str, true: str, learned: str) -> None:
    read = reading(BRIEFING.format(title=title, true=true, learned=learned), "md")
    assert {one.kind for one in read.findings if one.text in (true, learned)} <= {Kind.LESSON, Kind.CONCERN}
    made = [one.text for one in possible_actions(read.document, read.findings, load())]
    assert true not in made
    assert learned not in made
