"""Learn what texts say of themes by the sentence encoder: `python -m benchmarks.train_encoded_sense`.

Kernel ridge regression of all themes at once on the nearness of labelled texts in the encoder's space and on words
and their pairs together (C. Saunders and others, "Ridge regression learning algorithm in dual variables", 1998), and a
curve that turns its sums into chances. Writes kb/vocabulary/encoded_sense.npz from all labels that may be learned from;
of a labelled text a vector of 384 bytes is kept and no word. Needs scikit-learn (the extra "train") and the encoder.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

import numpy as np
import numpy.typing as npt

from benchmarks.train_suggestions import Floats, SenseLearner
from ingest.themes.encoded_sense import EncodedSense, nearness, round_to_bytes
from kb.recurrence import Meanings, find_encoder
from kb.vocabulary import Vocabulary
from kb.vocabulary import read as read_vocabulary
from kb.vocabulary.suggestions import ENCODED_PATH

OF_WORDS = 0.02  # what shared words count beside nearness; a text shares about 30 with itself


@dataclass(frozen=True)
class EncodedLearner(SenseLearner):
    """Labelled texts, and what can be learned from them beside an encoder."""

    ridge: ClassVar[float] = 0.5

    vectors: npt.NDArray[np.float32]

    @classmethod
    def beside(cls, learner: SenseLearner, vocabulary: Vocabulary) -> EncodedLearner:
        """Return a learner of the same labels that encodes their texts."""
        encoder = find_encoder()
        assert encoder is not None, "the encoder is not installed"
        meanings = Meanings(encoder, vocabulary.acronyms)
        vectors = round_to_bytes(meanings.sense_vectors((one.text, "") for one in learner.units))
        return cls(learner.units, learner.cases, learner.themes, vectors)

    @cached_property
    def _likeness(self) -> Floats:
        near: Floats = nearness(self.vectors, self.vectors).astype(np.float64) + OF_WORDS * super()._likeness
        return near

    def encoded_sense(self) -> EncodedSense:
        """Return what is learned from all."""
        slope, shift = self._curve
        says = slope * (self._inverse @ self._targets)
        rarity = np.array(list(self._rarity.values()))[:, None]
        weights = OF_WORDS * rarity * (self._table.T @ says)
        bias = slope * self._labels.mean(axis=0) + shift
        words = {word: row for row, word in enumerate(self._rarity)}
        single = np.float32
        return EncodedSense(
            self.themes, bias.astype(single), self.vectors, says.astype(single), words, weights.astype(single)
        )


def main() -> None:
    """Learn from all and write the file."""
    vocabulary = read_vocabulary()
    learner = EncodedLearner.beside(SenseLearner.of_all(vocabulary), vocabulary)
    learner.encoded_sense().keep(ENCODED_PATH)
    print(f"{ENCODED_PATH.name}: {len(learner.units)} texts, {ENCODED_PATH.stat().st_size} bytes")


if __name__ == "__main__":
    main()
