"""The terms of findings in columns: by finding, and for each term the findings that have it.

A finding's words where it stands are its own and those lent to it (`lent_words.py`), in one vector of length one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from kb.recurrence.corpus_statistics import CorpusStatistics, concatenate
from kb.recurrence.feature_columns import Column
from kb.recurrence.features import FindingFeatures, Floats
from kb.recurrence.lent_words import LENT_SHARE
from kb.recurrence.ragged_rows import RaggedRows

OWN_WORTH = (1 + LENT_SHARE**2) ** -0.5  # of its own terms, where a finding is lent others: no term is both
LENT_WORTH = LENT_SHARE * OWN_WORTH
COMMON_TERM_SHARE = 12  # one in so many findings has a term of which all are written out: to add them is quicker then


class WordColumns:
    """The terms of findings with their weights in vectors of length one: by finding, and for each term its findings."""

    def __init__(self, columns: Mapping[str, Column]) -> None:
        self.rows, self.terms = RaggedRows(columns["word_starts"]), columns["word_terms"]
        self.weights = columns["word_weights"]  # in a vector of length one
        # the terms lent to each, with their weights beside its own times OWN_WORTH
        self.lent_rows, self.lent_terms = RaggedRows(columns["lent_starts"]), columns["lent_terms"]
        self.lent_weights = columns["lent_shares"]
        self.who, self.how = columns["posting_who"], columns["posting_how"]
        self.known, self.ends = columns["posting_terms"], columns["posting_starts"]  # in rising order: no dictionary
        self.columns = dict(zip(columns["common_terms"].tolist(), columns["common_rows"], strict=True))

    def add(self, cosines: Mapping[int, float], row: Floats) -> None:
        """Add to a row the cosines of all findings with one of these weights."""
        if not len(self.known):
            return
        share = np.empty_like(row)
        asked = np.fromiter(cosines, self.known.dtype, len(cosines))
        at = np.minimum(np.searchsorted(self.known, asked), len(self.known) - 1)
        is_known = self.known[at] == asked
        places = zip(
            cosines.items(), is_known.tolist(), self.ends[at].tolist(), self.ends[at + 1].tolist(), strict=True
        )
        for (term, weight), has_list, start, end in places:
            if term in self.columns:
                np.multiply(self.columns[term], np.float32(weight), out=share)
                row += share
            elif has_list:
                row[self.who[start:end]] += np.float32(weight) * self.how[start:end]


def word_columns(said: Sequence[FindingFeatures], measure: CorpusStatistics) -> dict[str, Column]:
    """Return the columns of `WordColumns` that tell of each finding by itself."""
    sizes = [len(one.terms) for one in said]
    terms = concatenate([one.terms for one in said], np.int32)
    owners = np.repeat(np.arange(len(said), dtype=np.int32), sizes)
    weights = concatenate([one.weights for one in said], np.float32) * measure.rarity(terms)
    norms = np.sqrt(np.bincount(owners, weights=weights**2, minlength=len(said)))
    shares = concatenate([measure.weigh_lent(one) for one in said], np.float32) * np.float32(LENT_WORTH)
    return {
        "word_starts": np.concatenate(([0], np.cumsum(sizes, dtype=np.int64))).astype(np.int64),
        "word_terms": terms,
        "word_weights": (weights / np.maximum(norms[owners], 1e-9)).astype(np.float32),
        "lent_starts": np.concatenate(([0], np.cumsum([len(one.lent) for one in said], dtype=np.int64))).astype(
            np.int64
        ),
        "lent_terms": concatenate([one.lent for one in said], np.int32),
        "lent_shares": shares,
    }


def posting_columns(columns: Mapping[str, Column], count: int) -> dict[str, Column]:
    """Return the other columns of `WordColumns`: for each term, who of `count` findings has it or is lent it."""
    sizes, several = np.diff(columns["word_starts"]), np.diff(columns["lent_starts"])
    everyone = np.arange(count, dtype=np.int32)
    owners = np.repeat(everyone, sizes)
    worth = np.where(several > 0, np.float32(OWN_WORTH), np.float32(1))
    every = np.concatenate((columns["word_terms"], columns["lent_terms"]))
    order = np.argsort(every, kind="stable")
    known, begins = np.unique(every[order], return_index=True)
    who = np.concatenate((owners, np.repeat(everyone, several)))[order]
    how = np.concatenate((columns["word_weights"] * worth[owners], columns["lent_shares"]))[order]
    ends = np.append(begins, len(every)).astype(np.int64)
    common = np.flatnonzero(np.diff(ends) * COMMON_TERM_SHARE > count)
    rows = np.zeros((len(common), count), np.float32)
    for row, at in zip(rows, common.tolist(), strict=True):
        where = slice(int(ends[at]), int(ends[at + 1]))
        row[who[where]] = how[where]
    return {
        "posting_terms": known,
        "posting_starts": ends,
        "posting_who": who,
        "posting_how": how,
        "common_terms": known[common],
        "common_rows": rows,
    }
