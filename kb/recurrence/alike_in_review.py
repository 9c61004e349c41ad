"""Findings of one review that tell of one lesson: what a recommendation was drawn from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from kb.recurrence.corpus_statistics import CorpusStatistics
from kb.recurrence.features import FindingFeatures, Floats
from kb.recurrence.lesson_columns import LessonColumns
from kb.recurrence.likeness_query import LikenessQuery
from kb.recurrence.one_lesson import are_one_lesson
from kb.recurrence.similarity_index import SimilarityIndex

MOST_BESIDE = 50  # with which one is linked: of a list of thousands that are all alike, not each with all others
_LOOKED_AT = 200  # best ones among which these are
_AT_ONCE = 32  # findings whose likeness to all others is worked out in one go


def alike_in_review(
    every: Sequence[FindingFeatures], measure: CorpusStatistics, least: float
) -> Mapping[str, tuple[str, ...]]:
    """Return by its id, for each of the findings of a review, the others that it is linked with, best first.

    `least` is the likeness that two must have at least, MOST_BESIDE how many one has at most.
    """
    index, lessons = SimilarityIndex.of(every, measure, {}), LessonColumns.of(every)
    return {
        said.id: tuple(_linked_with(said, index, lessons, row, least)[:MOST_BESIDE])
        for start in range(0, len(every), _AT_ONCE)
        for said, row in _rows(every[start : start + _AT_ONCE], index, measure)
    }


def _rows(
    some: Sequence[FindingFeatures], index: SimilarityIndex, measure: CorpusStatistics
) -> Iterator[tuple[FindingFeatures, Floats]]:
    rows = index.scores([LikenessQuery(replace(one, review=""), measure) for one in some])
    return zip(some, rows, strict=True)


def _linked_with(
    said: FindingFeatures, index: SimilarityIndex, lessons: LessonColumns, row: Floats, least: float
) -> list[str]:
    # one review names its agencies everywhere: here they part nothing, and are not taken off
    scores = row - index.order_shares(said)
    places = np.array(best_places(scores, max(least, 0.0), _LOOKED_AT), np.int64)
    if not len(places):
        return []
    places = places[are_one_lesson(lessons.compare(said, places))]
    ranked = sorted((-round(float(scores[place]), 6), index.ids[place]) for place in places)
    return [id_ for _, id_ in ranked if id_ != said.id]


def best_places(scores: Floats, least: float, most: int) -> list[int]:
    """Return the places of the `most` best scores above `least`; of equal ones those that come first."""
    places = np.flatnonzero(scores > least)
    if len(places) <= most:
        return [int(one) for one in places]
    kept = scores[places]
    last = np.partition(kept, len(kept) - most)[len(kept) - most]
    above, equal = places[kept > last], places[kept == last]
    return [int(one) for one in (*above, *equal[: most - len(above)])]
