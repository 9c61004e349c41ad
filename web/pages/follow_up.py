"""A review's recommendations: what was reported as done, and what was found later, anywhere in the library."""

from __future__ import annotations

from dataclasses import dataclass

from kb import naming, phrasing
from kb.exports import FollowedUp
from kb.exports.following import UNPROVEN
from kb.masking import masked
from kb.model import Holding, Kind, Review, Status
from kb.naming import agency_label
from kb.recurrence import by_status
from kb.recurring import FollowUp
from kb.vocabulary import Vocabulary
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
    named: tuple[str, ...]  # bodies named in it, where no owner is printed
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


@dataclass(frozen=True, slots=True)
class Held:
    """A review that holds recommendations."""

    link: Link  # to its follow-up
    facts: str
    told: str


@dataclass(frozen=True, slots=True)
class FollowUpsPage:
    """The reviews whose recommendations can be followed up."""

    title: str
    answered: tuple[Held, ...]
    others: tuple[Held, ...]  # with recommendations, and no action on any of them here


@pages.page("/follow-up", "follow_ups.html")
def follow_ups_page(ask: Ask) -> FollowUpsPage:
    """List the reviews that hold recommendations, those with recorded actions first."""
    asked = dict.fromkeys(one.review.slug for one in ask.library.findings() if one.finding.kind is Kind.RECOMMENDATION)
    rows = [(review, ask.library.follow_up(review.slug)) for review in ask.library.reviews() if review.slug in asked]
    return FollowUpsPage(
        "Follow up a review’s recommendations",
        tuple(_held(review, told) for review, told in rows if any(row.answers for row in told)),
        tuple(_held(review, told) for review, told in rows if not any(row.answers for row in told)),
    )


def _held(review: Review, rows: tuple[FollowUp, ...]) -> Held:
    answered = sum(bool(row.answers) for row in rows)
    many = phrasing.counted(len(rows), "recommendation")
    return Held(
        Link(titled(review.title), f"{links.review(review.slug)}/follow-up"),
        " · ".join(part for part in (review.area, phrasing.dated(review.published)) if part),
        f"{many}, {answered} with an action recorded here" if answered else many,
    )


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
    """Say how many have an action recorded and how far these came, in numbers that add up to how many there are."""
    answered = [row for row in rows if row.answers]
    if not answered:
        return f"None of {phrasing.counted(len(rows), 'recommendation')} has an action recorded here."
    states = [
        f"{number} {naming.status_in_line(status, ask.library.vocabulary)}{_partly(answered, status)}"
        for status, number in by_status(answered).items()
        if number
    ]
    told = f"{len(answered)} of {len(rows)} have an action recorded here: {phrasing.listed(states)}."
    rest = len(rows) - len(answered)
    return f"{told} The other {rest} {'has' if rest == 1 else 'have'} none." if rest else told


def _partly(rows: list[FollowUp], status: Status) -> str:
    """Say how many of the recommendations of a status are complete in part, as a part of their number."""
    part = sum(bool(row.part_complete) for row in rows if row.status is status)
    return f" ({part} of these in part complete)" if part else ""


def _followed(ask: Ask, row: FollowUp) -> Followed:
    vocabulary = ask.library.vocabulary
    status = cards.status_label(row.status, vocabulary) if row.answers else "No action recorded here"
    if row.answers and row.status is Status.NO_EVIDENCE:
        status = UNPROVEN
    own = row.recommendation.finding.id
    return Followed(
        card(row.recommendation, vocabulary),
        status,
        row.part_complete,
        masked(row.owner),
        () if row.owner else named(row, vocabulary),
        masked(row.due),
        tuple(card(action, vocabulary) for _, action in row.answers),
        tuple(
            Later(card(other, vocabulary), masked(echo.why), echo.near, links.side_by_side(own, other.finding.id))
            for echo, other in row.later
        ),
        tuple(Link(_printed(held), links.finding(held)) for held in row.repeated),
    )


def named(row: FollowUp, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Return the bodies named in a recommendation: those that must act, or else all."""
    agencies = row.recommendation.finding.agencies
    bodies = [one for one in agencies if one.must_act] or list(agencies)
    return tuple(dict.fromkeys(agency_label(one.slug, vocabulary) for one in bodies))


def _printed(held: Holding) -> str:
    return f"{naming.document(held.document, held.review)}, {phrasing.place(held.finding, held.document)}"
