from __future__ import annotations

import io
from dataclasses import replace

import pytest
from docx import Document
from pptx import Presentation

from kb.core.model import Kind
from kb.exports import Exhibit, Pack, write
from kb.exports.case_pack import FIRST_WORDS, LENGTHS, SESSION, lay_out, untold_sentence
from tests.exports.scenes import (
    AGAIN,
    ASKED,
    FIRST,
    GOOD,
    LESSON,
    PACK,
    QUESTION,
    SECOND,
    SHEET,
    TELLING,
    TOLD,
    UNANSWERED,
    holding,
)


@pytest.mark.parametrize(("place", "length"), list(enumerate(LENGTHS)))
def test_the_minutes_of_a_session_add_up(place: int, length: int) -> None:
    assert sum(stage.minutes[place] for stage in SESSION) == length


def test_every_theme_brings_a_question_for_a_room() -> None:
    assert not [theme.slug for theme in SHEET.vocabulary.themes.values() if not theme.questions]


def test_exhibits_are_gathered_by_review_in_the_trainers_order() -> None:
    laid = lay_out(Pack("A pack", tuple(Exhibit(one) for one in (AGAIN, LESSON, GOOD))), SHEET)
    assert [case.title for case in laid.cases] == ["Safeguarding Adult Review: Adult M", "Review of Child A"]
    assert [one.id for one in laid.cases[0].quotations] == [AGAIN.finding.id, GOOD.finding.id]


def test_the_trainers_questions_come_first_then_those_of_the_documents() -> None:
    questions = lay_out(PACK, SHEET).questions
    assert questions[0].words == "Who invites you to a core group?"
    assert questions[1].words == QUESTION.finding.text
    assert questions[1].origin == "Asked in Review of Child A (2016), page 14"
    assert questions[2].origin.startswith("On ")
    assert questions[-1].origin == ""


def test_the_same_question_is_asked_once() -> None:
    doubled = replace(PACK, questions=("How do you find out  who has moved in?",), asked=(QUESTION, QUESTION))
    words = [one.words.casefold() for one in lay_out(doubled, SHEET).questions]
    assert words.count(QUESTION.finding.text.casefold()) + words.count("how do you find out  who has moved in?") == 1


def test_short_forms_in_the_quotations_are_written_out() -> None:
    assert lay_out(PACK, SHEET).short_forms == (("MARAC", "multi-agency risk assessment conference"),)


def test_each_document_is_named_once_among_the_sources() -> None:
    assert len(lay_out(PACK, SHEET).sources) == 2


@pytest.mark.parametrize(
    ("label", "kind", "said"),
    [
        ("Recommendation 3", Kind.RECOMMENDATION, "Recommendation 3"),
        ("4", Kind.RECOMMENDATION, "Recommendation 4"),
        ("", Kind.LESSON, "Lesson"),
        ("Finding Two", Kind.LESSON, "Lesson: Finding Two"),
    ],
)
def test_a_quotation_says_once_what_it_is(label: str, kind: Kind, said: str) -> None:
    held = holding("aa" * 8, "Some words.", SECOND, kind, label=label)
    assert lay_out(Pack("A pack", (Exhibit(held),)), SHEET).quotations[0].what == said


def test_a_review_that_states_nothing_has_no_empty_facts() -> None:
    bare = replace(ASKED, review=replace(ASKED.review, review_type="", area="", published="", period=""))
    assert lay_out(Pack("A pack", (Exhibit(bare), Exhibit(UNANSWERED))), SHEET).cases[0].facts == ()


INSPECTED = replace(FIRST, slug="visit", title="Inspection of Northmoor", review_type="inspection")


def told_twice(words: str, note: str = "") -> Pack:
    """Return a pack of a case whose finding has these words of what happened."""
    held = holding("ab" * 8, words, FIRST, Kind.CONCERN)
    return Pack("A pack", (Exhibit(held, note), Exhibit(LESSON)), cases={"child-a": (TELLING,)})


def written(pack: Pack, ending: str) -> str:
    """Return all words of a pack as slides or in Word."""
    data = io.BytesIO(b"".join(write(pack, ending, SHEET)))
    if ending == "docx":
        return "\n".join(one.text for one in Document(data).paragraphs)
    shapes = [shape for slide in Presentation(data).slides for shape in slide.shapes if shape.has_text_frame]
    return "\n".join(shape.text_frame.text for shape in shapes)


@pytest.mark.parametrize("words", [TOLD, "Nobody who knew the family knew of all four."])
def test_words_of_what_happened_are_quoted_once_in_a_paper(words: str) -> None:
    said = written(told_twice(words, "Ask who could have asked."), "docx")
    assert said.count(words.split(".")[-2]) == 1
    first = " ".join(words.split()[:FIRST_WORDS])
    assert f"See the words above that begin “{first} …”." in said
    assert "Ask who could have asked." in said
    assert said.index("Before you read: this includes") < said.index(TOLD) < said.index("See the words above")


def test_a_quotation_that_is_what_happened_has_no_slide_of_its_own_and_its_note_is_kept() -> None:
    whole, part = (
        told_twice(TOLD, "Ask who could have asked."),
        told_twice("Nobody who knew the family knew of all four."),
    )
    assert written(whole, "pptx").count(TOLD) == 1
    assert written(part, "pptx").count("Nobody who knew the family knew of all four.") == 2  # short words to discuss
    slides = Presentation(io.BytesIO(b"".join(write(whole, "pptx", SHEET)))).slides
    told = next(one for one in slides if one.shapes.title.text_frame.text.startswith("What happened"))
    assert "Trainer's note: Ask who could have asked." in told.notes_slide.notes_text_frame.text


def test_an_inspection_without_a_case_is_not_called_one() -> None:
    pack = Pack("A pack", (Exhibit(replace(LESSON, review=INSPECTED)),))
    (laid,) = lay_out(pack, SHEET).cases
    assert (laid.heading, laid.untold) == ("Inspection of Northmoor", "")
    assert untold_sentence(INSPECTED, SHEET.vocabulary) == "This library has no case study from this inspection."
    assert "no short summary" not in written(pack, "docx")
    (review,) = lay_out(Pack("A pack", (Exhibit(LESSON),)), SHEET).cases
    assert review.heading == f"Case: {FIRST.title}"
    assert review.untold.startswith("This library has no short summary of this case.")


def test_no_slide_says_a_notice_over_nothing() -> None:
    silent = replace(TELLING, story=None)
    pack = Pack("A pack", (Exhibit(LESSON),), cases={"child-a": (silent,)})
    slides = Presentation(io.BytesIO(b"".join(write(pack, "pptx", SHEET)))).slides
    assert not any(one.shapes.title.text_frame.text.startswith("Case: ") for one in slides)
