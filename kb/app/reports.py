"""The values that use cases return: reports of work done, the library's health, faults found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from kb.core.document import Note
from kb.core.model import Answer, Echo, Finding, FindingInContext, Kind, Review
from kb.core.recurrence_values import VaguenessReport
from kb.text.formatting import count_phrase, join_words, title_with_year

KEPT = "kept"
KEPT_WITH_NOTES = "kept_with_notes"
REFUSED = "refused"
ALREADY_HELD = "already_held"
MENTIONED_REVIEWS = 3  # reviews that a headline names


@dataclass(frozen=True, slots=True)
class Outcome:
    """The outcome for one file. `sentence` says it in words; `document_id` is "" for a refused file."""

    path: Path
    outcome: str  # kept, kept_with_notes, refused, already_held
    sentence: str
    document_id: str = ""
    notes: tuple[Note, ...] = ()
    code: str = ""  # of a refusal, stable for machines
    findings: int = 0
    pages: int = 0
    amended: bool = False  # an already held document, by what its manifest says now


@dataclass(frozen=True, slots=True)
class AddReport:
    """What became of every file seen. `passed_over` counts temporary files, which are not looked at.

    `trouble` says what ended the run before its last file; `later` why what is new cannot be searched yet, and
    `unindexed` that this is because the index could not be written.
    """

    outcomes: tuple[Outcome, ...]
    passed_over: int = 0
    trouble: str = ""
    later: str = ""
    unindexed: bool = False
    in_vain: tuple[str, ...] = ()  # of manifests that name files which are not there

    @property
    def is_complete(self) -> bool:
        """Return whether every file was looked at and can be searched, now or in a moment."""
        return not self.trouble and not self.unindexed

    def count(self, outcome: str) -> int:
        """Return how many files had this outcome."""
        return sum(one.outcome == outcome for one in self.outcomes)

    @property
    def looked_at(self) -> int:
        """All files that were looked at; the four outcomes add up to it."""
        return len(self.outcomes)

    @property
    def sentence(self) -> str:
        """The last line of `kb add`."""
        parts = (
            f"{self.count(KEPT)} kept",
            f"{self.count(KEPT_WITH_NOTES)} kept with notes",
            f"{self.count(REFUSED)} refused",
            f"{self.count(ALREADY_HELD)} already held",
        )
        files = "1 file" if self.looked_at == 1 else f"{self.looked_at} files"
        amended = sum(one.amended for one in self.outcomes)
        changed = f", {amended} of them amended by a manifest" if amended else ""
        over = f" ({self.passed_over} temporary passed over)" if self.passed_over else ""
        return f"{files} seen: {', '.join(parts)}{changed}{over}."


Progress = Callable[
    [int, int, Outcome | str | None], None
]  # done, of how many, and the last file or what is being done
"""Called with how many files are done, of how many, and the last outcome (None at the start)."""


@dataclass(frozen=True, slots=True)
class Change:
    """What a new reading or a new vocabulary does to one finding: "gained", "lost" or "changed"."""

    finding: str
    change: str
    what: str  # a theme's slug for retheme; what differs for reread
    text: str
    document: str = ""  # id
    name: str = ""  # of the document


@dataclass(frozen=True, slots=True)
class ChangeReport:
    """Every change of a run over the whole library; `dry_run` says that nothing was written."""

    changes: tuple[Change, ...]
    documents: int
    findings: int
    dry_run: bool
    troubles: tuple[str, ...] = ()
    conflicts: tuple[str, ...] = ()  # corrections of people that a new reading disagrees with; they hold

    def of(self, what: str) -> tuple[Change, ...]:
        """Return the changes of one theme, or of one sort of difference."""
        return tuple(change for change in self.changes if change.what == what)


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that the doctor found, how bad it is, and its remedy."""

    check: str  # stable name of the check
    grave: bool  # False: worth knowing; True: the library is not as it should be
    sentence: str
    remedy: str
    count: int = 1
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """All faults, and the checks that were made."""

    faults: tuple[Fault, ...]
    checks: tuple[str, ...]

    @property
    def well(self) -> bool:
        """Return whether nothing grave was found."""
        return not any(fault.grave for fault in self.faults)


@dataclass(frozen=True, slots=True)
class Health:
    """Tells whether the library can answer now, and its counts, for /readyz and the foot of the coverage page."""

    ready: bool
    sentence: str
    reviews: int
    documents: int
    findings: int
    store_mark: int
    index_mark: int


@dataclass(frozen=True, slots=True)
class EarlierFinding:
    """An earlier finding, why it is like the draft, and what answers it."""

    echo: Echo
    holding: FindingInContext
    answers: tuple[tuple[Answer, FindingInContext], ...] = ()
    sentence: str = ""  # the sentence of a longer finding that is most like the draft


_NO_CLOSE_MATCH = "We found no close match. We may miss one that uses other words."


@dataclass(frozen=True, slots=True)
class CheckedFinding:
    """A finding of a draft beside earlier findings of the library. Nothing of a draft is stored.

    In `said` what is closest stands first.
    """

    finding: Finding
    said: tuple[EarlierFinding, ...]
    reviews: int  # how many reviews said nearly the same, by the strict measure
    vague: VaguenessReport | None  # what a recommendation leaves open; None for other kinds
    related: int = 0  # how many other reviews are only related
    where: tuple[Review, ...] = ()  # those that said nearly the same, oldest first
    often: str = ""  # how often something like it was recommended, and how far it came; "" where never
    on_theme: int = 0  # how many sources have findings on one of its themes

    @property
    def headline(self) -> str:
        """One sentence: how many findings say nearly the same, and how many are only related."""
        if self.reviews:
            told = join_words([title_with_year(review) for review in self.where[:MENTIONED_REVIEWS]])
            more = _describe_related(self.related, "more source")
            among = "among them " if self.reviews > MENTIONED_REVIEWS else ""
            say = "says" if self.reviews == 1 else "say"
            return f"{count_phrase(self.reviews, 'source')} {say} nearly the same: {among}{told}.{more}"
        more = _NO_CLOSE_MATCH + _describe_related(self.related, "source")
        if self.on_theme:
            has = "has" if self.on_theme == 1 else "have"
            return f"{more} {count_phrase(self.on_theme, 'source')} {has} findings on this theme."
        return more


def _describe_related(number: int, noun: str) -> str:
    """Say how many sources have findings that are only related; "" where none has."""
    return f" {count_phrase(number, noun)} {'has' if number == 1 else 'have'} related findings." if number else ""


@dataclass(frozen=True, slots=True)
class ThemeSuggestion:
    """A theme that a finding may be about, by its id; the chance (0 to 1) of it, and the telling words."""

    finding: str
    theme: str
    chance: float
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A statement that came near to being a finding of a kind, and why it is none."""

    text: str
    kind: Kind
    why: str
