"""Genres that are told by a document's form: a letter that answers a report."""

from __future__ import annotations

import pytest

from ingest.findings.compiled_vocabulary import compile_vocabulary
from ingest.readers import read
from ingest.structure.genre import genre_of
from ingest.structure.paragraphs import DocumentText, pieces_of
from kb.vocabulary import load


def genre(text: str) -> str:
    document = read(text.encode(), "letter.md")
    return genre_of(pieces_of(DocumentText(document), compile_vocabulary(load(), "").heading_cues.heads))


@pytest.mark.parametrize(
    "opening",
    [
        "Regulation 28 report: Mr Ivo Pell\n\nI write about the three matters that were raised.",
        "Thank you for your report of 3 May on the death of Mrs Ames.",
        "I am writing in reply to your letter. Your concerns were discussed by our board.",
    ],
)
def test_a_letter_that_answers_a_coroner_is_an_answer(opening: str) -> None:
    letter = f"Dear Madam\n\n{opening}\n\nWe have changed our procedure.\n\nYours faithfully\n\nChief Executive\n"
    assert genre(letter) == "response"


def test_a_coroners_own_report_is_none() -> None:
    report = (
        "# Regulation 28: report to prevent future deaths\n\n## Coroner's concerns\n\n"
        "The matters of concern are as follows.\n\n(1) Nobody reads the alarm log.\n"
    )
    assert genre(report) == "pfd"


def test_a_letter_that_answers_nothing_is_none() -> None:
    letter = "Dear Ms Ames\n\nI am pleased to tell you the date of the meeting.\n\nYours sincerely\n\nThe clerk\n"
    assert genre(letter) != "response"


def test_a_greeting_without_a_close_is_no_letter() -> None:
    assert genre("Dear Madam\n\nRegulation 28 report: Mr Ivo Pell\n\nNobody asked.\n") == "pfd"


@pytest.mark.parametrize(
    ("title", "voice"),
    [
        ("Looking back on Mr Ivel", "The panel thought hard about it. The panel met him. This panel agreed."),
        ("What became of Ada", "The reviewer asked why. Nobody told the reviewer. Our review has no answer."),
    ],
)
def test_what_speaks_as_a_review_and_recommends_is_one(title: str, voice: str) -> None:
    assert genre(f"# {title}\n\n## The hostel\n\n{voice}\n\n## Recommendations\n\n1. Ring first.\n") == "review"


@pytest.mark.parametrize(
    "text",
    [
        "# Lone working\n\nThe policy is read each year.\n\n## Recommendations\n\n1. Ring first.\n",
        "# Newsletter\n\nThe panel met. The panel ate. The panel left.\n\n## Dates\n\n1. June.\n",
    ],
)
def test_recommendations_alone_or_a_panel_alone_make_no_review(text: str) -> None:
    assert genre(text) == ""


@pytest.mark.parametrize("title", ["Learning from Ada", "Cold homes: a briefing for housing staff"])
def test_a_title_that_teaches_is_a_briefings(title: str) -> None:
    assert genre(f"# {title}\n\nIt was winter.\n") == "briefing"


@pytest.mark.parametrize("title", ["Learning from home", "The briefing was late"])
def test_a_title_with_the_same_words_for_something_else_is_not(title: str) -> None:
    assert genre(f"# {title}\n\nIt was winter.\n") == ""


@pytest.mark.parametrize(
    ("title", "wanted"),
    [
        ("Response to the report made under Regulation 28 touching the death of Mr C Arkwell", True),
        ("Trust reply to the coroner's report on Ada", False),  # begins with who replies, and without a letter's form
        ("Response to the recommendations of the review of Child A", False),
    ],
)
def test_what_is_titled_as_a_response_to_a_coroner_needs_no_greeting(title: str, wanted: bool) -> None:
    told = "The Trust has changed its policy.\n\n## Discharge\n\nIt was withdrawn.\n"
    text = f"# Lime Quay Community Trust\n\n# {title}\n\n{told}"
    assert (genre(text) == "response") is wanted


INSPECTED = (
    "Inspectors read files. The inspection was announced. Inspectors met staff. A joint action plan will be asked for."
)


@pytest.mark.parametrize(
    ("title", "wanted"),
    [
        ("Report of a joint inspection of services in Ellerby, October 2015", "inspection"),
        ("Ellerby Constabulary: child protection inspection", "inspection"),
        ("Action plan of the partners in Ellerby", "response"),
    ],
)
def test_a_title_that_names_an_inspection_weighs_more_than_the_plans_of_its_text(title: str, wanted: str) -> None:
    assert genre(f"# {title}\n\n{INSPECTED} Partners should send an action plan.\n") == wanted


@pytest.mark.parametrize(
    "title",
    ["Single Unified Safeguarding Review: Emrys", "Adolygiad Ymarfer Plant: Emrys", "Drug Related Death Review: Emrys"],
)
def test_welsh_reviews_and_reviews_of_deaths_by_drugs_are_reviews(title: str) -> None:
    told = f"# Carrog Regional Safeguarding Board\n\n# {title}\n\n## Background\n\nEmrys was sixteen.\n"
    assert genre(told) == "review"
