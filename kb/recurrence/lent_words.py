"""Words that findings of one document lend each other where they speak of one matter.

"Nobody asked how he came by it" has few words; two pages on, the same review says "a bruise in a baby who cannot yet
move". The likest findings of the same document lend a finding the telling words that it lacks. They count in the order
of what is like it, as all that stands around a finding does, and in no link.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from kb.recurrence.corpus_statistics import LikenessWeights, weigh_senses
from kb.recurrence.features import FindingFeatures, Floats, Ints
from kb.recurrence.word_vectors import unit

LENDERS = 3  # of the same document, the likest in meaning
LENT_TERMS = 12  # that a finding is lent at most: those that count most
LENT_SHARE = 0.5  # what they count together beside a finding's own words
NOTHING_LENT = np.zeros(0, np.int32), np.zeros(0, np.float32)
Rarity = Callable[[Ints], Floats]


def lent_words(
    document: Sequence[FindingFeatures], weights: LikenessWeights, rarity: Rarity
) -> list[tuple[Ints, Floats]]:
    """Return for each finding of one document the terms that others lend it, in rising order, and their weights.

    `weights` says what the parts of a meaning count, and `rarity` how rare terms are.
    """
    if len(document) < 2:
        return [NOTHING_LENT] * len(document)
    terms, places = np.unique(np.concatenate([one.terms for one in document]), return_inverse=True)
    owners = np.repeat(np.arange(len(document)), [len(one.terms) for one in document])
    frequency = np.zeros((len(document), len(terms)), np.float32)
    frequency[owners, places.reshape(-1)] = np.concatenate([one.weights for one in document])
    heard: Floats = _likest(document, weights) @ unit(frequency)
    heard[frequency > 0] = 0
    worth = heard * rarity(terms)
    if len(terms) > LENT_TERMS:
        most = np.argpartition(-worth, LENT_TERMS - 1, axis=1)[:, :LENT_TERMS]
    else:
        most = np.tile(np.arange(len(terms)), (len(document), 1))
    chosen = [np.sort(row[worth[at, row] > 0]) for at, row in enumerate(most)]
    return [(terms[row].astype(np.int32), heard[at, row]) for at, row in enumerate(chosen)]


def _likest(document: Sequence[FindingFeatures], weights: LikenessWeights) -> Floats:
    """Return for each finding how much each other one lends it: LENDERS at most, together 1; 0 of what is unlike."""
    meant = np.array([one.sense for one in document], np.float32)
    alike = weigh_senses(meant, weights) @ meant.T
    np.fill_diagonal(alike, 0)
    if len(document) > LENDERS:
        least = -np.partition(-alike, LENDERS - 1, axis=1)[:, LENDERS - 1 : LENDERS]
        alike[alike < least] = 0
    np.maximum(alike, 0, out=alike)
    told: Floats = alike / np.maximum(alike.sum(axis=1, keepdims=True), np.float32(1e-9))
    return told
