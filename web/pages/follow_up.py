"""A review's recommendations: what was reported as done, and what was found later, anywhere in the library."""

from __future__ import annotations

from dataclasses import dataclass

from kb.exports import FollowedUp
from kb.masking import masked
from kb.model import Status
from kb.recurrence import by_status
from kb.recurring import FollowUp
from web import cards, exports, links
from web.asking import Ask
from web.cards import Card, card, titled
from web.links import Link
from web.pages.finding import Elsewhere
from web.twins import Pages

pages = Pages()
router = pages.router


@dataclass(frozen=True, slots=True)
class Followed:
    """One recommendation in the table."""

    card: Card
    status: str
    owner: str
    due: str
    answers: tuple[Card, ...]
    later: tuple[Elsewhere, ...]


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
    return f"{told}: {', '.join(parts)}." if parts else f"{told}."


def _followed(ask: Ask, row: FollowUp) -> Followed:
    vocabulary = ask.library.vocabulary
    status = cards.status_label(row.status, vocabulary) if row.answers else "No action recorded here"
    if row.answers and row.status is Status.NO_EVIDENCE:
        status = "Answered, without evidence of completion"
    owner = row.recommendation.finding.owner or next((a.finding.owner for _, a in row.answers if a.finding.owner), "")
    due = row.recommendation.finding.due or next((a.finding.due for _, a in row.answers if a.finding.due), "")
    return Followed(
        card(row.recommendation, vocabulary),
        status,
        masked(owner),
        masked(due),
        tuple(card(action, vocabulary) for _, action in row.answers),
        tuple(Elsewhere(card(other, vocabulary), echo.why, "", echo.verbatim) for echo, other in row.later),
    )
