"""What texts say of themes by a sentence encoder and by their words together: a chance for each theme.

Where the encoder is (the extra "meaning"), this takes the place of the chances of `suggest.TextSense`, which are of
words alone. Labelled texts that are near a text in the encoder's space each say a little of the themes that their
readers gave (kernel ridge regression), and so do words and pairs; both are learned together
(benchmarks/train_encoded_sense.py, kb/decisions/0212). Which words are shown with a theme `suggest.TextSense` tells.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from ingest.themes.suggest import each_and_pairs
from kb.core.model import Finding
from kb.text.cue_words import CueToken
from kb.vocabulary import Vocabulary
from kb.vocabulary.suggestions import ENCODED_PATH

NARROWNESS = 4.0  # how fast a labelled text says less the farther it is: by e for each quarter of a cosine
_SCALE = 127.0  # of vectors kept as bytes

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class EncodedSense:
    """What was learned: of each labelled text its vector and what it says of each theme, and the same of each word."""

    slugs: tuple[str, ...]
    bias: Floats  # by theme, log-odds
    texts: Floats  # unit vectors, a row each
    says: Floats  # texts by themes
    words: Mapping[str, int]  # word or pair -> its row
    weights: Floats  # words by themes

    def chances(self, vectors: Floats, said: Sequence[Sequence[CueToken]]) -> list[dict[str, float]]:
        """Return the chance of each theme for texts, of which the centred vectors and the words are given."""
        sums = self.bias + nearness(vectors, self.texts) @ self.says
        for row, words in zip(sums, said, strict=True):
            known = [self.words[one] for one in each_and_pairs(words) if one in self.words]
            row += self.weights[known].sum(axis=0) / math.sqrt(len(known) or 1)
        chances = np.round(1 / (1 + np.exp(-np.clip(sums, -30, 30))), 3)
        return [dict(zip(self.slugs, row, strict=True)) for row in chances.tolist()]

    def keep(self, path: Path) -> None:
        """Write it to a file."""
        arrays: dict[str, Any] = {
            "slugs": np.frombuffer("\n".join(self.slugs).encode(), np.uint8),
            "bias": self.bias,
            "texts": np.round(self.texts * _SCALE).astype(np.int8),
            "says": self.says.astype(np.float16),
            "words": np.frombuffer("\n".join(self.words).encode(), np.uint8),
            "weights": self.weights.astype(np.float16),
        }
        np.savez_compressed(path, **arrays)


def nearness(vectors: Floats, texts: Floats) -> Floats:
    """Return how near texts are to labelled texts, 1 for the same: a Gaussian of the distance of unit vectors."""
    near: Floats = np.exp(NARROWNESS * (vectors @ texts.T - 1))
    return near


def round_to_bytes(vectors: Floats) -> Floats:
    """Return vectors as they are after they were kept as bytes."""
    kept: Floats = (np.round(vectors * _SCALE) / _SCALE).astype(np.float32)
    return kept


@lru_cache(maxsize=1)
def encoded_sense() -> EncodedSense:
    """Return what is shipped."""
    with np.load(ENCODED_PATH) as kept:
        words = bytes(kept["words"]).decode().split("\n")
        return EncodedSense(
            tuple(bytes(kept["slugs"]).decode().split("\n")),
            kept["bias"],
            kept["texts"].astype(np.float32) / np.float32(_SCALE),
            kept["says"].astype(np.float32),
            {word: row for row, word in enumerate(words)},
            kept["weights"].astype(np.float32),
        )


def chances_by_text(
    findings: Sequence[Finding], said: Sequence[Sequence[CueToken]], vocabulary: Vocabulary
) -> Mapping[str, Mapping[str, float]] | None:
    """Return by text the chances of themes of findings with these words; None where no encoder is there."""
    if vocabulary.encode is None or not findings:
        return None
    vectors = vocabulary.encode((one.text, one.last_heading) for one in findings)
    return dict(zip((one.text for one in findings), encoded_sense().chances(vectors, said), strict=True))
