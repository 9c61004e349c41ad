"""An answer on a theme keeps what is near to the whole question, each finding led by the sentence that says it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from types import SimpleNamespace
from typing import Any, cast

import pytest

from kb.app.answer_as_asked import SEEN_IN_LIST, LeadingSentences, near_the_question, words_tell_otherwise
from kb.app.answer_on_theme import ThemeAnswer, ThemeAnswerPart
from kb.app.finding_order import FindingOrder
from kb.core.model import FindingInContext, Kind, Polarity
from kb.vocabulary import load
from search.port import Query
from tests.app.test_answer_on_theme import held_finding
from tests.makers import make_reading, make_tag

VOCABULARY = load()
ASKED = Query("ferries without lanterns")
INSPECTION = "inspection"
CASE_REVIEW = "child-safeguarding-practice-review"


class NearOrder:
    """Knows which findings are near to a question."""

    def __init__(self, *near: str) -> None:
        self._near = frozenset(near)

    def near_to(self, question: str, found: Sequence[FindingInContext], least: float) -> frozenset[str]:
        return self._near & {one.finding.id for one in found}

    def praises(self, sentence: str) -> bool:
        return "well" in sentence

    def blames(self, sentence: str) -> bool:
        return "poor" in sentence


def order_of(*near: str) -> FindingOrder:
    return cast(FindingOrder, NearOrder(*near))


def note_of(id_: str, text: str = "Ferries were counted.", review_type: str = INSPECTION) -> Any:
    """Return a finding of one sentence."""
    one = held_finding(id_, Kind.CONCERN, id_, text=text, review_type=review_type)
    one.finding.evidence = None
    return one


def answer_of(*found: Any, questions: tuple[str, ...] = (), read_as: tuple[str, ...] = ()) -> ThemeAnswer:
    return ThemeAnswer("Ferries", (ThemeAnswerPart("What went wrong", found),), questions, read_as=read_as)


def ids_in(answer: ThemeAnswer | None) -> list[str]:
    return [one.finding.id for part in answer.parts for one in part.findings] if answer else []


def test_what_is_far_down_in_the_list_stands_in_an_answer_where_it_is_near_in_meaning() -> None:
    listed = [note_of(str(n)) for n in range(SEEN_IN_LIST + 2)]
    answer = answer_of(listed[0], listed[1], listed[-1], listed[-2])
    kept = near_the_question(answer, ASKED, listed, order_of(listed[-2].finding.id), VOCABULARY)
    assert ids_in(kept) == ["0", "1", listed[-2].finding.id]


def test_a_note_of_a_review_may_share_a_part_of_the_question_instead() -> None:
    listed = [note_of(str(n)) for n in range(SEEN_IN_LIST)]
    told, silent = note_of("told", "No ferry had lanterns.", "sar"), note_of("silent", "The form was late.", "sar")
    inspected = note_of("inspected", "No ferry had lanterns.")
    answer = answer_of(listed[0], listed[1], told, silent, inspected)
    assert ids_in(near_the_question(answer, ASKED, listed, order_of(), VOCABULARY)) == ["0", "1", "told"]


def test_one_finding_is_an_answer_only_beside_questions() -> None:
    listed = [note_of("0")]
    assert near_the_question(answer_of(*listed), ASKED, listed, order_of(), VOCABULARY) is None
    asking = answer_of(*listed, questions=("Who counts the lanterns?",))
    assert ids_in(near_the_question(asking, ASKED, listed, order_of(), VOCABULARY)) == ["0"]


def test_of_two_themes_read_by_sense_the_findings_stand_as_in_the_list() -> None:
    listed = [note_of("a"), note_of("b", review_type="sar"), note_of("c")]
    answer = answer_of(*reversed(listed), read_as=("Ferries", "Lanterns"))
    assert ids_in(near_the_question(answer, ASKED, listed, order_of(), VOCABULARY)) == ["b", "a", "c"]


def paragraph(text: str, kind: Kind, polarity: Polarity, evidence: tuple[int, int] | None = None) -> FindingInContext:
    (found,) = make_reading([text]).findings
    return FindingInContext(
        replace(found, kind=kind, polarity=polarity, tags=(make_tag("t"),), evidence=evidence),
        cast(Any, None),
        cast(Any, SimpleNamespace(slug="a", case_slug="a", review_type="")),
    )


@pytest.mark.parametrize(
    ("text", "kind", "polarity", "led"),
    [
        (
            "Ferries are counted well. However, nobody checks the lanterns of ferries.",
            Kind.CONCERN,
            Polarity.FAILING,
            "However, nobody checks the lanterns of ferries.",
        ),
        (
            "The quay was not swept. Two ferries sailed without lanterns.",
            Kind.CONCERN,
            Polarity.FAILING,
            "Two ferries sailed without lanterns.",
        ),
        (
            "While counts improve, use of lanterns on ferries remains rather low. Reports are an area to improve.",
            Kind.CONCERN,
            Polarity.FAILING,
            "While counts improve, use of lanterns on ferries remains rather low.",
        ),
        (
            "Lanterns and ferries are on record. The record of ferries is poor.",
            Kind.CONCERN,
            Polarity.FAILING,
            "The record of ferries is poor.",
        ),
        (
            "Some ferries had no lanterns. The crew counts all other ferries well.",
            Kind.GOOD_PRACTICE,
            Polarity.WORKING_WELL,
            "The crew counts all other ferries well.",
        ),
    ],
)
def test_a_finding_is_led_by_its_sentence_with_most_of_the_question(
    text: str, kind: Kind, polarity: Polarity, led: str
) -> None:
    leading = LeadingSentences(ASKED, VOCABULARY, order_of())
    assert leading.lead(paragraph(text, kind, polarity)).finding.evidence_words.strip() == led


def test_of_equal_sentences_that_leads_which_made_the_finding() -> None:
    text = "The quay was wet. The harbour was not swept."
    leading = LeadingSentences(ASKED, VOCABULARY, order_of())
    led = leading.lead(paragraph(text, Kind.LESSON, Polarity.FAILING, (text.index("The harbour"), len(text))))
    assert led.finding.evidence_words == "The harbour was not swept."


def test_a_sentence_that_has_little_more_of_the_question_does_not_lead() -> None:
    text = "The quay was swept, and nobody had lanterns. The quay was not lit, nor ferries there."
    asked = Query("ferries quay lanterns moorings buoys ropes pilots tides anchors sails")
    one = paragraph(text, Kind.CONCERN, Polarity.FAILING, (0, 10))
    led = LeadingSentences(asked, VOCABULARY, order_of()).lead(one)
    assert led.finding.evidence == (0, text.index("The quay was not lit"))


@pytest.mark.parametrize(("asked", "led"), [("how many ferries have lanterns", "21 of 30"), ("ferries lanterns", "No")])
def test_who_asks_how_many_is_led_to_a_figure(asked: str, led: str) -> None:
    text = "No ferry has lanterns that last, which is a lack of ferries. In May 21 of 30 were lit."
    one = paragraph(text, Kind.EVIDENCE, Polarity.FAILING, (0, 10))
    start, end = LeadingSentences(Query(asked), VOCABULARY, order_of()).lead(one).finding.evidence or (0, 0)
    assert led in text[start:end]


def test_what_was_done_in_a_case_stands_with_what_is_told_of_it() -> None:
    listed = [note_of(str(n)) for n in range(SEEN_IN_LIST)]
    told = held_finding("told", Kind.CONCERN, "lantern-case", text="No ferry had lanterns.", review_type=CASE_REVIEW)
    done = held_finding("done", Kind.ACTION, "lantern-case", text="A protocol was signed.", review_type=CASE_REVIEW)
    elsewhere = held_finding("elsewhere", Kind.ACTION, "other", text="A rota was made.", review_type=CASE_REVIEW)
    for one in (told, done, elsewhere):
        one.finding.evidence = None
    answer = answer_of(listed[0], told, done, elsewhere)
    assert ids_in(near_the_question(answer, ASKED, listed, order_of(), VOCABULARY)) == ["0", "told", "done"]


def test_an_inspection_that_shares_no_word_stands_only_where_it_is_near_in_meaning() -> None:
    listed = [note_of("0"), note_of("1"), note_of("far", "A rota was late."), note_of("near", "Boats had no lights.")]
    assert ids_in(near_the_question(answer_of(*listed), ASKED, listed, order_of("near"), VOCABULARY)) == [
        "0",
        "1",
        "near",
    ]


@pytest.mark.parametrize(
    ("text", "theme", "otherwise"),
    [
        ("Ferries sailed without lanterns.", "other", True),
        ("Ferries sailed without lanterns.", "t", False),
        ("Ferries sailed.", "other", False),
    ],
)
def test_a_question_that_a_leading_finding_holds_is_not_read_as_one_on_another_theme(
    text: str, theme: str, *, otherwise: bool
) -> None:
    leading = [held_finding("0", Kind.CONCERN, theme=theme, text=text), held_finding("1", Kind.CONCERN, theme="other")]
    assert words_tell_otherwise("t", Query("ferries sailed without lanterns"), leading, VOCABULARY) is otherwise
