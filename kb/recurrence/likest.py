"""Find the likest of a finding on some shelves: those of the highest scores, lowered where they are not one lesson."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from kb.core.recurrence_values import STRONG_LIKENESS, Like
from kb.recurrence.features import Floats
from kb.recurrence.lesson_columns import LessonColumns
from kb.recurrence.likeness_query import LikenessQuery
from kb.recurrence.links import LikenessParts, LinkLines
from kb.recurrence.similarity_index import LikenessMatches, SimilarityIndex

LOOKED_AT = 8  # times as many as are wanted are looked at first: in most cases no other can be among the likest


@dataclass(frozen=True, slots=True, eq=False)
class LikenessShelf:
    """Findings as they are found, and as they are held to one other, in the same places."""

    index: SimilarityIndex
    lessons: LessonColumns

    def own_likeness(self, query: LikenessQuery, matches: LikenessMatches) -> Iterable[tuple[str, float]]:
        """Return the likeness of each match by itself (a score from 0), without surroundings and terms of order."""
        pairs = self.lessons.compare(query.said, matches.places)
        parts = LikenessParts.of(query, matches, pairs, self.lessons.agencies(matches.places))
        return zip(matches.ids, parts.own.tolist(), strict=True)


class LikestSearch:
    """One finding whose likest are looked for, with what was worked out of the pairs looked at so far."""

    def __init__(self, query: LikenessQuery, lines: LinkLines) -> None:
        self._query = query
        self._lines = lines
        self._known: dict[str, tuple[float, bool, bool]] = {}  # lowered score, word for word, nearly the same

    def rank(
        self, shelves: Sequence[LikenessShelf], rows: Sequence[Floats], depth: int, least: float
    ) -> tuple[Like, ...]:
        """Return the `depth` likest, of which a row tells for each shelf; none below the likeness `least`."""
        wanted = LOOKED_AT * depth
        while True:  # to be lowered is to stand further down: until no one who was not looked at can be among the best
            found = [shelf.index.best_matches(row, wanted, least) for shelf, row in zip(shelves, rows, strict=True)]
            scores = np.sort(np.concatenate([one.scores for one in found]))[::-1]
            likest = self.lower(zip(shelves, found, strict=True), depth)
            if len(scores) < wanted or not likest:
                return likest
            if likest[-1].score >= self._lines.highest_score(float(scores[wanted - 1])):
                return likest
            wanted *= 2

    def lower(
        self,
        found: Iterable[tuple[LikenessShelf, LikenessMatches]],
        depth: int,
        among: Collection[str] | None = None,
    ) -> tuple[Like, ...]:
        """Return the `depth` best of what was found, of equal ones that of the smaller id.

        `among` names whom alone to tell.
        """
        ranked: list[tuple[float, str]] = []
        for shelf, matches in found:
            ids = matches.ids
            self._look_at(shelf, matches, ids)
            ranked += ((-self._known[id_][0], id_) for id_ in ids if among is None or id_ in among)
        ranked.sort()
        return tuple(Like(id_, *self._known[id_]) for _, id_ in ranked[:depth])

    def _look_at(self, shelf: LikenessShelf, matches: LikenessMatches, ids: Sequence[str]) -> None:
        """Work out what is not known yet of some matches."""
        new = np.fromiter((id_ not in self._known for id_ in ids), np.bool_, len(ids))
        linked = new & (matches.scores >= STRONG_LIKENESS)
        if linked.any():
            self._look_closely(shelf, matches.take(np.flatnonzero(linked)))
        far = matches.take(np.flatnonzero(new & ~linked))  # not even near the line
        if len(far):
            verbatim = shelf.lessons.find_verbatim(self._query.said, far.places)
            for (id_, score), repeats in zip(far, verbatim.tolist(), strict=True):
                self._known[id_] = round(score, 6), repeats, False

    def _look_closely(self, shelf: LikenessShelf, matches: LikenessMatches) -> None:
        pairs = shelf.lessons.compare(self._query.said, matches.places)
        parts = LikenessParts.of(self._query, matches, pairs, shelf.lessons.agencies(matches.places))
        lowered = self._lines.lower_scores(parts, pairs, matches.formulas | self._query.is_formula)
        near = pairs.verbatim | self._lines.are_near(parts, pairs)
        told = zip(matches.ids, lowered.tolist(), pairs.verbatim.tolist(), near.tolist(), strict=True)
        for id_, score, repeats, is_near in told:
            score = round(score, 6)
            self._known[id_] = score, repeats, is_near and score >= STRONG_LIKENESS
