"""A review's recommendations, the actions and responses recorded, and later findings anywhere in the library."""

from __future__ import annotations

from dataclasses import dataclass

from kb.core.model import FindingInContext, Review, Status
from kb.core.recurrence_values import FollowUp, by_status
from kb.exports import FollowedUp
from kb.exports.follow_up import account
from kb.exports.follow_up import status as follow_up_status
from kb.text import formatting
from kb.text.masking import mask
from kb.text.quoting import quoted_words
from kb.text.who_must_act import who_must_act
from kb.vocabulary import labels
from web import exports, urls
from web.components.cards import Card, card, readable_title
from web.components.list_controls import Paging, list_page
from web.page import Pages
from web.pages.reviews import REVIEWS_PER_PAGE
from web.request import PageRequest
from web.urls import Link

pages = Pages()
router = pages.router


@dataclass(frozen=True, slots=True)
class LaterFinding:
    """A later finding on the same matter."""

    card: Card
    why: str
    near: bool  # says nearly the same; else only related
    side_by_side: str


@dataclass(frozen=True, slots=True)
class FollowedRow:
    """One recommendation in the table."""

    card: Card
    status: str
    account: str  # by whose account; "" where no action is recorded
    owner: str  # as printed, or else whom the recommendation's own sentence asks; "" where neither says
    due: str
    answers: tuple[Card, ...]
    later: tuple[LaterFinding, ...]
    also: tuple[Link, ...]  # where else the documents of the review print it


@dataclass(frozen=True, slots=True)
class FollowUpPage:
    """Every recommendation of a review, followed up."""

    title: str
    review: Link
    summary: str
    rows: tuple[FollowedRow, ...]
    exports: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class ReviewChoice:
    """A review that has recommendations."""

    link: Link  # to its follow-up
    facts: str
    told: str


@dataclass(frozen=True, slots=True)
class FollowUpsPage:
    """The reviews whose recommendations can be followed up."""

    title: str
    answered: tuple[ReviewChoice, ...]
    others: tuple[ReviewChoice, ...]  # with recommendations, and no action on any of them here
    none_answered: bool  # whether no review has a recommendation with an action, on any page
    all_others: int  # on this page and the others
    paging: Paging


@pages.page("/follow-up", "follow_ups.html")
def follow_ups_page(ask: PageRequest) -> FollowUpsPage:
    """List the reviews that hold recommendations, those with recorded actions first, so many on a page."""
    counts = ask.library.follow_ups()
    rows = [(review, *counts[review.slug]) for review in ask.library.reviews() if review.slug in counts]
    rows.sort(key=lambda row: not row[2])  # the newest first within each part, as they were
    page = list_page(rows, ask.page, REVIEWS_PER_PAGE)
    return FollowUpsPage(
        "See what happened to a review’s recommendations",
        tuple(_review_choice(review, asked, answered) for review, asked, answered in page.shown if answered),
        tuple(_review_choice(review, asked, answered) for review, asked, answered in page.shown if not answered),
        not any(answered for *_, answered in rows),
        sum(not answered for *_, answered in rows),
        page.paging(lambda n: urls.at_page("/follow-up", [], n)),
    )


def _review_choice(review: Review, asked: int, answered: int) -> ReviewChoice:
    many = formatting.count_phrase(asked, "recommendation")
    return ReviewChoice(
        Link(readable_title(review.title), f"{urls.review(review.slug)}/follow-up"),
        " · ".join(part for part in (review.area, formatting.format_date(review.published)) if part),
        f"{many}, {answered} with an action or response recorded in this library" if answered else many,
    )


@pages.page("/reviews/{review}/follow-up", "follow_up.html")
def follow_up_page(ask: PageRequest) -> FollowUpPage:
    """Follow up a review's recommendations."""
    review = ask.library.review(ask.path["review"])
    rows = ask.library.follow_up(review.slug)
    return FollowUpPage(
        title=f"What happened to the recommendations: {readable_title(review.title)}",
        review=Link(readable_title(review.title), urls.review(review.slug)),
        summary=_summary(ask, rows),
        rows=tuple(_followed_row(ask, row) for row in rows),
        exports=exports.download_links(f"{urls.review(review.slug)}/follow-up", FollowedUp),
    )


def _summary(ask: PageRequest, rows: tuple[FollowUp, ...]) -> str:
    """Say how many have an action or response recorded and how far these came; the numbers add up to the total."""
    answered = [row for row in rows if row.answers]
    if not answered:
        whose = "the only recommendation" if len(rows) == 1 else f"any of {len(rows):,} recommendations"
        return f"No action is recorded in this library for {whose}."
    states = [
        f"{number} {labels.status_in_line(status, ask.library.vocabulary)}{_partly(answered, status)}"
        for status, number in by_status(answered).items()
        if number
    ]
    some = f"{len(answered)} of {len(rows)} have an action or response recorded in this library"
    told = f"{some}: {formatting.join_words(states)}."
    rest = len(rows) - len(answered)
    return f"{told} The other {rest} {'has' if rest == 1 else 'have'} none." if rest else told


def _partly(rows: list[FollowUp], status: Status) -> str:
    """Say how many of the recommendations of a status are complete in part, as a part of their number."""
    part = sum(bool(row.part_complete) for row in rows if row.status is status)
    return f" ({part} of these partly complete)" if part else ""


def _followed_row(ask: PageRequest, row: FollowUp) -> FollowedRow:
    vocabulary = ask.library.vocabulary
    status = follow_up_status(row, vocabulary)
    own = row.recommendation.finding.id
    return FollowedRow(
        card(row.recommendation, vocabulary),
        status,
        account(row.recommendation.review) if row.answers else "",
        mask(row.owner or who_must_act(quoted_words(row.recommendation.finding).words)),
        mask(row.due),
        tuple(card(action, vocabulary) for _, action in row.answers),
        tuple(
            LaterFinding(
                card(other, vocabulary), mask(echo.why), echo.near, urls.compare_findings(own, other.finding.id)
            )
            for echo, other in row.later
        ),
        tuple(Link(_printed_source(held), urls.finding(held)) for held in row.repeated),
    )


def _printed_source(held: FindingInContext) -> str:
    return f"{labels.document(held.document, held.review)}, {formatting.place(held.finding, held.document)}"
