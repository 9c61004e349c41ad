from __future__ import annotations

import pytest

from tests.ingest.reading import reading


def document_type(text: str) -> str:
    stated = reading(text).about.document_type
    return stated.value if stated else ""


@pytest.mark.parametrize(
    ("cover", "expected"),
    [
        (
            "Serious Case Review: Baby O\n\nExecutive Summary\n\nTarnside LSCB\n\nBackground\n\nO was born in May.",
            "executive-summary",
        ),
        ("Recommendations tracker: Mr Oat\n\nTarnside SAB\n\nUpdated May 2021", "action-plan"),
        ("Dear Sir\n\nRegulation 28 report: Mr Oat\n\nI write in reply to your report of 4 May 2021.", "addendum"),
        ("Statement by the independent chair\n\nWe publish our review of Baby O today.", "statement"),
        ("Baby O\n\nKey learning\n\n- Ask about debts.", ""),
    ],
)
def test_a_type_is_recognised_by_the_words_of_the_cover(cover: str, expected: str) -> None:
    assert document_type(cover) == expected


def test_minutes_are_a_paper_of_a_meeting() -> None:
    text = "Minutes of the Tarnside Adults Board\n\nPresent: J Roe\n\nApologies: A Vane\n\n1. Matters arising\n\nNone."
    assert document_type(text) == "committee-report"
