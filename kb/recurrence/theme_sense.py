"""Which themes a question speaks of by its meaning as a whole, where its words name none.

What the vocabulary says of each theme, and everyday words that show it, are kept as the sentence encoder's vectors,
along the axes on which they differ most; beside them a linear model of the same. A theme is likely by both: by the few
sayings that are nearest to the question, and by the whole. Made by benchmarks/train_theme_sense.py and shipped. It
knows the themes that it was made from: one that a keeper added has no chance here, one that is gone is passed over.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

FILE = "theme_sense.npz"
NEAREST_SAYINGS = 4  # of each theme, that tell how near it is
_WARMTH = 0.06  # cosine by which a saying must be nearer to count 2.7 times as much
_OF_THE_WHOLE = 0.5  # what the linear model counts beside the nearest sayings
_SCALE = 127.0  # of numbers kept as bytes

Numbers = npt.NDArray[Any]
Floats = npt.NDArray[np.float32]


@dataclass(frozen=True)
class ThemeSense:
    """What is known of the themes: sayings along the axes, whose each is, and weights of each theme, a row each."""

    slugs: tuple[str, ...]
    axes: Floats
    sayings: Floats
    themes: Numbers  # of each saying: the place of its theme among the slugs
    weights: Floats

    def chances(self, question: Floats) -> dict[str, float]:
        """Return how likely a question, by its centred vector, is on each theme: the best first, 1 in all, or none."""
        if len(question) != len(self.axes):
            return {}  # of another encoder
        near = np.append(self.sayings @ (question @ self.axes), np.float32(-np.inf))[self._sayings_of_each]
        nearest = -np.sort(-np.partition(near, -NEAREST_SAYINGS, axis=1)[:, -NEAREST_SAYINGS:], axis=1)
        warm = np.exp(nearest / _WARMTH).astype(np.float64).cumsum(axis=1)[:, -1]
        sums = np.log(np.maximum(warm, 1e-12)) + _OF_THE_WHOLE * (self.weights @ question)
        shares = np.exp(sums - sums.max())
        shares /= shares.sum()
        return {self.slugs[at]: float(shares[at]) for at in np.argsort(-shares, kind="stable").tolist()}

    @cached_property
    def _sayings_of_each(self) -> Numbers:
        """Return the places of each theme's sayings, a row each; where a theme has fewer than another, one past all."""
        rows = [np.flatnonzero(self.themes == at) for at in range(len(self.slugs))]
        places = np.full((len(rows), max(NEAREST_SAYINGS, *map(len, rows))), len(self.themes))
        for at, row in enumerate(rows):
            places[at, : len(row)] = row
        return places

    def arrays(self) -> Mapping[str, Numbers]:
        """Return it as numbers, to be kept in a file."""
        largest = np.abs(self.sayings).max()
        return {
            "slugs": np.frombuffer("\n".join(self.slugs).encode(), np.uint8),
            "axes": self.axes.astype(np.float16),
            "sayings": np.round(self.sayings / largest * _SCALE).astype(np.int8),
            "largest": np.array(largest, np.float32),
            "themes": self.themes.astype(np.uint8),
            "weights": self.weights.astype(np.float16),
        }

    @classmethod
    def of(cls, arrays: Mapping[str, Numbers]) -> ThemeSense:
        """Return what was kept as numbers."""
        return cls(
            slugs=tuple(bytes(arrays["slugs"]).decode().split("\n")),
            axes=arrays["axes"].astype(np.float32),
            sayings=arrays["sayings"].astype(np.float32) * (float(arrays["largest"]) / _SCALE),
            themes=arrays["themes"].astype(np.int64),
            weights=arrays["weights"].astype(np.float32),
        )


@lru_cache(maxsize=1)
def theme_sense() -> ThemeSense:
    """Return what is shipped."""
    with resources.as_file(resources.files("kb.recurrence").joinpath("data", FILE)) as path, np.load(path) as kept:
        return ThemeSense.of({key: kept[key] for key in kept.files})


def keep(sense: ThemeSense, path: Path) -> None:
    """Write it to a file."""
    arrays: dict[str, Any] = dict(sense.arrays())
    np.savez_compressed(path, **arrays)


def surest(chances: Mapping[str, float], known: Iterable[str], least: float, ahead: float) -> str:
    """Return the likeliest theme that is known, where it has a chance of `least` and `ahead` times the next one's."""
    of_known = sorted(((chances.get(slug, 0.0), slug) for slug in set(known)), key=lambda pair: (-pair[0], pair[1]))
    (chance, best), (second, _) = [*of_known, (0.0, ""), (0.0, "")][:2]
    return best if chance >= least and chance >= ahead * second else ""
