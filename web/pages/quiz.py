"""Spot the missed opportunity: the case first, and what the review found only once a reader asks for it."""

from __future__ import annotations

from dataclasses import dataclass

from kb.model import Holding, Kind
from web import cards, telling
from web.asking import Ask
from web.cards import Card, card
from web.telling import Told
from web.twins import Pages

pages = Pages()
router = pages.router

MOST = 8  # findings of a kind
HIDDEN = {
    Kind.MISSED_OPPORTUNITY: "What could have been noticed or done, and was not?",
    Kind.CONCERN: "What was of concern in how people worked?",
    Kind.GOOD_PRACTICE: "What was done well?",
    Kind.LESSON: "What should others learn from it?",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """A question to the room, and the findings that answer it."""

    words: str
    kind: str
    cards: tuple[Card, ...]
    more: int


@dataclass(frozen=True, slots=True)
class QuizPage:
    """The case, and what is hidden."""

    title: str
    told: Told
    given: tuple[Card, ...]  # facts that the review states as evidence, where nothing tells the case
    asked: tuple[Asked, ...]


@pages.page("/reviews/{review}/quiz", "quiz.html")
def quiz_page(ask: Ask) -> QuizPage:
    """Lay out the quiz of one review."""
    review = ask.library.review(ask.path["review"])
    held = ask.library.findings(review=review.slug)
    vocabulary = ask.library.vocabulary
    told = telling.told(ask, review, held)
    given = [] if told.words else [one for one in held if one.finding.kind is Kind.EVIDENCE][:MOST]
    return QuizPage(
        "Spot the missed opportunity",
        told,
        tuple(card(one, vocabulary) for one in given),
        tuple(_asked(ask, kind, words, found) for kind, words in HIDDEN.items() if (found := _of(held, kind))),
    )


def _of(held: tuple[Holding, ...], kind: Kind) -> list[Holding]:
    return [one for one in held if one.finding.kind is kind]


def _asked(ask: Ask, kind: Kind, words: str, found: list[Holding]) -> Asked:
    vocabulary = ask.library.vocabulary
    shown = tuple(card(one, vocabulary) for one in found[:MOST])
    return Asked(words, cards.kinds_label(kind, vocabulary), shown, len(found) - len(shown))
