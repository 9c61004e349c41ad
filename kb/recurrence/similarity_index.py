"""Findings arranged so that those like a given one are found without comparing any two by themselves.

A `SimilarityIndex` holds findings under one measure (`corpus_statistics.py`): words as posting lists, themes, vectors
and the rest as columns with a place for each finding. What comes after an arrangement stands on a shelf of its own
under the same measure, so that adding a document does not sort all again.

How like a finding all others are is worked out in full, a column at a time, for several findings in one go; then the
best are chosen. So the best are exact, and what one more finding costs grows with the library as a few passes over
numbers do.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

from kb.recurrence.corpus_statistics import CorpusStatistics, concatenate, weigh_senses
from kb.recurrence.feature_columns import STANDINGS, Column, blocks, join_columns
from kb.recurrence.features import ASKING_KINDS, FindingFeatures, Floats, Ints
from kb.recurrence.likeness_query import LikenessQuery, is_placed
from kb.recurrence.ragged_rows import Doubles, Places
from kb.recurrence.theme_overlap import ThemeColumns, ThemeRows
from kb.recurrence.word_columns import WordColumns, posting_columns, word_columns
from kb.recurrence.word_matches import WordMatches

Flags = npt.NDArray[np.bool_]

# lost by unlike standing; the larger counts
STANDING_PENALTIES = {"practice": 0.35, "question": 0.3, "told": 0.3, "need": 0.05, "done": 0.05}
INSPECTION_PENALTY = 0.22  # lost between a review and an inspection: one speaks of a case, the other of a whole service
# of the order alone, and not of what is linked: lost besides between a review and an inspection, ...
INSPECTION_ORDER_PENALTY = 0.1
ASKED_ORDER_BONUS = 0.1  # ... and gained where one asks for what the other finds wanting: they share fewer words
FORMULA_FACTOR = 0.3  # what likeness is worth where either side is a publisher's standing words
# lost for each e-fold by which the shorter has more terms than these: long paragraphs share themes by chance
LONG_TEXT_PENALTY = 0.1
LONG_TEXT_TERMS = 30
LENGTH_PENALTY = 0.02  # lost for each e-fold by which one is longer
INSTRUMENT_BONUS = 0.5  # for the same named instrument
TIE = 1e-5  # likeness by which two are held to be equal, so that rounding chooses nobody
SAMPLED_SHARE = 8  # of so many places one is looked at first, to know from where the best may begin

_UNLIKE = np.array(
    [
        [0.0 if one == other else max(STANDING_PENALTIES[one], STANDING_PENALTIES[other]) for other in STANDINGS]
        for one in STANDINGS
    ],
    np.float32,
)


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
    def formulas(self) -> Flags:
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


class SimilarityIndex:
    """Findings under one measure, in columns, which `index_columns` makes."""

    def __init__(
        self, ids: tuple[str, ...], columns: Mapping[str, Column], measure: CorpusStatistics, reviews: Mapping[str, int]
    ) -> None:
        """`reviews` numbers reviews as the column "review" does."""
        self.ids = ids
        self.columns = columns
        self._measure = measure
        self._reviews = reviews
        self._review = columns["review"]
        self._inspected = columns["inspection"]
        self._standing = columns["standing"]
        self._asking = columns["asking"]
        self._length = columns["logarithm"]
        self.formulas = columns["standing_words"]
        self._worth = np.where(self.formulas, np.float32(FORMULA_FACTOR), np.float32(1))
        self._dead = np.zeros(len(ids), np.bool_)
        self.senses = columns["senses"]
        self.words = WordColumns(columns)
        self.placed = columns["placed"]
        self.themes = ThemeColumns(columns, "")
        self.own_themes = ThemeColumns(columns, "own_")
        self._names: dict[int, list[int]] = {}
        for place, name in zip(columns["namers"].tolist(), columns["instruments"].tolist(), strict=True):
            self._names.setdefault(name, []).append(place)
        self._lost: dict[tuple[bool, str], Floats] = {}
        self._ordered: dict[tuple[bool, bool], Floats] = {}

    @classmethod
    def of(cls, said: Sequence[FindingFeatures], measure: CorpusStatistics, reviews: dict[str, int]) -> Self:
        """Arrange findings; reviews that have no number in `reviews` are given one."""
        return cls(tuple(one.id for one in said), index_columns(said, measure, reviews), measure, reviews)

    def __len__(self) -> int:
        return len(self.ids)

    def strike(self, place: int) -> None:
        """Leave out the finding at `place`, which is gone or stands on a later shelf."""
        self._dead[place] = True

    def scores(self, queries: Sequence[LikenessQuery]) -> Floats:
        """Return how like each of these all findings are: a row for each, a column for each place, scores from 0.

        A score is below 0 for what is left out: those of the same review, and what is gone.
        """
        rows = self._senses_like([query.said for query in queries])
        if len(self):
            for query, row in zip(queries, rows, strict=True):
                self._add(query, row)
        return rows

    def best_matches(self, row: Floats, depth: int, least: float) -> LikenessMatches:
        """Return the best of a row of `scores`, best first: `depth`, and who equals the last; none below `least`.

        Equal ones stand in order of place.
        """
        if not len(row) or depth < 1:
            return LikenessMatches(self, np.zeros(0, np.int64), np.zeros(0))
        found, sample = row > max(least, 0.0), row[::SAMPLED_SHARE]
        if len(sample) > depth:  # at least `depth` are not below the last of so many of a sample
            enough = float(np.partition(sample, len(sample) - depth)[len(sample) - depth])
            found &= row >= np.float32(enough - TIE)
        kept = np.flatnonzero(found)
        scores = row[kept]
        order = np.argsort(-scores, kind="stable")
        if len(order) > depth:
            last = scores[order[depth - 1]]
            order = order[: int(np.searchsorted(-scores[order], -last + TIE, side="right"))]
        return LikenessMatches(self, kept[order], scores[order].astype(np.float64))

    def _senses_like(self, several: Sequence[FindingFeatures]) -> Floats:
        """Return what likeness of meaning counts: for many at once this is one product of matrices."""
        senses = np.array([one.sense_in_place for one in several], np.float32)
        if not senses.size or not self.senses.size:
            return np.zeros((len(several), len(self)), np.float32)
        alike: Floats = weigh_senses(senses, self._measure.weights) @ self.senses.T
        return alike

    def _add(self, query: LikenessQuery, row: Floats) -> None:
        """Add to a row that tells of meanings all else that counts."""
        self.words.add(query.cosines_in_place, row)
        if query.themes[0]:
            row += np.float32(self._measure.weights.themes) * self.themes.overlaps(
                query.themes[0], query.related_themes
            )
        row -= self._penalties(query.said)
        row += self.order_shares(query.said)
        np.maximum(row, 0, out=row)
        row *= np.float32(FORMULA_FACTOR) if query.is_formula else self._worth
        holders = sorted({place for name in query.said.names for place in self._names.get(name, ())})
        if holders:
            row[holders] += INSTRUMENT_BONUS
        row[self._dead] = -1.0
        own = self._reviews.get(query.said.review)
        if own is not None:
            row[self._review == own] = -1.0

    def _penalties(self, said: FindingFeatures) -> Floats:
        """Return what each finding loses for standing, length or origin unlike that of `said`."""
        own = np.float32(math.log(said.length))
        lost = np.abs(self._length - own)
        lost *= np.float32(LENGTH_PENALTY)
        if said.length > LONG_TEXT_TERMS:
            longer = np.minimum(self._length, own) - np.float32(math.log(LONG_TEXT_TERMS))
            lost += np.float32(LONG_TEXT_PENALTY) * np.maximum(longer, 0)
        lost += self._lost_by_origin(said)
        return lost

    def order_shares(self, said: FindingFeatures) -> Floats:
        """Return what counts for the order alone, -0.1 to 0.1, in how like `said` each finding is."""
        key = (said.inspection, said.kind in ASKING_KINDS)
        known = self._ordered.get(key)
        if known is None:
            known = np.where(self._inspected == key[0], np.float32(0), np.float32(-INSPECTION_ORDER_PENALTY))
            known += np.where(self._asking == key[1], np.float32(0), np.float32(ASKED_ORDER_BONUS))
            self._ordered[key] = known
        return known

    def _lost_by_origin(self, said: FindingFeatures) -> Floats:
        known = self._lost.get((said.inspection, said.standing))
        if known is None:
            known = np.where(self._inspected == said.inspection, np.float32(0), np.float32(INSPECTION_PENALTY))
            known += _UNLIKE[STANDINGS.index(said.standing)][self._standing]
            self._lost[said.inspection, said.standing] = known
        return known


def index_columns(
    said: Iterable[FindingFeatures], measure: CorpusStatistics, reviews: dict[str, int]
) -> dict[str, Column]:
    """Return the columns of an index over findings, which are gone through once.

    Reviews that have no number in `reviews` are given one.
    """
    in_place, own = ThemeRows(), ThemeRows()
    namers: list[Column] = []
    parts: list[dict[str, Column]] = []
    count = 0
    for some in blocks(said):
        parts.append(_block_columns(some, measure, reviews))
        namers.append(np.array([count + place for place, one in enumerate(some) for _ in one.names], np.int64))
        in_place.add([measure.themes_in_place(one) for one in some])
        own.add([measure.themes(one) for one in some])
        count += len(some)
    columns = join_columns(parts)
    parts.clear()
    columns["namers"] = np.concatenate(namers)
    return columns | posting_columns(columns, count) | in_place.columns("") | own.columns("own_")


def _block_columns(
    said: Sequence[FindingFeatures], measure: CorpusStatistics, reviews: dict[str, int]
) -> dict[str, Column]:
    count = len(said)
    return {
        "review": np.fromiter((reviews.setdefault(s.review, len(reviews)) for s in said), np.int32, count),
        "inspection": np.fromiter((s.inspection for s in said), np.bool_, count),
        "asking": np.fromiter((s.kind in ASKING_KINDS for s in said), np.bool_, count),
        "standing": np.fromiter((STANDINGS.index(s.standing) for s in said), np.int8, count),
        "logarithm": np.log(np.fromiter((s.length for s in said), np.float32, count)),
        "standing_words": _formulas(said, measure.common),
        "senses": _senses(said),
        "placed": np.fromiter(map(is_placed, said), np.bool_, count),
        "instruments": np.array([name for one in said for name in sorted(one.names)], np.uint64),
        **word_columns(said, measure),
    }


def _senses(said: Sequence[FindingFeatures]) -> Floats:
    senses = np.zeros((len(said), len(said[0].sense) if said else 0), np.float32)
    for place, one in enumerate(said):
        senses[place] = one.sense_in_place
    return senses


def _formulas(said: Sequence[FindingFeatures], common: Ints) -> Flags:
    sizes = np.array([len(one.sketch) for one in said], dtype=np.int64)
    owners = np.repeat(np.arange(len(said)), sizes)
    hits = np.isin(concatenate([one.sketch for one in said], np.int32), common)
    shared = np.bincount(owners, weights=hits, minlength=len(said))
    formula: Flags = (3 * shared >= sizes) & (sizes > 0)
    return formula
