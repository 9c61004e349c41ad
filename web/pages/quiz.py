"""Spot the missed opportunity: the case first; what the review found is shown only on request."""

from __future__ import annotations

from dataclasses import dataclass

from kb.core.model import FindingInContext, Kind
from web.components import cards, case
from web.components.cards import Card, card
from web.components.case import CaseView
from web.page import Pages
from web.request import PageRequest
from web.urls import Link

pages = Pages()
router = pages.router

MOST_QUESTIONS = 8  # findings of a kind
HIDDEN = {
    Kind.MISSED_OPPORTUNITY: "What could people have noticed or done, but did not?",
    Kind.CONCERN: "What was worrying about how people worked?",
    Kind.GOOD_PRACTICE: "What was done well?",
    Kind.LESSON: "What should others learn from it?",
}


@dataclass(frozen=True, slots=True)
class QuizQuestion:
    """A question to the room, and the findings that answer it."""

    words: str
    kind: str
    cards: tuple[Card, ...]
    more: int


@dataclass(frozen=True, slots=True)
class QuizPage:
    """The case, and what is hidden."""

    title: str
    lead: str
    told: CaseView
    others: tuple[Link, ...]  # quizzes of the review's other cases
    given: tuple[Card, ...]  # facts that the review states as evidence, where nothing tells the case
    asked: tuple[QuizQuestion, ...]


@pages.page("/reviews/{review}/quiz", "quiz.html")
def quiz_page(ask: PageRequest) -> QuizPage:
    """Lay out the quiz of one case of a review; `case` counts where it tells several."""
    review = ask.library.review(ask.path["review"])
    every = ask.library.cases(review.slug)
    tale = every[ask.number("case", 1, 1, max(every[0].cases, 1)) - 1]
    vocabulary = ask.library.vocabulary
    told = case.lay_out(tale, vocabulary)
    given = [] if told.words else _of(tale.holdings, Kind.EVIDENCE)[:MOST_QUESTIONS]
    return QuizPage(
        "Spot the missed opportunity",
        f"{'Read the case. ' if told.words else ''}Discuss each question before you open what the review found.",
        told,
        tuple(
            Link(f"Case {one.number}", case.quiz_address(review, one.number))
            for one in every
            if one.story and one != tale
        ),
        tuple(card(one, vocabulary) for one in given),
        tuple(
            _quiz_question(ask, kind, words, found)
            for kind, words in HIDDEN.items()
            if (found := _of(tale.holdings, kind))
        ),
    )


def _of(held: tuple[FindingInContext, ...], kind: Kind) -> list[FindingInContext]:
    return [one for one in held if one.finding.kind is kind]


def _quiz_question(ask: PageRequest, kind: Kind, words: str, found: list[FindingInContext]) -> QuizQuestion:
    vocabulary = ask.library.vocabulary
    shown = tuple(card(one, vocabulary) for one in found[:MOST_QUESTIONS])
    return QuizQuestion(words, cards.kinds_label(kind, vocabulary), shown, len(found) - len(shown))
