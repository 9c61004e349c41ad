"""Values of coding rounds: which findings, who codes them, what each person said, and what a third one settled."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

ThemeName = Callable[[str], str]
MACHINE = "the machine"  # the name under which what was read stands beside the coders


@dataclass(frozen=True, slots=True)
class RoundSample:
    """Which findings a round is drawn from, and how many. What is "" or 0 narrows nothing."""

    theme: str = ""
    document: str = ""
    kind: str = ""
    since: int = 0  # years of publication
    until: int = 0
    size: int = 0
    seed: str = "1"


@dataclass(frozen=True, slots=True)
class CodingRound:
    """A sample of findings that several people code, each alone."""

    number: int
    at: str  # ISO time, UTC
    person: str  # who made it
    title: str
    sample: RoundSample
    coders: tuple[str, ...]
    closed: str = ""  # when it was closed; "" while it may be coded
    done: dict[str, int] = field(default_factory=dict)  # coder -> findings coded
    size: int = 0  # findings drawn


@dataclass(frozen=True, slots=True)
class Code:
    """What one coder says of a finding: its kind and its themes."""

    kind: str
    themes: frozenset[str]

    def with_names(self, now: ThemeName) -> Code:
        """Return the same with each theme under the name that `now` gives it."""
        return Code(self.kind, frozenset(map(now, self.themes)))


@dataclass(frozen=True, slots=True)
class CodedFinding:
    """A finding of a round with all that was said of the words that it has.

    `machine` is None where the machine said nothing of these words: people had added the finding or chosen its words.
    """

    finding: str  # id
    machine: Code | None
    codes: dict[str, Code] = field(default_factory=dict)  # coder -> code
    settlement: Code | None = None
    settled_by: str = ""
    outdated: frozenset[str] = frozenset()  # coders who coded it before it had these words, and not since

    def with_names(self, now: ThemeName) -> CodedFinding:
        """Return the same with each theme under the name that `now` gives it."""
        return replace(
            self,
            machine=self.machine.with_names(now) if self.machine else None,
            codes={coder: code.with_names(now) for coder, code in self.codes.items()},
            settlement=self.settlement.with_names(now) if self.settlement else None,
        )

    def is_complete(self, coders: tuple[str, ...]) -> bool:
        """Return whether every coder has coded it."""
        return all(one in self.codes for one in coders)

    @property
    def is_disputed(self) -> bool:
        """Return whether coders differ and nobody has settled it."""
        return self.settlement is None and len(set(self.codes.values())) > 1

    @property
    def kind(self) -> str:
        """The kind that is settled or that all coders say; "" where they differ."""
        kinds = {code.kind for code in self._decided_codes}
        return kinds.pop() if len(kinds) == 1 else ""

    @property
    def themes(self) -> frozenset[str]:
        """The themes that are settled or that all coders give."""
        return (
            frozenset.intersection(*(code.themes for code in self._decided_codes))
            if self._decided_codes
            else frozenset()
        )

    @property
    def open_themes(self) -> frozenset[str]:
        """The themes that only some coders give, and that nobody has settled."""
        return frozenset().union(*(code.themes for code in self._decided_codes)) - self.themes

    @property
    def _decided_codes(self) -> tuple[Code, ...]:
        return (self.settlement,) if self.settlement else tuple(self.codes.values())
