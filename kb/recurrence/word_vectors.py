"""What a finding means by the field's own words: vectors of words, and of findings as sums of them.

They are learned from the findings of inspection letters and shipped (`data/words.npz`, made by
benchmarks/train_likeness.py).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from importlib import resources
from typing import Any

import numpy as np
import numpy.typing as npt

from kb.core.expressions import expression
from kb.recurrence.terms import HEADING_WEIGHT, words

Floats = npt.NDArray[np.float32]
Halves = npt.NDArray[np.float16]

_WORD = expression(r"[A-Za-z]+")


def written_out(text: str, acronyms: Mapping[str, str]) -> str:
    """Return a text with its acronyms written out."""
    return _WORD.sub(lambda match: acronyms.get(match.group(), match.group()), text)


def unit(vectors: npt.NDArray[np.floating[Any]]) -> Floats:
    """Return the vectors, one or a row each, with length one; those of no length stay as they are."""
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return (vectors / np.where(lengths > 0, lengths, 1.0)).astype(np.float32)


class FieldVectors:
    """Vectors of the field's words, and of findings as sums of them."""

    def __init__(
        self,
        stems: Sequence[str],
        vectors: npt.NDArray[np.floating[Any]],
        idf: npt.NDArray[np.floating[Any]],
        mean: npt.NDArray[np.floating[Any]],
        axis: npt.NDArray[np.floating[Any]],
    ) -> None:
        self._places = {stem: place for place, stem in enumerate(stems)}
        self._idf = idf.astype(np.float32)
        self._vectors = unit(vectors.astype(np.float32)) * self._idf[:, None]
        self._mean = mean.astype(np.float32)
        self._axis = axis.astype(np.float32)

    @property
    def size(self) -> int:
        """Return how many numbers a vector has."""
        return len(self._mean)

    def rarity(self, stem: str, unknown: float) -> float:
        """Return the inverse document frequency of a word in the field, from 0, or `unknown`."""
        place = self._places.get(stem)
        return unknown if place is None else float(self._idf[place])

    def rarities(self) -> Iterator[tuple[str, float]]:
        """Give each word that the field knows, as a stem, with its inverse document frequency there."""
        yield from zip(self._places, self._idf.tolist(), strict=True)

    def sum_vectors(self, text: str, heading: str, acronyms: Mapping[str, str]) -> Floats:
        """Return the unit sum of the vectors of a finding's words, those of its heading at half their weight."""
        counts: Counter[int] = Counter()
        weights: dict[int, float] = {}
        for part, share in ((text, 1.0), (heading, HEADING_WEIGHT)):
            for _, stem in words(written_out(part, acronyms)):
                place = self._places.get(stem)
                if place is not None:
                    counts[place] += 1
                    weights[place] = max(weights.get(place, 0.0), share)
        if not counts:
            return np.zeros(self.size, np.float32)
        places = np.fromiter(counts, np.int64)
        frequency = 1 + np.log(np.fromiter(counts.values(), np.float32))
        share_of = np.fromiter((weights[place] for place in counts), np.float32)
        return unit((frequency * share_of) @ self._vectors[places])

    def vector(self, text: str, heading: str, acronyms: Mapping[str, str]) -> Floats:
        """Return the vector of a finding: less what all findings share, of length one, or all zeros without words."""
        raw = self.sum_vectors(text, heading, acronyms)
        if not raw.any():
            return raw
        apart = raw - self._mean
        return unit(apart - (apart @ self._axis) * self._axis)


@lru_cache(maxsize=1)
def field_vectors() -> FieldVectors:
    """Return the vectors that are shipped."""
    kept = shipped_arrays("words.npz")
    stems = bytes(kept["stems"]).decode().split("\n")
    return FieldVectors(stems, kept["vectors"], kept["idf"], kept["mean"], kept["axis"])


def shipped_arrays(name: str) -> Mapping[str, npt.NDArray[Any]]:
    """Return the arrays of a file that is shipped in `data`."""
    with resources.as_file(resources.files("kb.recurrence").joinpath("data", name)) as path, np.load(path) as kept:
        return {key: kept[key] for key in kept.files}
