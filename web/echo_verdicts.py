"""People's verdicts on whether two findings say the same, and when they were given.

A judgement changes the library for every reader, so only an editor or the keeper makes one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kb.core.model import Verdict
from kb.text import formatting
from web.components.cards import Card, card
from web.request import PageRequest


@dataclass(frozen=True, slots=True)
class VerdictWord:
    """A person's word on a pair, and the day on which it was given."""

    same: bool
    when: str


@dataclass(frozen=True, slots=True)
class RefusedEcho:
    """A finding that a person says is not the same lesson."""

    card: Card
    when: str


@dataclass(frozen=True, slots=True)
class Judgements:
    """People's verdicts on one finding and others."""

    finding: str
    words: Mapping[str, VerdictWord]  # by the other finding's id
    refused: tuple[RefusedEcho, ...]  # shown apart, so that they can be taken back


def judgements_of(ask: PageRequest, finding: str) -> Judgements:
    """Return people's verdicts on a finding and others."""
    verdicts = ask.library.verdicts(finding)
    gone = {one.finding.id: one for one in ask.library.holdings([k for k, v in verdicts.items() if not v.accepted])}
    return Judgements(
        finding,
        {other: word(verdict) for other, verdict in verdicts.items()},
        tuple(RefusedEcho(card(gone[o], ask.library.vocabulary), _day(v)) for o, v in verdicts.items() if o in gone),
    )


def word(verdict: Verdict) -> VerdictWord:
    """Return a verdict for reading."""
    return VerdictWord(verdict.accepted, _day(verdict))


def _day(verdict: Verdict) -> str:
    return formatting.format_date(verdict.at[:10])
