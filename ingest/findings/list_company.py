"""Items of one list tell things of one sort: where most are findings, one that is nearly a finding is one too."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.findings.statement_signs import Sign
from ingest.findings.statements import reckon, weights_of

_FEWEST = 2  # items
_MOSTLY = 0.55  # the mean chance of a list's items from which they are findings on the whole


def in_company(items: Sequence[tuple[Sign, ...]]) -> tuple[bool, ...]:
    """Return for each item of a list, by its signs, whether it just misses the bar and the list is mostly findings."""
    weights = weights_of()
    chances = [reckon(signs, weights).chance for signs in items]
    mostly = len(items) >= _FEWEST and sum(chances) / len(chances) >= _MOSTLY
    return tuple(mostly and weights.near <= chance < weights.bar for chance in chances)
