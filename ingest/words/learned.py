"""What signs are worth for each of several answers, as a linear model learned it, read without its library.

Files of weights are written by scripts in benchmarks/ (`train_statuses`, `train_headings`): the answers, the weight of
each where nothing is known, and those of each sign.
"""

from __future__ import annotations

import json
import math
from collections.abc import Collection, Mapping
from functools import cache
from pathlib import Path
from typing import Any


def shares_of_signs(signs: Collection[str], known: Collection[str]) -> dict[str, float]:
    """Return the known signs of a text, each with the same weight, of Euclidean norm 1 together."""
    held = [sign for sign in signs if sign in known]
    return dict.fromkeys(held, 1 / math.sqrt(len(held))) if held else {}


def weigh_signs(file: Path, signs: Collection[str]) -> Mapping[str, float]:
    """Return the probability, 0 to 1, of each answer of a file of weights by the signs of a text; they sum to one."""
    learned = _weights(file)
    scores = list(learned["always"])
    for sign, amount in shares_of_signs(signs, learned["signs"]).items():
        for at, weight in enumerate(learned["signs"][sign]):
            scores[at] += amount * weight
    highest = max(scores)
    grown = [math.exp(score - highest) for score in scores]
    return {name: one / sum(grown) for name, one in zip(learned["answers"], grown, strict=True)}


@cache
def _weights(file: Path) -> dict[str, Any]:
    return dict(json.loads(file.read_text(encoding="utf-8")))
