"""What a search in the full texts of documents finds."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PageMatch:
    """A page that has what was asked for; of a text without pages, a piece of it, whose `page` is 0."""

    page: int
    start: int  # place in the document's text
    text: str


@dataclass(frozen=True, slots=True)
class TextMatch:
    """A document of which pages have what was asked for: how many, and the best of them."""

    document: str
    count: int
    pages: tuple[PageMatch, ...]


@dataclass(frozen=True, slots=True)
class TextMatches:
    """How many documents have what was asked for, some of them, and what to mark in them."""

    total: int
    texts: tuple[TextMatch, ...]
    highlights: tuple[str, ...]
