"""Headings in odd forms: spaced letters, capitals, roman numbers, questions of a form, pictures, broken lines."""

from __future__ import annotations

import io

import pytest
from docx import Document
from docx.document import Document as Paper
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from ingest.pipeline import reading_of
from ingest.readers import read
from kb.core.model import Kind, Metadata, Reading
from kb.vocabulary import load
from tests.ingest.reading import reading

ITEMS = ("A refusal has a date and must be asked about again", "Late booking is a reason to ask why a woman waits")
BEFORE = "# Safeguarding Adult Review: Mr Q\n\n## Good practice\n\nThe pharmacist rang the surgery the same day.\n\n"
BEFORE_ON_A_PAGE = "<h1>Safeguarding Adult Review</h1><h2>Good practice</h2><p>The nurse rang the surgery at once.</p>"
PICTURE = (
    f'<w:r {nsdecls("w")} xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing">'
    '<w:drawing><wp:inline><wp:docPr id="3" name="Picture 3" descr="{}"/></wp:inline></w:drawing></w:r>'
)


def _kinds(given: Reading) -> list[Kind | None]:
    """Return the kinds of the two items, whatever marks stand about them."""
    found = {finding.text.lower().rstrip("."): finding.kind for finding in given.findings}
    return [found.get(item.lower()) for item in ITEMS]


@pytest.mark.parametrize(
    "text",
    [
        f"**L e s s o n s**\n\n- {ITEMS[0]}.\n- {ITEMS[1]}.\n",
        f"## Learning points\n\ni) {ITEMS[0]}\n\nii) {ITEMS[1]}\n\niii) Ask again tomorrow\n",
        f"## Lessons for the future …\n\n- {ITEMS[0]}.\n- {ITEMS[1]}.\n",
    ],
    ids=["letters set apart", "roman numbers", "trailing off"],
)
def test_a_list_is_read_under_an_odd_heading(text: str) -> None:
    assert _kinds(reading(BEFORE + text, "md")) == [Kind.LESSON, Kind.LESSON]


@pytest.mark.parametrize("number", ["Q1. ", "Q2: ", "Q. "])
def test_a_question_of_a_form_announces_its_answer(number: str) -> None:
    given = reading(f"{BEFORE}{number}What did not work?\n\nThe duty team closed the case without a visit.\n", "md")
    assert [f.kind for f in given.findings if "duty team" in f.text] == [Kind.CONCERN]


def _paper() -> Paper:
    paper = Document()
    paper.add_heading("Safeguarding Adult Review: Mr Q", 0)
    paper.add_heading("Good practice", 1)
    paper.add_paragraph("The pharmacist rang the surgery the same day.")
    return paper


def _read(paper: Paper) -> Reading:
    made = io.BytesIO()
    paper.save(made)
    return reading_of(read(made.getvalue(), "odd.docx"), Metadata(), load())


def test_sentences_in_capitals_under_a_heading_in_capitals_are_a_list() -> None:
    paper = _paper()
    for line in ("KEY LESSONS", *(item.upper() for item in ITEMS)):
        paper.add_paragraph(line)
    assert _kinds(_read(paper)) == [Kind.LESSON, Kind.LESSON]


def test_lines_that_the_writer_broke_are_parted_at_the_name_of_a_section() -> None:
    paper = _paper()
    broken = paper.add_paragraph("Key lessons")
    for item in ITEMS:
        broken.add_run().add_break()
        broken.add_run(f"• {item}.")
    assert _kinds(_read(paper)) == [Kind.LESSON, Kind.LESSON]


@pytest.mark.parametrize(
    ("description", "kind"), [("Key lessons", Kind.LESSON), ("Logo of the partnership", Kind.GOOD_PRACTICE)]
)
def test_a_picture_of_a_heading_heads_what_follows(description: str, kind: Kind) -> None:
    paper = _paper()
    paper.add_paragraph()._p.append(parse_xml(PICTURE.format(description)))
    for item in ITEMS:
        paper.add_paragraph(f"{item}.", style="List Bullet")
    given = _read(paper)
    assert _kinds(given) == [kind, kind]
    assert ("Logo" in given.document.text) is False


@pytest.mark.parametrize(
    "heading",
    [
        '<h2><img src="a.png" alt="Lessons learned"></h2>',
        '<figure><img src="a.png" alt="Lessons learned"></figure>',
        '<button aria-expanded="true" aria-controls="here">Lessons learned</button>',
    ],
    ids=["a picture in a heading", "a picture", "a button"],
)
def test_a_page_with_a_heading_that_is_no_text(heading: str) -> None:
    items = "".join(f"<li>{item}.</li>" for item in ITEMS)
    page = f"<!doctype html><main>{BEFORE_ON_A_PAGE}{heading}<ul id='here'>{items}</ul></main>"
    assert _kinds(reading(page, "html")) == [Kind.LESSON, Kind.LESSON]


def test_a_caption_that_names_a_section_heads_its_table() -> None:
    rows = "".join(f"<tr><td>{at}</td><td>{item}</td></tr>" for at, item in enumerate(ITEMS, 1))
    page = f"<!doctype html><main>{BEFORE_ON_A_PAGE}<table><caption>Lessons learned</caption>{rows}</table></main>"
    assert _kinds(reading(page, "html")) == [Kind.LESSON, Kind.LESSON]


@pytest.mark.parametrize(
    ("heading", "told", "kind"),
    [
        ("What did they not do so well?", "The log of her falls lay in the office.", Kind.CONCERN),
        ("What is going to change?", "The home will send the log to the surgery each month.", Kind.ACTION),
        ("Was practice good?", "The porter waited with her until the taxi came.", Kind.GOOD_PRACTICE),
        ("How common is it?", "Nine of twenty logs had lain there.", Kind.EVIDENCE),
    ],
)
def test_a_question_of_a_summary_sheet_announces_its_answer(heading: str, told: str, kind: Kind) -> None:
    given = reading(f"# Summary sheet: SAR Dora\n\n## {heading}\n\n{told}\n", "md")
    assert [finding.kind for finding in given.findings] == [kind]
