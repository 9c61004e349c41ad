"""Learn what a library's own labels say of themes and cues, starting from the weights that came with the program.

A logistic model over pairs of a labelled finding and a theme of which it shows some cue. Only how far a theme and a cue
stray from the weights supplied is learned, and a ridge keeps that near to nothing where few labels speak (a Gaussian
prior around the weights supplied; C. Bishop, "Pattern Recognition and Machine Learning", 2006, section 4.3.3). It is
fitted by iteratively reweighted least squares over pairs instead of weights, since there are fewer of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ingest.themes.score import add_up, signs
from ingest.themes.tagger import Tagger
from kb.vocabulary import Weights

# How far a theme and a cue may stray, as in the first learning (benchmarks/theme_model.py).
THEME_SCALE, CUE_SCALE = 0.5, 0.8
RIDGE = 1.0
STEPS = 25
SMALL = 0.005  # changes of a weight nearer to nothing than this are left out
_LEAST_VARIANCE = 1e-4  # of a pair that the model is sure of, so that no division fails
Column = tuple[str, str]  # a theme and one of its cues; "" for the theme itself


@dataclass(frozen=True, slots=True)
class LabelledText:
    """The words of a finding with the themes that people gave; of `also` nobody can say."""

    text: str
    themes: frozenset[str]
    also: frozenset[str]
    source: str  # of one document or review, which is left out together


@dataclass(frozen=True, slots=True)
class _Pair:
    """A finding and a theme of which it shows some cue."""

    columns: Mapping[Column, float]
    sum: float  # by the weights supplied
    right: bool


class Relearner:
    """Learns from labels, of which some may be left out."""

    def __init__(self, tagger: Tagger, supplied: Weights, labels: Iterable[LabelledText]) -> None:
        self._supplied = supplied
        self._pairs = [(one.source, list(_pairs(one, tagger, supplied))) for one in labels]

    def weights(self, without: frozenset[str] = frozenset()) -> Weights:
        """Return weights learned from all labels but those of these sources."""
        pairs = [pair for source, found in self._pairs if source not in without for pair in found]
        if not pairs:
            return self._supplied
        places = {column: at for at, column in enumerate(dict.fromkeys(c for one in pairs for c in one.columns))}
        table = np.zeros((len(pairs), len(places)))
        for row, pair in enumerate(pairs):
            for column, worth in pair.columns.items():
                table[row, places[column]] = worth
        slope, shift = self._supplied.slope, self._supplied.shift
        known = np.array([slope * one.sum + shift for one in pairs])
        changes = _fit(slope * table, known, np.array([float(one.right) for one in pairs]))
        strayed = {column: float(changes[at]) for column, at in places.items()}
        learned = sum(source not in without for source, _ in self._pairs)
        return _stray(self._supplied, strayed, learned)


def _pairs(one: LabelledText, tagger: Tagger, supplied: Weights) -> Iterable[_Pair]:
    look = tagger.look(one.text)
    made = signs(look.seen, look.words, tagger.lexicon, tagger.sense_around(look))
    sums = add_up(made, look.seen, supplied)
    for theme in made:
        if theme not in one.also:
            columns = {(theme, ""): THEME_SCALE} | {(theme, match.key.cue): CUE_SCALE for match in look.seen[theme]}
            yield _Pair(columns, sums[theme], theme in one.themes)


def _fit(table: NDArray[np.float64], known: NDArray[np.float64], right: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the changes (columns) for a table (pairs, columns) beside sums that are known already (pairs)."""
    likeness = table @ table.T
    changes = np.zeros(table.shape[1])
    for _ in range(STEPS):
        strayed = table @ changes
        chances = 1 / (1 + np.exp(-np.clip(known + strayed, -30, 30)))
        variance = np.maximum(chances * (1 - chances), _LEAST_VARIANCE)
        response = strayed + (right - chances) / variance
        after = table.T @ np.linalg.solve(likeness + RIDGE * np.diag(1 / variance), response)
        moved = float(np.max(np.abs(after - changes), initial=0))
        changes = (changes + after) / 2 if moved > 2 else after  # half a step where a whole one may overshoot
        if moved < SMALL / 10:
            break
    return changes


def _stray(supplied: Weights, strayed: Mapping[Column, float], learned: int) -> Weights:
    themes = dict(supplied.themes)
    cues = {theme: dict(known) for theme, known in supplied.cues.items()}
    for (theme, cue), change in strayed.items():
        worth = change * (CUE_SCALE if cue else THEME_SCALE)
        if abs(worth) < SMALL:
            continue
        if cue:
            own = cues.setdefault(theme, {})
            own[cue] = round(own.get(cue, 0.0) + worth, 3)
        else:
            themes[theme] = round(themes.get(theme, 0.0) + worth, 4)
    return replace(supplied, themes=themes, cues=cues, findings=supplied.findings + learned)


def sources(labels: Sequence[LabelledText]) -> tuple[str, ...]:
    """Return the sources of labels, each once."""
    return tuple(sorted({one.source for one in labels}))
