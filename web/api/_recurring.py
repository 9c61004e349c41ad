"""Response schemas for recurrence: threads, histories, what came back, follow-ups and tables.

These names are a promise: fields are added, never renamed or taken away.
"""

from __future__ import annotations

from dataclasses import dataclass

from kb.core.recurrence_values import CameBack, FollowUp, ThemeCountsRow, ThemeTable, Thread
from kb.exports import Event, History
from kb.text.masking import mask
from kb.vocabulary import Vocabulary, labels
from web import urls
from web.api._values import Finding, finding


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a thread."""

    stage: str
    finding: Finding
    why: str


@dataclass(frozen=True, slots=True)
class ThreadOut:
    """A lesson through time, suggested by likeness."""

    id: str
    url: str
    title: str
    summary: str
    first: int | None
    last: int | None
    came_back: bool
    tensions: tuple[str, ...]
    themes: tuple[str, ...]
    areas: tuple[str, ...]
    steps: tuple[Step, ...]
    confidence: str  # strong, fair or slight


def thread(one: Thread, vocabulary: Vocabulary) -> ThreadOut:
    """Return a thread as the API gives it."""
    steps = tuple(Step(s.stage.value, finding(s.holding, vocabulary), mask(s.why)) for s in one.steps)
    return ThreadOut(
        one.id,
        urls.thread(one.id),
        mask(one.title),
        mask(one.summary),
        one.first,
        one.last,
        one.came_back,
        one.tensions,
        one.themes,
        one.areas,
        steps,
        one.confidence.value,
    )


@dataclass(frozen=True, slots=True)
class EventOut:
    """A row of a history. `date` is as exact as the document states it."""

    date: str
    covers_to: str  # end of the time that its document covers, where no publication is stated
    stage: str  # said, recommended, acted, good_practice or found_again
    status: str
    answers: tuple[str, ...]  # ids of the recommendations that an action answers
    actions: int  # how many answer a recommendation
    near: bool  # on the matter in other words than were asked for
    finding: Finding


@dataclass(frozen=True, slots=True)
class HistoryOut:
    """What was said on a matter, in order of time, and in a few sentences what became of it."""

    said: str
    events: tuple[EventOut, ...]


def history(found: History, vocabulary: Vocabulary) -> HistoryOut:
    """Return a history as the API gives it."""
    return HistoryOut(mask(found.said), tuple(_event(one, vocabulary) for one in found.events))


def _event(one: Event, vocabulary: Vocabulary) -> EventOut:
    date = labels.publication_date(one.holding)
    return EventOut(
        date,
        "" if date else labels.when(one.holding),
        one.stage.value,
        one.status.value if one.status else "",
        tuple(held.finding.id for held in one.answers),
        one.actions,
        one.near,
        finding(one.holding, vocabulary),
    )


@dataclass(frozen=True, slots=True)
class ReturnedOut:
    """A lesson that had an action and may have come back: a suggestion for a person to judge."""

    first: Finding | None
    action: Finding
    later: Finding
    gap: int | None  # years from the action to the later finding
    confidence: str  # strong, fair or slight
    why: str
    tension: str


def came_back_out(one: CameBack, vocabulary: Vocabulary) -> ReturnedOut:
    """Return what came back as the API gives it."""
    return ReturnedOut(
        finding(one.first, vocabulary) if one.first else None,
        finding(one.action, vocabulary),
        finding(one.later, vocabulary),
        one.gap,
        one.confidence.value,
        mask(one.echo.why),
        mask(one.tension),
    )


@dataclass(frozen=True, slots=True)
class LaterOut:
    """A later finding on the same matter."""

    finding: Finding
    why: str
    near: bool


@dataclass(frozen=True, slots=True)
class FollowedOut:
    """A recommendation followed up. `complete` of its `answers` are reported complete."""

    recommendation: Finding
    owner: str
    due: str
    status: str
    complete: int
    answers: tuple[Finding, ...]
    later: tuple[LaterOut, ...]
    printings: tuple[str, ...]  # ids of its other printings in documents of the review


def follow_up_out(row: FollowUp, vocabulary: Vocabulary) -> FollowedOut:
    """Return a followed-up recommendation as the API gives it."""
    return FollowedOut(
        finding(row.recommendation, vocabulary),
        mask(row.owner),
        mask(row.due),
        row.status.value,
        row.complete,
        tuple(finding(held, vocabulary) for _, held in row.answers),
        tuple(LaterOut(finding(held, vocabulary), mask(echo.why), echo.near) for echo, held in row.later),
        tuple(held.finding.id for held in row.repeated),
    )


@dataclass(frozen=True, slots=True)
class RowOut:
    """A theme in a table, by column: reviews and findings."""

    theme: str
    label: str
    weak: bool
    reviews: dict[str, int]
    findings: dict[str, int]
    total_reviews: int
    total_findings: int


def row(one: ThemeCountsRow, vocabulary: Vocabulary) -> RowOut:
    """Return a row as the API gives it."""
    return RowOut(
        one.theme,
        labels.theme_label(one.theme, vocabulary),
        one.weak,
        dict(one.reviews),
        dict(one.findings),
        one.total_reviews,
        one.total_findings,
    )


@dataclass(frozen=True, slots=True)
class TableOut:
    """Themes counted by review. `bases` is the number of reviews of each column: compare with it."""

    by: str
    columns: tuple[str, ...]
    bases: dict[str, int]
    all_reviews: int
    undated: int
    rows: tuple[RowOut, ...]


def table(one: ThemeTable, vocabulary: Vocabulary) -> TableOut:
    """Return a table as the API gives it."""
    rows = tuple(row(each, vocabulary) for each in one.rows)
    return TableOut(one.by, one.columns, dict(one.bases), one.all_reviews, one.undated, rows)
