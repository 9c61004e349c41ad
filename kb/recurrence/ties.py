"""What threads and what came back are made of: links, answers and verdicts, and how firmly a link ties two findings."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from kb.core.model import Answer, Echo, FindingInContext
from kb.core.recurrence_values import Confidence, Like
from kb.vocabulary.labels import when

FAIR_LIKENESS = 0.88  # likeness from which a tie is fair where the two do not say nearly the same


def _none(_one: str) -> Sequence[str]:
    return ()


def _pass(_findings: Sequence[str]) -> None:
    pass


@dataclass(frozen=True, slots=True)
class Ties:
    """What threads are made of, as functions that the application layer provides."""

    echoes: Callable[[str], Sequence[Echo]]  # strong echoes of a finding, best first
    holding: Callable[[str], FindingInContext | None]
    answers: Mapping[str, Sequence[Answer]]  # by recommendation
    verdicts: Mapping[frozenset[str], bool]  # a person's word on a pair: accepted or refused
    printings: Callable[[str], Sequence[str]] = _none  # all printings of the recommendation that a finding is one of
    likes: Callable[[str], Sequence[Like]] | None = None  # strong echoes without reasons, which are quicker to make
    beside: Callable[[str], Sequence[str]] = _none  # what a finding is linked with in its own review
    prepare: Callable[[Sequence[str]], None] = _pass  # hears which findings are asked for next: many are read at once
    # partners that were told: among 50,000 findings, those of a few are asked for a hundred thousand times
    known: dict[str, frozenset[str]] = field(default_factory=dict, repr=False, compare=False)

    def promise(self, finding: str) -> Sequence[Like | Echo]:
        """Return the strong echoes of a finding, with or without their reasons."""
        return self.likes(finding) if self.likes else self.echoes(finding)

    def printed_again(self, one: str, other: str) -> bool:
        """Return whether two findings are printings of one recommendation."""
        return other in self.printings(one)

    def first_printing(self, held: FindingInContext) -> FindingInContext:
        """Return the earliest printing of a recommendation; the finding itself where it is printed once or undated."""
        others = (self.holding(one) for one in self.printings(held.finding.id))
        dated = [one for one in (held, *others) if one is not None and when(one)]
        return min(dated, key=lambda one: (when(one), one.finding.id), default=held)

    def word(self, echo: Echo) -> bool | None:
        """Return a person's verdict on an echo, or None where nobody has given one."""
        return self.verdicts.get(frozenset((echo.finding, echo.echo)))

    def are_linked(self, one: str, other: str) -> bool:
        """Return whether two findings are linked: above the strong line or accepted by a person, and not refused."""
        said = self.verdicts.get(frozenset((one, other)))
        if said is not None:
            return said
        return other in self.partners(one) or one in self.partners(other)

    def partners(self, finding: str) -> frozenset[str]:
        """Return the findings with which one is linked, from the list of its most similar ones; remembered."""
        known = self.known.get(finding)
        if known is None:
            told = self.promise(finding)
            known = self.known[finding] = frozenset(one.echo if isinstance(one, Echo) else one.id for one in told)
        return known

    def confidence(self, echo: Echo) -> Confidence:
        """Return how firmly an echo ties two findings."""
        if echo.near or self.word(echo):
            return Confidence.STRONG
        return Confidence.FAIR if echo.score >= FAIR_LIKENESS else Confidence.SLIGHT
