"""Response schemas for recurrence: threads, histories, what came back, follow-ups and tables.

These names are a promise: fields are added, never renamed or taken away.
"""

from __future__ import annotations

from dataclasses import dataclass

from kb.core.recurrence_values import CameBack, FollowUp, ThemeCountsRow, ThemeTable, Thread
from kb.exports.records import FindingRecord, finding_record
from kb.text.masking import mask
from kb.vocabulary import Vocabulary, labels
from web import urls


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a thread."""

    stage: str
    finding: FindingRecord
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
    themes: tuple[str, ...]
    areas: tuple[str, ...]
    steps: tuple[Step, ...]
    confidence: str  # strong, fair or slight
    sources: int  # reviews and inspections that tell it
    checked: int  # pairs of its findings that a person accepted
    years: dict[str, tuple[int, ...]]  # by stage: in which it was said, recommended, answered, acted on, found again


def thread(one: Thread, vocabulary: Vocabulary) -> ThreadOut:
    """Return a thread as the API gives it."""
    steps = tuple(Step(s.stage.value, finding_record(s.holding, vocabulary), mask(s.why)) for s in one.steps)
    return ThreadOut(
        id=one.id,
        url=urls.thread(one.id),
        title=mask(one.title),
        summary=mask(one.summary),
        first=one.first,
        last=one.last,
        came_back=one.came_back,
        themes=one.themes,
        areas=one.areas,
        steps=steps,
        confidence=one.confidence.value,
        sources=one.reviews,
        checked=one.checked,
        years={stage.value: years for stage, years in one.when.items()},
    )


@dataclass(frozen=True, slots=True)
class ReturnedOut:
    """A lesson that had an action and may have come back: a suggestion for a person to judge."""

    first: FindingRecord | None
    action: FindingRecord
    later: FindingRecord
    gap: int | None  # years from the action to the later finding
    confidence: str  # strong, fair or slight
    why: str


def came_back_out(one: CameBack, vocabulary: Vocabulary) -> ReturnedOut:
    """Return what came back as the API gives it."""
    return ReturnedOut(
        finding_record(one.first, vocabulary) if one.first else None,
        finding_record(one.action, vocabulary),
        finding_record(one.later, vocabulary),
        one.gap,
        one.confidence.value,
        mask(one.echo.why),
    )


@dataclass(frozen=True, slots=True)
class LaterOut:
    """A later finding on the same matter."""

    finding: FindingRecord
    why: str
    near: bool


@dataclass(frozen=True, slots=True)
class FollowedOut:
    """A recommendation followed up. `complete` of its `answers` are reported complete."""

    recommendation: FindingRecord
    owner: str
    due: str
    status: str
    complete: int
    answers: tuple[FindingRecord, ...]
    later: tuple[LaterOut, ...]
    printings: tuple[str, ...]  # ids of its other printings in documents of the review


def follow_up_out(row: FollowUp, vocabulary: Vocabulary) -> FollowedOut:
    """Return a followed-up recommendation as the API gives it."""
    return FollowedOut(
        finding_record(row.recommendation, vocabulary),
        mask(row.owner),
        mask(row.due),
        row.status.value,
        row.complete,
        tuple(finding_record(held, vocabulary) for _, held in row.answers),
        tuple(LaterOut(finding_record(held, vocabulary), mask(echo.why), echo.near) for echo, held in row.later),
        tuple(held.finding.id for held in row.repeated),
    )


@dataclass(frozen=True, slots=True)
class RowOut:
    """A theme in a table, by column: reviews and findings. What went well is counted apart, in `praised`."""

    theme: str
    label: str
    weak: bool
    reviews: dict[str, int]
    findings: dict[str, int]
    total_reviews: int
    total_findings: int
    praised: dict[str, int]
    total_praised: int


def row(one: ThemeCountsRow, vocabulary: Vocabulary) -> RowOut:
    """Return a row as the API gives it."""
    return RowOut(
        theme=one.theme,
        label=labels.theme_label(one.theme, vocabulary),
        weak=one.weak,
        reviews=dict(one.reviews),
        findings=dict(one.findings),
        total_reviews=one.total_reviews,
        total_findings=one.total_findings,
        praised=dict(one.praised),
        total_praised=one.total_praised,
    )


@dataclass(frozen=True, slots=True)
class TableOut:
    """Themes counted by review. `bases` is the number of reviews of each column: compare with it."""

    by: str
    columns: tuple[str, ...]
    bases: dict[str, int]
    all_reviews: int
    undated: int
    inspections: int  # among all_reviews, of which they are none
    rows: tuple[RowOut, ...]
    parts: dict[str, TableOut]  # the same of each type of review, where asked for


def table(one: ThemeTable, vocabulary: Vocabulary) -> TableOut:
    """Return a table as the API gives it."""
    rows = tuple(row(each, vocabulary) for each in one.rows)
    parts = {name: table(part, vocabulary) for name, part in one.parts.items()}
    return TableOut(one.by, one.columns, dict(one.bases), one.all_reviews, one.undated, one.inspections, rows, parts)
