"""The words that a finding has in common with each of many others, worked out for all of them at once."""

from __future__ import annotations

import numpy as np

from kb.recurrence.features import Ints
from kb.recurrence.likeness_query import LikenessQuery
from kb.recurrence.ragged_rows import Doubles, Places, TakenRows, is_among
from kb.recurrence.word_columns import WordColumns


class WordMatches:
    """The words that a finding and each of some on a shelf have in common."""

    def __init__(self, query: LikenessQuery, words: WordColumns, places: Places) -> None:
        self._query, self._count = query, len(places)
        self._rows = words.rows.take(places)
        self._weights = words.weights[self._rows.entries].astype(np.float64)
        self._terms: Ints = words.terms[self._rows.entries]
        self._found = query.word_worths.find(self._terms)
        self._lent = words.lent_rows.take(places)
        self._lent_terms: Ints = words.lent_terms[self._lent.entries]
        self._lent_weights = words.lent_weights[self._lent.entries].astype(np.float64)

    def like(self) -> Doubles:
        """Return the cosine, 0 to 1, of the words of the two alone."""
        return self._rows.sums(self._query.word_worths.own[self._found] * self._weights)

    def around(self) -> Doubles:
        """Return by how much the words of the two are liker where they stand than by themselves; below 0 where less."""
        worths, is_lent = self._query.word_worths, self._lent.sizes > 0
        parted = np.where(
            is_lent[self._rows.owners], worths.parted_of_lent[self._found], worths.parted_of_plain[self._found]
        )
        there = worths.there[worths.find(self._lent_terms)]
        return self._rows.sums(parted * self._weights) + self._lent.sums(there * self._lent_weights)

    def agencies_alike(self, agencies: TakenRows, named: Ints) -> Doubles:
        """Return the part of `like`, 0 to 1, that comes of agencies named by both.

        `agencies` are rows of those that each of the others names: `named`, one after the other.
        """
        own = self._query.said.agencies.tolist()
        shared = is_among(named, own)
        if not shared.any():  # as in most: nothing need be weighed
            return np.zeros(self._count)
        highest = np.int64(max(int(self._terms.max(initial=0)), int(named.max())) + 1)
        both = agencies.owners[shared] * highest + named[shared]
        telling = np.flatnonzero(is_among(self._terms, own))
        counted = telling[np.isin(self._rows.owners[telling] * highest + self._terms[telling], both)]
        worth = self._query.word_worths.own[self._found[counted]] * self._weights[counted]
        told = np.bincount(self._rows.owners[counted], weights=worth, minlength=self._count)
        return told.astype(np.float64, copy=False)
