"""Response schemas for findings, documents and searches; `_recurring.py` has those for recurrence.

These names are a promise: fields are added, never renamed or taken away.

Words of documents are given without contact details, as on the pages.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from kb.core.model import Answer, DocumentSummary, Echo, FindingInContext, Review
from kb.exports import Passage
from kb.text.masking import mask
from kb.vocabulary import Theme as ThemeEntry
from kb.vocabulary import Vocabulary, labels
from search.facets import FACETS
from search.port import Count
from web import urls

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
class Evidence:
    """The words that showed a theme, and by what means: cue, model or person."""

    words: str
    means: str
    where: str


@dataclass(frozen=True, slots=True)
class Tag:
    """A theme of a finding. `certainty` is "yes" or "unsure"; only the former counts."""

    theme: str
    label: str
    certainty: str
    confidence: float
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Agency:
    """An agency named in a finding, and whether it must act."""

    slug: str
    label: str
    must_act: bool


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding. Its id stays the same while its words do; `url` is its lasting address on this site."""

    id: str
    url: str
    kind: str
    label: str
    text: str
    quotation: str
    lead_in: str
    heading: tuple[str, ...]
    pages: tuple[int, ...]
    review: str
    review_title: str
    document: str
    document_name: str
    area: str
    publisher: str
    review_type: str
    published: str
    themes: tuple[Tag, ...]
    agencies: tuple[Agency, ...]
    polarity: str
    subjects: tuple[str, ...]
    status: str
    owner: str
    due: str
    why: str


def finding(held: FindingInContext, vocabulary: Vocabulary) -> Finding:
    """Return a finding as the API gives it."""
    one = held.finding
    return Finding(
        id=one.id,
        url=urls.finding(held),
        kind=one.kind.value,
        label=mask(one.label),
        text=mask(one.text),
        quotation=mask(one.quotation),
        lead_in=mask(one.lead_in),
        heading=tuple(mask(part) for part in one.heading),
        pages=one.span.pages,
        review=held.review.slug,
        review_title=mask(held.review.title),
        document=held.document.id,
        document_name=held.document.name,
        area=held.review.area,
        publisher=held.review.publisher,
        review_type=held.review.review_type,
        published=labels.publication_date(held),
        themes=tuple(
            Tag(
                tag.theme,
                labels.theme_label(tag.theme, vocabulary),
                tag.certainty.value,
                tag.confidence,
                tuple(Evidence(mask(e.words), e.means.value, e.where) for e in tag.evidence),
            )
            for tag in one.tags
        ),
        agencies=tuple(Agency(a.slug, labels.agency_label(a.slug, vocabulary), a.must_act) for a in one.agencies),
        polarity=one.polarity.value,
        subjects=tuple(subject.value for subject in one.subjects),
        status=one.status.value if one.status else "",
        owner=mask(one.owner),
        due=mask(one.due),
        why=one.why,
    )


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


_ABOUT = (
    "title",
    "publisher",
    "partnership",
    "area",
    "review_type",
    "document_type",
    "published",
    "period",
    "source",
    "licence",
)


def document(held: DocumentSummary) -> Document:
    """Return a document as the API gives it."""
    about = {name: stated for name in _ABOUT if (stated := getattr(held.about, name))}
    return Document(
        held.id,
        urls.document(held.id),
        held.name,
        held.review,
        held.format,
        held.sha256,
        held.size,
        held.pages,
        held.findings,
        held.added,
        {name: Fact(mask(stated.value), stated.where) for name, stated in about.items()},
        tuple(note.sentence for note in held.notes),
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


def review(held: Review) -> ReviewOut:
    """Return a review as the API gives it."""
    return ReviewOut(
        held.slug,
        urls.review(held.slug),
        mask(held.title),
        held.review_type,
        held.partnership,
        held.area,
        held.publisher,
        held.published,
        held.period,
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
        entry.slug,
        urls.theme(entry.slug),
        entry.label,
        entry.group,
        entry.definition,
        entry.also_called,
        entry.related,
        entry.weak,
        counted[0],
        counted[1],
    )


@dataclass(frozen=True, slots=True)
class EchoOut:
    """A finding of another review that says nearly the same. `score` only ranks; a link is a suggestion."""

    finding: Finding
    score: float
    strong: bool
    verbatim: bool
    why: str
    near: bool  # by the strict measure they say nearly the same; else they are only related


def echo(pair: tuple[Echo, FindingInContext], strong: float, vocabulary: Vocabulary) -> EchoOut:
    """Return an echo as the API gives it."""
    said, held = pair
    return EchoOut(
        finding(held, vocabulary), said.score, said.score >= strong, said.verbatim, mask(said.why), said.near
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
class CaseOut:
    """How a review tells its case: words of its own document, with the heading and page under which they stand."""

    words: str
    heading: str
    page: int | None
    document: str


def case(told: Passage) -> CaseOut:
    """Return a told case as the API gives it."""
    return CaseOut(mask(told.words), mask(told.heading), told.page, told.document.id)


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
    items: tuple[Finding, ...]
    facets: dict[str, tuple[CountOut, ...]]
    also: tuple[str, ...]
    did_you_mean: str
    notices: tuple[str, ...]
