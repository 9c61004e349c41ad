"""What words and their pairs say of themes, as learned (benchmarks/train_suggestions.py): suggestions.json, read."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

PATH = Path(__file__).with_name("suggestions.json")
ENCODED_PATH = Path(__file__).with_name(
    "encoded_sense.npz"
)  # the same beside an encoder: ingest/themes/encoded_sense.py


@dataclass(frozen=True, slots=True, eq=False)
class SuggestionModel:
    """A linear model for each theme: the sum of the weights of a text's known words, over the root of their number.

    One is equal to itself alone, so that what is made of it can be kept by it.
    """

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
    known = "\t".join(sorted(model.known))
    head = {"bar": model.bar, "bias": dict(model.bias), "known": known}
    lines = (f"{json.dumps(key)}:{_compact(value)}" for key, value in head.items())
    words = (f"{_compact(word)}:{_compact(dict(of))}" for word, of in sorted(model.weights.items()))
    return "{" + ",\n".join(lines) + ',\n"weights":{\n' + ",\n".join(words) + "\n}}\n"


def _compact(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
