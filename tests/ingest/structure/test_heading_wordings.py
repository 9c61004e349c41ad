"""Headings of ordinary wordings: what they announce by their own words, and that a subject announces nothing."""

from __future__ import annotations

import pytest

from benchmarks.headings import NEAR, announced_kind, lines
from ingest.structure.heading_cues import HeadingCues
from ingest.structure.heading_wordings import kind_by_wording
from kb.core.model import Kind
from kb.vocabulary import load
from tests.ingest.reading import findings


def test_judged_headings_announce_what_they_should_and_subjects_nothing() -> None:
    heading_cues = HeadingCues(load(), "review")
    judged = [(heading, NEAR.get(kind, kind), announced_kind(heading_cues, heading)) for heading, kind in lines("open")]
    assert [heading for heading, kind, told in judged if not kind and told] == []
    known = [one for one in judged if one[1]]
    assert sum(kind == told for _, kind, told in known) >= 0.95 * len(known)


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("What got in the way of help?", Kind.CONCERN),
        ("3. Where the plan fell short", Kind.CONCERN),
        ("What the nurses did well", Kind.GOOD_PRACTICE),
        ("Points for leaders to act on", Kind.RECOMMENDATION),
        ("Wider learning for schools", Kind.LESSON),
        ("Chances missed", Kind.MISSED_OPPORTUNITY),
        ("This service requires improvement because", Kind.CONCERN),
        ("The council is not yet good because", Kind.CONCERN),
        ("The service has the following strengths", Kind.GOOD_PRACTICE),
        ("Provision is good because", Kind.GOOD_PRACTICE),
        ("How the agencies let her slip through", Kind.CONCERN),
        ("What has to change", Kind.RECOMMENDATION),
        ("What has changed so far", Kind.ACTION),
        ("Where we have got to (1)", Kind.ACTION),
        ("How far the board has come (cont'd)", Kind.ACTION),
        ("Where the recommendations stand today", Kind.ACTION),
        ("Where she stood", None),
        ("What kept the sisters safe", Kind.GOOD_PRACTICE),
        ("Strength of the dose", None),
        ("Actions by the nurses on the night of 4 May", None),
        ("Learning disability", None),
        ("Barriers to housing for young adults leaving care", None),
        ("What the figures tell us", None),
        ("The practice nurse", None),
        ("What Orla liked", None),
        ("What the boy loved", None),
        ("What families liked", Kind.GOOD_PRACTICE),
        ("What we liked", Kind.GOOD_PRACTICE),
    ],
)
def test_a_wording_must_fill_its_heading(heading: str, kind: Kind | None) -> None:
    assert kind_by_wording(heading) is kind


def test_items_under_an_ordinary_wording_are_findings() -> None:
    found = findings(
        "Learning review: Baby Finch\n\nWhat stood in the way\n\n- The letter went astray.\n- No one rang.\n"
    )
    assert [finding.kind for finding in found] == [Kind.CONCERN, Kind.CONCERN]


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        (
            "The Board accepts the learning and has the following strategies for improving practice.",
            "recommendation",
        ),
        ("Having heard what was recommended in May, the panel drew the following lessons.", "lesson"),
    ],
)
def test_a_sentence_before_a_list_announces_what_it_calls_the_following(sentence: str, kind: str) -> None:
    told = HeadingCues(load(), "review").lead_in(sentence)
    assert told is not None
    assert told.kinds[0].value == kind


@pytest.mark.parametrize(
    ("heading", "kinds"),
    [
        ("What is not yet working well", {Kind.CONCERN}),
        ("Where things still do not go right", {Kind.CONCERN}),
        ("What is still not safe", {Kind.CONCERN}),
        ("Where we are not yet consistent", {Kind.CONCERN}),
        ("What worked well", {Kind.GOOD_PRACTICE}),
        ("What the review told us", {Kind.LESSON, Kind.GOOD_PRACTICE, Kind.CONCERN}),
        ("What the author showed", {Kind.LESSON, Kind.GOOD_PRACTICE, Kind.CONCERN}),
        ("What the families told us", {Kind.LESSON}),
    ],
)
def test_what_is_denied_is_no_praise_and_a_review_tells_faults_too(heading: str, kinds: set[Kind]) -> None:
    announced = HeadingCues(load(), "review").heading(heading)
    assert announced is not None
    assert set(announced.kinds) == kinds
