"""A finding whose like are sought, with what is worked out of it once."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

import numpy as np
import numpy.typing as npt

from kb.recurrence.corpus_statistics import CorpusStatistics, weigh_senses
from kb.recurrence.features import FindingFeatures, Floats, Ints
from kb.recurrence.theme_overlap import ThemeWeights
from kb.recurrence.word_columns import LENT_WORTH, OWN_WORTH


class LikenessQuery:
    """A finding whose like are sought, with what is worked out of it once."""

    def __init__(self, said: FindingFeatures, measure: CorpusStatistics) -> None:
        weights, norm = measure.weigh(said)
        self.said = said
        self.measure = measure
        self.is_formula = measure.is_formula(said)
        self.cosines = dict(zip(said.terms.tolist(), (weights / norm).tolist(), strict=True))  # weight of each term
        self.is_placed = is_placed(said)

    @cached_property
    def senses(self) -> tuple[Floats, Floats]:
        """What it means where it stands and by itself, each part weighed."""
        both = np.array([self.said.sense_in_place, self.said.sense], np.float32)
        in_place, own = weigh_senses(both, self.measure.weights)
        return in_place, own

    @cached_property
    def cosines_in_place(self) -> Mapping[int, float]:
        """The weight, 0 to 1, of each term where it stands: of its own and of those that are lent to it."""
        if not len(self.said.lent):
            return self.cosines
        lent = self.measure.weigh_lent(self.said) * np.float32(LENT_WORTH)
        own = {term: weight * OWN_WORTH for term, weight in self.cosines.items()}
        return own | dict(zip(self.said.lent.tolist(), lent.tolist(), strict=True))

    @cached_property
    def word_worths(self) -> WordWorths:
        """What each of its terms counts in another finding."""
        return WordWorths(self.cosines, self.cosines_in_place)

    @cached_property
    def themes(self) -> tuple[ThemeWeights, ThemeWeights]:
        """Its themes where it stands and by itself."""
        return self.measure.themes_in_place(self.said), self.measure.themes(self.said)

    @cached_property
    def related_themes(self) -> ThemeWeights:
        """What themes related to its own lend."""
        return self.measure.related_themes(self.said)


class WordWorths:
    """What each term of a finding counts in another one: arrays by the places that `find` gives, 0 for no such term."""

    def __init__(self, own: Mapping[int, float], there: Mapping[int, float]) -> None:
        """`own` is the weight of each term by itself, and `there` of its own and the lent ones where it stands."""
        terms = np.fromiter(there, np.int64, len(there))
        self._highest = int(terms.max(initial=-1))
        self._places = np.zeros(self._highest + 2, np.int32)  # one more, for all higher terms
        self._places[terms] = np.arange(1, len(terms) + 1)
        self.own = np.array([0.0, *(own.get(term, 0.0) for term in there)])
        self.there = np.array([0.0, *there.values()])
        # by how much a term counts more, -1 to 1, where the two stand than by themselves: in others that are lent
        # words, and in those that are not
        self.parted_of_lent = OWN_WORTH * self.there - self.own
        self.parted_of_plain = self.there - self.own

    def find(self, terms: Ints) -> npt.NDArray[np.int32]:
        """Return the place of each term, 0 where the finding has it not."""
        found: npt.NDArray[np.int32] = self._places[np.minimum(terms, self._highest + 1)]
        return found


def is_placed(said: FindingFeatures) -> bool:
    """Return whether anything stands around a finding."""
    return len(said.placed) > 0 or bool(said.around) or len(said.lent) > 0
