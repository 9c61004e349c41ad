"""Three plain ways to rank findings by likeness, to measure ours against: BM25, TF-IDF, and the encoder alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from kb.core.model import FindingInContext
from kb.recurrence import Meanings
from kb.recurrence.terms import words

K1, B = 1.2, 0.75  # of BM25, as usual
Ranker = Callable[[str], Sequence[str]]
Matrix = npt.NDArray[np.float32]


def baselines(held: Sequence[FindingInContext], meanings: Meanings | None) -> Mapping[str, Ranker]:
    """Return for each plain way what ranks the findings of other reviews for a finding."""
    stems = [Counter(stem for _, stem in words(one.finding.text)) for one in held]
    likes = {"BM25": _bm25(stems), "TF-IDF": _tf_idf(stems)}
    if meanings is not None:
        vectors = np.array([meanings.vector(one.finding.text, _heading(one)) for one in held], np.float32)
        likes["encoder alone"] = vectors @ vectors.T
    return {name: _ranker(held, like) for name, like in likes.items()}


def _heading(held: FindingInContext) -> str:
    return held.finding.heading[-1] if held.finding.heading else ""


def _ranker(held: Sequence[FindingInContext], like: Matrix) -> Ranker:
    places = {one.finding.id: place for place, one in enumerate(held)}
    reviews = np.array([one.review.slug for one in held])

    def rank(finding: str) -> list[str]:
        at = places[finding]
        order = np.argsort(-np.where(reviews == reviews[at], -np.inf, like[at]), kind="stable")
        return [held[place].finding.id for place in order.tolist() if reviews[place] != reviews[at]]

    return rank


def _counts(stems: Sequence[Counter[str]]) -> Matrix:
    numbers = {stem: number for number, stem in enumerate(sorted({stem for one in stems for stem in one}))}
    counts = np.zeros((len(stems), len(numbers)), np.float32)
    for place, one in enumerate(stems):
        for stem, count in one.items():
            counts[place, numbers[stem]] = count
    return counts


def _bm25(stems: Sequence[Counter[str]]) -> Matrix:
    counts = _counts(stems)
    df = (counts > 0).sum(axis=0)
    idf = np.log(1 + (len(stems) - df + 0.5) / (df + 0.5))
    length = counts.sum(axis=1, keepdims=True)
    weights = counts * (K1 + 1) / (counts + K1 * (1 - B + B * length / max(float(length.mean()), 1.0)))
    like: Matrix = ((counts > 0).astype(np.float32) * idf.astype(np.float32)) @ weights.astype(np.float32).T
    return like


def _tf_idf(stems: Sequence[Counter[str]]) -> Matrix:
    counts = _counts(stems)
    idf = np.log((len(stems) + 1) / ((counts > 0).sum(axis=0) + 0.5)).astype(np.float32)
    weights = np.log1p(counts) * idf
    weights /= np.maximum(np.linalg.norm(weights, axis=1, keepdims=True), 1e-9)
    like: Matrix = (weights @ weights.T).astype(np.float32)
    return like
