"""What words and their pairs say of themes, as learned (benchmarks/train_suggestions.py): suggestions.json, read."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

PATH = Path(__file__).with_name("suggestions.json")


@dataclass(frozen=True, slots=True)
class SuggestionModel:
    """A linear model for each theme: the sum of the weights of a text's known words, over the root of their number."""

    bar: float  # chance from 0 to 1 from which a theme is suggested
    known: frozenset[str]  # plain words, and pairs of them with a space between, that count in the length of a text
    bias: Mapping[str, float]  # by theme
    weights: Mapping[str, Mapping[str, float]]  # word or pair -> theme -> weight


@cache
def suggestion_model() -> SuggestionModel:
    """Return the model that came with the program, read once."""
    held = json.loads(PATH.read_text(encoding="utf-8"))
    return SuggestionModel(held["bar"], frozenset(held["known"].split("\t")), held["bias"], held["weights"])


def dump(model: SuggestionModel) -> str:
    """Return the model as its file holds it."""
    held = {
        "bar": model.bar,
        "bias": dict(model.bias),
        "weights": {word: dict(of) for word, of in model.weights.items()},
        "known": "\t".join(sorted(model.known)),
    }
    return json.dumps(held, ensure_ascii=False, indent=0, sort_keys=True) + "\n"
