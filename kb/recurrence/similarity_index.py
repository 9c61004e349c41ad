"""Findings arranged so that those like a given one are found without looking at all of them.

A `CorpusStatistics` holds what is counted over a whole library: how rare a term and a theme are, what a document's
subject is,
which sentences are standing words. A `SimilarityIndex` holds findings as posting lists under one measure. What comes
after an
arrangement stands on a shelf of its own under the same measure, so that adding a document does not sort all again.

The best of a shelf are found exactly, although the commonest terms are not scanned: what they could add at most is a
bound, whoever could reach the best with it is scored in full, and no one else can be among the best.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from kb.recurrence.features import FindingFeatures, Floats, Ints, Sense
from kb.vocabulary import Vocabulary

Number = TypeVar("Number", np.int32, np.float32)
Flags = npt.NDArray[np.bool_]
Places = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class LikenessWeights:
    """What shared themes and meaning count beside shared words."""

    themes: float
    meaning: float  # of the encoder's vectors
    field: float  # of the field's word vectors
    lessons: float  # of the lessons that both seem to tell
    near: float = 1.0  # likeness from which two findings say nearly the same, ...
    strong: float = 0.75  # likeness, without the names of agencies, below which no two findings are linked
    near_meaning: float = 0.0  # ... and the cosine of what they mean, by the encoder, from which they do
    asked_meaning: float = 0.0  # that cosine from which one asks for what the other finds wanting
    alike: float = 0.75  # likeness from which two that both find, or both ask, are linked without being near, ...
    alike_meaning: float = 0.0  # ... that cosine ...
    alike_words: float = 0.0  # ... and the likeness of their words alone, from which they are
    short: int = 0  # words up to which a finding says one thing: of two such ones likeness tells more; 0 for none
    short_asked: float = 0.9  # likeness from which two such ones are linked where one asks and the other finds, ...
    short_meaning: float = 0.0  # ... and that cosine
    clear_short: int = 0  # words up to which a finding may tell one of the field's lessons and no other, ...
    clear: float = 0.8  # ... the likeness of the lessons that two of them seem to tell, from which it is one, ...
    clear_meaning: float = 0.25  # ... and that cosine


# chosen by benchmarks/likeness.py, and the lines by benchmarks/lines.py: benchmarks/results/likeness.md tells how
WITH_ENCODER = LikenessWeights(
    0.5,
    0.7,
    0.2,
    0.6,
    near=1.3,
    strong=1.1,
    near_meaning=0.62,
    asked_meaning=0.35,
    alike=1.2,
    alike_meaning=0.45,
    alike_words=0.3,
    short=40,
    short_asked=1.0,
    clear_short=30,
    clear=0.8,
    clear_meaning=0.2,
)
WITHOUT_ENCODER = LikenessWeights(
    0.5, 0.0, 0.2, 0.3, near=1.3, strong=0.9, alike=1.2, alike_words=0.3, short=40, short_asked=0.75
)
UNSHARED_THEME_PENALTY = (
    0.3  # what a theme counts against the overlap where only one side has it (Tversky's alpha and beta)
)
RELATED_THEME_WEIGHT = 0.1  # what a related theme counts of a shared one
STANDING_PENALTIES = {
    "practice": 0.35,
    "question": 0.3,
    "told": 0.3,
    "need": 0.05,
    "done": 0.05,
}  # lost by unlike standing; the larger counts
INSPECTION_PENALTY = 0.22  # lost between a review and an inspection: one speaks of a case, the other of a whole service
CONTEXT_THEME_WEIGHT = (
    0.4  # what a theme counts in a document most of whose findings carry it: its subject, not their lesson
)
SUBJECT_THEME_SHARE = 0.4  # the share of a document's findings from which a theme is its subject ...
SUBJECT_THEME_LEAST = 8  # ... where it has at least so many
FORMULA_REVIEWS = 3  # reviews from which the same sentences are a publisher's standing words and no lesson come again
FORMULA_FACTOR = 0.3  # what likeness is worth where either side is such a formula
LONG_TEXT_PENALTY = (
    0.1  # lost for each e-fold by which the shorter is over MANY words: long paragraphs share themes by chance
)
LONG_TEXT_TERMS = 30
LENGTH_PENALTY = 0.02  # lost for each e-fold by which one is longer
INSTRUMENT_BONUS = 0.5  # for the same named instrument
SKIPPED_TERMS_LIMIT = 0.15  # likeness that terms left out of the first scan may add at most
TIE = 1e-5  # likeness by which two are held to be equal, so that rounding chooses nobody
COMMON_TERM_FINDINGS = 1000  # findings that have a term, from which it may be left out of the first scan

_ORDER = tuple(STANDING_PENALTIES)
_UNLIKE = np.array(
    [
        [0.0 if one == other else max(STANDING_PENALTIES[one], STANDING_PENALTIES[other]) for other in _ORDER]
        for one in _ORDER
    ],
    np.float32,
)


class CorpusStatistics:
    """What is counted over all findings of one arrangement."""

    def __init__(
        self,
        said: Sequence[FindingFeatures],
        terms: int,
        vocabulary: Vocabulary,
        weights: LikenessWeights = WITHOUT_ENCODER,
    ) -> None:
        self.count = len(said)
        self.weights = weights
        df = (
            np.bincount(_concatenate([one.terms for one in said], np.int32), minlength=terms)
            if said
            else np.zeros(terms)
        )
        self.idf = self._rarity(df)
        self.highest = float(self.idf.max()) if terms else 0.0
        self._related = {slug: frozenset(theme.related) for slug, theme in vocabulary.themes.items()}
        self.theme_numbers: dict[str, int] = {}
        carried = Counter(theme for one in said for theme in one.themes)
        for theme in carried:
            self.theme_numbers[theme] = len(self.theme_numbers)
        self.theme_idf = self._rarity(np.array(list(carried.values()), np.float64))
        self.subjects = dict(_subjects(said))
        self.common = _common_runs(said)

    def _rarity(self, df: npt.NDArray[np.generic]) -> Floats:
        rarity: Floats = np.log((self.count + 1) / (df.astype(np.float64) + 0.5)).astype(np.float32)
        return rarity

    def rarity(self, terms: Ints) -> Floats:
        """Return the inverse document frequency of terms; those that came later are as rare as any."""
        known = terms < len(self.idf)
        found: Floats = np.where(known, self.idf[np.where(known, terms, 0)], self.highest).astype(np.float32)
        return found if len(self.idf) else np.zeros(len(terms), np.float32)

    def weigh(self, said: FindingFeatures) -> tuple[Floats, float]:
        """Return the weights of a finding's known terms, and the length of the vector of all its terms."""
        weights: Floats = said.weights * self.rarity(said.terms)
        strange = said.strange * self.highest
        norm = math.sqrt(float((weights**2).sum()) + float((strange**2).sum()))
        return weights, norm or 1.0

    def themes(self, said: FindingFeatures) -> dict[int, float]:
        """Return a finding's themes, by number, with what each counts for its lesson."""
        subjects = self.subjects.get(said.document, frozenset())
        return {
            self._theme(theme): weight * (CONTEXT_THEME_WEIGHT if theme in subjects else 1.0) * self.theme_rarity(theme)
            for theme, weight in said.themes.items()
            if theme in self.theme_numbers
        }

    def related_themes(self, said: FindingFeatures) -> dict[int, float]:
        """Return the themes related to those of a finding, by number, with what each may lend."""
        subjects = self.subjects.get(said.document, frozenset())
        lent: dict[int, float] = {}
        for theme, weight in said.themes.items():
            for other in self._related.get(theme, ()):
                if other in self.theme_numbers and other not in said.themes:
                    worth = weight * (CONTEXT_THEME_WEIGHT if theme in subjects else 1.0) * self.theme_rarity(other)
                    lent[self._theme(other)] = max(worth, lent.get(self._theme(other), 0.0))
        return lent

    def _theme(self, slug: str) -> int:
        return self.theme_numbers[slug]

    def theme_rarity(self, slug: str) -> float:
        """Return the inverse document frequency of a theme that is known."""
        return float(self.theme_idf[self.theme_numbers[slug]])

    def meet(self, said: Sequence[FindingFeatures]) -> None:
        """Take in themes and documents that came after the arrangement."""
        late = [theme for one in said for theme in one.themes if theme not in self.theme_numbers]
        for theme in dict.fromkeys(late):
            self.theme_numbers[theme] = len(self.theme_numbers)
            self.theme_idf = np.append(self.theme_idf, np.float32(math.log((self.count + 1) / 1.5)))
        for document, themes in _subjects(said).items():  # a subject once found stays until all is arranged anew
            self.subjects.setdefault(document, themes)

    @cached_property
    def _formulaic_runs(self) -> frozenset[int]:
        return frozenset(self.common.tolist())  # asked for each pair, so that no array is searched for it

    def is_formula(self, said: FindingFeatures) -> bool:
        """Whether a finding is somebody's standing words."""
        shared = sum(run in self._formulaic_runs for run in said.sketch.tolist())
        return 3 * shared >= len(said.sketch) > 0

    def words_like(self, one: FindingFeatures, other: FindingFeatures) -> float:
        """Return the cosine of two findings' words alone."""
        return self._cosine(one, other, np.intersect1d(one.terms, other.terms, assume_unique=True))

    def agencies_alike(self, one: FindingFeatures, other: FindingFeatures) -> float:
        """Return how much of the likeness of two findings' words is only that they name the same agencies."""
        named = frozenset(one.agencies.tolist()).intersection(other.agencies.tolist())
        if not named:  # as most pairs are: nothing need be weighed
            return 0.0
        named = named.intersection(one.terms.tolist()).intersection(other.terms.tolist())
        return self._cosine(one, other, np.array(sorted(named), np.int32))

    def _cosine(self, one: FindingFeatures, other: FindingFeatures, terms: Ints) -> float:
        """Return the part of the cosine of two findings that these terms, which both have, bring."""
        if not len(terms):
            return 0.0
        (a, norm_a), (b, norm_b) = self.weigh(one), self.weigh(other)
        at, bt = np.searchsorted(one.terms, terms), np.searchsorted(other.terms, terms)
        return float((a[at] * b[bt]).sum()) / (norm_a * norm_b)


class SimilarityIndex:
    """Findings under one measure, as posting lists."""

    def __init__(self, said: Sequence[FindingFeatures], measure: CorpusStatistics, reviews: dict[str, int]) -> None:
        self.ids = tuple(one.id for one in said)
        self._measure = measure
        self._reviews = reviews
        count = len(said)
        self._review = np.fromiter((reviews.setdefault(s.review, len(reviews)) for s in said), np.int32, count)
        self._inspected = np.fromiter((s.inspection for s in said), np.bool_, count)
        self._standing = np.fromiter((_ORDER.index(s.standing) for s in said), np.int8, count)
        self._length = np.log(np.fromiter((s.length for s in said), np.float32, count))
        self._formula = _formulas(said, measure.common)
        self._dead = np.zeros(count, np.bool_)
        self._senses = np.array([one.sense for one in said], np.float32) if said else np.zeros((0, 0), np.float32)
        self._words = _Postings.of_words(said, measure)
        self._themes, self._mass = _Postings.of_themes(said, measure)
        self._names: dict[frozenset[str], list[int]] = {}
        for place, one in enumerate(said):
            for name in one.names:
                self._names.setdefault(name, []).append(place)

    def __len__(self) -> int:
        return len(self.ids)

    def strike(self, place: int) -> None:
        """Leave out a finding that is gone or stands on a later shelf."""
        self._dead[place] = True

    def senses_like(self, several: Sequence[FindingFeatures]) -> Floats:
        """Return what likeness of meaning counts: a row for each of several findings, a column for each place.

        For many at once this is one product of matrices, several times as quick as one vector after the other.
        """
        weights = self._measure.weights
        senses = np.array([one.sense for one in several], np.float32)
        if not senses.size or not self._senses.size:
            return np.zeros((len(several), len(self)), np.float32)
        senses[:, Sense.FIELD] *= weights.field
        senses[:, Sense.LESSONS] *= weights.lessons
        senses[:, Sense.MEANING] *= weights.meaning
        alike: Floats = senses @ self._senses.T
        return alike

    def best_matches(
        self, said: FindingFeatures, depth: int, least: float, meaning: Floats | None = None
    ) -> list[tuple[float, int]]:
        """Return the likeness and place of the findings most like `said`, best first: `depth`, and who equals the last.

        Equal ones stand in order of place. `meaning` is the row of `said` in `senses_like`, where it is at hand.
        """
        if not self.ids or depth < 1:
            return []
        scan = _Query(self, said, meaning)
        places = scan.candidates(depth, least)
        scores = scan.scores(places)
        kept = np.flatnonzero(scores > least)
        ranked = kept[np.argsort(-scores[kept], kind="stable")]
        if len(ranked) > depth:
            ranked = ranked[: int(np.searchsorted(-scores[ranked], -scores[ranked[depth - 1]] + TIE, side="right"))]
        return [(float(scores[i]), int(places[i])) for i in ranked]

    def all_scores(self, said: FindingFeatures) -> Floats:
        """Return how like `said` each finding is, in order of place; below 0 for what is left out."""
        if not self.ids:
            return np.zeros(0, np.float32)
        scan = _Query(self, said)
        scores = scan.scores(np.arange(len(self)))
        scores[scan.left_out] = -1.0
        return scores


class _Query:
    """One question to one shelf: what each finding shares with `said`, first roughly and then in full."""

    def __init__(self, shelf: SimilarityIndex, said: FindingFeatures, meaning: Floats | None = None) -> None:
        self._shelf = shelf
        self._said = said
        self._formulaic = shelf._measure.is_formula(said)
        self._holders = np.array(sorted({p for n in said.names for p in shelf._names.get(n, ())}), np.int64)
        self._left: list[tuple[slice, float]] = []
        self._bound = 0.0
        self._rough = np.zeros(len(shelf), np.float32)
        self._add_words()
        self._add_themes()
        self._rough += shelf.senses_like([said])[0] if meaning is None else meaning
        self._out = shelf._dead.copy()
        own = shelf._reviews.get(said.review)
        if own is not None:
            self._out |= shelf._review == own

    def _add_words(self) -> None:
        words, said = self._shelf._words, self._said
        weights, norm = self._shelf._measure.weigh(said)
        asked = zip(said.terms.tolist(), weights.tolist(), strict=True)
        lists = [(where, weight / norm, n) for n, weight in asked if (where := words.of(n)) is not None]
        for where, weight, number in sorted(lists, key=lambda one: one[0].start - one[0].stop):
            most = weight * words.peak(number)
            if where.stop - where.start >= COMMON_TERM_FINDINGS and self._bound + most <= SKIPPED_TERMS_LIMIT:
                self._left.append((where, weight))
                self._bound += most
            else:
                self._rough[words.who[where]] += np.float32(weight) * words.how[where]

    def _add_themes(self) -> None:
        """Add the weighted overlap of themes (Tversky's index); a related theme lends a part of its weight."""
        shelf, said = self._shelf, self._said
        own = shelf._measure.themes(said)
        shared = np.zeros(len(shelf), np.float32)
        near = np.zeros(len(shelf), np.float32)
        for number, weight in own.items():
            where = shelf._themes.of(number)
            if where is not None:
                who = shelf._themes.who[where]
                shared[who] += np.minimum(np.float32(weight), shelf._themes.how[where])
        for number, weight in shelf._measure.related_themes(said).items():
            where = shelf._themes.of(number)
            if where is not None:
                who = shelf._themes.who[where]
                lent = RELATED_THEME_WEIGHT * np.minimum(np.float32(weight), shelf._themes.how[where])
                near[who] = np.maximum(near[who], lent)
        held = np.flatnonzero(shared + near)
        one, both = sum(own.values()), shared[held]
        whole = both + UNSHARED_THEME_PENALTY * ((one - both) + (shelf._mass[held] - both))
        overlap = np.divide(both + near[held], whole, out=np.zeros(len(held), np.float32), where=whole > 0)
        self._rough[held] += np.float32(shelf._measure.weights.themes) * np.minimum(overlap, 1.0)

    @property
    def left_out(self) -> Flags:
        """Which places are not to be found: those of the same review, and what is gone."""
        return self._out

    def candidates(self, depth: int, least: float) -> Places:
        """Return the places of all that may be among the best."""
        upper = self._rough.copy()
        upper[self._holders] += INSTRUMENT_BONUS
        upper[self._out] = -1.0
        some = 4 * depth + 40
        if len(upper) <= 2 * some:
            return np.flatnonzero(~self._out)
        likely = np.argpartition(-upper, some)[:some]
        scores = np.sort(self.scores(likely[upper[likely] >= 0]))
        enough = max(float(scores[-depth]) if len(scores) >= depth else 0.0, least)
        return np.flatnonzero((upper >= np.float32(enough - self._bound - 2 * TIE)) & (upper >= 0))

    def scores(self, places: Places) -> Floats:
        """Return how like `said` the findings at these places are."""
        shelf = self._shelf
        scores: Floats = self._rough[places].copy()
        for where, weight in self._left:
            scores += np.float32(weight) * _values_at(
                places, shelf._words.who[where], shelf._words.how[where], len(shelf)
            )
        np.maximum(scores - self._penalties(places), 0, out=scores)
        scores[shelf._formula[places] | self._formulaic] *= FORMULA_FACTOR
        if len(self._holders):
            scores[np.isin(places, self._holders)] += INSTRUMENT_BONUS
        return scores

    def _penalties(self, places: Places) -> Floats:
        """Return what each finding loses for standing, length or origin unlike that of `said`."""
        shelf, own = self._shelf, math.log(self._said.length)
        lengths = shelf._length[places]
        lost = LENGTH_PENALTY * np.abs(lengths - own)
        lost += LONG_TEXT_PENALTY * np.maximum(np.minimum(lengths, own) - math.log(LONG_TEXT_TERMS), 0.0)
        lost += np.where(shelf._inspected[places] == self._said.inspection, 0.0, INSPECTION_PENALTY)
        lost += _UNLIKE[_ORDER.index(self._said.standing)][shelf._standing[places]]
        return lost.astype(np.float32)


@dataclass(frozen=True, slots=True)
class _Postings:
    """For each term the findings that have it, in order of place, with weights."""

    slices: Mapping[int, int]  # term to its place in `starts`
    starts: npt.NDArray[np.int64]
    who: Ints
    how: Floats
    peaks: Floats

    @classmethod
    def of_words(cls, said: Sequence[FindingFeatures], measure: CorpusStatistics) -> _Postings:
        """Arrange words with cosine weights."""
        terms = _concatenate([one.terms for one in said], np.int32)
        owners = np.repeat(np.arange(len(said), dtype=np.int32), [len(one.terms) for one in said])
        how = _concatenate([one.weights for one in said], np.float32) * measure.rarity(terms)
        norms = np.sqrt(np.bincount(owners, weights=how**2, minlength=len(said)))
        return cls._sort(terms, owners, (how / np.maximum(norms[owners], 1e-9)).astype(np.float32))

    @classmethod
    def of_themes(cls, said: Sequence[FindingFeatures], measure: CorpusStatistics) -> tuple[_Postings, Floats]:
        """Arrange themes with what each counts, and return as well the sum of what they count for each finding."""
        themes = [measure.themes(one) for one in said]
        owners = np.repeat(np.arange(len(said), dtype=np.int32), [len(one) for one in themes])
        how = np.array([w for one in themes for w in one.values()], np.float32)
        mass = np.bincount(owners, weights=how, minlength=len(said)).astype(np.float32)
        return cls._sort(np.array([n for one in themes for n in one], np.int32), owners, how), mass

    @classmethod
    def _sort(cls, terms: Ints, owners: Ints, how: Floats) -> _Postings:
        order = np.argsort(terms, kind="stable")
        known, starts = np.unique(terms[order], return_index=True)
        how = how[order]
        peaks = np.maximum.reduceat(how, starts) if len(starts) else how
        slices = {int(term): place for place, term in enumerate(known.tolist())}
        return cls(slices, np.append(starts, len(terms)).astype(np.int64), owners[order], how, peaks)

    def of(self, term: int) -> slice | None:
        """Return where the findings stand that have a term."""
        place = self.slices.get(term)
        return None if place is None else slice(int(self.starts[place]), int(self.starts[place + 1]))

    def peak(self, term: int) -> float:
        """Return the most that any finding has of a term."""
        return float(self.peaks[self.slices[term]])


def _values_at(places: Places, who: Ints, how: Floats, count: int) -> Floats:
    """Return the values of a posting list at these places, 0 where they are not in it."""
    if len(places) * 16 > len(who):  # to write them all out is quicker than to look each up
        dense = np.zeros(count, np.float32)
        dense[who] = how
        return dense[places]
    at = np.minimum(np.searchsorted(who, places), len(who) - 1)
    found: Floats = np.where(who[at] == places, how[at], np.float32(0))
    return found


def _concatenate(parts: Sequence[npt.NDArray[Number]], kind: type[Number]) -> npt.NDArray[Number]:
    return np.concatenate(parts) if parts else np.zeros(0, kind)


def _subjects(said: Sequence[FindingFeatures]) -> Mapping[str, frozenset[str]]:
    """Return for each document the themes that most of its findings carry, if any."""
    findings = Counter(one.document for one in said)
    carried = Counter((one.document, theme) for one in said for theme in one.themes)
    subjects: dict[str, set[str]] = {document: set() for document in findings}
    for (document, theme), count in carried.items():
        if findings[document] >= SUBJECT_THEME_LEAST and count >= SUBJECT_THEME_SHARE * findings[document]:
            subjects[document].add(theme)
    return {document: frozenset(themes) for document, themes in subjects.items()}


def _common_runs(said: Sequence[FindingFeatures]) -> Ints:
    """Return the runs of words that stand in so many reviews that they are somebody's standing words."""
    reviews: dict[str, int] = {}
    own = [reviews.setdefault(one.review, len(reviews)) for one in said]
    runs = _concatenate([one.sketch for one in said], np.int32).astype(np.int64)
    owners = np.repeat(np.array(own, np.int64), [len(one.sketch) for one in said])
    pairs = np.unique(runs * len(reviews) + owners) if len(runs) else runs
    found, counts = np.unique(pairs // max(len(reviews), 1), return_counts=True)
    common: Ints = found[counts >= FORMULA_REVIEWS].astype(np.int32)
    return common


def _formulas(said: Sequence[FindingFeatures], common: Ints) -> Flags:
    sizes = np.array([len(one.sketch) for one in said], dtype=np.int64)
    owners = np.repeat(np.arange(len(said)), sizes)
    hits = np.isin(_concatenate([one.sketch for one in said], np.int32), common)
    shared = np.bincount(owners, weights=hits, minlength=len(said))
    formula: Flags = (3 * shared >= sizes) & (sizes > 0)
    return formula
