"""The columns of CSV and JSON Lines, by what is exported: names that stay the same, what each means, and how it is got.

README.md lists them, and a test holds it to this file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kb.exports.values import (
    Answers,
    Documents,
    Echoes,
    Event,
    Findings,
    FollowedUp,
    History,
    Matter,
    Recurrence,
    Reviews,
    Sheet,
    Themes,
    Threads,
)
from kb.model import Finding, HeldDocument, Holding, Review, Stated
from kb.naming import published, theme_label, when
from kb.recurring import FollowUp, Row, Step, Table, Thread
from kb.vocabulary import Theme

Value = str | int | float | bool | None | list[str] | list[dict[str, str]]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its lasting name, what it means, and its value in a row. `lines_only` keeps it out of CSV."""

    name: str
    meaning: str
    of: Callable[[Any], Value]  # takes the row of its own shape, which a table of shapes cannot say
    lines_only: bool = False


@dataclass(frozen=True, slots=True)
class Shape:
    """The columns of one sort of matter, and its rows."""

    columns: tuple[Column, ...]
    rows: Callable[[Any, Sheet], Iterator[Any]]


def stated(value: Stated | None) -> str:
    """Return a stated value, or ""."""
    return value.value if value else ""


@dataclass(frozen=True, slots=True)
class _Found:
    held: Holding
    answers: tuple[str, ...]
    address: str

    @property
    def finding(self) -> Finding:
        return self.held.finding

    @property
    def document(self) -> HeldDocument:
        return self.held.document

    @property
    def review(self) -> Review:
        return self.held.review


def _found(matter: Findings, sheet: Sheet) -> Iterator[_Found]:
    answered: dict[str, list[str]] = {}
    for answer in matter.answers:
        answered.setdefault(answer.action, []).append(answer.recommendation)
    for held in matter.holdings:
        key = held.finding.id
        yield _Found(held, tuple(answered.get(key, ())), sheet.address(key))


def _evidence(found: _Found) -> list[dict[str, str]]:
    return [
        {"theme": tag.theme, "words": shown.words, "where": shown.where, "means": shown.means.value}
        for tag in found.finding.tags
        if tag.theme in found.finding.themes
        for shown in tag.evidence
    ]


FINDINGS = (
    Column("id", "lasting id of the finding", lambda f: f.finding.id),
    Column("source", "name of the file it stands in", lambda f: f.document.name),
    Column("text", "its words, on one line", lambda f: f.finding.text),
    Column("quotation", "its words exactly as in the file", lambda f: f.finding.quotation, lines_only=True),
    Column("kind", "what it is, as a slug", lambda f: f.finding.kind.value),
    Column("themes", "themes, as slugs", lambda f: list(f.finding.themes)),
    Column("page", "page or slide on which it begins; empty where the file has none", lambda f: f.finding.span.page),
    Column("answers", "ids of the recommendations that this action answers", lambda f: list(f.answers)),
    Column("review", "slug of the review", lambda f: f.review.slug),
    Column("review_title", "title of the review", lambda f: f.review.title),
    Column("section", "headings it stands under, outermost first", lambda f: list(f.finding.heading)),
    Column("title", "title of the document", lambda f: stated(f.document.about.title) or f.review.title),
    Column("date", "when the document, or else the review, was published", lambda f: published(f.held)),
    Column("evidence", "the words that showed each theme", _evidence),
    Column("status", "how far an action is said to have come", lambda f: f.finding.status and f.finding.status.value),
    Column("owner", "who must act, as printed", lambda f: f.finding.owner),
    Column("due", "by when, as printed", lambda f: f.finding.due),
    Column("agencies", "agencies named, as slugs", lambda f: [one.slug for one in f.finding.agencies]),
    Column("polarity", "which way it points", lambda f: f.finding.polarity.value),
    Column("subjects", "of whom it speaks", lambda f: [one.value for one in f.finding.subjects]),
    Column("label", "its number or name, as printed", lambda f: f.finding.label),
    Column("lead_in", "the sentence before its list that carries the verb", lambda f: f.finding.lead_in),
    Column("document", "id of the document", lambda f: f.document.id),
    Column("document_type", "slug of the document type", lambda f: stated(f.document.about.document_type)),
    Column("review_type", "slug of the review type", lambda f: f.review.review_type),
    Column("area", "area of the review", lambda f: f.review.area),
    Column("publisher", "who published", lambda f: stated(f.document.about.publisher) or f.review.publisher),
    Column("licence", "licence, where stated", lambda f: stated(f.document.about.licence)),
    Column("address", "its page in the library", lambda f: f.address),
)

REVIEWS = (
    Column("review", "slug", lambda r: r[0].slug),
    Column("title", "title", lambda r: r[0].title),
    Column("review_type", "slug of the review type", lambda r: r[0].review_type),
    Column("partnership", "partnership or board", lambda r: r[0].partnership),
    Column("area", "area", lambda r: r[0].area),
    Column("publisher", "who published", lambda r: r[0].publisher),
    Column("date", "when its earliest dated document was published", lambda r: r[0].published),
    Column("period", "time under review, as printed", lambda r: r[0].period),
    Column("documents", "how many documents", lambda r: len(r[1])),
    Column("findings", "how many findings", lambda r: sum(one.findings for one in r[1])),
    Column("sources", "names of its files", lambda r: [one.name for one in r[1]]),
)

DOCUMENTS = (
    Column("document", "id", lambda d: d.id),
    Column("review", "slug of the review", lambda d: d.review),
    Column("source", "name of the file", lambda d: d.name),
    Column("title", "title, where stated", lambda d: stated(d.about.title)),
    Column("document_type", "slug of the document type", lambda d: stated(d.about.document_type)),
    Column("publisher", "who published", lambda d: stated(d.about.publisher) or stated(d.about.partnership)),
    Column("date", "when published", lambda d: stated(d.about.published)),
    Column("published_at", "address of its publication", lambda d: stated(d.about.source)),
    Column("licence", "licence, where stated", lambda d: stated(d.about.licence)),
    Column("format", "what the file is", lambda d: d.format),
    Column("pages", "how many pages or slides; 0 where the file has none", lambda d: d.pages),
    Column("size", "bytes", lambda d: d.size),
    Column("sha256", "fingerprint of the file", lambda d: d.sha256),
    Column("findings", "how many findings", lambda d: d.findings),
    Column("added", "when it came into the library, UTC", lambda d: d.added),
    Column("notes", "what the reader noticed", lambda d: [note.sentence for note in d.notes]),
)


@dataclass(frozen=True, slots=True)
class _Counted:
    theme: Theme
    group: str
    findings: int
    reviews: int


def _themes(matter: Themes, sheet: Sheet) -> Iterator[_Counted]:
    for theme in matter.themes:
        group = sheet.vocabulary.groups.get(theme.group)
        yield _Counted(theme, group.label if group else theme.group, *matter.counts.get(theme.slug, (0, 0)))


THEMES = (
    Column("theme", "slug", lambda t: t.theme.slug),
    Column("label", "label", lambda t: t.theme.label),
    Column("group", "group of themes", lambda t: t.group),
    Column("definition", "what it means", lambda t: t.theme.definition),
    Column("also_called", "other names", lambda t: list(t.theme.also_called)),
    Column("related", "related themes, as slugs", lambda t: list(t.theme.related)),
    Column("weak", "whether its words stand nearly everywhere", lambda t: t.theme.weak),
    Column("findings", "in how many findings it is", lambda t: t.findings),
    Column("reviews", "in how many reviews it is", lambda t: t.reviews),
)

ANSWERS: tuple[Column, ...] = (
    Column("recommendation", "id of the recommendation", lambda a: a.recommendation),
    Column("action", "id of the action", lambda a: a.action),
    Column("reason", "why the library links them", lambda a: a.why),
    Column("certain", "false where only their likeness speaks for it", lambda a: a.certain),
)

ECHOES: tuple[Column, ...] = (
    Column("finding", "id of a finding", lambda e: e.finding),
    Column("echo", "id of a finding of another review that says nearly the same", lambda e: e.echo),
    Column("score", "ranks the echoes of one finding; not a percentage", lambda e: e.score),
    Column("reason", "why, in words", lambda e: e.why),
    Column("verbatim", "whether it is a near word-for-word repeat", lambda e: e.verbatim),
)


@dataclass(frozen=True, slots=True)
class _Stepped:
    thread: Thread
    number: int
    step: Step


def _steps(matter: Threads, _: Sheet) -> Iterator[_Stepped]:
    for thread in matter.threads:
        for number, step in enumerate(thread.steps, 1):
            yield _Stepped(thread, number, step)


THREADS = (
    Column("thread", "id of the thread", lambda s: s.thread.id),
    Column("title", "title of the thread", lambda s: s.thread.title),
    Column("step", "place in the thread, in order of date", lambda s: s.number),
    Column("stage", "said, recommended, acted, good_practice or found_again", lambda s: s.step.stage.value),
    Column("finding", "id of the finding", lambda s: s.step.holding.finding.id),
    Column("text", "its words", lambda s: s.step.holding.finding.text),
    Column("date", "when published", lambda s: published(s.step.holding)),
    Column("review", "slug of the review", lambda s: s.step.holding.review.slug),
    Column("area", "area of the review", lambda s: s.step.holding.review.area),
    Column("status", "how far an action is said to have come", lambda s: s.step.status and s.step.status.value),
    Column("reason", "what ties it to the thread", lambda s: s.step.why),
    Column("accepted", "a person's word on it; empty before there is one", lambda s: s.step.accepted),
)


def _followed(row: FollowUp) -> list[dict[str, str]]:
    return [{"finding": held.finding.id, "text": held.finding.text, "reason": echo.why} for echo, held in row.later]


def _printings(row: FollowUp) -> list[str]:
    return [held.finding.id for held in row.repeated]


def _actions(row: FollowUp) -> list[dict[str, str]]:
    return [
        {
            "finding": held.finding.id,
            "text": held.finding.text,
            "status": held.finding.status.value if held.finding.status else "",
        }
        for _, held in row.answers
    ]


FOLLOW_UP = (
    Column("review", "slug of the review", lambda f: f.recommendation.review.slug),
    Column("recommendation", "id of the recommendation", lambda f: f.recommendation.finding.id),
    Column("label", "its number, as printed", lambda f: f.recommendation.finding.label),
    Column("text", "its words", lambda f: f.recommendation.finding.text),
    Column("page", "page on which it begins", lambda f: f.recommendation.finding.span.page),
    Column("owner", "who must act, as printed with it or else with an answer", lambda f: f.owner),
    Column("due", "by when, as printed with it or else with an answer", lambda f: f.due),
    Column("answered", "whether an action is recorded in this library", lambda f: bool(f.answers)),
    Column("status", "the furthest that an action is said to have come", lambda f: f.status.value),
    Column("actions", "the actions that answer it", _actions),
    Column("later", "later findings on the same matter in other reviews", _followed),
    Column("actions_complete", "how many of the actions are reported complete", lambda f: f.complete),
    Column("actions_recorded", "how many actions answer it", lambda f: len(f.answers)),
    Column("printings", "ids of its other printings in documents of the review", _printings),
)


@dataclass(frozen=True, slots=True)
class _Square:
    table: Table
    row: Row
    column: str
    label: str

    @property
    def base(self) -> int:
        return self.table.bases.get(self.column, 0)

    @property
    def share(self) -> float | None:
        return round(self.row.reviews.get(self.column, 0) / self.base, 4) if self.base else None


def _squares(matter: Recurrence, sheet: Sheet) -> Iterator[_Square]:
    for row in matter.table.rows:
        for column in matter.table.columns:
            yield _Square(matter.table, row, column, theme_label(row.theme, sheet.vocabulary))


RECURRENCE = (
    Column("theme", "slug of the theme", lambda s: s.row.theme),
    Column("label", "label of the theme", lambda s: s.label),
    Column("weak", "whether its words stand nearly everywhere", lambda s: s.row.weak),
    Column("by", "what the columns are: year, area or review_type", lambda s: s.table.by),
    Column("value", "which year, area or review type", lambda s: s.column),
    Column("reviews", "in how many of its reviews the theme was found", lambda s: s.row.reviews.get(s.column, 0)),
    Column("findings", "in how many of its findings", lambda s: s.row.findings.get(s.column, 0)),
    Column("base", "how many reviews there are with this value", lambda s: s.base),
    Column("share", "reviews divided by base; empty where there is none", lambda s: s.share),
)


def _covers_to(one: Event) -> str:
    return "" if published(one.holding) else when(one.holding)


HISTORY = (
    Column("date", "when published", lambda e: published(e.holding)),
    Column("covers_to", "end of the time that its document covers, where no publication is stated", _covers_to),
    Column("stage", "said, recommended, acted, good_practice or found_again", lambda e: e.stage.value),
    Column("finding", "id of the finding", lambda e: e.holding.finding.id),
    Column("label", "its number, as printed", lambda e: e.holding.finding.label),
    Column("text", "its words", lambda e: e.holding.finding.text),
    Column(
        "status",
        "as reported, of an action or of all that answer a recommendation",
        lambda e: e.status and e.status.value,
    ),
    Column("answers", "ids of the recommendations that an action answers", lambda e: [a.finding.id for a in e.answers]),
    Column("actions_recorded", "how many actions answer a recommendation", lambda e: e.actions),
    Column("review", "slug of the review", lambda e: e.holding.review.slug),
    Column("review_title", "title of the review", lambda e: e.holding.review.title),
    Column("area", "area of the review", lambda e: e.holding.review.area),
    Column("source", "name of the file", lambda e: e.holding.document.name),
    Column("page", "page on which it begins", lambda e: e.holding.finding.span.page),
    Column("near", "whether it is on the matter in other words than were asked for", lambda e: e.near),
)

SHAPED: Mapping[type[Matter], Shape] = {
    Findings: Shape(FINDINGS, _found),
    Reviews: Shape(REVIEWS, lambda matter, _: iter(matter.reviews)),
    Documents: Shape(DOCUMENTS, lambda matter, _: iter(matter.documents)),
    Themes: Shape(THEMES, _themes),
    Answers: Shape(ANSWERS, lambda matter, _: iter(matter.answers)),
    Echoes: Shape(ECHOES, lambda matter, _: iter(matter.echoes)),
    Threads: Shape(THREADS, _steps),
    FollowedUp: Shape(FOLLOW_UP, lambda matter, _: iter(matter.rows)),
    Recurrence: Shape(RECURRENCE, _squares),
    History: Shape(HISTORY, lambda matter, _: iter(matter.events)),
}


def records(matter: Matter, sheet: Sheet) -> Iterator[dict[str, Value]]:
    """Yield each row of `matter` as names and values, in the order of the columns."""
    shape = SHAPED[type(matter)]
    for row in shape.rows(matter, sheet):
        yield {column.name: column.of(row) for column in shape.columns}
