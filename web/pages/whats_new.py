"""Newly added documents, by week."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from kb.core.model import DocumentSummary, Review
from kb.text import formatting
from kb.vocabulary import labels
from web import urls
from web.components.cards import readable_title
from web.components.list_controls import Paging, list_page
from web.feeds import FeedItem
from web.page import Pages
from web.request import PageRequest
from web.urls import Link

pages = Pages()
router = pages.router

ENTRIES_PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class NewDocument:
    """A newly added document."""

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
    documents: tuple[NewDocument, ...]


@dataclass(frozen=True, slots=True)
class WhatsNewPage:
    """Newly added documents, newest first."""

    title: str
    weeks: tuple[Week, ...]
    paging: Paging


@pages.page("/whats-new", "whats_new.html")
def whats_new_page(ask: PageRequest) -> WhatsNewPage:
    """List newly added documents, by week."""
    every = newest_documents(ask)
    page = list_page(every, ask.page, ENTRIES_PER_PAGE)
    reviews = {review.slug: review for review in ask.library.reviews()}
    return WhatsNewPage(
        "What’s new",
        tuple(
            Week(title, tuple(_new_document(ask, one, reviews[one.review]) for one in group if one.review in reviews))
            for title, group in groupby(page.shown, key=lambda one: _week(one.added))
        ),
        page.paging(lambda n: urls.at_page("/whats-new", (), n)),
    )


def newest_documents(ask: PageRequest) -> list[DocumentSummary]:
    """Return documents, most recently added first."""
    return sorted(ask.library.documents(), key=lambda held: (held.added, held.name), reverse=True)


def items(ask: PageRequest) -> tuple[FeedItem, ...]:
    """Return newly added documents as entries of a feed."""
    reviews = {review.slug: review for review in ask.library.reviews()}
    return tuple(
        FeedItem(
            f"document/{one.id}",
            title(ask, one),
            urls.document(one.id),
            f"{readable_title(reviews[one.review].title)}: {formatting.count_phrase(one.findings, 'finding')}",
            one.added,
        )
        for one in newest_documents(ask)
        if one.review in reviews
    )


def title(ask: PageRequest, held: DocumentSummary) -> str:
    """Return what a document is called."""
    if held.about.title:
        return readable_title(held.about.title.value)
    return readable_title(labels.document(held, ask.library.review(held.review)))


def _week(added: str) -> str:
    try:
        day = date.fromisoformat(added[:10])
    except ValueError:
        return "Earlier"
    monday = day - timedelta(days=day.weekday())
    return f"Week of {formatting.format_date(monday.isoformat())}"


def _new_document(ask: PageRequest, held: DocumentSummary, review: Review) -> NewDocument:
    type_ = (
        ask.library.vocabulary.document_types.get(held.about.document_type.value) if held.about.document_type else None
    )
    return NewDocument(
        Link(title(ask, held), urls.document(held.id)),
        Link(readable_title(review.title), urls.review(review.slug)),
        type_.label if type_ else "",
        formatting.format_date(held.about.published.value) if held.about.published else "",
        formatting.format_date(held.added[:10]),
        held.findings,
    )
