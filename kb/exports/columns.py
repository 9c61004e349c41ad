"""Columns of CSV and JSON Lines for each payload: stable names, what each means, and how to compute it.

README.md lists them, and a test holds it to this file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from kb.core.errors import NotHeld
from kb.core.model import Certainty
from kb.core.recurrence_values import FollowUp, ThemeCountsRow, ThemeTable, Thread, ThreadStep
from kb.exports import payloads
from kb.exports.records import FindingRecord, TagRecord, finding_record, stated_value
from kb.text.notices import notice_sentence
from kb.vocabulary import Theme
from kb.vocabulary.labels import publication_date, theme_label, when

Value = str | int | float | bool | None | list[str] | list[dict[str, str]]


@dataclass(frozen=True, slots=True)
class ExportColumn:
    """A column: its lasting name, what it means, and its value in a row. `lines_only` keeps it out of CSV."""

    name: str
    meaning: str
    of: Callable[[Any], Value]  # takes the row of its own shape, which a table of shapes cannot say
    lines_only: bool = False


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of one sort of payload, and its rows."""

    columns: tuple[ExportColumn, ...]
    rows: Callable[[Any, payloads.ExportHead], Iterator[Any]]


@dataclass(frozen=True, slots=True)
class _FindingRow:
    record: FindingRecord
    answers: tuple[str, ...]
    address: str
    notice: str

    @property
    def themes(self) -> tuple[TagRecord, ...]:
        """The themes given with certainty, which pages and searches count."""
        return self._tags_of(Certainty.YES)

    @property
    def inferred_themes(self) -> tuple[TagRecord, ...]:
        """The themes that only the whole case or the sense of the words as a whole speak for."""
        return self._tags_of(Certainty.INFERRED)

    def _tags_of(self, certainty: Certainty) -> tuple[TagRecord, ...]:
        return tuple(tag for tag in self.record.themes if tag.certainty == certainty.value)


def _finding_rows(payload: payloads.Findings, head: payloads.ExportHead) -> Iterator[_FindingRow]:
    answered: dict[str, list[str]] = {}
    for answer in payload.answers:
        answered.setdefault(answer.action, []).append(answer.recommendation)
    notice_of = _notices(payload)
    for held in payload.holdings:
        key = held.finding.id
        # What leaves contact details out has done so before; who keeps them here has chosen to.
        record = finding_record(held, head.vocabulary, hide=str)
        yield _FindingRow(record, tuple(answered.get(key, ())), head.address(key), notice_of(held.review.slug))


def _notices(payload: payloads.Findings) -> Callable[[str], str]:
    """Return what gives the notice of a review by its slug, asked once for each; "" where it has been withdrawn."""

    @cache
    def notice(slug: str) -> str:
        try:
            return notice_sentence(payload.notice_of(slug)) if payload.notice_of else ""
        except NotHeld:  # rows go out as they are read, and those after this one must not be lost
            return ""

    return notice


def _evidence(row: _FindingRow) -> list[dict[str, str]]:
    return [
        {"theme": tag.theme, "words": shown.words, "where": shown.where, "means": shown.means}
        for tag in (*row.themes, *row.inferred_themes)
        for shown in tag.evidence
    ]


FINDINGS = (
    ExportColumn("id", "lasting id of the finding", lambda f: f.record.id),
    ExportColumn("source", "name of the file it stands in", lambda f: f.record.document_name),
    ExportColumn("text", "its words, on one line", lambda f: f.record.text),
    ExportColumn("quotation", "its words exactly as in the file", lambda f: f.record.quotation, lines_only=True),
    ExportColumn("kind", "what it is, as a slug", lambda f: f.record.kind),
    ExportColumn(
        "themes",
        "themes, as slugs: those that pages and searches count",
        lambda f: [tag.theme for tag in f.themes],
    ),
    ExportColumn(
        "inferred_themes",
        "further themes, as slugs, inferred from its whole case or from the sense of its words",
        lambda f: [tag.theme for tag in f.inferred_themes],
    ),
    ExportColumn(
        "page",
        "page or slide on which it begins; empty where the file has none",
        lambda f: next(iter(f.record.pages), None),
    ),
    ExportColumn("answers", "ids of the recommendations that this action answers", lambda f: list(f.answers)),
    ExportColumn("review", "slug of the review", lambda f: f.record.review),
    ExportColumn("review_title", "title of the review", lambda f: f.record.review_title),
    ExportColumn("section", "headings it stands under, outermost first", lambda f: list(f.record.heading)),
    ExportColumn("title", "title of the document", lambda f: f.record.document_title),
    ExportColumn("date", "when the document, or else the review, was published", lambda f: f.record.published),
    ExportColumn("evidence", "the words that showed each theme", _evidence),
    ExportColumn("status", "how far an action is said to have come", lambda f: f.record.status or None),
    ExportColumn("owner", "who must act, as printed", lambda f: f.record.owner),
    ExportColumn("due", "by when, as printed", lambda f: f.record.due),
    ExportColumn("agencies", "agencies named, as slugs", lambda f: [one.slug for one in f.record.agencies]),
    ExportColumn("polarity", "which way it points", lambda f: f.record.polarity),
    ExportColumn("subjects", "of whom it speaks", lambda f: list(f.record.subjects)),
    ExportColumn("label", "its number or name, as printed", lambda f: f.record.label),
    ExportColumn("shown_by", "the sentence that made it a finding; empty if announced", lambda f: f.record.shown_by),
    ExportColumn("lead_in", "the sentence before its list that carries the verb", lambda f: f.record.lead_in),
    ExportColumn("document", "id of the document", lambda f: f.record.document),
    ExportColumn("document_type", "slug of the document type", lambda f: f.record.document_type),
    ExportColumn("review_type", "slug of the review type", lambda f: f.record.review_type),
    ExportColumn("area", "area of the review", lambda f: f.record.area),
    ExportColumn("publisher", "who published", lambda f: f.record.publisher),
    ExportColumn("licence", "licence, where stated", lambda f: f.record.licence),
    ExportColumn("address", "its page in the library", lambda f: f.address),
    ExportColumn(
        "content_notice",
        "what to tell whoever reads it beforehand, of the whole review; empty where there is nothing to tell",
        lambda f: f.notice,
    ),
)

REVIEWS = (
    ExportColumn("review", "slug", lambda r: r[0].slug),
    ExportColumn("title", "title", lambda r: r[0].title),
    ExportColumn("review_type", "slug of the review type", lambda r: r[0].review_type),
    ExportColumn("partnership", "partnership or board", lambda r: r[0].partnership),
    ExportColumn("area", "area", lambda r: r[0].area),
    ExportColumn("publisher", "who published", lambda r: r[0].publisher),
    ExportColumn("date", "when its earliest dated document was published", lambda r: r[0].published),
    ExportColumn("period", "time under review, as printed", lambda r: r[0].period),
    ExportColumn("documents", "how many documents", lambda r: len(r[1])),
    ExportColumn("findings", "how many findings", lambda r: sum(one.findings for one in r[1])),
    ExportColumn("sources", "names of its files", lambda r: [one.name for one in r[1]]),
)

DOCUMENTS = (
    ExportColumn("document", "id", lambda d: d.id),
    ExportColumn("review", "slug of the review", lambda d: d.review),
    ExportColumn("source", "name of the file", lambda d: d.name),
    ExportColumn("title", "title, where stated", lambda d: stated_value(d.about.title)),
    ExportColumn("document_type", "slug of the document type", lambda d: stated_value(d.about.document_type)),
    ExportColumn(
        "publisher", "who published", lambda d: stated_value(d.about.publisher) or stated_value(d.about.partnership)
    ),
    ExportColumn("date", "when published", lambda d: stated_value(d.about.published)),
    ExportColumn("published_at", "address of its publication", lambda d: stated_value(d.about.source)),
    ExportColumn("licence", "licence, where stated", lambda d: stated_value(d.about.licence)),
    ExportColumn("format", "what the file is", lambda d: d.format),
    ExportColumn("pages", "how many pages or slides; 0 where the file has none", lambda d: d.pages),
    ExportColumn("size", "bytes", lambda d: d.size),
    ExportColumn("sha256", "fingerprint of the file", lambda d: d.sha256),
    ExportColumn("findings", "how many findings", lambda d: d.findings),
    ExportColumn("added", "when it came into the library, UTC", lambda d: d.added),
    ExportColumn("notes", "what the reader noticed", lambda d: [note.sentence for note in d.notes]),
)


@dataclass(frozen=True, slots=True)
class _CountRow:
    theme: Theme
    group: str
    findings: int
    reviews: int


def _themes(payload: payloads.Themes, head: payloads.ExportHead) -> Iterator[_CountRow]:
    for theme in payload.themes:
        group = head.vocabulary.groups.get(theme.group)
        yield _CountRow(theme, group.label if group else theme.group, *payload.counts.get(theme.slug, (0, 0)))


THEMES = (
    ExportColumn("theme", "slug", lambda t: t.theme.slug),
    ExportColumn("label", "label", lambda t: t.theme.label),
    ExportColumn("group", "group of themes", lambda t: t.group),
    ExportColumn("definition", "what it means", lambda t: t.theme.definition),
    ExportColumn("also_called", "other names", lambda t: list(t.theme.also_called)),
    ExportColumn("related", "related themes, as slugs", lambda t: list(t.theme.related)),
    ExportColumn("weak", "whether its words stand nearly everywhere", lambda t: t.theme.weak),
    ExportColumn("findings", "in how many findings it is", lambda t: t.findings),
    ExportColumn("reviews", "in how many reviews it is", lambda t: t.reviews),
)

ANSWERS: tuple[ExportColumn, ...] = (
    ExportColumn("recommendation", "id of the recommendation", lambda a: a.recommendation),
    ExportColumn("action", "id of the action", lambda a: a.action),
    ExportColumn("reason", "why the library links them", lambda a: a.why),
    ExportColumn("certain", "false where only their likeness speaks for it", lambda a: a.certain),
)

ECHOES: tuple[ExportColumn, ...] = (
    ExportColumn("finding", "id of a finding", lambda e: e.finding),
    ExportColumn("echo", "id of a finding of another source that says nearly the same", lambda e: e.echo),
    ExportColumn("score", "ranks the echoes of one finding; not a percentage", lambda e: e.score),
    ExportColumn("reason", "why, in words", lambda e: e.why),
    ExportColumn("verbatim", "whether it is a near word-for-word repeat", lambda e: e.verbatim),
)


@dataclass(frozen=True, slots=True)
class _StepRow:
    thread: Thread
    number: int
    step: ThreadStep


def _steps(payload: payloads.Threads, _: payloads.ExportHead) -> Iterator[_StepRow]:
    for thread in payload.threads:
        for number, step in enumerate(thread.steps, 1):
            yield _StepRow(thread, number, step)


_STAGES_NAMED = "said, recommended, answered, acted, good_practice or found_again"
THREADS = (
    ExportColumn("thread", "id of the thread", lambda s: s.thread.id),
    ExportColumn("title", "title of the thread", lambda s: s.thread.title),
    ExportColumn("step", "place in the thread, in order of date", lambda s: s.number),
    ExportColumn("stage", _STAGES_NAMED, lambda s: s.step.stage.value),
    ExportColumn("finding", "id of the finding", lambda s: s.step.holding.finding.id),
    ExportColumn("text", "its words", lambda s: s.step.holding.finding.text),
    ExportColumn("date", "when published", lambda s: publication_date(s.step.holding)),
    ExportColumn("review", "slug of the review", lambda s: s.step.holding.review.slug),
    ExportColumn("area", "area of the review", lambda s: s.step.holding.review.area),
    ExportColumn("status", "how far an action is said to have come", lambda s: s.step.status and s.step.status.value),
    ExportColumn("reason", "what ties it to the thread", lambda s: s.step.why),
    ExportColumn("accepted", "a person's word on it; empty before there is one", lambda s: s.step.accepted),
)


def _later_findings(row: FollowUp) -> list[dict[str, str]]:
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
    ExportColumn("review", "slug of the review", lambda f: f.recommendation.review.slug),
    ExportColumn("recommendation", "id of the recommendation", lambda f: f.recommendation.finding.id),
    ExportColumn("label", "its number, as printed", lambda f: f.recommendation.finding.label),
    ExportColumn("text", "its words", lambda f: f.recommendation.finding.text),
    ExportColumn("page", "page on which it begins", lambda f: f.recommendation.finding.span.page),
    ExportColumn("owner", "who must act, as printed with it or else with an answer", lambda f: f.owner),
    ExportColumn("due", "by when, as printed with it or else with an answer", lambda f: f.due),
    ExportColumn("answered", "whether an action or response is recorded in this library", lambda f: bool(f.answers)),
    ExportColumn("status", "the furthest that an action is said to have come", lambda f: f.status.value),
    ExportColumn("actions", "the actions that answer it", _actions),
    ExportColumn("later", "later findings on the same matter in other sources", _later_findings),
    ExportColumn("actions_complete", "how many of the actions are reported complete", lambda f: f.complete),
    ExportColumn("actions_recorded", "how many actions answer it", lambda f: len(f.answers)),
    ExportColumn("printings", "ids of its other printings in documents of the review", _printings),
)


@dataclass(frozen=True, slots=True)
class _Square:
    table: ThemeTable
    row: ThemeCountsRow
    column: str
    label: str
    part: str = ""  # the type of review that is counted alone

    @property
    def base(self) -> int:
        return self.table.bases.get(self.column, 0)

    @property
    def share(self) -> float | None:
        return round(self.row.reviews.get(self.column, 0) / self.base, 4) if self.base else None


def _squares(payload: payloads.RecurrenceTable, head: payloads.ExportHead) -> Iterator[_Square]:
    for part, table in (("", payload.table), *payload.table.parts.items()):
        for row in table.rows:
            for column in table.columns:
                yield _Square(table, row, column, theme_label(row.theme, head.vocabulary), part)


RECURRENCE = (
    ExportColumn("theme", "slug of the theme", lambda s: s.row.theme),
    ExportColumn("label", "label of the theme", lambda s: s.label),
    ExportColumn("weak", "whether its words stand nearly everywhere", lambda s: s.row.weak),
    ExportColumn("by", "what the columns are: year, area or review_type", lambda s: s.table.by),
    ExportColumn("value", "which year, area or review type", lambda s: s.column),
    ExportColumn(
        "reviews",
        "in how many of its reviews it was a problem, lesson or recommendation",
        lambda s: s.row.reviews.get(s.column, 0),
    ),
    ExportColumn("findings", "in how many of its findings", lambda s: s.row.findings.get(s.column, 0)),
    ExportColumn("base", "how many reviews there are with this value", lambda s: s.base),
    ExportColumn("share", "reviews divided by base; empty where there is none", lambda s: s.share),
    ExportColumn("praised", "in how many of its reviews it went well", lambda s: s.row.praised.get(s.column, 0)),
    ExportColumn("only", "the type of review that this row counts alone; empty where all are", lambda s: s.part),
)


def _covers_to(one: payloads.Event) -> str:
    return "" if publication_date(one.holding) else when(one.holding)


HISTORY = (
    ExportColumn("date", "when published", lambda e: publication_date(e.holding)),
    ExportColumn("covers_to", "end of the time that its document covers, where no publication is stated", _covers_to),
    ExportColumn("stage", _STAGES_NAMED, lambda e: e.stage.value),
    ExportColumn("finding", "id of the finding", lambda e: e.holding.finding.id),
    ExportColumn("label", "its number, as printed", lambda e: e.holding.finding.label),
    ExportColumn("text", "its words", lambda e: e.holding.finding.text),
    ExportColumn(
        "status",
        "as reported, of an action or of all that answer a recommendation",
        lambda e: e.status and e.status.value,
    ),
    ExportColumn(
        "answers", "ids of the recommendations that an action answers", lambda e: [a.finding.id for a in e.answers]
    ),
    ExportColumn("actions_recorded", "how many actions answer a recommendation", lambda e: e.actions),
    ExportColumn("review", "slug of the review", lambda e: e.holding.review.slug),
    ExportColumn("review_title", "title of the review", lambda e: e.holding.review.title),
    ExportColumn("area", "area of the review", lambda e: e.holding.review.area),
    ExportColumn("source", "name of the file", lambda e: e.holding.document.name),
    ExportColumn("page", "page on which it begins", lambda e: e.holding.finding.span.page),
    ExportColumn("near", "whether it is on the matter in other words than were asked for", lambda e: e.near),
)

TABULAR: Mapping[type[payloads.Payload], Columns] = {
    payloads.Findings: Columns(FINDINGS, _finding_rows),
    payloads.Reviews: Columns(REVIEWS, lambda payload, _: iter(payload.reviews)),
    payloads.Documents: Columns(DOCUMENTS, lambda payload, _: iter(payload.documents)),
    payloads.Themes: Columns(THEMES, _themes),
    payloads.Answers: Columns(ANSWERS, lambda payload, _: iter(payload.answers)),
    payloads.EchoPairs: Columns(ECHOES, lambda payload, _: iter(payload.echoes)),
    payloads.Threads: Columns(THREADS, _steps),
    payloads.FollowedUp: Columns(FOLLOW_UP, lambda payload, _: iter(payload.rows)),
    payloads.RecurrenceTable: Columns(RECURRENCE, _squares),
    payloads.History: Columns(HISTORY, lambda payload, _: iter(payload.events)),
}


def records(payload: payloads.Payload, head: payloads.ExportHead) -> Iterator[dict[str, Value]]:
    """Yield each row of `payload` as names and values, in the order of the columns."""
    shape = TABULAR[type(payload)]
    for row in shape.rows(payload, head):
        yield {column.name: column.of(row) for column in shape.columns}
