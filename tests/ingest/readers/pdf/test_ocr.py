"""Pages that are pictures are read by text recognition where it is installed and asked for, and said to be."""

from __future__ import annotations

import shutil

import pytest

from ingest.readers import Limits, read
from ingest.readers.pdf import ocr
from kb.core.document import Role
from kb.text.reading_text import reading_text
from tests.ingest.readers import papers

WORDS = "Nobody asked the school where the children were, although the school was across the road from the clinic."
PRINTED = papers.print_pdf(f"<h1>Learning briefing</h1><p>{WORDS}</p><p>{WORDS}</p>")
WANTED = Limits(ocr_pages=10)

installed = pytest.mark.skipif(shutil.which("tesseract") is None, reason="Debian's tesseract-ocr is not installed")


@installed
def test_the_words_of_a_picture_are_read_and_noted() -> None:
    document = read(papers.photograph_pages(PRINTED), "scan.pdf", WANTED)
    paragraphs = [reading_text(document.text[b.start : b.end]) for b in document.blocks if b.role is Role.PARAGRAPH]
    assert paragraphs[-2:] == [WORDS, WORDS]
    assert [(note.code, note.page) for note in document.notes] == [("read_by_ocr", 1)]


@installed
def test_pages_beyond_those_allowed_still_need_it() -> None:
    data = papers.photograph_pages(papers.joined_pdf(PRINTED, PRINTED))
    notes = read(data, "scan.pdf", Limits(ocr_pages=1)).notes
    assert [(note.code, note.page) for note in notes] == [("read_by_ocr", 1), ("needs_ocr", 2)]


def test_unasked_a_scan_is_held_without_words_and_says_what_it_waits_for() -> None:
    document = read(papers.photograph_pages(PRINTED), "scan.pdf")
    assert (document.text, document.is_awaited, len(document.pages)) == ("", True, 1)
    (note,) = document.notes
    assert note.code == "needs_ocr"
    assert "KB_OCR" in note.sentence


def test_without_the_program_a_scan_is_held_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    assert read(papers.photograph_pages(PRINTED), "scan.pdf", WANTED).is_awaited


def word(text: str, line: str, *, top: float = 100.0, height: float = 9.0, left: float = 50.0) -> ocr._Word:
    return ocr._Word(text, ("1", "1", line), left, top, left + 20, top + height, 95.0)


def test_a_line_askew_has_the_size_of_its_words_and_a_heading_in_its_paragraph_its_own() -> None:
    heading = [word("Lessons", "1", height=14.6)]
    askew = [
        word(text, "2", top=120.0 + at, left=50.0 + 30 * at, height=8.8)
        for at, text in enumerate("Told the child home tall".split())
    ]
    runs = list(ocr._runs([*heading, *askew]))
    assert [one.size for one in runs] == [20.0, *[12.0] * 5]


def test_a_bullet_that_is_taken_for_another_sign_is_a_bullet() -> None:
    runs = list(ocr._runs([word("¢", "1"), word("Ask", "1"), word("©", "2", top=120.0)]))
    assert [one.text for one in runs] == ["•", "Ask", "©"]  # alone it may be what it says
