"""Values that recurrence returns: threads, tables, follow-ups, and what is vague about a draft."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from kb.core.model import Answer, Echo, FindingInContext, Kind, Status

WANTING_KINDS = frozenset((Kind.LESSON, Kind.CONCERN, Kind.MISSED_OPPORTUNITY))  # what a review finds wanting
WANTING_OR_ASKING_KINDS = WANTING_KINDS | {Kind.RECOMMENDATION}  # to be recommended again is to have come back
STRONG_LIKENESS = 0.68  # likeness from which two findings are linked, and an echo is shown without being asked for
FIRST_STEP_REASON = "where this thread begins"  # why a thread holds the step that it grows from


@dataclass(frozen=True, slots=True)
class Like:
    """One of the findings most like another, without the reason in words, which takes longer to tell."""

    id: str
    score: float
    verbatim: bool
    near: bool


class ThreadStage(StrEnum):
    """The stage of a step in a thread. The order is narrative, not a judgement."""

    SAID = "said"
    RECOMMENDED = "recommended"
    ANSWERED = "answered"  # an answer that reports no action
    ACTED = "acted"
    GOOD_PRACTICE = "good_practice"
    FOUND_AGAIN = "found_again"


class Confidence(StrEnum):
    """How firmly a later finding is linked to earlier ones. A person judges all of them."""

    STRONG = "strong"  # it says nearly the same, or a person accepted the tie
    FAIR = "fair"
    SLIGHT = "slight"


@dataclass(frozen=True, slots=True)
class ThreadStep:
    """One finding in a thread. `why` says what ties it to the thread; `accepted` is a person's word, None before it."""

    stage: ThreadStage
    holding: FindingInContext
    why: str
    status: Status | None = None
    accepted: bool | None = None


@dataclass(frozen=True, slots=True)
class Thread:
    """A lesson through time, suggested by likeness. Steps stand in order of date; undated ones come last."""

    id: str
    title: str
    steps: tuple[ThreadStep, ...]
    themes: tuple[str, ...]  # slugs, most frequent first
    areas: tuple[str, ...]
    review_types: tuple[str, ...]
    reviews: int
    first: int | None  # years
    last: int | None
    summary: str
    came_back: bool = False  # found in a later review after a reported action
    confidence: Confidence = Confidence.SLIGHT  # of what came back, or else of the nearest step
    checked: int = 0  # pairs of its findings that a person accepted
    when: Mapping[ThreadStage, tuple[int, ...]] = field(default_factory=dict)  # the years in which it was said, ...

    @property
    def start(self) -> ThreadStep:
        """The step from which the thread was grown: the other steps are compared with it."""
        return next((step for step in self.steps if step.why == FIRST_STEP_REASON), self.steps[0])

    @property
    def years(self) -> int:
        """Years from the first to the last dated step."""
        return (self.last - self.first) if self.first is not None and self.last is not None else 0


@dataclass(frozen=True, slots=True)
class ToldElsewhere:
    """What other findings tell of one: whether an action answers it, and in how many other reviews it was found again.

    An answer to another printing of a recommendation answers it too.
    """

    answered: bool = False
    again: int = 0


@dataclass(frozen=True, slots=True)
class CameBack:
    """A lesson on which an action was recorded and which a later review found again."""

    first: FindingInContext | None  # the earliest that said it or asked for it; None where only the action is here
    action: FindingInContext  # with the status that it claims
    later: FindingInContext
    echo: Echo  # what ties the later finding to the action, or to the recommendation that it answers
    gap: int | None  # years from the action to the first printing of the later finding; None without dates
    confidence: Confidence

    @property
    def elsewhere(self) -> bool:
        """Return whether it was found again in another area than the one that acted."""
        return self.action.review.area != self.later.review.area


@dataclass(frozen=True, slots=True)
class CameBackFacts:
    """What `CameBack` says, with the ids of its findings in place of them."""

    first: str | None
    action: str
    later: str
    echo: Echo
    gap: int | None
    confidence: Confidence


class CameBackOutline(NamedTuple):
    """Of what came back its place in the list and what it is counted and chosen by: thousands are read for a page."""

    place: int
    later: str
    gap: int | None
    confidence: Confidence
    elsewhere: bool


@dataclass(frozen=True, slots=True)
class ThemeCountsRow:
    """One theme in a table: for each column the number of reviews that found something wanting on it or asked for it.

    What went well is counted apart: `praised` in reviews, of each column.
    """

    theme: str
    reviews: Mapping[str, int]
    findings: Mapping[str, int]
    total_reviews: int
    total_findings: int
    columns_present: int
    weak: bool = False
    praised: Mapping[str, int] = field(default_factory=dict)
    total_praised: int = 0


@dataclass(frozen=True, slots=True)
class TableChoice:
    """Which findings a table counts: all that fit everything that is given."""

    area: str = ""
    review_type: str = ""
    kinds: tuple[str, ...] = ()  # several widen
    polarity: str = ""  # what went well or badly
    agency: str = ""  # named in the finding: must act, or is only mentioned
    since: int = 0  # years of the reviews, both counted
    until: int = 0

    @property
    def is_simple(self) -> bool:
        """Return whether only area, type of review and one kind are chosen, by which tables are counted beforehand."""
        return len(self.kinds) <= 1 and not (self.polarity or self.agency or self.since or self.until)

    @property
    def counts_all(self) -> bool:
        """Return whether every finding that fits counts, and not only problems, lessons and recommendations."""
        return bool(self.kinds or self.polarity)

    def fits(self, held: FindingInContext) -> bool:
        """Return whether a finding is chosen; without a year its review is in no range of years."""
        review, found = held.review, held.finding
        year = review.year or 0
        return (
            self.area in ("", review.area)
            and self.review_type in ("", review.review_type)
            and (not self.kinds or found.kind.value in self.kinds)
            and self.polarity in ("", found.polarity.value)
            and (not self.agency or any(self.agency == one.slug for one in found.agencies))
            and (not self.since or year >= self.since)
            and (not self.until or 0 < year <= self.until)
        )


@dataclass(frozen=True, slots=True)
class ThemeTable:
    """Themes by year, area or review type, counted by review. `bases` is the number of reviews in each column."""

    by: str  # "year", "area", "review_type"
    columns: tuple[str, ...]
    rows: tuple[ThemeCountsRow, ...]
    bases: Mapping[str, int]
    all_reviews: int
    undated: int = 0  # reviews left out because they state no value for this column
    inspections: int = 0  # of those that are counted in all: they are not reviews
    parts: Mapping[str, ThemeTable] = field(default_factory=dict)  # the same of each type of review, where asked for


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A recommendation, its answers, and later findings on the same matter anywhere in the library.

    A recommendation that several documents of a review print stands once, in its fullest wording.
    """

    recommendation: FindingInContext
    answers: tuple[tuple[Answer, FindingInContext], ...]
    status: Status
    later: tuple[tuple[Echo, FindingInContext], ...]
    repeated: tuple[FindingInContext, ...] = ()  # its other printings in documents of the same review
    owner: str = ""  # who must act and by when, as printed with any printing or else with an answer
    due: str = ""

    @property
    def complete(self) -> int:
        """How many of its answers are reported complete."""
        return sum(bool(held.finding.status and held.finding.status.is_reached) for _, held in self.answers)

    @property
    def part_complete(self) -> str:
        """Return how many answers are reported complete, where some but not all are: "part complete (1 of 3)"."""
        some = 0 < self.complete < len(self.answers)
        return f"part complete ({self.complete} of {len(self.answers)})" if some else ""


@dataclass(frozen=True, slots=True)
class VaguenessReport:
    """What a recommendation leaves open. True means that it is missing."""

    owner: bool
    date: bool
    measure: bool
    notes: tuple[str, ...]
    weak: str = ""  # a verb that can be met without anything changing, as the draft has it


def by_status(rows: Iterable[FollowUp]) -> Mapping[Status, int]:
    """Count recommendations by status, in the order of the controlled list."""
    counted = dict.fromkeys(Status, 0)
    for row in rows:
        counted[row.status] += 1
    return counted
