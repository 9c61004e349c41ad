"""Words of children and families: a kind by itself, which takes nothing from other kinds and nobody else's words."""

from __future__ import annotations

import pytest

from ingest.findings.own_words import OwnWords
from kb.core.model import Kind
from kb.vocabulary import load
from tests.ingest.reading import findings, kinds_and_texts

OWN = OwnWords(load())
ENTRY = load().kinds[Kind.OWN_WORDS.value]


def hear(text: str, *, headed: bool = False) -> list[str]:
    """Return what is heard in a paragraph that stands by itself."""
    return [text[one.start : one.end] for one in OWN.find(text, OWN.names_in(text), headed=headed)]


@pytest.mark.parametrize("sentence", ENTRY.must_match)
def test_the_kinds_own_examples_are_heard(sentence: str) -> None:
    assert hear(sentence) == [sentence]


@pytest.mark.parametrize("sentence", ENTRY.must_spare)
def test_the_kinds_own_near_misses_are_not(sentence: str) -> None:
    assert hear(sentence) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "The boy's aunt, who lived two streets away, explained that he came to her for his tea.",
        "“You only came when something was wrong.” (Father of three)",
        "According to his daughters, he had never liked being alone in the house.",
        "After the fire her husband said that the alarm had been quiet for months.",
    ],
)
def test_relatives_are_heard_however_they_are_credited(sentence: str) -> None:
    assert hear(sentence) == [sentence]


@pytest.mark.parametrize(
    "sentence",
    [
        "The boy's aunt's solicitor explained that he came for his tea.",
        "“You only came when something was wrong.” (Father's keyworker)",
        "The nurse for the mother said that the ward had been quiet for months.",
        "Staff should ask what his daughters said about being alone in the house.",
        "Unless a parent tells the school that a child is ill, the absence is followed up.",
        "The father told nobody that the alarm had been quiet for months.",
    ],
)
def test_words_of_others_and_words_not_said_are_not(sentence: str) -> None:
    assert hear(sentence) == []


def test_a_name_that_the_document_gives_to_a_child_speaks_for_it() -> None:
    text = "Ivo, 12, lived with his aunt. Ivo explained that the bus was the warmest place to sit."
    assert hear(text) == ["Ivo explained that the bus was the warmest place to sit."]
    assert OWN.names_in("Ofsted said that the school was good. Probation (2014) was slow.") == frozenset()
    assert hear("Ofsted said that the school had not kept its promise.") == []


def test_he_is_the_person_mentioned_last() -> None:
    assert hear("The boy sat down. He said that his arm had hurt since the morning.")
    assert not hear("The paramedic sat down. He said that his arm had hurt since the morning.")


def test_a_quotation_of_several_sentences_stays_whole() -> None:
    text = "The plan was read out. “I did not know it was about me. I thought it was about Mum,” said the girl."
    assert hear(text) == ["“I did not know it was about me. I thought it was about Mum,” said the girl."]


def test_under_a_heading_of_their_words_a_quotation_needs_nobody_named() -> None:
    assert OWN.is_heading("What young people told us")
    assert not OWN.is_heading("What the audits told us")
    assert hear("“It would have been good to know why.”", headed=True)
    assert not hear("“It would have been good to know why.”")


REVIEW = """Learning review: Child V (invented)

## What happened

The flat in Brockwold was cold all winter. His mother said that she had rung the landlord eleven times.

The health visitor saw the family in March.

## Learning

- His mother said that nobody had asked her about the lodger, and professionals need to ask who lives in a home.
"""


def test_in_a_document_it_is_a_finding_with_its_exact_words_and_its_reason() -> None:
    (said,) = [one for one in findings(REVIEW, "md") if one.kind is Kind.OWN_WORDS]
    assert said.quotation == "His mother said that she had rung the landlord eleven times."
    assert said.why == "said by his mother"
    assert said.heading[-1] == "What happened"


def test_it_takes_nothing_from_other_kinds() -> None:
    others = [(kind, text) for kind, text in kinds_and_texts(REVIEW, "md") if kind != "own_words"]
    assert [(kind, text[:16]) for kind, text in others] == [("lesson", "His mother said ")]
