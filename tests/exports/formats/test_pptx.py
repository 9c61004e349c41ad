"""Slides, opened again by the library that reads them."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import pytest
from pptx import Presentation
from pptx.util import Pt

from kb.core.model import StatedValue
from kb.exports import Exhibit, Findings, Pack, Payload, write
from kb.exports.formats.pptx import TITLE_CHARACTERS, share_over_slides, shorten_quotation
from tests.exports.scenes import ASKED, FOUND, GOOD, LESSON, PACK, QUESTION, SHEET, TOLD, hostile_findings

HOSTILE = hostile_findings()


def slides(payload: Payload) -> list[Any]:
    return list(open_export(payload).slides)


def open_export(payload: Payload) -> Any:
    return Presentation(io.BytesIO(b"".join(write(payload, "pptx", SHEET))))


def titles(payload: Payload) -> list[str]:
    return [slide.shapes.title.text_frame.text for slide in slides(payload)]


def words(slide: Any) -> str:
    return "\n".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)


def quotation_slides(payload: Payload) -> list[Any]:
    """The slides that quote a finding: those with a stroke beside the words."""
    return [slide for slide in slides(payload) if any(shape.name == "Stroke" for shape in slide.shapes)]


def notes(slide: Any) -> str:
    return str(slide.notes_slide.notes_text_frame.text) if slide.has_notes_slide else ""


def test_a_pack_opens_with_its_content_notice_and_support() -> None:
    assert titles(PACK)[:3] == [PACK.title, "Before we start", "Where to get support"]
    assert "They include serious harm to a child and neglect." in words(slides(PACK)[1])
    assert titles(PACK)[-1] == "Sources"


def test_after_each_case_stand_its_quotations_and_then_its_question() -> None:
    told = titles(PACK)
    case = told.index("What happened: Review of Child A")
    assert words(slides(PACK)[case]).index("Before you read: ") < words(slides(PACK)[case]).index(TOLD)
    assert told[case + 1] == "Child protection plans, conferences and core groups"
    discuss = told.index("Discuss: Review of Child A")
    assert case + 1 < discuss < told.index("Discuss")
    assert QUESTION.finding.text in words(slides(PACK)[discuss])
    between = slides(PACK)[case + 1 : discuss]
    assert all("Review of Child A (2016)" in words(slide) for slide in between)


def test_a_slide_is_titled_by_its_theme_and_says_its_kind_at_its_foot() -> None:
    feet = [shape.text_frame for slide in quotation_slides(PACK) for shape in slide.shapes if shape.name == "Source"]
    kinds = [frame.paragraphs[0] for frame in feet]
    assert {"Lesson", "Missed opportunity", "Good practice", "Action"} <= {one.text for one in kinds}
    assert all(one.runs[0].font.bold for one in kinds)


def test_what_only_the_trainer_needs_stands_in_the_notes() -> None:
    shown = "\n".join(words(slide) for slide in slides(PACK))
    hidden = "\n".join(notes(slide) for slide in slides(PACK))
    for trainer in ("Read them before you use them.", "Session plan for 20, 40 or 60 minutes", "Asked in "):
        assert trainer not in shown
        assert trainer in hidden


def test_a_code_to_scan_and_a_short_link_open_the_finding() -> None:
    slide = quotation_slides(PACK)[0]
    (picture,) = [shape for shape in slide.shapes if shape.name == "Code to scan"]
    address = f"library.example/findings/{LESSON.finding.id}"
    assert picture._element.nvPicPr.cNvPr.get("descr") == f"QR code that opens https://{address}"
    assert address in words(slide)


@pytest.mark.parametrize("base", ["", "http://127.0.0.1:8000", "http://localhost:8000/learning", "http://[::1]"])
@pytest.mark.parametrize("published", ["", "https://northby.example/reviews/child-a.pdf", "Board papers, item 7"])
def test_a_code_to_scan_leads_to_what_a_phone_can_open_or_there_is_none(base: str, published: str) -> None:
    about = replace(LESSON.document.about, source=StatedValue(published, "entered") if published else None)
    held = replace(LESSON, document=replace(LESSON.document, about=about))
    made = Presentation(io.BytesIO(b"".join(write(Findings([held]), "pptx", replace(SHEET, base=base)))))
    codes = [shape for one in made.slides for shape in one.shapes if shape.name == "Code to scan"]
    wanted = [f"QR code that opens {published}"] if published.startswith("https://") else []
    assert [one._element.nvPicPr.cNvPr.get("descr") for one in codes] == wanted
    assert "/findings/" not in "\n".join(words(slide) for slide in made.slides)
    own = f"{base}/findings/{LESSON.finding.id}"
    assert not base or own in "\n".join(notes(slide) for slide in made.slides)


def test_a_recommendation_that_is_no_sentence_stands_under_its_heading() -> None:
    bare = replace(
        ASKED,
        finding=replace(ASKED.finding, text="The quality of handovers", lead_in="", heading=("What needs to improve",)),
    )
    (slide,) = quotation_slides(Findings([bare]))
    assert slide.placeholders[1].text_frame.text == "What needs to improve:\n“The quality of handovers”"
    for heading in ("What needs to improve?", "What must happen next!"):
        asked = replace(bare, finding=replace(bare.finding, heading=(heading,)))
        (slide,) = quotation_slides(Findings([asked]))
        assert slide.placeholders[1].text_frame.text.split("\n")[0] == heading  # no colon behind its own mark
    part = replace(bare, finding=replace(bare.finding, heading=("Areas for improvement", "Leadership")))
    (slide,) = quotation_slides(Findings([part]))
    assert slide.placeholders[1].text_frame.text.split("\n")[0] == "Areas for improvement:"  # not the name of a part
    named = replace(bare, finding=replace(bare.finding, heading=("Leadership",)))
    (slide,) = quotation_slides(Findings([named]))
    assert slide.placeholders[1].text_frame.text == "“The quality of handovers”"
    (whole,) = quotation_slides(
        Findings([replace(bare, finding=replace(bare.finding, text="Agencies should hand over well."))])
    )
    assert whole.placeholders[1].text_frame.text == "“Agencies should hand over well.”"


@pytest.mark.parametrize("payload", [FOUND, PACK], ids=lambda payload: type(payload).__name__)
def test_every_slide_has_a_title_of_its_own(payload: Payload) -> None:
    told = titles(payload)
    assert all(told)
    assert len(set(told)) == len(told)


def test_a_finding_has_its_words_and_its_source_on_the_slide_and_its_themes_in_the_notes() -> None:
    said = words(quotation_slides(PACK)[0])
    assert f"“{LESSON.finding.text}”" in said
    assert "Review of Child A (2016), page 3" in said
    assert "Themes: " in notes(quotation_slides(PACK)[0])


def test_the_notes_hold_the_lasting_address_and_the_trainers_note() -> None:
    said = notes(quotation_slides(PACK)[0])
    assert f"https://library.example/findings/{LESSON.finding.id}" in said
    assert "Ask who would have known about the move." in said


def test_a_long_quotation_is_set_smaller_and_the_notes_say_so() -> None:
    short, long = quotation_slides(Findings([LESSON, GOOD], every=True))
    sizes = [slide.placeholders[1].text_frame.paragraphs[0].runs[0].font.size for slide in (short, long)]
    assert sizes[0] >= Pt(28) > sizes[1]
    assert "40 are easy to read" in long.notes_slide.notes_text_frame.text


def test_by_default_a_slide_has_at_most_forty_words_and_a_set_ten_findings() -> None:
    many = [replace(GOOD, finding=replace(GOOD.finding, id=f"{n:016x}")) for n in range(14)]
    shown = quotation_slides(Findings(many))
    assert len(shown) == 10
    assert "10 of 14 findings" in notes(slides(Findings(many))[0])
    for one in shown:
        said = one.placeholders[1].text_frame.text
        assert len(said.split()) <= 41  # and the mark of what was left out
        assert "every visit. …”" in said  # cut after a sentence
        assert GOOD.finding.text.strip() in one.notes_slide.notes_text_frame.text
    assert len(quotation_slides(Findings(many, every=True))) == 14


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


def test_a_long_quotation_begins_on_a_slide_with_the_sentence_that_made_it_a_finding() -> None:
    story = " ".join(f"On the {number}th day nothing was written down." for number in range(4, 12))
    said = f"{story} Nobody rang the school. {story}"
    assert shorten_quotation(said, "Nobody rang the school.").startswith("… Nobody rang the school. On the 4th day")
    assert shorten_quotation(f"{story} Nobody rang.", "Nobody rang.") == "… Nobody rang."
    assert shorten_quotation(said, "words that are not there") == shorten_quotation(said)
    assert shorten_quotation("Two. Sentences.", "Sentences.") == "Two. Sentences."


def test_what_does_not_fit_on_a_slide_is_whole_in_its_notes() -> None:
    long = next(one for one in HOSTILE.holdings if one.finding.text.startswith("word "))
    (slide,) = quotation_slides(Findings([long]))
    assert len(words(slide)) < 3000
    assert len(slide.notes_slide.notes_text_frame.text) > 39_000


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
    said = "\n".join(words(slide) + slide.notes_slide.notes_text_frame.text for slide in quotation_slides(PACK))
    assert "01632" not in said
    assert "council.example" not in said


@pytest.mark.parametrize(
    "payload",
    [
        replace(HOSTILE, every=True),
        Pack("=1+1", tuple(Exhibit(one, one.finding.text) for one in HOSTILE.holdings), every=True),
    ],
)
def test_hostile_texts_are_only_text(payload: Payload) -> None:
    said = "\n".join(words(slide) for slide in slides(payload))
    assert "<script>alert(1)</script> & <b>bold</b>" in said
    assert "{{ 7 * 7 }} {% raw %}" in said


def test_long_titles_of_cases_are_distinguished_on_their_slides() -> None:
    long = "Joint targeted area inspection of the multi-agency response to abuse and neglect in"
    areas = ("Fenmere", "Northby")
    reviews = [replace(LESSON.review, slug=area.lower(), title=f"{long} {area}") for area in areas]
    told = PACK.cases[LESSON.review.slug]
    pack = replace(
        PACK,
        exhibits=tuple(Exhibit(replace(LESSON, review=one)) for one in reviews),
        cases={review.slug: tuple(replace(one, review=review) for one in told) for review in reviews},
    )
    long_ones = [one for one in titles(pack) if "Joint" in one]
    assert [one.rpartition(" ")[2] for one in long_ones if one.startswith("What happened")] == list(areas)
    assert {one.rpartition(" ")[2] for one in long_ones} == set(areas)
    assert all(len(one) <= TITLE_CHARACTERS for one in long_ones)


@pytest.mark.parametrize(("many", "shares"), [(1, [1]), (7, [7]), (10, [5, 5]), (17, [6, 6, 5]), (0, [])])
def test_paragraphs_are_shared_out_evenly_over_the_fewest_slides(many: int, shares: list[int]) -> None:
    questions = [f"What did each agency know in week {at:02}?" for at in range(many)]
    shared = share_over_slides(questions, 800)
    assert [len(one) for one in shared] == shares
    assert [one for some in shared for one in some] == questions
