"""Learn what words say of themes without a cue: `python -m benchmarks.train_suggestions [--held]`.

Ridge regression of all themes at once on words and their pairs (A. Hoerl and R. Kennard, "Ridge regression", 1970),
each weighed by its rarity, and a curve that turns its sums into chances. Writes kb/vocabulary/suggestions.json from all
labels. With --held nothing is written: how often what it would suggest is right is printed, by bar, documents left out.
Needs scikit-learn and the numpy that comes with it.
"""

from __future__ import annotations

import math
import sys
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from benchmarks.labelled import LabelledUnit, gold, prose_labels, second, training_sentences
from benchmarks.labelled_documents import NEVER_LEARNED, case_of, stated_documents
from ingest.themes.suggest import words_and_pairs
from ingest.themes.tagger import tagger_of
from kb.vocabulary import Vocabulary
from kb.vocabulary import read as read_vocabulary
from kb.vocabulary.suggestions import PATH, SuggestionModel, dump

BAR = 0.9
COMMON = 3  # findings in which a word must stand to count
RIDGE = 30.0  # the mean of a row's squares is about as much: a word weighs the square of its rarity, 5 to 7
SMALL = 1.0  # weights nearer to nothing than this, in log-odds, are left out of the file
ALLOWED = 0.6  # of a theme that a reader may give, beside 1 for one that must be given
BARS = (0.5, 0.7, 0.8, 0.9)

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class SenseLearner:
    """Labelled texts, and what can be learned from them with and without each case."""

    ridge: ClassVar[float] = RIDGE

    units: tuple[LabelledUnit, ...]
    cases: tuple[str, ...]  # of each unit: what it is left out with
    themes: tuple[str, ...]

    @classmethod
    def of_all(cls, vocabulary: Vocabulary) -> SenseLearner:
        """Return a learner of all labels that may be learned from."""
        units = [*gold(), *second(), *prose_labels()]
        cases = [case_of(one.source) for one in units]
        for document in stated_documents():
            if document.batch != NEVER_LEARNED:
                units += document.labels.values()
                cases += [document.case] * len(document.labels)
        written = training_sentences()
        cases += [f"written {number}" for number in range(len(written))]
        return cls((*units, *written), tuple(cases), tuple(vocabulary.themes))

    @cached_property
    def _word_lists(self) -> list[tuple[str, ...]]:
        return [words_and_pairs(one.text) for one in self.units]

    @cached_property
    def _rarity(self) -> dict[str, float]:
        counts = Counter(word for words in self._word_lists for word in words)
        return {w: math.log(len(self.units) / counts[w]) for w in sorted(counts) if counts[w] >= COMMON}

    @cached_property
    def _table(self) -> csr_matrix:
        """Units by words: the rarity of each word over the root of the number of known words."""
        place = {word: at for at, word in enumerate(self._rarity)}
        rows, columns, values = [], [], []
        for number, words in enumerate(self._word_lists):
            known = [word for word in words if word in place]
            for word in known:
                rows.append(number)
                columns.append(place[word])
                values.append(self._rarity[word] / math.sqrt(len(known)))
        return csr_matrix((values, (rows, columns)), shape=(len(self.units), len(place)))

    @cached_property
    def _targets(self) -> Floats:
        """Units by themes: 1 for a theme that must be given, ALLOWED for one that may, less the mean."""
        wanted: Floats = self._labels - self._labels.mean(axis=0)
        return wanted

    @cached_property
    def _labels(self) -> Floats:
        return np.array(
            [[1.0 if t in one.themes else ALLOWED if t in one.also else 0.0 for t in self.themes] for one in self.units]
        )

    @cached_property
    def _inverse(self) -> Floats:
        return np.asarray(np.linalg.inv(self._likeness + self.ridge * np.eye(len(self.units))), np.float64)

    @cached_property
    def _likeness(self) -> Floats:
        """Units by units: the words that two share."""
        shared: Floats = (self._table @ self._table.T).toarray()
        return shared

    @cached_property
    def _sums_without_case(self) -> Floats:
        """Units by themes: the sums of a model that has learned nothing from the unit's case.

        The block formula of leaving out: what a case's own rows do to its sums is taken out again.
        """
        solved = self._inverse @ self._targets
        sums = np.zeros_like(solved)
        cases = np.array(self.cases)
        for case in dict.fromkeys(self.cases):
            at = np.flatnonzero(cases == case)
            sums[at] = self._targets[at] - np.linalg.solve(self._inverse[np.ix_(at, at)], solved[at])
        made: Floats = sums + self._labels.mean(axis=0)
        return made

    @cached_property
    def _curve(self) -> tuple[float, float]:
        """Slope and shift from a sum, with its case left out, to the log-odds that a reader gives or allows a theme."""
        right = (self._labels > 0).ravel()
        fitted = LogisticRegression(C=1e6).fit(self._sums_without_case.reshape(-1, 1), right)
        return float(fitted.coef_[0][0]), float(fitted.intercept_[0])

    def left_out_chances(self) -> dict[str, Mapping[str, float]]:
        """Return by its text the chance of each theme for each unit, with its case left out."""
        slope, shift = self._curve
        chances = 1 / (1 + np.exp(-np.clip(slope * self._sums_without_case + shift, -30, 30)))
        rows = (dict(zip(self.themes, map(float, row), strict=True)) for row in chances)
        return dict(zip((one.text for one in self.units), rows, strict=True))

    def model(self) -> SuggestionModel:
        """Return what is learned from all."""
        slope, shift = self._curve
        found = slope * (self._table.T @ (self._inverse @ self._targets))
        means = self._labels.mean(axis=0)
        bias = {t: round(slope * float(mean) + shift, 3) for t, mean in zip(self.themes, means, strict=True)}
        weights: dict[str, dict[str, float]] = {}
        for (word, rarity), row in zip(self._rarity.items(), found, strict=True):
            worth = {t: round(float(w) * rarity, 1) for t, w in zip(self.themes, row, strict=True)}
            if kept := {t: w for t, w in worth.items() if abs(w) >= SMALL}:
                weights[word] = kept
        return SuggestionModel(BAR, frozenset(self._rarity), bias, weights)


def held_out_lines(learner: SenseLearner, vocabulary: Vocabulary) -> list[str]:
    """Return how right suggestions without a cue are, each document left out, a line for each bar."""
    right: Counter[float] = Counter()
    made: Counter[float] = Counter()
    chances = learner.left_out_chances()
    documents = [one for one, case in zip(learner.units, learner.cases, strict=True) if not case.startswith("written")]
    for one in documents:
        seen = {tag.theme for tag in tagger_of(vocabulary).tags(one.text)}
        for theme, chance in chances[one.text].items():
            for bar in (bar for bar in BARS if theme not in seen and chance >= bar):
                made[bar] += 1
                right[bar] += theme in one.themes | one.also
    return [f"from {bar}: {right[bar]} of {made[bar]} right, in {len(documents)} findings" for bar in BARS]


def main() -> int:
    """Measure, or learn from all and write the file."""
    vocabulary = read_vocabulary()
    learner = SenseLearner.of_all(vocabulary)
    if "--held" in sys.argv:
        print(*held_out_lines(learner, vocabulary), sep="\n")
        return 0
    model = learner.model()
    PATH.write_text(dump(model), encoding="utf-8")
    print(f"{PATH.name}: {len(model.bias)} themes, {len(model.weights)} words and pairs")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
