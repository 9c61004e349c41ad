"""What came into the library, by week."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from kb import naming, phrasing
from kb.model import HeldDocument, Review
from web import links
from web.asking import Ask
from web.cards import titled
from web.feeds import Item
from web.links import Link
from web.paging import Paging, paging
from web.twins import Pages

pages = Pages()
router = pages.router

SIZE = 50


@dataclass(frozen=True, slots=True)
class Come:
    """A document that came."""

    link: Link
    review: Link
    type: str
    published: str
    added: str
    findings: int


@dataclass(frozen=True, slots=True)
class Week:
    """A week's documents."""

    title: str
    documents: tuple[Come, ...]


@dataclass(frozen=True, slots=True)
class WhatsNewPage:
    """What came, newest first."""

    title: str
    weeks: tuple[Week, ...]
    paging: Paging


@pages.page("/whats-new", "whats_new.html")
def whats_new_page(ask: Ask) -> WhatsNewPage:
    """List what came, by week."""
    every = newest(ask)
    last = -(-len(every) // SIZE)
    number = ask.number("page", 1, 1, max(last, 1))
    reviews = {review.slug: review for review in ask.library.reviews()}
    shown = every[(number - 1) * SIZE : number * SIZE]
    return WhatsNewPage(
        "What’s new",
        tuple(
            Week(title, tuple(_come(ask, one, reviews[one.review]) for one in group if one.review in reviews))
            for title, group in groupby(shown, key=lambda one: _week(one.added))
        ),
        paging(number, last, lambda n: links.at_page("/whats-new", (), n)),
    )


def newest(ask: Ask) -> list[HeldDocument]:
    """Return the documents, the last that came first."""
    return sorted(ask.library.documents(), key=lambda held: (held.added, held.name), reverse=True)


def items(ask: Ask) -> tuple[Item, ...]:
    """Return what came as entries of a feed."""
    reviews = {review.slug: review for review in ask.library.reviews()}
    return tuple(
        Item(
            f"document/{one.id}",
            title(ask, one),
            links.document(one.id),
            f"{titled(reviews[one.review].title)}: {phrasing.counted(one.findings, 'finding')}",
            one.added,
        )
        for one in newest(ask)
        if one.review in reviews
    )


def title(ask: Ask, held: HeldDocument) -> str:
    """Return what a document is called."""
    if held.about.title:
        return titled(held.about.title.value)
    return titled(naming.document(held, ask.library.review(held.review)))


def _week(added: str) -> str:
    try:
        day = date.fromisoformat(added[:10])
    except ValueError:
        return "Earlier"
    monday = day - timedelta(days=day.weekday())
    return f"Week of {phrasing.dated(monday.isoformat())}"


def _come(ask: Ask, held: HeldDocument, review: Review) -> Come:
    type_ = (
        ask.library.vocabulary.document_types.get(held.about.document_type.value) if held.about.document_type else None
    )
    return Come(
        Link(title(ask, held), links.document(held.id)),
        Link(titled(review.title), links.review(review.slug)),
        type_.label if type_ else "",
        phrasing.dated(held.about.published.value) if held.about.published else "",
        phrasing.dated(held.added[:10]),
        held.findings,
    )
