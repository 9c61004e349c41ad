from __future__ import annotations

import pytest

from kb.core.document import Span
from kb.core.model import Finding, Kind
from kb.text.quoting import WordsToQuote, quoted_words, without_label


def _recommendation(text: str, label: str = "", heading: str = "", lead_in: str = "") -> Finding:
    path = (heading,) if heading else ()
    return Finding("0" * 16, Kind.RECOMMENDATION, text, text, Span(((0, len(text)),)), path, label, lead_in)


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (_recommendation("Recommendation 12 The Board met.", "Recommendation 1"), "Recommendation 12 The Board met."),
        (_recommendation("Action 3. Housing. Homes are safe.", "Action 3", "Housing"), "Housing. Homes are safe."),
        (
            _recommendation("a tidy visit should not end enquiry;", heading="Learning"),
            "a tidy visit should not end enquiry",
        ),
        (_recommendation("nurses ring the school; and"), "nurses ring the school"),
        (_recommendation("nurses ring the school and"), "nurses ring the school and"),
        (_recommendation("Core groups met late", heading="Core groups"), "Core groups met late"),
    ],
)
def test_what_a_head_says_is_not_quoted_again(found: Finding, words: str) -> None:
    assert quoted_words(found) == WordsToQuote("", words, "")


def test_a_heading_run_into_a_sentence_leads_to_it() -> None:
    heading = "Recommendation 1: Core groups"
    said = quoted_words(_recommendation(f"{heading} The Board should list who belongs.", "Recommendation 1", heading))
    assert said == WordsToQuote("Core groups:", "The Board should list who belongs.", "")


def test_a_lead_of_its_own_stays_and_contacts_are_left_out() -> None:
    said = quoted_words(_recommendation("ring 01632 960 001;", lead_in="Staff will:"))
    assert said.lead == "Staff will:"
    assert "960" not in said.words


def test_a_label_is_left_out_only_as_a_whole() -> None:
    assert without_label("a) Adequate", "a") == "Adequate"
    assert without_label("adequate", "a") == "adequate"
    assert without_label("Recommendation 3", "Recommendation 3") == "Recommendation 3"
