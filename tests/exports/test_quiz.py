"""A quiz on paper: what is asked and what the review found are never on the same sheet."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from docx import Document
from pypdf import PdfReader

from kb.core.model import Kind
from kb.exports import write
from kb.exports.quiz import QUESTIONS, lay_out, quiz_title
from tests.exports.formats.test_pdf import needs_pango
from tests.exports.scenes import GOOD, LESSON, QUIZ, SHEET, TOLD


def test_each_kind_that_the_review_found_is_asked_once() -> None:
    laid = lay_out(QUIZ, SHEET)
    assert [one.words for one in laid.answers] == [QUESTIONS[one.finding.kind] for one in (GOOD, LESSON)]
    assert laid.told == TOLD
    assert laid.notice == "Before you read: this includes serious harm to a child and neglect."


@pytest.mark.parametrize(
    ("kinds", "title"),
    [
        ((Kind.GOOD_PRACTICE, Kind.LESSON), "Spot the good practice"),
        ((Kind.GOOD_PRACTICE, Kind.CONCERN), "Spot the missed opportunity"),
        ((Kind.MISSED_OPPORTUNITY,), "Spot the missed opportunity"),
    ],
)
def test_a_quiz_is_called_after_what_is_to_be_found(kinds: tuple[Kind, ...], title: str) -> None:
    held = tuple(replace(LESSON, finding=replace(LESSON.finding, kind=kind)) for kind in kinds)
    assert quiz_title(replace(QUIZ.case, holdings=held)) == title


def test_in_word_the_answers_begin_on_a_page_of_their_own() -> None:
    paper = Document(io.BytesIO(b"".join(write(QUIZ, "docx", SHEET))))
    words = [one.text for one in paper.paragraphs]
    sheet = words.index("Answer sheet: what the review found")
    assert not any(LESSON.finding.text in one for one in words[:sheet])
    assert any(LESSON.finding.text in one for one in words[sheet:])
    assert paper.paragraphs[sheet].paragraph_format.page_break_before  # a break by itself could leave a page empty
    assert all(words[sheet : sheet + 2])
    assert words.index("Where to get support") < words.index("Questions")


def test_in_word_all_boxes_to_write_in_stand_on_one_sheet() -> None:
    paper = Document(io.BytesIO(b"".join(write(QUIZ, "docx", SHEET))))
    kept = [table.columns[0].cells[0].paragraphs[0].paragraph_format.keep_with_next for table in paper.tables[:2]]
    assert kept == [True, None]  # the last is kept with nothing


@needs_pango
@pytest.mark.parametrize("found", [LESSON, GOOD], ids=["lesson", "good practice"])
def test_in_pdf_no_page_has_both_a_question_and_its_answer(found: object) -> None:
    pages = [
        " ".join(page.extract_text().split())
        for page in PdfReader(io.BytesIO(b"".join(write(QUIZ, "pdf", SHEET)))).pages
    ]
    first = next(number for number, said in enumerate(pages) if "Answer sheet: what the review found" in said)
    start = " ".join(found.finding.text.split()[:6])  # type: ignore[attr-defined]  # a finding in context
    assert not any(start in said for said in pages[:first])
    assert any(start in said for said in pages[first:])
