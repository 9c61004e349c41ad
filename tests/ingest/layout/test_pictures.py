"""A plan that was pasted as a picture is noted, and no logo or photograph beside words is."""

from __future__ import annotations

from io import BytesIO

import docx
import pytest
from docx.shared import Cm
from PIL import Image
from pptx import Presentation

from ingest.readers import read
from tests.ingest.readers.papers import save_word

_CODE = "picture_not_read"


def _picture() -> BytesIO:
    held = BytesIO()
    Image.new("RGB", (400, 300), "white").save(held, "PNG")
    held.seek(0)
    return held


def notes_of(data: bytes, name: str) -> list[str]:
    return [one.sentence for one in read(data, name).notes if one.code == _CODE]


@pytest.mark.parametrize(("wide", "words", "noted"), [(14, "", True), (14, "It is below.", True), (1.5, "", False)])
def test_a_large_picture_alone_under_a_heading_is_noted_in_word(wide: float, words: str, noted: bool) -> None:
    paper = docx.Document()
    paper.add_picture(_picture(), width=Cm(12))
    paper.add_paragraph("Review of Mrs Aster")
    paper.add_heading("Action plan", 1)
    paper.add_paragraph(words)
    paper.add_picture(_picture(), width=Cm(wide))
    told = notes_of(save_word(paper), "paper.docx")
    assert told == (["Under “Action plan” stands a picture. Any words in it were not read."] if noted else [])


def test_a_picture_beside_its_words_is_not_noted() -> None:
    paper = docx.Document()
    paper.add_paragraph("Review of Mrs Aster")
    paper.add_heading("Findings", 1)
    paper.add_picture(_picture(), width=Cm(14))
    paper.add_paragraph("Nobody rang the daughter before he went home, and the ward had had her number all the time.")
    assert notes_of(save_word(paper), "paper.docx") == []


def test_a_picture_alone_on_a_slide_is_noted() -> None:
    show = Presentation()
    for title, pictured in (("Review of Mrs Aster", False), ("The plan", True)):
        slide = show.slides.add_slide(show.slide_layouts[5])
        slide.shapes.title.text = title
        if pictured:
            slide.shapes.add_picture(_picture(), Cm(2), Cm(5), width=Cm(20))
    held = BytesIO()
    show.save(held)
    assert notes_of(held.getvalue(), "show.pptx") == [
        "Under “The plan” stands a picture. Any words in it were not read."
    ]


@pytest.mark.parametrize(("title", "noted"), [("Our action plan", 1), ("Learning from Mrs Aster", 0)])
def test_a_picture_below_the_first_title_is_noted_where_a_plan_is_named(title: str, noted: int) -> None:
    show = Presentation()
    slide = show.slides.add_slide(show.slide_layouts[5])
    slide.shapes.title.text = title
    slide.shapes.add_picture(_picture(), Cm(2), Cm(5), width=Cm(20))
    held = BytesIO()
    show.save(held)
    assert len(notes_of(held.getvalue(), "show.pptx")) == noted


def test_a_picture_on_a_slide_without_a_title_is_not_told_of_the_slide_before() -> None:
    show = Presentation()
    for title in ("Review of Mrs Aster", "What we learned"):
        show.slides.add_slide(show.slide_layouts[5]).shapes.title.text = title
    show.slides.add_slide(show.slide_layouts[6]).shapes.add_picture(_picture(), Cm(2), Cm(5), width=Cm(20))
    held = BytesIO()
    show.save(held)
    assert notes_of(held.getvalue(), "show.pptx") == []


def test_a_crest_above_the_title_is_not_under_it() -> None:
    paper = docx.Document()
    paper.add_picture(_picture(), width=Cm(12))
    paper.add_heading("Mrs Aster: action plan", 1)
    paper.add_paragraph("Wards should ring the carer.")
    assert notes_of(save_word(paper), "paper.docx") == []


@pytest.mark.parametrize(("picture", "noted"), [("<img src='p.png'>", 1), ("<img src='p.png' alt=''>", 0)])
def test_a_picture_alone_on_a_web_page_is_noted(picture: str, noted: int) -> None:
    page = f"<h1>Review of Mrs Aster</h1><img src='logo.png'><p>Published 2 May 2020</p><h2>Our plan</h2>{picture}"
    assert len(notes_of(page.encode(), "page.html")) == noted
