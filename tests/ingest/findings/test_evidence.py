"""Which sentence made a finding one."""

from __future__ import annotations

import pytest

from ingest.findings.evidence import evidence_span
from tests.ingest.reading import findings

TEXT = "The visits were long. There was a missed opportunity to ask about the bruise. It faded."


@pytest.mark.parametrize(
    ("shown_by", "words"),
    [
        (None, ""),  # announced
        ((), ""),  # by nothing that stands in it
        (("missed opportunity",), "There was a missed opportunity to ask about the bruise."),
        (("The visits", "ask"), "The visits were long."),  # the first of equals
        (("Missed opportunity", "bruise", "long"), "There was a missed opportunity to ask about the bruise."),
        (("opportunity to faded",), ""),
    ],
)
def test_it_is_the_sentence_that_holds_most_of_the_words(shown_by: tuple[str, ...] | None, words: str) -> None:
    span = evidence_span(TEXT, shown_by)
    assert (TEXT[slice(*span)] if span else "") == words


def test_a_single_sentence_known_by_its_own_words_is_all_of_it() -> None:
    assert evidence_span(" No plan was made. ", ("made",)) == (1, 18)
    assert evidence_span("", ()) is None


def test_an_item_under_a_heading_has_none_and_a_statement_of_prose_its_own_words() -> None:
    told = findings(
        """# Safeguarding review of Pia

## Analysis

Staff at the surgery kept records. This was a missed opportunity to share what the surgery knew with the school.

## Recommendations

1. The surgery should tell the school. It should do so within a day.
"""
    )
    shown = {one.kind.value: one.evidence_words for one in told}
    assert shown["missed_opportunity"].startswith("This was a missed opportunity")
    assert shown["recommendation"] == ""
