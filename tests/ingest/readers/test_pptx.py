"""Slides are pages; their shapes come in the order in which one reads them."""

from __future__ import annotations

import io

import docx
import pptx
import pytest
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.enum.shapes import PROG_ID
from pptx.presentation import Presentation
from pptx.util import Inches

from ingest.readers import Limits, read
from kb.core.document import Document, Role
from kb.core.errors import FileRefused
from tests.ingest.reading import reading_of_file


@pytest.fixture
def deck() -> Presentation:
    return pptx.Presentation()


def reading(deck: Presentation, limits: Limits | None = None) -> Document:
    out = io.BytesIO()
    deck.save(out)
    return read(out.getvalue(), "deck.pptx", limits)


def texts_of(paper: Document) -> list[str]:
    return [paper.text[block.start : block.end] for block in paper.blocks]


def box(slide: object, words: str, left: float, top: float, width: float = 3.0, height: float = 0.8) -> None:
    shape = slide.shapes.add_textbox(Inches(left), Inches(top), Inches(width), Inches(height))  # type: ignore[attr-defined]
    shape.text_frame.text = words


def test_titles_are_headings_and_bullets_items(deck: Presentation) -> None:
    slide = deck.slides.add_slide(deck.slide_layouts[1])
    slide.shapes.title.text = "Lessons"
    frame = slide.placeholders[1].text_frame
    frame.text = "Ask"
    inner = frame.add_paragraph()
    inner.text, inner.level = "and ask again", 1
    paper = reading(deck)
    assert [(b.role, b.level, b.marker) for b in paper.blocks] == [
        (Role.HEADING, 1, ""),
        (Role.ITEM, 1, "•"),
        (Role.ITEM, 2, "•"),
    ]


def test_boxes_are_read_by_place_and_not_by_drawing_order(deck: Presentation) -> None:
    slide = deck.slides.add_slide(deck.slide_layouts[6])
    for words, left, top in (("four", 5, 3), ("one", 1, 1), ("three", 1, 3), ("two", 5, 1)):
        box(slide, f"{words} of the panels on this slide, in words", left, top)
    assert [text.split()[0] for text in texts_of(reading(deck))] == ["one", "two", "three", "four"]


def test_names_over_columns_stay_with_their_columns(deck: Presentation) -> None:
    slide = deck.slides.add_slide(deck.slide_layouts[6])
    box(slide, "Before", 1, 1)
    box(slide, "After", 5, 1)
    box(slide, "Nobody asked the children what they thought of it.", 1, 2)
    box(slide, "Every plan begins with what the children say.", 5, 2)
    assert [text.split()[0] for text in texts_of(reading(deck))] == ["Before", "Nobody", "After", "Every"]


def test_groups_tables_and_notes_are_read(deck: Presentation) -> None:
    slide = deck.slides.add_slide(deck.slide_layouts[6])
    group = slide.shapes.add_group_shape()
    group.shapes.add_textbox(Inches(1), Inches(1), Inches(2), Inches(1)).text_frame.text = "In a group"
    table = slide.shapes.add_table(2, 2, Inches(1), Inches(3), Inches(6), Inches(2)).table
    for at, cell in enumerate(table.iter_cells()):
        cell.text = f"cell {at}"
    slide.notes_slide.notes_text_frame.text = "Say this slowly"
    paper = reading(deck)
    assert texts_of(paper) == ["In a group", "cell 0", "cell 1", "cell 2", "cell 3", "Say this slowly"]
    assert [(b.cell.row, b.cell.column, b.cell.header) for b in paper.blocks if b.cell] == [
        (0, 0, True),
        (0, 1, True),
        (1, 0, False),
        (1, 1, False),
    ]
    assert paper.blocks[-1].role is Role.NOTE


def test_each_slide_is_a_page(deck: Presentation) -> None:
    for number in range(3):
        box(deck.slides.add_slide(deck.slide_layouts[6]), f"Slide {number} speaks of something else", 1, 1)
    paper = reading(deck)
    assert [paper.page_of(block.start) for block in paper.blocks] == [1, 2, 3]


def test_a_footer_drawn_on_every_slide_is_furniture(deck: Presentation) -> None:
    for number in range(4):
        slide = deck.slides.add_slide(deck.slide_layouts[6])
        box(slide, f"{'abcd'[number]} thought of its own", 1, 1)
        box(slide, f"Board training day, slide {number + 1}", 1, 7)
    assert [block.role for block in reading(deck).blocks] == [Role.PARAGRAPH, Role.FURNITURE] * 4


def test_a_hidden_slide_is_left_out_and_noted(deck: Presentation) -> None:
    box(deck.slides.add_slide(deck.slide_layouts[6]), "Seen", 1, 1)
    hidden = deck.slides.add_slide(deck.slide_layouts[6])
    box(hidden, "Kept back", 1, 1)
    hidden._element.set("show", "0")
    paper = reading(deck)
    assert texts_of(paper) == ["Seen"]
    assert [(note.code, note.page) for note in paper.notes] == [("hidden_slide", 2)]


def test_more_slides_than_the_limit_are_refused(deck: Presentation) -> None:
    for _ in range(3):
        box(deck.slides.add_slide(deck.slide_layouts[6]), "Words", 1, 1)
    with pytest.raises(FileRefused) as caught:
        reading(deck, Limits(max_pages=2))
    assert caught.value.code == "too_large"


def test_a_slide_without_words_is_noted(deck: Presentation) -> None:
    for words in ("Lessons learned", ""):
        box(deck.slides.add_slide(deck.slide_layouts[6]), words, 1, 1)
    assert [(note.code, note.page) for note in reading(deck).notes] == [("pages_without_text", 2)]


@pytest.mark.parametrize(("left", "top"), [(14, 1), (1, 9), (-4, 1)])
def test_text_beside_a_slide_is_left_out_and_noted(deck: Presentation, left: float, top: float) -> None:
    slide = deck.slides.add_slide(deck.slide_layouts[6])
    box(slide, "Seen", 1, 1)
    box(slide, "Half seen", 8.5, 4)
    box(slide, "An old name", left, top)
    paper = reading(deck)
    assert texts_of(paper) == ["Seen", "Half seen"]
    assert [(note.code, note.page) for note in paper.notes] == [("hidden_text", 1)]


def test_a_table_beside_a_slide_is_noted_as_text_is(deck: Presentation) -> None:
    slide = deck.slides.add_slide(deck.slide_layouts[6])
    box(slide, "Seen", 1, 1)
    table = slide.shapes.add_table(1, 1, Inches(14), Inches(1), Inches(2), Inches(1)).table
    table.cell(0, 0).text = "An old name"
    paper = reading(deck)
    assert texts_of(paper) == ["Seen"]
    assert [(note.code, note.page) for note in paper.notes] == [("hidden_text", 1)]


@pytest.mark.parametrize("title", ["Missed visits", "Calls by season"])
def test_the_words_of_a_chart_are_its_caption(deck: Presentation, title: str) -> None:
    slide = deck.slides.add_slide(deck.slide_layouts[5])
    slide.shapes.title.text = "How often"
    counted = CategoryChartData()  # type: ignore[no-untyped-call]
    counted.categories = ["Spring", "Autumn"]
    counted.add_series("Homes", (1, 2))  # type: ignore[no-untyped-call]
    place = (Inches(1), Inches(2), Inches(4), Inches(3))
    chart = slide.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, *place, counted).chart
    chart.chart_title.text_frame.text = title
    assert texts_of(reading(deck)) == ["How often", f"{title}; Homes; Spring; Autumn"]


def test_a_file_that_stands_whole_on_a_slide_is_read(deck: Presentation) -> None:
    inner, put_in = docx.Document(), io.BytesIO()
    inner.add_paragraph("The board should write to every landlord about damp.")
    inner.save(put_in)
    slide = deck.slides.add_slide(deck.slide_layouts[5])
    slide.shapes.add_ole_object(io.BytesIO(put_in.getvalue()), PROG_ID.DOCX, Inches(1), Inches(2))
    assert "every landlord" in reading(deck).text


def test_what_stands_below_a_card_with_an_agencys_name_is_asked_of_it_whoever_is_to_act() -> None:
    show = pptx.Presentation()
    slide = show.slides.add_slide(show.slide_layouts[5])
    slide.shapes.title.text = "What needs to change"
    asked = ("Carers should be told of each injury.", "Schools should ring home on the first day of an absence.")
    for place, (name, words) in enumerate(zip(("Carers", "Schools"), asked, strict=True)):
        frame = slide.shapes.add_textbox(Inches(0.3 + 4 * place), Inches(2), Inches(3), Inches(2)).text_frame
        frame.text = name
        frame.paragraphs[0].runs[0].font.bold = True
        frame.add_paragraph().text = words
    held = io.BytesIO()
    show.save(held)
    assert [one.text for one in reading_of_file(held.getvalue(), "show.pptx").findings] == list(asked)
