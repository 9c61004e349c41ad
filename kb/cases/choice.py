"""Which findings of a review a session begins with: a few of each kind, what went wrong before what was asked."""

from __future__ import annotations

from collections.abc import Sequence

from kb.core.case_values import TELLING
from kb.core.model import FindingInContext, Kind

_KINDS = (*TELLING, Kind.OWN_WORDS, Kind.GOOD_PRACTICE, Kind.RECOMMENDATION)


def choose(holdings: Sequence[FindingInContext], most: int) -> tuple[FindingInContext, ...]:
    """Return up to `most` findings, one of each kind in turn, as their kinds stand in order."""
    by_kind = {kind: [one for one in holdings if one.finding.kind is kind] for kind in _KINDS}
    turns = [(turn, at, one) for at, some in enumerate(by_kind.values()) for turn, one in enumerate(some)]
    kept = sorted(turns, key=lambda entry: entry[:2])[:most]
    return tuple(one for _, _, one in sorted(kept, key=lambda entry: (entry[1], entry[0])))
