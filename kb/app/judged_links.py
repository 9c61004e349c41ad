"""What a finding is linked with, as likeness and people say: refused pairs are left out, accepted ones come first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from kb.core.model import Echo
from kb.core.recurrence_values import STRONG_LIKENESS, Like


class LinkSource(Protocol):
    """What is known of likeness and verdicts, of this process or of the tables."""

    def likest(self, finding: str) -> Sequence[Like]:
        """Return the findings most like one, best first."""

    def strong_links(self, finding: str) -> Sequence[Echo]:
        """Return those of them with which it is linked by likeness alone, with reasons."""

    def beside(self, finding: str) -> Sequence[str]:
        """Return what it is linked with in its own review."""

    def verdicts(self, finding: str) -> Mapping[str, bool]:
        """Return what people said of it and others."""

    def explain(self, finding: str, likes: Sequence[Like]) -> Sequence[Echo]:
        """Return echoes with their reasons; those of findings that are not held are left out."""


class JudgedLinks:
    """The links of findings, with what people said of them."""

    def __init__(self, source: LinkSource) -> None:
        self._source = source

    def strong_echoes(self, finding: str) -> tuple[Echo, ...]:
        """Return the findings with which one is linked: those that people accepted first, then the likest."""
        found, words = tuple(self._source.strong_links(finding)), self._source.verdicts(finding)
        return self._judge(finding, found, words) if words else found

    def echoes(self, finding: str, depth: int) -> tuple[Echo, ...]:
        """Return the best `depth` echoes of a finding, however alike they are, with reasons."""
        words = self._source.verdicts(finding)
        likes = self._source.likest(finding)[: depth + sum(not accepted for accepted in words.values())]
        known = {echo.echo: echo for echo in self._source.strong_links(finding)}
        told = self._source.explain(finding, [like for like in likes if like.id not in known])
        known |= {echo.echo: echo for echo in told}
        found = tuple(known[like.id] for like in likes if like.id in known)
        return (self._judge(finding, found, words) if words else found)[:depth]

    def _judge(self, finding: str, found: Sequence[Echo], words: Mapping[str, bool]) -> tuple[Echo, ...]:
        kept = [echo for echo in found if words.get(echo.echo) is not False]
        known = {echo.echo for echo in found}
        missing = sorted(other for other, accepted in words.items() if accepted and other not in known)
        kept += self._source.explain(finding, [Like(other, STRONG_LIKENESS, False, False) for other in missing])
        lifted = (
            replace(echo, score=max(echo.score, STRONG_LIKENESS)) if words.get(echo.echo) else echo for echo in kept
        )
        return tuple(sorted(lifted, key=lambda echo: not words.get(echo.echo)))

    def beside(self, finding: str) -> tuple[str, ...]:
        """Return what a finding is linked with in its own review, none that a person refused."""
        words = self._source.verdicts(finding)
        return tuple(one for one in self._source.beside(finding) if words.get(one, True))


def by_finding(verdicts: Mapping[tuple[str, str], bool]) -> dict[str, dict[str, bool]]:
    """Return verdicts on pairs as verdicts of each finding on others."""
    found: dict[str, dict[str, bool]] = {}
    for (one, other), accepted in verdicts.items():
        found.setdefault(one, {})[other] = accepted
        found.setdefault(other, {})[one] = accepted
    return found


def linked_ids(echoes: Iterable[Echo]) -> frozenset[str]:
    """Return the findings at the other ends of echoes."""
    return frozenset(echo.echo for echo in echoes)
