"""One review: what is known of it and from where, its documents, and its findings by kind."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass

from kb import citing, naming, phrasing
from kb.citing import Citation
from kb.exports import Findings
from kb.masking import masked
from kb.model import About, HeldDocument, Holding, Kind, Note, Review
from web import cards, clock, exports, links
from web.asking import Ask
from web.cards import Card, card, titled
from web.links import Link
from web.pages.reviews import type_label
from web.twins import Pages

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
class Fact:
    """One thing known of a review, and where it was read."""

    name: str
    value: str
    where: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """One document of a review."""

    link: Link
    name: str
    type: str
    published: str
    size: str
    findings: int
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """A finding in its kind's list, with what answers it."""

    card: Card
    answers: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class OfKind:
    """All findings of one kind in a review."""

    kind: str
    label: str
    findings: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """Everything that is known about one review."""

    title: str
    slug: str
    type: str
    area: str
    published: str
    facts: tuple[Fact, ...]
    documents: tuple[Paper, ...]
    kinds: tuple[OfKind, ...]
    themes: tuple[tuple[Link, int], ...]
    follow_up: str
    recommendations: int
    answered: int
    search: str
    citation: Citation | None
    exports: tuple[Link, ...]


@pages.page("/reviews/{review}", "review.html")
def review_page(ask: Ask) -> ReviewPage:
    """Lay out a review."""
    review = ask.library.review(ask.path["review"])
    held = ask.library.documents(review.slug)
    findings = ask.library.findings(review=review.slug)
    answers = _answers(ask, findings)
    recommended = [one for one in findings if one.finding.kind is Kind.RECOMMENDATION]
    return ReviewPage(
        title=titled(review.title),
        slug=review.slug,
        type=type_label(ask, review.review_type),
        area=review.area,
        published=phrasing.dated(review.published),
        facts=_facts(ask, held),
        documents=tuple(_paper(ask, one, review) for one in held),
        kinds=_kinds(ask, findings, answers),
        themes=_themes(ask, findings, review.slug),
        follow_up=f"{links.review(review.slug)}/follow-up" if recommended else "",
        recommendations=len(recommended),
        answered=sum(bool(answers.get(one.finding.id)) for one in recommended),
        search=links.filtered(review=review.slug),
        citation=citing.document(review, held[0], clock.today()) if held else None,
        exports=exports.offered(links.review(review.slug), Findings),
    )


def _facts(ask: Ask, held: tuple[HeldDocument, ...]) -> tuple[Fact, ...]:
    """The first statement of each thing, in the order of the documents."""
    facts = []
    for name, field in (
        ("Publisher", "publisher"),
        ("Partnership", "partnership"),
        ("Area", "area"),
        ("Type of review", "review_type"),
        ("Published", "published"),
        ("Time under review", "period"),
        ("Source", "source"),
        ("Licence", "licence"),
    ):
        fact = next((f for one in held if (f := _fact(ask, name, field, one.about))), None)
        facts.append(fact or Fact(name, "Not stated", ""))
    return tuple(facts)


def _fact(ask: Ask, name: str, field: str, about: About) -> Fact | None:
    stated = getattr(about, field)
    if stated is None:
        return None
    value = stated.value
    if field == "review_type":
        value = type_label(ask, value)
    if field == "published":
        value = phrasing.dated(value)
    web = value if field == "source" and value.startswith(("http://", "https://")) else ""
    return Fact(name, masked(value), read_from(stated.where), web)


def read_from(where: str) -> str:
    """Say in words where a piece of metadata comes from."""
    if where == "manifest":
        return "stated by whoever added the document"
    return f"read from the document ({where})" if where else "read from the document"


def _paper(ask: Ask, held: HeldDocument, review: Review) -> Paper:
    about = held.about
    type_ = about.document_type.value if about.document_type else ""
    entry = ask.library.vocabulary.document_types.get(type_)
    pages_ = (
        phrasing.counted(held.pages, "slide" if held.format == "pptx" else "page") if held.pages else "no page numbers"
    )
    return Paper(
        link=Link(titled(naming.document(held, review)), links.document(held.id)),
        name=held.name,
        type=entry.label if entry else type_,
        published=phrasing.dated(about.published.value) if about.published else "",
        size=f"{held.format.upper()}, {pages_}",
        findings=held.findings,
        notes=tuple(told(note) for note in held.notes),
    )


def told(note: Note) -> str:
    """Return what a reader noticed, with its page."""
    return f"Page {note.page}: {note.sentence}" if note.page else note.sentence


def _answers(ask: Ask, findings: tuple[Holding, ...]) -> dict[str, tuple[Holding, ...]]:
    own = {one.finding.id for one in findings if one.finding.kind is Kind.RECOMMENDATION}
    linked = [answer for answer in ask.library.all_answers() if answer.recommendation in own]
    actions = {one.finding.id: one for one in ask.library.holdings([answer.action for answer in linked])}
    found: defaultdict[str, list[Holding]] = defaultdict(list)
    for answer in linked:
        if answer.action in actions:
            found[answer.recommendation].append(actions[answer.action])
    return {key: tuple(value) for key, value in found.items()}


def _kinds(ask: Ask, findings: tuple[Holding, ...], answers: dict[str, tuple[Holding, ...]]) -> tuple[OfKind, ...]:
    vocabulary = ask.library.vocabulary
    kinds = []
    for kind in ORDER:
        told_ = tuple(
            Told(
                card(one, vocabulary),
                tuple(card(action, vocabulary) for action in answers.get(one.finding.id, ())),
            )
            for one in findings
            if one.finding.kind is kind
        )
        if told_:
            kinds.append(OfKind(kind.value, cards.kinds_label(kind, vocabulary), told_))
    return tuple(kinds)


def _themes(ask: Ask, findings: tuple[Holding, ...], slug: str) -> tuple[tuple[Link, int], ...]:
    counted = Counter(theme for one in findings for theme in one.finding.themes)
    return tuple(
        (
            Link(
                cards.theme_link(theme, ask.library.vocabulary).text,
                links.filtered(theme=theme, review=slug),
            ),
            number,
        )
        for theme, number in counted.most_common(12)
    )
