from __future__ import annotations

from dataclasses import replace

import pytest

from kb.core.model import Kind
from kb.exports import Exhibit, Pack
from kb.exports.case_pack import LENGTHS, SESSION, lay_out
from tests.exports.scenes import AGAIN, ASKED, GOOD, LESSON, PACK, QUESTION, SECOND, SHEET, UNANSWERED, holding


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
