"""What signs are worth for each of several answers, as a linear model learned it, read without its library.

Files of weights are written by scripts in benchmarks/ (`train_statuses`, `train_headings`): the answers, the weight of
each where nothing is known, and those of each sign.
"""

from __future__ import annotations

import json
import math
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class SignGroup:
    """Signs of one kind, each once, and what they count together beside those of other kinds."""

    signs: tuple[str, ...]
    worth: float = 1.0


def shares_of_signs(groups: Iterable[SignGroup], known: Collection[str]) -> dict[str, float]:
    """Return the weight of each known sign of a text, 0 to its group's worth.

    Those of a group weigh the same, and have its worth as their Euclidean norm together.
    """
    shares: dict[str, float] = {}
    for group in groups:
        held = [sign for sign in group.signs if sign in known]
        shares.update(dict.fromkeys(held, group.worth / math.sqrt(len(held))) if held else {})
    return shares


def weigh_signs(file: Path, groups: Iterable[SignGroup]) -> Mapping[str, float]:
    """Return the probability, 0 to 1, of each answer of a file of weights by the signs of a text; they sum to one."""
    learned = _weights(file)
    scores = list(learned["always"])
    for sign, amount in shares_of_signs(groups, learned["signs"]).items():
        for at, weight in enumerate(learned["signs"][sign]):
            scores[at] += amount * weight
    highest = max(scores)
    grown = [math.exp(score - highest) for score in scores]
    return {name: one / sum(grown) for name, one in zip(learned["answers"], grown, strict=True)}


@cache
def _weights(file: Path) -> dict[str, Any]:
    return dict(json.loads(file.read_text(encoding="utf-8")))
