"""Everything that can be exported, each as a value; the head that each file carries; the protocol of a format."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from kb.core.addresses import loopback
from kb.core.case_values import Case, ContentNotice
from kb.core.model import Answer, DocumentSummary, Echo, FindingInContext, Review, Status, Use
from kb.core.recurrence_values import FollowUp, ThemeTable, Thread, ThreadStage
from kb.text.formatting import format_date
from kb.vocabulary import Theme, Vocabulary

LICENCE = (
    "The publisher named next to each quotation owns its words. You can usually quote short passages if you name the "
    "source. Check the document’s licence before you copy or publish more."
)


@dataclass(frozen=True, slots=True)
class ExportHead:
    """The head of every export: whose it is, what was asked and when. `base` begins its addresses; "" gives none."""

    library: str
    title: str
    date: str  # ISO
    vocabulary: Vocabulary
    asked: tuple[tuple[str, str], ...] = ()  # such as ("Search", "core groups"), ("Theme", "Neglect")
    base: str = ""  # "https://library.example"
    licence: str = LICENCE

    def address(self, finding: str) -> str:
        """Return the lasting address of a finding, or "" where the library has none."""
        return f"{self.base.rstrip('/')}/findings/{finding}" if self.base else ""

    @property
    def opens_elsewhere(self) -> bool:
        """Whether its addresses open on another machine than this one, such as a phone in the room."""
        return bool(self.base) and not loopback(urlsplit(self.base).hostname or "")

    @property
    def about(self) -> tuple[tuple[str, str], ...]:
        """What stands on the first page of every paper, as pairs of a label and words."""
        return (
            *self.asked,
            ("Library", self.library),
            ("Created", format_date(self.date)),
            ("Copyright", self.licence),
        )


@dataclass(frozen=True, slots=True)
class Findings:
    """Findings in an order, such as the answer to a search; `answers` tells which recommendations an action answers."""

    holdings: Iterable[FindingInContext]
    answers: Iterable[Answer] = ()
    every: bool = False  # as slides, all findings and all their words; else those that a room can take in
    notice_of: Callable[[str], ContentNotice] | None = None  # of a review's slug; asked for tables and slides


@dataclass(frozen=True, slots=True)
class Reviews:
    """Reviews, each with its documents."""

    reviews: Iterable[tuple[Review, tuple[DocumentSummary, ...]]]


@dataclass(frozen=True, slots=True)
class Documents:
    """Documents as the library lists them."""

    documents: Iterable[DocumentSummary]


@dataclass(frozen=True, slots=True)
class Themes:
    """Themes, and for each slug in how many findings and in how many reviews it is."""

    themes: Iterable[Theme]
    counts: Mapping[str, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Answers:
    """Which action answers which recommendation."""

    answers: Iterable[Answer]


@dataclass(frozen=True, slots=True)
class EchoPairs:
    """Pairs of findings of different reviews that say nearly the same."""

    echoes: Iterable[Echo]


@dataclass(frozen=True, slots=True)
class Threads:
    """Lessons through time."""

    threads: Iterable[Thread]


@dataclass(frozen=True, slots=True)
class FollowedUp:
    """A review's recommendations, each with what was answered and what was found later."""

    review: Review
    rows: tuple[FollowUp, ...]


@dataclass(frozen=True, slots=True)
class RecurrenceTable:
    """Themes by year, area or review type."""

    table: ThemeTable


@dataclass(frozen=True, slots=True)
class Exhibit:
    """A finding in a case pack, with the trainer's note on it."""

    holding: FindingInContext
    note: str = ""


@dataclass(frozen=True, slots=True)
class Pack:
    """A trainer's case pack. `asked` are questions that the reviews' own documents ask, to be used again."""

    title: str
    exhibits: tuple[Exhibit, ...]
    introduction: str = ""
    questions: tuple[str, ...] = ()  # the trainer's own
    asked: tuple[FindingInContext, ...] = ()
    cases: Mapping[str, tuple[Case, ...]] = field(default_factory=dict)  # by a review's slug: what it tells
    used: tuple[Use, ...] = ()  # of this pack, newest first
    every: bool = False  # as slides, all quotations and all their words; else those that a room can take in


@dataclass(frozen=True, slots=True)
class Quiz:
    """A case to be discussed before what its review found is shown."""

    case: Case


@dataclass(frozen=True, slots=True)
class Contrast:
    """Findings of two sorts side by side for a handout: two agencies, or two reviews, on one theme."""

    title: str
    heads: tuple[str, str]
    sides: tuple[tuple[FindingInContext, ...], tuple[FindingInContext, ...]]
    said: str = ""  # what is compared, in a sentence


@dataclass(frozen=True, slots=True)
class Event:
    """One row of a history. An action stands under the recommendation that it answers, where that is in it too."""

    stage: ThreadStage
    holding: FindingInContext
    status: Status | None = None  # as reported: of an action, or of all actions that answer a recommendation together
    answers: tuple[FindingInContext, ...] = ()  # the recommendations that an action answers
    actions: int = 0  # how many answer a recommendation
    under: bool = False  # stands under the recommendation before it
    printed: tuple[FindingInContext, ...] = ()  # where else the documents of its review print a recommendation
    near: bool = False  # on the same matter in other words than were asked for


@dataclass(frozen=True, slots=True)
class History:
    """What was said on a matter, in the order of time, and in a few sentences what became of it."""

    events: tuple[Event, ...]
    said: str = ""


@dataclass(frozen=True, slots=True)
class DraftMatch:
    """An earlier finding that is like a draft, the words of it that are most like, and what became of it."""

    measure: str  # "Nearly the same" or "Related"
    holding: FindingInContext
    words: str
    why: str
    status: str = ""


@dataclass(frozen=True, slots=True)
class DraftEntry:
    """One finding of a draft, with how often the library has it."""

    kind: str
    words: str
    measure: str  # in how many sources nearly the same stands, in how many something related
    often: str = ""  # how often something like it was recommended, and what came of it
    notes: tuple[str, ...] = ()  # what a recommendation leaves open
    matches: tuple[DraftMatch, ...] = ()


@dataclass(frozen=True, slots=True)
class CheckedDraft:
    """A draft compared with the library, for the minutes. `asked` are questions that earlier reviews left open."""

    entries: tuple[DraftEntry, ...]
    asked: tuple[FindingInContext, ...] = ()


Payload = (
    Findings
    | Reviews
    | Documents
    | Themes
    | Answers
    | EchoPairs
    | Threads
    | FollowedUp
    | RecurrenceTable
    | Pack
    | Quiz
    | Contrast
    | History
    | CheckedDraft
)

PAYLOADS: Mapping[str, type[Payload]] = {
    "findings": Findings,
    "reviews": Reviews,
    "documents": Documents,
    "themes": Themes,
    "answers": Answers,
    "echoes": EchoPairs,
    "threads": Threads,
    "follow-up": FollowedUp,
    "recurrence": RecurrenceTable,
    "pack": Pack,
    "quiz": Quiz,
    "contrast": Contrast,
    "history": History,
}

# A writer takes the payload under whose class it is entered, which the type of a mapping cannot say.
Writer = Callable[[Any, ExportHead], Iterable[bytes]]


LAST_PLACE = 100  # among links, of a form that asks for none


@dataclass(frozen=True, slots=True)
class Form:
    """A form of export: its ending, its media type, its label, and the writers of what it can hold.

    `short` is its label in a line of links. `place` orders forms: papers first, then tables, then what programs read.
    A form that is `made_whole` stands in memory before its first byte leaves: only a few are made at once.
    """

    ending: str
    media: str
    label: str
    writers: Mapping[type[Payload], Writer]
    short: str = ""
    place: int = LAST_PLACE
    made_whole: bool = False
