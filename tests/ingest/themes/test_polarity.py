"""Which way a finding points, and of whom it speaks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.themes.polarity import polarity_of
from ingest.themes.subjects import subjects_of
from kb.core.document import Span
from kb.core.model import Finding, Kind, Polarity, Subject
from kb.vocabulary import load

VOCABULARY = load()
FAILING, IMPROVING, WELL, NEUTRAL = Polarity.FAILING, Polarity.IMPROVING, Polarity.WORKING_WELL, Polarity.NEUTRAL


def finding(text: str, kind: Kind = Kind.LESSON) -> Finding:
    return Finding("0" * 16, kind, text, text, Span(((0, max(len(text), 1)),)))


@pytest.mark.parametrize(
    ("text", "kind", "polarity"),
    [
        ("Agencies share information well.", Kind.LESSON, WELL),
        ("Agencies did not share information.", Kind.LESSON, FAILING),
        ("Information sharing is not always timely.", Kind.LESSON, FAILING),
        ("Partners are succeeding in identifying and sharing information.", Kind.EVIDENCE, WELL),
        ("Core groups should meet every four weeks.", Kind.LESSON, NEUTRAL),
        ("The Board should ensure that plans are effective and timely.", Kind.RECOMMENDATION, NEUTRAL),
        ("The Trust should train all staff.", Kind.RECOMMENDATION, NEUTRAL),
        ("Staff do not know how to escalate and too few have been trained.", Kind.RECOMMENDATION, FAILING),
        ("A new protocol has been introduced.", Kind.ACTION, IMPROVING),
        ("Training was delivered to 200 officers.", Kind.ACTION, IMPROVING),
        ("The nurse kept calling until the boy was seen.", Kind.GOOD_PRACTICE, WELL),
        ("Children not seen for long periods.", Kind.CONCERN, FAILING),
        ("Considering a conference before the birth.", Kind.MISSED_OPPORTUNITY, FAILING),
        ("How do you know who lives in the home?", Kind.QUESTION, NEUTRAL),
        ("Attendance has improved since the audit.", Kind.EVIDENCE, IMPROVING),
        ("Attendance at conferences is poor.", Kind.EVIDENCE, FAILING),
        ("Turnout is very variable. The nurses' reports are clear, prompt and thorough.", Kind.EVIDENCE, FAILING),
        ("Turnout is good but variable. The nurses' reports are clear, prompt and thorough.", Kind.EVIDENCE, NEUTRAL),
        ("Turnout is good. The midwives' reports are clear; one was poor.", Kind.EVIDENCE, WELL),
        ("There is a need for hostels to plan moves that are prompt, robust and clear.", Kind.LESSON, NEUTRAL),
        ("Whilst nurses were prompt and skilled, tenants were asked twice.", Kind.LESSON, NEUTRAL),
        ("The hostel's records are inefficient.", Kind.EVIDENCE, FAILING),
        ("Recording requires strengthening to give a clear picture.", Kind.LESSON, FAILING),
    ],
)
def test_a_finding_points_one_way(text: str, kind: Kind, polarity: Polarity) -> None:
    assert polarity_of(finding(text, kind), VOCABULARY) is polarity


def test_wellbeing_is_not_praise() -> None:
    assert polarity_of(finding("The wellbeing of children as well as adults."), VOCABULARY) is NEUTRAL


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("The boys were not spoken to alone.", Subject.CHILD),
        ("The mother had been in care as a girl.", Subject.PARENT),
        ("The perpetrator was never asked about his violence.", Subject.PERPETRATOR),
        ("Mrs Lee, an adult at risk, refused help.", Subject.ADULT),
        ("Social workers carry too many cases.", Subject.PRACTITIONER),
        ("The Partnership and its agencies lack shared data.", Subject.ORGANISATION),
    ],
)
def test_a_finding_speaks_of_someone(text: str, first: Subject) -> None:
    assert subjects_of(finding(text), VOCABULARY)[0] is first


def test_the_name_of_a_service_is_not_a_child() -> None:
    text = "Children's services and the safeguarding children board."
    assert Subject.CHILD not in subjects_of(finding(text), VOCABULARY)


def test_words_about_nobody_have_no_subject() -> None:
    assert subjects_of(finding("It rained."), VOCABULARY) == ()


@given(st.text(max_size=300), st.sampled_from(list(Kind)))
def test_any_text_has_one_polarity_and_at_most_three_subjects(text: str, kind: Kind) -> None:
    assert polarity_of(finding(text, kind), VOCABULARY) in Polarity
    assert len(subjects_of(finding(text, kind), VOCABULARY)) <= 3


@given(st.text(max_size=300))
def test_kind_and_polarity_never_contradict_each_other(text: str) -> None:
    assert polarity_of(finding(text, Kind.GOOD_PRACTICE), VOCABULARY) is WELL
    assert polarity_of(finding(text, Kind.CONCERN), VOCABULARY) is FAILING
    assert polarity_of(finding(text, Kind.MISSED_OPPORTUNITY), VOCABULARY) is FAILING


@pytest.mark.parametrize(
    ("text", "kind", "polarity"),
    [
        ("To use the good and robust report from the clinic.", Kind.MISSED_OPPORTUNITY, FAILING),
        ("New wardens were appointed and now plan well.", Kind.CONCERN, FAILING),
        ("The drop-in avoids delay, drift and gaps in care.", Kind.GOOD_PRACTICE, WELL),
    ],
)
def test_words_of_the_other_side_do_not_turn_a_kind(text: str, kind: Kind, polarity: Polarity) -> None:
    assert polarity_of(finding(text, kind), VOCABULARY) is polarity
