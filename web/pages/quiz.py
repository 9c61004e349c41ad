"""Spot the missed opportunity: the case first; what the review found is shown only on request."""

from __future__ import annotations

from dataclasses import dataclass

from kb.core.case_values import Case
from kb.core.model import FindingInContext, Kind
from kb.exports import Quiz
from kb.exports.quiz import MOST_ANSWERS, QUESTIONS, quiz_title
from kb.vocabulary import labels
from web import exports, urls
from web.components import case
from web.components.cards import Card, card
from web.components.case import CaseView
from web.page import Pages
from web.request import PageRequest
from web.urls import Link

pages = Pages()
router = pages.router


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
    exports: tuple[Link, ...]
    noun: str  # review, inspection, report


@pages.page("/reviews/{review}/quiz", "quiz.html")
def quiz_page(ask: PageRequest) -> QuizPage:
    """Lay out the quiz of one case of a review; `case` counts where it tells several."""
    review = ask.library.review(ask.path["review"])
    every = ask.library.cases(review.slug)
    tale = asked_case(ask)
    vocabulary = ask.library.vocabulary
    told = case.lay_out(tale, vocabulary)
    noun = labels.noun_of(review, vocabulary)
    given = [] if told.words else _of(tale.holdings, Kind.EVIDENCE)[:MOST_ANSWERS]
    return QuizPage(
        quiz_title(tale),
        f"{'Read the case. ' if told.words else ''}Discuss each question before you open what the {noun} found.",
        told,
        tuple(
            Link(f"Case {one.number}", case.quiz_address(review, one.number))
            for one in every
            if one.story and one != tale
        ),
        tuple(card(one, vocabulary) for one in given),
        tuple(
            _quiz_question(ask, kind, words, found)
            for kind, words in QUESTIONS.items()
            if (found := _of(tale.holdings, kind))
        ),
        exports.download_links(f"{urls.review(review.slug)}/quiz", Quiz, _case_params(tale.number)),
        noun,
    )


def asked_case(ask: PageRequest) -> Case:
    """Return the case that an address asks for: the first of its review, or the one of its number."""
    every = ask.library.cases(ask.library.review(ask.path["review"]).slug)
    return every[ask.number("case", 1, 1, max(every[0].cases, 1)) - 1]


def _case_params(number: int) -> list[tuple[str, str]]:
    return [("case", str(number))] if number > 1 else []


def _of(held: tuple[FindingInContext, ...], kind: Kind) -> list[FindingInContext]:
    return [one for one in held if one.finding.kind is kind]


def _quiz_question(ask: PageRequest, kind: Kind, words: str, found: list[FindingInContext]) -> QuizQuestion:
    vocabulary = ask.library.vocabulary
    shown = tuple(card(one, vocabulary) for one in found[:MOST_ANSWERS])
    return QuizQuestion(words, labels.kinds_label(kind, vocabulary), shown, len(found) - len(shown))
