"""Some findings on a shelf and how like another one they are: each part of their likeness, for all of them at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kb.recurrence.features import Floats, Ints
from kb.recurrence.likeness_query import LikenessQuery
from kb.recurrence.ragged_rows import Doubles, Places, TakenRows, is_among

if TYPE_CHECKING:
    from kb.recurrence.similarity_index import SimilarityIndex


@dataclass(frozen=True, slots=True, eq=False)
class LikenessMatches:
    """Findings at some places of a shelf, and how like another finding each is (a score from 0)."""

    shelf: SimilarityIndex
    places: Places
    scores: Doubles

    def __len__(self) -> int:
        return len(self.places)

    @property
    def ids(self) -> list[str]:
        """The ids of the findings."""
        return [self.shelf.ids[place] for place in self.places.tolist()]

    @property
    def formulas(self) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
        """Whether each is somebody's standing words."""
        return self.shelf.formulas[self.places]

    def __iter__(self) -> Iterator[tuple[str, float]]:
        return zip(self.ids, self.scores.tolist(), strict=True)

    def take(self, chosen: Places) -> LikenessMatches:
        """Return those that stand at some positions among these."""
        return LikenessMatches(self.shelf, self.places[chosen], self.scores[chosen])

    def order_shares(self, query: LikenessQuery) -> Doubles:
        """Return how much of each likeness counts for the order alone, -0.1 to 0.1."""
        return self.shelf.order_shares(query.said)[self.places].astype(np.float64)

    def surroundings_alike(self, query: LikenessQuery, own: Floats, words: WordMatches) -> Doubles:
        """Return what of the scores comes of what stands around the two; `own` is what each means itself, a row each.

        It is below 0 where what stands around them parts them.
        """
        shelf, at = self.shelf, self.places
        in_place, alone = query.senses
        around = words.around()
        if own.shape[1]:
            there = np.vecdot(shelf.senses[at], in_place).astype(np.float64)
            around += there - np.vecdot(own, alone).astype(np.float64)
        themes, own_themes = query.themes
        shared = shelf.themes.overlaps_at(themes, query.related_themes, at)
        shared -= shelf.own_themes.overlaps_at(own_themes, query.related_themes, at)
        around += query.measure.weights.themes * shared
        return around if query.is_placed else np.where(shelf.placed[at], around, 0.0)


class WordMatches:
    """The words that a finding and each of some on a shelf have in common."""

    def __init__(self, query: LikenessQuery, matches: LikenessMatches) -> None:
        words = matches.shelf.words
        self._query, self._count = query, len(matches)
        self._rows = words.rows.take(matches.places)
        self._weights = words.weights[self._rows.entries].astype(np.float64)
        self._terms: Ints = words.terms[self._rows.entries]
        self._found = query.word_worths.find(self._terms)
        self._lent = words.lent_rows.take(matches.places)
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
