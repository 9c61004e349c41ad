"""One review: its metadata and where each value was read, its documents, and its findings by kind."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass

from kb.core.document import Note
from kb.core.model import DocumentSummary, FindingInContext, Kind, Metadata, Review
from kb.exports import Findings
from kb.text import citations, formatting
from kb.text.citations import Citation
from kb.text.masking import mask
from kb.text.notices import notice_sentence
from kb.vocabulary import labels
from web import clock, exports, urls
from web.components import cards
from web.components.cards import Card, card, readable_title
from web.page import Pages
from web.pages.reviews import type_label
from web.request import PageRequest
from web.urls import Link

pages = Pages()
router = pages.router

ORDER = (
    Kind.RECOMMENDATION,
    Kind.LESSON,
    Kind.MISSED_OPPORTUNITY,
    Kind.CONCERN,
    Kind.GOOD_PRACTICE,
    Kind.ACTION,
    Kind.QUESTION,
    Kind.EVIDENCE,
)


@dataclass(frozen=True, slots=True)
class ReviewFact:
    """One fact about a review, and where it was read."""

    name: str
    value: str
    where: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class ReviewDocument:
    """One document of a review."""

    link: Link
    name: str
    type: str
    published: str
    size: str
    findings: int
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ListedFinding:
    """A finding in its kind's list, with what answers it."""

    card: Card
    answers: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class OfKind:
    """All findings of one kind in a review."""

    kind: str
    label: str
    findings: tuple[ListedFinding, ...]


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """Everything that is known about one review."""

    title: str
    slug: str
    type: str
    area: str
    published: str
    notice: str  # what a reader is told beforehand, as a sentence; "" where nothing needs to be told
    facts: tuple[ReviewFact, ...]
    documents: tuple[ReviewDocument, ...]
    kinds: tuple[OfKind, ...]
    themes: tuple[tuple[Link, int], ...]
    follow_up: str
    recommendations: int
    answered: int
    search: str
    citation: Citation | None
    exports: tuple[Link, ...]


@pages.page("/reviews/{review}", "review.html")
def review_page(ask: PageRequest) -> ReviewPage:
    """Lay out a review."""
    review = ask.library.review(ask.path["review"])
    held = ask.library.documents(review.slug)
    findings = ask.library.findings(review=review.slug)
    answers = _answers(ask, findings)
    recommended = [one for one in findings if one.finding.kind is Kind.RECOMMENDATION]
    return ReviewPage(
        title=readable_title(review.title),
        slug=review.slug,
        type=type_label(ask, review.review_type),
        area=review.area,
        published=formatting.format_date(review.published),
        notice=notice_sentence(ask.library.content_notice(review.slug)),
        facts=_facts(ask, held),
        documents=tuple(_paper(ask, one, review) for one in held),
        kinds=_kinds(ask, findings, answers),
        themes=_themes(ask, findings, review.slug),
        follow_up=f"{urls.review(review.slug)}/follow-up" if recommended else "",
        recommendations=len(recommended),
        answered=sum(bool(answers.get(one.finding.id)) for one in recommended),
        search=urls.filtered_search(review=review.slug),
        citation=citations.document(review, held[0], clock.today()) if held else None,
        exports=exports.download_links(urls.review(review.slug), Findings),
    )


def _facts(ask: PageRequest, held: tuple[DocumentSummary, ...]) -> tuple[ReviewFact, ...]:
    """Return the first statement of each fact, in the order of the documents."""
    facts = []
    for name, field in (
        ("Publisher", "publisher"),
        ("Partnership", "partnership"),
        ("Area", "area"),
        ("Type of review", "review_type"),
        ("Published", "published"),
        ("Period reviewed", "period"),
        ("Source", "source"),
        ("Licence", "licence"),
    ):
        fact = next((f for one in held if (f := _fact(ask, name, field, one.about))), None)
        facts.append(fact or ReviewFact(name, "Not stated", ""))
    return tuple(facts)


def _fact(ask: PageRequest, name: str, field: str, about: Metadata) -> ReviewFact | None:
    stated = getattr(about, field)
    if stated is None:
        return None
    value = stated.value
    if field == "review_type":
        value = type_label(ask, value)
    if field == "published":
        value = formatting.format_date(value)
    web = value if field == "source" and value.startswith(("http://", "https://")) else ""
    return ReviewFact(name, mask(value), read_from(stated.where), web)


def read_from(where: str) -> str:
    """Say in words where a piece of metadata comes from."""
    if where == "manifest":
        return "entered when the document was added"
    return f"read from the document ({where})" if where else "read from the document"


def _paper(ask: PageRequest, held: DocumentSummary, review: Review) -> ReviewDocument:
    about = held.about
    type_ = about.document_type.value if about.document_type else ""
    entry = ask.library.vocabulary.document_types.get(type_)
    pages_ = (
        formatting.count_phrase(held.pages, "slide" if held.format == "pptx" else "page")
        if held.pages
        else "no page numbers"
    )
    return ReviewDocument(
        link=Link(readable_title(labels.document(held, review)), urls.document(held.id)),
        name=held.name,
        type=entry.label if entry else type_,
        published=formatting.format_date(about.published.value) if about.published else "",
        size=f"{held.format.upper()}, {pages_}",
        findings=held.findings,
        notes=tuple(note_words(note) for note in held.notes),
    )


def note_words(note: Note) -> str:
    """Return what a reader noticed, with its page."""
    return f"Page {note.page}: {note.sentence}" if note.page else note.sentence


def _answers(ask: PageRequest, findings: tuple[FindingInContext, ...]) -> dict[str, tuple[FindingInContext, ...]]:
    own = {one.finding.id for one in findings if one.finding.kind is Kind.RECOMMENDATION}
    linked = [answer for answer in ask.library.all_answers() if answer.recommendation in own]
    actions = {one.finding.id: one for one in ask.library.holdings([answer.action for answer in linked])}
    found: defaultdict[str, list[FindingInContext]] = defaultdict(list)
    for answer in linked:
        if answer.action in actions:
            found[answer.recommendation].append(actions[answer.action])
    return {key: tuple(value) for key, value in found.items()}


def _kinds(
    ask: PageRequest, findings: tuple[FindingInContext, ...], answers: dict[str, tuple[FindingInContext, ...]]
) -> tuple[OfKind, ...]:
    vocabulary = ask.library.vocabulary
    kinds = []
    for kind in ORDER:
        told_ = tuple(
            ListedFinding(
                card(one, vocabulary),
                tuple(card(action, vocabulary) for action in answers.get(one.finding.id, ())),
            )
            for one in findings
            if one.finding.kind is kind
        )
        if told_:
            kinds.append(OfKind(kind.value, cards.kinds_label(kind, vocabulary), told_))
    return tuple(kinds)


def _themes(ask: PageRequest, findings: tuple[FindingInContext, ...], slug: str) -> tuple[tuple[Link, int], ...]:
    counted = Counter(theme for one in findings for theme in one.finding.themes)
    return tuple(
        (
            Link(
                cards.theme_link(theme, ask.library.vocabulary).text,
                urls.filtered_search(theme=theme, review=slug),
            ),
            number,
        )
        for theme, number in counted.most_common(12)
    )
