"""Add to the meaning of a finding what stands around it in its document, at a lower weight.

"It has not yet told us how many of them went" says nothing by itself; the findings before and after it, under the same
heading, say what it speaks of. A finding in its place means what it says and, at half the weight, what its neighbours
say; their themes count at two fifths. The order of what is like a finding rests on it; what is linked is asked of the
findings by themselves. No more text is encoded. Of the whole document, those that are liker lend it words
(`lent_words.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

import numpy as np

from kb.core.model import FindingInContext
from kb.recurrence.corpus_statistics import LikenessWeights
from kb.recurrence.features import FindingFeatures, Sense
from kb.recurrence.lent_words import Rarity, lent_words
from kb.recurrence.word_vectors import Halves, unit

REACH = 3  # neighbours on either side that count
NEIGHBOUR_SHARE = 0.5  # what the meaning of neighbours counts beside a finding's own
NEIGHBOUR_THEME_SHARE = 0.4  # what a theme counts that a neighbour alone carries
_PARTS = (Sense.FIELD, Sense.LESSONS, Sense.MEANING)


def placed_in(
    findings: Iterable[FindingFeatures], weights: LikenessWeights, rarity: Rarity
) -> Iterator[FindingFeatures]:
    """Yield the findings of documents, each with the meaning of its neighbours under the same heading and lent words.

    `weights` says what the parts of a meaning count, and `rarity` how rare terms are.
    """
    order = sorted(findings, key=lambda one: (one.document, one.start, one.id))
    for _, of_document in groupby(order, key=lambda one: one.document):
        document = list(of_document)
        for at, (said, lent) in enumerate(zip(document, lent_words(document, weights, rarity), strict=True)):
            heard = [
                (abs(other - at) ** -0.5, document[other])
                for other in range(max(at - REACH, 0), min(at + REACH + 1, len(document)))
                if other != at and document[other].section == said.section
            ]
            yield replace(
                said,
                placed=_sense_among(said.sense, heard),
                around=_themes_around(said, heard),
                lent=lent[0],
                lent_weights=lent[1],
            )


def is_placed_alike(one: FindingFeatures, other: FindingFeatures) -> bool:
    """Return whether the surroundings of a finding are the same as before."""
    return (
        np.array_equal(one.placed, other.placed)
        and one.around == other.around
        and np.array_equal(one.lent, other.lent)
        and np.allclose(one.lent_weights, other.lent_weights)
    )


def _sense_among(own: Halves, heard: Sequence[tuple[float, FindingFeatures]]) -> Halves:
    """Return the meaning of a finding in its place; empty where nothing stands around it."""
    if not heard:
        return np.zeros(0, np.float16)
    shares = np.array([share for share, _ in heard], np.float32)
    around = shares @ np.array([one.sense for _, one in heard], np.float32)
    said = own.astype(np.float32)
    parts = [unit(said[part] + NEIGHBOUR_SHARE * unit(around[part])) for part in _PARTS]
    return np.concatenate(parts).astype(np.float16)


def _themes_around(said: FindingFeatures, heard: Sequence[tuple[float, FindingFeatures]]) -> Mapping[str, float]:
    """Return the weights of the neighbours' themes, without those that the finding has as firmly itself."""
    around: dict[str, float] = {}
    for share, one in heard:
        for theme, weight in one.themes.items():
            around[theme] = max(NEIGHBOUR_THEME_SHARE * share * weight, around.get(theme, 0.0))
    return {theme: weight for theme, weight in around.items() if weight > said.themes.get(theme, 0.0)}


def whole_documents(holdings: Iterable[FindingInContext], least: int) -> Iterator[list[FindingInContext]]:
    """Yield findings, `least` and more at a time, all those of a document together: they stand around each other."""
    of_document: dict[str, list[FindingInContext]] = {}
    for held in holdings:
        of_document.setdefault(held.document.id, []).append(held)
    some: list[FindingInContext] = []
    for mine in of_document.values():
        some += mine
        if len(some) >= least:
            yield some
            some = []
    yield some
