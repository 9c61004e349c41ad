"""Slides, opened again by the library that reads them."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import pytest
from pptx import Presentation
from pptx.util import Pt

from kb.exports import Exhibit, Findings, Pack, Payload, write
from kb.exports.formats.pptx import shorten_quotation
from tests.exports.scenes import FOUND, GOOD, LESSON, PACK, SHEET, TOLD, hostile_findings

HOSTILE = hostile_findings()


def slides(matter: Payload) -> list[Any]:
    return list(open_export(matter).slides)


def open_export(matter: Payload) -> Any:
    return Presentation(io.BytesIO(b"".join(write(matter, "pptx", SHEET))))


def titles(matter: Payload) -> list[str]:
    return [slide.shapes.title.text_frame.text for slide in slides(matter)]


def words(slide: Any) -> str:
    return "\n".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)


def test_a_pack_opens_with_a_warning_and_closes_with_support_and_sources() -> None:
    told = titles(PACK)
    assert told[:3] == [PACK.title, "Before we start", "Session plan"]
    assert told[3] == "What happened: Review of Child A"
    case = words(slides(PACK)[3])
    assert case.index("Before you read: this includes serious harm to a child and neglect.") < case.index(TOLD)
    assert all(one.endswith(f" ({number} of 4)") for number, one in enumerate(told[4:8], 1))
    assert told[4] == "Child protection plans, conferences and core groups (1 of 4)"
    kinds = ("Lesson. ", "Missed opportunity. ", "Good practice. ", "Action. ")
    assert all(kind in words(slide) for kind, slide in zip(kinds, slides(PACK)[4:8], strict=True))
    assert told[-2:] == ["Where to get support", "Sources"]
    assert [one for one in told if one.startswith("Questions")]


@pytest.mark.parametrize("matter", [FOUND, PACK], ids=lambda matter: type(matter).__name__)
def test_every_slide_has_a_title_of_its_own(matter: Payload) -> None:
    told = titles(matter)
    assert all(told)
    assert len(set(told)) == len(told)


def test_a_finding_has_its_words_its_source_and_its_themes_on_the_slide() -> None:
    said = words(slides(PACK)[4])
    assert f"“{LESSON.finding.text}”" in said
    assert "Review of Child A (2016), page 3" in said
    assert "Housing moves and rehousing" in said


def test_the_notes_hold_the_lasting_address_and_the_trainers_note() -> None:
    notes = slides(PACK)[4].notes_slide.notes_text_frame.text
    assert f"https://library.example/findings/{LESSON.finding.id}" in notes
    assert "Ask who would have known about the move." in notes


def test_a_long_quotation_is_set_smaller_and_the_notes_say_so() -> None:
    short, long = slides(Findings([LESSON, GOOD], every=True))[2:4]
    sizes = [slide.placeholders[1].text_frame.paragraphs[0].runs[0].font.size for slide in (short, long)]
    assert sizes[0] >= Pt(28) > sizes[1]
    assert "40 are easy to read" in long.notes_slide.notes_text_frame.text


def test_by_default_a_slide_has_at_most_forty_words_and_a_set_ten_findings() -> None:
    many = [replace(GOOD, finding=replace(GOOD.finding, id=f"{n:016x}")) for n in range(14)]
    told = slides(Findings(many))
    quoted = [one for one in told if " of " in one.shapes.title.text_frame.text]
    assert len(quoted) == 10
    assert "10 of 14 findings" in words(told[0])
    for one in quoted:
        said = one.placeholders[1].text_frame.text
        assert len(said.split()) <= 41  # and the mark of what was left out
        assert "every visit. …”" in said  # cut after a sentence
        assert GOOD.finding.text.strip() in one.notes_slide.notes_text_frame.text
    assert len([one for one in titles(Findings(many, every=True)) if " of " in one]) == 14


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("Short enough.", "Short enough."),
        ("One two. " + "word " * 45, "One two. …"),
        ("word " * 45 + "end.", ("word " * 40).strip() + " …"),
    ],
)
def test_a_long_quotation_is_cut_after_a_sentence_or_else_after_a_word(said: str, shown: str) -> None:
    assert shorten_quotation(said) == shown


def test_what_does_not_fit_on_a_slide_is_whole_in_its_notes() -> None:
    long = next(one for one in HOSTILE.holdings if one.finding.text.startswith("word "))
    slide = slides(Findings([long]))[2]
    assert len(words(slide)) < 3000
    assert len(slide.notes_slide.notes_text_frame.text) > 39_000


def test_the_plan_is_a_native_table_with_a_description() -> None:
    frame = next(shape for shape in slides(PACK)[2].shapes if shape.has_table)
    assert [cell.text for cell in frame.table.rows[0].cells] == ["Part", "What happens", "20 min", "40 min", "60 min"]
    assert frame._element.nvGraphicFramePr.cNvPr.get("descr").startswith("Table: Session plan.")


def test_the_language_and_title_are_set() -> None:
    file = open_export(PACK)
    assert file.core_properties.title == SHEET.title
    assert file.core_properties.language == "en-GB"
    runs = [
        run
        for slide in file.slides
        for shape in slide.shapes
        if shape.has_text_frame
        for paragraph in shape.text_frame.paragraphs
        for run in paragraph.runs
    ]
    assert {run._r.get_or_add_rPr().get("lang") for run in runs} == {"en-GB"}


def test_contact_details_are_left_out() -> None:
    said = "\n".join(words(slide) + slide.notes_slide.notes_text_frame.text for slide in slides(PACK)[4:8])
    assert "01632" not in said
    assert "council.example" not in said


@pytest.mark.parametrize(
    "matter",
    [
        replace(HOSTILE, every=True),
        Pack("=1+1", tuple(Exhibit(one, one.finding.text) for one in HOSTILE.holdings), every=True),
    ],
)
def test_hostile_texts_are_only_text(matter: Payload) -> None:
    said = "\n".join(words(slide) for slide in slides(matter))
    assert "<script>alert(1)</script> & <b>bold</b>" in said
    assert "{{ 7 * 7 }} {% raw %}" in said
