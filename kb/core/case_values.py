"""Values of cases: words of a document that tell one, the case with its findings, and content notices."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from kb.core.model import DocumentSummary, FindingInContext, Kind, Polarity, Review

AGE_SPANS: Mapping[str, tuple[str, int, int]] = {  # from and up to so many years, the upper bound left out
    "unborn": ("Unborn", 0, 0),
    "under-1": ("Under 1", 0, 1),
    "under-5": ("Under 5", 0, 5),
    "5-10": ("5 to 10", 5, 11),
    "11-17": ("11 to 17", 11, 18),
    "adult": ("Adults", 18, 130),
}
TELLING = (Kind.MISSED_OPPORTUNITY, Kind.LESSON, Kind.CONCERN)  # what a room can learn from, before praise


@dataclass(frozen=True, slots=True)
class Passage:
    """Words of a document that are no finding, with the heading and the page under which they stand."""

    words: str
    heading: str
    page: int | None
    document: DocumentSummary


@dataclass(frozen=True, slots=True)
class Story(Passage):
    """A passage that tells a case. `words` are for a page, `short` is for a paper.

    `stretch` is where a case study's findings stand in its document; None where the whole review is of this case.
    """

    short: str = ""
    said: str = ""  # all that the documents say in telling it, of which ages are read
    stretch: tuple[int, int] | None = None
    others: tuple[Story, ...] = ()  # further cases of the same review

    def holds(self, one: FindingInContext) -> bool:
        """Return whether a finding of the review belongs to this case."""
        if self.stretch is None:
            return True
        return one.document.id == self.document.id and self.stretch[0] <= one.finding.span.start < self.stretch[1]


@dataclass(frozen=True, slots=True)
class DatedEvent:
    """A sentence of a document that tells of the case and states when it was."""

    date: str  # ISO: the first date that it states; of a period its end
    printed: str  # that date as it is printed
    words: str
    page: int | None
    document: DocumentSummary


@dataclass(frozen=True, slots=True)
class PersonInCase:
    """A role and the names, as published, by which the words of the case call its bearers."""

    role: str
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ContentNotice:
    """What a reader should know before reading: `outcome` such as "the death of a child", and each subject once."""

    outcome: str = ""
    subjects: tuple[str, ...] = ()

    @property
    def all_subjects(self) -> tuple[str, ...]:
        """Outcome and subjects; () where there is nothing to tell."""
        return tuple(one for one in (self.outcome, *self.subjects) if one)


@dataclass(frozen=True, slots=True)
class Case:
    """A case of a review and the findings that belong to it; without a story, those that belong to no case it tells."""

    review: Review
    story: Story | None
    holdings: tuple[FindingInContext, ...]
    number: int  # of the cases that the review tells, from 1; 0 without a story
    cases: int  # how many it tells
    ages: tuple[str, ...] = ()  # of those it is about, as words: "4 months", "34"
    notice: ContentNotice = ContentNotice()

    def holds(self, one: FindingInContext) -> bool:
        """Return whether a finding of the review is of this case; without a story, each that no other case holds."""
        return self.story is None or self.story.holds(one)


def is_praise(one: FindingInContext) -> bool:
    """Return whether a finding tells what went well."""
    return one.finding.kind is Kind.GOOD_PRACTICE or one.finding.polarity is Polarity.WORKING_WELL


class Standing(Enum):
    """How far a case is known to be of an age."""

    STATED = "stated"
    HINTED = "hinted"  # only a finding says "baby", where nothing states an age
    OTHER = "other"


class Lack(Enum):
    """What keeps a case from fitting."""

    NOTHING_TOLD = "no document tells what happened"
    OUTSIDE = "the findings are not about a single case"
    NOTHING_TO_LEARN = "it holds no lesson, concern or missed opportunity on the theme"
    AGE_HINTED = "only a word in its findings hints at the age"


@dataclass(frozen=True, slots=True)
class CaseMatch:
    """A case, and its findings on the theme."""

    case: Case
    holdings: tuple[FindingInContext, ...]  # those that a room learns most from come first
    standing: Standing = Standing.STATED  # of the age that is asked for
    praise: bool = False  # whether what went well is asked for

    @property
    def lacks(self) -> tuple[Lack, ...]:
        """What keeps it from being a case that fits; nothing where it is one."""
        found = []
        if not self.case.story:
            found.append(Lack.OUTSIDE if self.case.cases else Lack.NOTHING_TOLD)
        if not self.learns:
            found.append(Lack.NOTHING_TO_LEARN)
        if self.standing is not Standing.STATED:
            found.append(Lack.AGE_HINTED)
        return tuple(found)

    @property
    def learns(self) -> bool:
        """Return whether it has something to learn on the theme, or something that went well where that is wanted."""
        if self.praise:
            return any(is_praise(one) for one in self.holdings)
        return any(
            one.finding.kind in TELLING and one.finding.polarity is not Polarity.WORKING_WELL for one in self.holdings
        )

    @property
    def order(self) -> tuple[bool, bool, bool]:
        """Return the key to sort by: those that fit first, then those with a story."""
        return bool(self.lacks), not self.case.story, not self.learns


@dataclass(frozen=True, slots=True)
class CasesOnTheme:
    """The cases on a theme, those that fit best first, and how many reviews on it were not looked at."""

    matches: tuple[CaseMatch, ...]
    looked_at: int = 0  # reviews on the theme, the newest
    left: int = 0  # further reviews

    @property
    def fitting(self) -> int:
        """How many of them fit."""
        return sum(not one.lacks for one in self.matches)
