"""A review's recommendations: what was reported as done, and what was found later, anywhere in the library."""

from __future__ import annotations

from dataclasses import dataclass

from kb import phrasing
from kb.exports import FollowedUp
from kb.masking import masked
from kb.model import Holding, Status
from kb.recurrence import by_status
from kb.recurring import FollowUp
from web import cards, exports, links
from web.asking import Ask
from web.cards import Card, card, titled
from web.links import Link
from web.twins import Pages

pages = Pages()
router = pages.router


@dataclass(frozen=True, slots=True)
class Later:
    """A later finding on the same matter."""

    card: Card
    why: str
    near: bool  # says nearly the same; else only related
    side_by_side: str


@dataclass(frozen=True, slots=True)
class Followed:
    """One recommendation in the table."""

    card: Card
    status: str
    part: str  # "part complete (1 of 3)", or ""
    owner: str
    due: str
    answers: tuple[Card, ...]
    later: tuple[Later, ...]
    also: tuple[Link, ...]  # where else the documents of the review print it


@dataclass(frozen=True, slots=True)
class FollowUpPage:
    """Every recommendation of a review, followed up."""

    title: str
    review: Link
    summary: str
    rows: tuple[Followed, ...]
    exports: tuple[Link, ...]


@pages.page("/reviews/{review}/follow-up", "follow_up.html")
def follow_up_page(ask: Ask) -> FollowUpPage:
    """Follow up a review's recommendations."""
    review = ask.library.review(ask.path["review"])
    rows = ask.library.follow_up(review.slug)
    return FollowUpPage(
        title=f"Follow-up of recommendations: {titled(review.title)}",
        review=Link(titled(review.title), links.review(review.slug)),
        summary=_summary(ask, rows),
        rows=tuple(_followed(ask, row) for row in rows),
        exports=exports.offered(f"{links.review(review.slug)}/follow-up", FollowedUp),
    )


def _summary(ask: Ask, rows: tuple[FollowUp, ...]) -> str:
    answered = [row for row in rows if row.answers]
    parts = [
        f"{number} {cards.status_label(status, ask.library.vocabulary).casefold()}"
        for status, number in by_status(answered).items()
        if number
    ]
    told = f"{len(answered)} of {len(rows)} have an action recorded here"
    part = sum(bool(row.part_complete) for row in rows)
    some = f"; {part} {'is' if part == 1 else 'are'} part complete" if part else ""
    return f"{told}: {', '.join(parts)}{some}." if parts else f"{told}."


def _followed(ask: Ask, row: FollowUp) -> Followed:
    vocabulary = ask.library.vocabulary
    status = cards.status_label(row.status, vocabulary) if row.answers else "No action recorded here"
    if row.answers and row.status is Status.NO_EVIDENCE:
        status = "Answered, without evidence of completion"
    own = row.recommendation.finding.id
    return Followed(
        card(row.recommendation, vocabulary),
        status,
        row.part_complete,
        masked(row.owner),
        masked(row.due),
        tuple(card(action, vocabulary) for _, action in row.answers),
        tuple(
            Later(card(other, vocabulary), masked(echo.why), echo.near, links.side_by_side(own, other.finding.id))
            for echo, other in row.later
        ),
        tuple(Link(_printed(held), links.finding(held)) for held in row.repeated),
    )


def _printed(held: Holding) -> str:
    return masked(f"{held.document.name}, {phrasing.place(held.finding, held.document)}")
