"""Response schemas for findings, documents and searches; `_recurring.py` has those for recurrence.

These names are a promise: fields are added, never renamed or taken away.

Words of documents are given without contact details, as on the pages.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from kb.core.case_values import ContentNotice
from kb.core.corrections import ABOUT
from kb.core.model import Answer, DocumentSummary, Echo, FindingInContext, Review
from kb.core.text_matches import TextMatch
from kb.exports.records import FindingRecord, finding_record
from kb.text.masking import mask
from kb.text.notices import notice_sentence
from kb.vocabulary import Theme as ThemeEntry
from kb.vocabulary import Vocabulary
from search.facets import FACETS
from search.port import Count
from web import urls
from web.components.snippets import snippet

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class PageOut(Generic[T]):
    """One page of a list. `next` is the address of the next page, or "" on the last."""

    total: int
    page: int
    size: int
    next: str
    items: tuple[T, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """A piece of metadata and where it was read."""

    value: str
    where: str


@dataclass(frozen=True, slots=True)
class Document:
    """One published file."""

    id: str
    url: str
    name: str
    review: str
    format: str
    sha256: str
    bytes: int
    pages: int
    findings: int
    added: str
    about: dict[str, Fact]
    notes: tuple[str, ...]


def document(held: DocumentSummary) -> Document:
    """Return a document as the API gives it."""
    about = {name: stated for name in ABOUT if (stated := getattr(held.about, name))}
    return Document(
        id=held.id,
        url=urls.document(held.id),
        name=held.name,
        review=held.review,
        format=held.format,
        sha256=held.sha256,
        bytes=held.size,
        pages=held.pages,
        findings=held.findings,
        added=held.added,
        about={name: Fact(mask(stated.value), stated.where) for name, stated in about.items()},
        notes=tuple(note.sentence for note in held.notes),
    )


@dataclass(frozen=True, slots=True)
class ReviewOut:
    """One review: what recurrence counts."""

    slug: str
    url: str
    title: str
    review_type: str
    partnership: str
    area: str
    publisher: str
    published: str
    period: str
    notice: str | None = None  # the content notice; null in lists, "" where none is needed


def review(held: Review, notice: ContentNotice | None = None) -> ReviewOut:
    """Return a review as the API gives it."""
    return ReviewOut(
        slug=held.slug,
        url=urls.review(held.slug),
        title=mask(held.title),
        review_type=held.review_type,
        partnership=held.partnership,
        area=held.area,
        publisher=held.publisher,
        published=held.published,
        period=held.period,
        notice=None if notice is None else notice_sentence(notice),
    )


@dataclass(frozen=True, slots=True)
class Theme:
    """One theme, and in how many findings and reviews it is."""

    slug: str
    url: str
    label: str
    group: str
    definition: str
    also_called: tuple[str, ...]
    related: tuple[str, ...]
    weak: bool
    findings: int
    reviews: int


def theme(entry: ThemeEntry, counted: tuple[int, int]) -> Theme:
    """Return a theme as the API gives it."""
    return Theme(
        slug=entry.slug,
        url=urls.theme(entry.slug),
        label=entry.label,
        group=entry.group,
        definition=entry.definition,
        also_called=entry.also_called,
        related=entry.related,
        weak=entry.weak,
        findings=counted[0],
        reviews=counted[1],
    )


@dataclass(frozen=True, slots=True)
class EchoOut:
    """A finding of another review that says nearly the same. `score` only ranks; a link is a suggestion."""

    finding: FindingRecord
    score: float
    strong: bool
    verbatim: bool
    why: str
    near: bool  # by the strict measure they say nearly the same; else they are only related


def echo(pair: tuple[Echo, FindingInContext], strong: float, vocabulary: Vocabulary) -> EchoOut:
    """Return an echo as the API gives it; `strong` is the score from which it is called strong."""
    said, held = pair
    return EchoOut(
        finding_record(held, vocabulary), said.score, said.score >= strong, said.verbatim, mask(said.why), said.near
    )


@dataclass(frozen=True, slots=True)
class AnswerOut:
    """What answers what, by finding ids, and why the library says so."""

    recommendation: str
    action: str
    why: str
    certain: bool


def answer(one: Answer) -> AnswerOut:
    """Return an answer as the API gives it."""
    return AnswerOut(one.recommendation, one.action, mask(one.why), one.certain)


@dataclass(frozen=True, slots=True)
class CountOut:
    """A value of a filter, and how much there would be with it."""

    value: str
    label: str
    findings: int
    reviews: int
    chosen: bool


def count(facet: str, one: Count, vocabulary: Vocabulary) -> CountOut:
    """Return a count as the API gives it."""
    return CountOut(one.value, FACETS[facet].label_of(one.value, vocabulary), one.findings, one.reviews, one.chosen)


@dataclass(frozen=True, slots=True)
class SearchOut:
    """The answer to a search."""

    total: int
    reviews: int
    page: int
    size: int
    next: str
    items: tuple[FindingRecord, ...]
    facets: dict[str, tuple[CountOut, ...]]
    also: tuple[str, ...]
    did_you_mean: str
    notices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TextPlaceOut:
    """A page that has the words; `page` is 0 in a format without pages."""

    page: int
    url: str
    text: str


@dataclass(frozen=True, slots=True)
class TextOut:
    """A document whose text has the words: on how many pages, and up to three of them."""

    document: str
    name: str
    review: str
    findings: int
    matches: int
    places: tuple[TextPlaceOut, ...]


def found_text(one: TextMatch, held: DocumentSummary, words: str, highlights: Sequence[str]) -> TextOut:
    """Return a document found by its text."""
    places = tuple(
        TextPlaceOut(
            page.page,
            urls.words_on_page(held.id, page.page or 1, words),
            snippet(" ".join(page.text.split()), highlights).text,
        )
        for page in one.pages
    )
    return TextOut(held.id, held.name, held.review, held.findings, one.count, places)
