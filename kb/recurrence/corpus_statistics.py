"""What is counted over a whole library: how rare a term and a theme are, what a document's subject is, which sentences
are standing words. And what each part of likeness counts.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from kb.recurrence.feature_columns import blocks
from kb.recurrence.features import FindingFeatures, Floats, Ints, Sense
from kb.recurrence.meanings import Meanings
from kb.vocabulary import Vocabulary

Number = TypeVar("Number", np.int32, np.float32)


@dataclass(frozen=True, slots=True)
class LikenessWeights:
    """What shared themes and meaning count beside shared words."""

    themes: float
    meaning: float  # of the encoder's vectors
    field: float  # of the field's word vectors
    lessons: float  # of the lessons that both seem to tell
    near: float = 1.0  # likeness from which two findings say nearly the same, ...
    near_meaning: float = 0.0  # ... and the cosine of what they mean, by the encoder, from which they do
    strong: float = 0.75  # likeness, less the names of agencies, from which one asks for what the other finds, ...
    asked_meaning: float = 0.0  # ... and that cosine
    alike: float = 0.75  # likeness, less those names, from which two that both find, or both ask, are linked, ...
    alike_meaning: float = 0.0  # ... that cosine ...
    alike_words: float = 0.0  # ... and the likeness of their words alone
    beside: float = 0.75  # likeness from which two findings of one review are on one matter: it speaks of one case
    short: int = 0  # words up to which a finding says one thing: between two of those likeness says more; 0 for none
    short_asked: float = 0.9  # likeness from which two of those are linked where one asks and the other finds, ...
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
    near=1.6,
    near_meaning=0.62,
    strong=1.4,
    asked_meaning=0.35,
    alike=1.45,
    alike_meaning=0.45,
    alike_words=0.35,
    beside=1.3,
    short=40,
    short_asked=1.2,
    short_meaning=0.15,
    clear_short=30,
    clear=0.85,
    clear_meaning=0.2,
)
WITHOUT_ENCODER = LikenessWeights(
    0.5, 0.0, 0.2, 0.3, near=1.4, strong=1.0, alike=1.3, alike_words=0.3, short=40, short_asked=0.75
)
CONTEXT_THEME_WEIGHT = (
    0.4  # what a theme counts in a document most of whose findings carry it: its subject, not their lesson
)
SUBJECT_THEME_SHARE = 0.4  # the share of a document's findings from which a theme is its subject ...
SUBJECT_THEME_LEAST = 8  # ... where it has at least so many
FORMULA_REVIEWS = 3  # reviews from which the same sentences are a publisher's standing words and no lesson come again


def shipped_weights(meanings: Meanings | None) -> LikenessWeights:
    """Return what the parts of likeness count with an encoder's vectors, of which there may be none yet, or without."""
    return WITHOUT_ENCODER if meanings is None else WITH_ENCODER


class CorpusStatistics:
    """What is counted over all findings of one arrangement."""

    def __init__(
        self,
        said: Iterable[FindingFeatures],
        terms: int,
        vocabulary: Vocabulary,
        weights: LikenessWeights = WITHOUT_ENCODER,
    ) -> None:
        """Count over findings, which are gone through once, among `terms` terms."""
        counts = _Counts(terms)
        for some in blocks(said):
            counts.take_in(some)
        self.count = counts.findings.total()
        self.weights = weights
        self.idf = self._rarity(counts.terms)
        self.highest = float(self.idf.max()) if terms else 0.0
        self._related = {slug: frozenset(theme.related) for slug, theme in vocabulary.themes.items()}
        self.theme_numbers = {theme: number for number, theme in enumerate(counts.themes)}
        self.theme_idf = self._rarity(np.array(list(counts.themes.values()), np.float64))
        self.subjects = dict(_subjects(counts.findings, counts.carried))
        self.common = counts.common_runs()

    def _rarity(self, df: npt.NDArray[np.generic]) -> Floats:
        rarity: Floats = np.log((self.count + 1) / (df.astype(np.float64) + 0.5)).astype(np.float32)
        return rarity

    def rarity(self, terms: Ints) -> Floats:
        """Return the inverse document frequency (from 0, natural logarithm) of each term; the highest of later ones."""
        known = terms < len(self.idf)
        found: Floats = np.where(known, self.idf[np.where(known, terms, 0)], self.highest).astype(np.float32)
        return found if len(self.idf) else np.zeros(len(terms), np.float32)

    def weigh(self, said: FindingFeatures) -> tuple[Floats, float]:
        """Return the tf-idf weights of a finding's known terms, and the norm of all its terms (1.0 for none)."""
        weights: Floats = said.weights * self.rarity(said.terms)
        strange = said.strange * self.highest
        norm = math.sqrt(float((weights**2).sum()) + float((strange**2).sum()))
        return weights, norm or 1.0

    def weigh_lent(self, said: FindingFeatures) -> Floats:
        """Return the tf-idf weights of the terms that others lend a finding, together of length one; empty for none."""
        lent: Floats = said.lent_weights * self.rarity(said.lent)
        return (lent / max(float(np.sqrt((lent**2).sum())), 1e-9)).astype(np.float32)

    def themes(self, said: FindingFeatures) -> dict[int, float]:
        """Return a finding's themes, by number, with what each counts for its lesson: sureness, 0 to 1, by rarity."""
        return self._weigh_themes(said, said.themes)

    def themes_in_place(self, said: FindingFeatures) -> dict[int, float]:
        """Return the themes of a finding and of what stands around it, by number, with the same weights from 0."""
        return self._weigh_themes(said, {**said.themes, **said.around})

    def _weigh_themes(self, said: FindingFeatures, themes: Mapping[str, float]) -> dict[int, float]:
        subjects = self.subjects.get(said.document, frozenset())
        return {
            self._theme(theme): weight * (CONTEXT_THEME_WEIGHT if theme in subjects else 1.0) * self.theme_rarity(theme)
            for theme, weight in themes.items()
            if theme in self.theme_numbers
        }

    def related_themes(self, said: FindingFeatures) -> dict[int, float]:
        """Return the themes related to those of a finding, by number, with what each may lend: weights from 0."""
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
        """Return the inverse document frequency of a theme that is known, from 0 (natural logarithm)."""
        return float(self.theme_idf[self.theme_numbers[slug]])

    def meet(self, said: Sequence[FindingFeatures]) -> None:
        """Take in themes and documents that came after the arrangement."""
        late = [theme for one in said for theme in one.themes if theme not in self.theme_numbers]
        for theme in dict.fromkeys(late):
            self.theme_numbers[theme] = len(self.theme_numbers)
            self.theme_idf = np.append(self.theme_idf, np.float32(math.log((self.count + 1) / 1.5)))
        counts = _Counts(0)
        counts.take_in_themes(said)
        # a subject once found stays until all is arranged anew
        for document, themes in _subjects(counts.findings, counts.carried).items():
            self.subjects.setdefault(document, themes)

    @cached_property
    def _formulaic_runs(self) -> frozenset[int]:
        return frozenset(self.common.tolist())  # asked for each pair, so that no array is searched for it

    def is_formula(self, said: FindingFeatures) -> bool:
        """Return whether a finding is somebody's standing words."""
        shared = sum(run in self._formulaic_runs for run in said.sketch.tolist())
        return 3 * shared >= len(said.sketch) > 0

    def words_like(self, one: FindingFeatures, other: FindingFeatures) -> float:
        """Return the cosine, 0 to 1, of two findings' words alone."""
        return self._cosine(one, other, np.intersect1d(one.terms, other.terms, assume_unique=True))

    def agencies_alike(self, one: FindingFeatures, other: FindingFeatures) -> float:
        """Return how much of `words_like`, 0 to 1, is only that the two name the same agencies."""
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


def weigh_senses(senses: Floats, weights: LikenessWeights) -> Floats:
    """Return what findings mean, a row each (`Sense` names its parts), every part times its weight."""
    weighed = senses.copy()
    weighed[:, Sense.FIELD] *= weights.field
    weighed[:, Sense.LESSONS] *= weights.lessons
    weighed[:, Sense.MEANING] *= weights.meaning
    return weighed


def concatenate(parts: Sequence[npt.NDArray[Number]], kind: type[Number]) -> npt.NDArray[Number]:
    """Return arrays as one; an empty one of this kind where there are none."""
    return np.concatenate(parts) if parts else np.zeros(0, kind)


class _Counts:
    """What is counted of findings that are taken in some at a time."""

    def __init__(self, terms: int) -> None:
        self.terms = np.zeros(terms, np.int64)  # findings that have each
        self.findings: Counter[str] = Counter()  # of each document
        self.themes: Counter[str] = Counter()  # in the order in which they came
        self.carried: Counter[tuple[str, str]] = Counter()  # document and theme
        self._reviews: dict[str, int] = {}
        self._runs: list[npt.NDArray[np.int64]] = []  # of words, each with the number of its review
        self._owners: list[npt.NDArray[np.int64]] = []

    def take_in(self, said: Sequence[FindingFeatures]) -> None:
        """Count these findings."""
        self.terms += np.bincount(concatenate([one.terms for one in said], np.int32), minlength=len(self.terms))
        self.take_in_themes(said)
        own = [self._reviews.setdefault(one.review, len(self._reviews)) for one in said]
        self._runs.append(concatenate([one.sketch for one in said], np.int32).astype(np.int64))
        self._owners.append(np.repeat(np.array(own, np.int64), [len(one.sketch) for one in said]))

    def take_in_themes(self, said: Iterable[FindingFeatures]) -> None:
        """Count the themes of these findings alone."""
        for one in said:
            self.findings[one.document] += 1
            self.themes.update(one.themes.keys())
            self.carried.update((one.document, theme) for theme in one.themes)

    def common_runs(self) -> Ints:
        """Return the runs of words that stand in so many reviews that they are somebody's standing words."""
        runs, owners = np.concatenate(self._runs), np.concatenate(self._owners)
        pairs = np.unique(runs * len(self._reviews) + owners) if len(runs) else runs
        found, counts = np.unique(pairs // max(len(self._reviews), 1), return_counts=True)
        common: Ints = found[counts >= FORMULA_REVIEWS].astype(np.int32)
        return common


def _subjects(findings: Mapping[str, int], carried: Mapping[tuple[str, str], int]) -> Mapping[str, frozenset[str]]:
    """Return for each document the themes that most of its findings carry, if any."""
    subjects: dict[str, set[str]] = {document: set() for document in findings}
    for (document, theme), count in carried.items():
        if findings[document] >= SUBJECT_THEME_LEAST and count >= SUBJECT_THEME_SHARE * findings[document]:
            subjects[document].add(theme)
    return {document: frozenset(themes) for document, themes in subjects.items()}
