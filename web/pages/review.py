"""One review: what happened, when, and who was involved; what was learned and asked; then where all this was read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from kb.core.case_values import PersonInCase
from kb.core.corrections import MANIFEST, PERSON
from kb.core.document import Note
from kb.core.model import DocumentSummary, FindingInContext, Kind, Metadata, Review
from kb.core.recurrence_values import FollowUp
from kb.exports import Findings, Pack
from kb.exports.follow_up import account, status
from kb.text import citations, formatting
from kb.text.citations import Citation
from kb.text.masking import mask
from kb.text.notices import notice_sentence
from kb.vocabulary import labels
from kb.vocabulary.labels import review_type_label
from web import clock, exports, urls
from web.components import cards
from web.components.cards import Card, card, readable_title
from web.components.case import CaseView, show_cases
from web.components.case_timeline import CaseTimeline, case_timeline
from web.page import Pages, Redirect
from web.request import PageRequest
from web.urls import Link

pages = Pages()
router = pages.router

LEARNED = (Kind.LESSON, Kind.MISSED_OPPORTUNITY, Kind.CONCERN, Kind.GOOD_PRACTICE)
OTHERS = (
    Kind.OWN_WORDS,
    Kind.ACTION,
    Kind.QUESTION,
    Kind.EVIDENCE,
)  # and any kind that the vocabulary has beside these


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
class RecordedAction:
    """An action or response that answers a recommendation, and its own status as reported."""

    card: Card
    status: str


@dataclass(frozen=True, slots=True)
class AnsweredRecommendation:
    """A recommendation with how far its actions say that they came together."""

    card: Card
    status: str
    account: str  # by whose account; "" where no action is recorded
    actions: tuple[RecordedAction, ...]


@dataclass(frozen=True, slots=True)
class OfKind:
    """All findings of one kind in a review."""

    kind: str
    label: str
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class InvolvedAgency:
    """An agency that the findings name, and in how many of them."""

    link: Link
    findings: int


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """Everything that is known about one review."""

    title: str
    slug: str
    type: str
    noun: str  # "review", "inspection" or "report"
    area: str
    published: str
    notice: str  # the content notice, as a sentence; "" where none is needed
    case: CaseView
    timeline: CaseTimeline | None
    people: tuple[PersonInCase, ...]
    agencies: tuple[InvolvedAgency, ...]
    quiz: str
    packs: tuple[Link, ...]
    learned: tuple[OfKind, ...]
    recommendations: tuple[AnsweredRecommendation, ...]
    answered: int
    others: tuple[OfKind, ...]  # actions that answer none of them, questions and evidence
    themes: tuple[tuple[Link, int], ...]
    documents: tuple[ReviewDocument, ...]
    facts: tuple[ReviewFact, ...]
    follow_up: str
    search: str
    citation: Citation | None
    exports: tuple[Link, ...]
    once: tuple[Link, ...] = ()  # reviews with which it is counted as one, since they may be one case


@pages.page("/reviews/{review}", "review.html")
def review_page(ask: PageRequest) -> ReviewPage:
    """Lay out a review; where it has another address now, lead there."""
    review = _review_asked_for(ask)
    held = ask.library.documents(review.slug)
    findings = ask.library.findings(review=review.slug)
    cases = ask.library.cases(review.slug)
    rows = ask.library.follow_up(review.slug)
    answering = {action.finding.id for row in rows for _, action in row.answers}
    rest = [one for one in findings if one.finding.id not in answering]
    address = urls.review(review.slug)
    return ReviewPage(
        title=readable_title(review.title),
        slug=review.slug,
        type=review_type_label(review.review_type, ask.library.vocabulary),
        noun=labels.noun_of(review, ask.library.vocabulary),
        area=review.area,
        published=formatting.format_date(review.published),
        notice=notice_sentence(ask.library.content_notice(review.slug)),
        case=show_cases(cases, ask.library.vocabulary),
        timeline=case_timeline(ask.library.timeline(review.slug)),
        people=ask.library.people(review.slug),
        agencies=_agencies(ask, findings, review.slug),
        quiz=f"{address}/quiz" if findings else "",
        packs=exports.download_links(f"{address}/pack", Pack) if ask.library.pack_choice(review.slug) else (),
        learned=_of_kinds(ask, findings, LEARNED),
        recommendations=tuple(_recommendation(ask, row) for row in rows),
        answered=sum(bool(row.answers) for row in rows),
        others=_of_kinds(ask, rest, (*OTHERS, *_added_kinds(ask))),
        themes=_themes(ask, findings, review.slug),
        documents=tuple(_paper(ask, one, review) for one in held),
        facts=_facts(ask, held),
        follow_up=f"{address}/follow-up" if rows else "",
        search=urls.filtered_search(review=review.slug),
        citation=citations.document(review, _main_document(held), clock.today()) if held else None,
        exports=exports.download_links(address, Findings),
        once=_of_same_case(ask, review),
    )


def _review_asked_for(ask: PageRequest) -> Review:
    review = ask.library.review(ask.path["review"])
    if review.slug != ask.path["review"]:
        raise Redirect(urls.review(review.slug), lasting=True)
    return review


def _of_same_case(ask: PageRequest, review: Review) -> tuple[Link, ...]:
    """Return links to the other reviews that may be of the same case."""
    return tuple(
        Link(readable_title(one.title), urls.review(one.slug))
        for one in ask.library.reviews()
        if one.case_slug == review.case_slug and one.slug != review.slug
    )


def _main_document(held: Sequence[DocumentSummary]) -> DocumentSummary:
    """Return the document by which a review is cited: its report, or else the one with the most findings."""

    def place(one: DocumentSummary) -> tuple[bool, int]:
        sort = one.about.document_type.value if one.about.document_type else ""
        return sort != "overview-report", -one.findings

    return min(held, key=place)


def _agencies(ask: PageRequest, findings: Sequence[FindingInContext], slug: str) -> tuple[InvolvedAgency, ...]:
    """Return the agencies that a review's findings name, the most often named first, then the first named."""
    each = (dict.fromkeys(named.slug for named in one.finding.agencies) for one in findings)
    counted = Counter(agency for agencies in each for agency in agencies)
    return tuple(
        InvolvedAgency(
            Link(labels.agency_label(agency, ask.library.vocabulary), urls.filtered_search(agency=agency, review=slug)),
            number,
        )
        for agency, number in counted.most_common()
    )


def _recommendation(ask: PageRequest, row: FollowUp) -> AnsweredRecommendation:
    vocabulary = ask.library.vocabulary
    return AnsweredRecommendation(
        card(row.recommendation, vocabulary),
        status(row, vocabulary),
        account(row.recommendation.review) if row.answers else "",
        tuple(
            RecordedAction(
                card(action, vocabulary),
                labels.status_label(action.finding.status, vocabulary) if action.finding.status else "",
            )
            for _, action in row.answers
        ),
    )


def _added_kinds(ask: PageRequest) -> tuple[Kind, ...]:
    """Return the kinds that only the vocabulary knows."""
    placed = {*LEARNED, *OTHERS, Kind.RECOMMENDATION}
    return tuple(kind for slug in ask.library.vocabulary.kinds if (kind := Kind(slug)) not in placed)


def _of_kinds(ask: PageRequest, findings: Sequence[FindingInContext], kinds: Sequence[Kind]) -> tuple[OfKind, ...]:
    vocabulary = ask.library.vocabulary
    groups = [
        OfKind(
            kind.value,
            labels.kinds_label(kind, vocabulary),
            tuple(card(one, vocabulary) for one in findings if one.finding.kind is kind),
        )
        for kind in kinds
    ]
    return tuple(group for group in groups if group.cards)


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
        value = review_type_label(value, ask.library.vocabulary)
    if field == "published":
        value = formatting.format_date(value)
    web = value if field == "source" and value.startswith(("http://", "https://")) else ""
    return ReviewFact(name, mask(value), read_from(stated.where), web)


_PLACES = {"the beginning": "first lines", "the text": "in its text"}  # as one who reads says them


def read_from(where: str) -> str:
    """Say in words where a piece of metadata comes from."""
    if where == MANIFEST:
        return "entered when the document was added"
    if where == PERSON:
        return "entered by the keeper"
    return f"read from the document ({_PLACES.get(where, where)})" if where else "read from the document"


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
    told = not note.page or note.sentence.startswith(f"Page {note.page} ")
    return note.sentence if told else f"Page {note.page}: {note.sentence}"


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
