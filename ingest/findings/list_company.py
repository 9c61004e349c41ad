"""Items of one list tell things of one sort: where most are findings, one that is nearly a finding is one too."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING

from ingest.findings.statements import reckon, weights_of

if TYPE_CHECKING:
    from ingest.findings.candidates import Candidate

_FEWEST = 2  # items
_MOSTLY = 0.55  # the mean chance of a list's items from which they are findings on the whole


def mark_company(units: Iterable[Candidate]) -> Iterator[Candidate]:
    """Yield the units, those marked that stand in such a list and come near the bar."""
    for weighed, run in groupby(units, key=lambda unit: unit.is_item and bool(unit.signs)):
        if weighed:
            yield from _of_list(list(run))
        else:
            yield from run


def _of_list(items: list[Candidate]) -> Iterator[Candidate]:
    weights = weights_of()
    chances = [reckon(item.signs, weights).chance for item in items]
    mostly = len(items) >= _FEWEST and sum(chances) / len(chances) >= _MOSTLY
    for item, chance in zip(items, chances, strict=True):
        yield replace(item, in_company=True) if mostly and weights.near <= chance < weights.bar else item
