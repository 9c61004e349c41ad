"""One generation of the index as its readers see it: segments, which of their entries are live, what they add up to.

Nothing in it changes, but for a cache; a new generation is a new snapshot that takes over the segments it shares.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from search.engines.whoosh_columnar.execute.live_segment import LiveSegment
from search.engines.whoosh_columnar.execute.postings import Points, Postings, compact
from search.engines.whoosh_columnar.execute.suggestions import Glossary
from search.engines.whoosh_columnar.storage.cache import Cache
from search.engines.whoosh_columnar.storage.packing import Bools, Ints
from search.engines.whoosh_columnar.storage.segment import FIELDS, Having, SegmentWord
from search.facets import FACETS
from search.ranking import POINTS, RANKING, rarity

NumberedValues = tuple[list[str], list[Ints]]


@dataclass(eq=False)
class Snapshot:
    """All segments of one generation."""

    parts: tuple[LiveSegment, ...]
    cache: Cache
    generation: int = 0
    mark: int = -1
    remember: bool = True  # whether what parts of questions found is cached too, not only words
    _numbered: dict[str, NumberedValues] = field(default_factory=dict)
    _ranks: dict[str, Ints] = field(default_factory=dict)
    _evened: dict[tuple[str, int], NDArray[np.float64]] = field(default_factory=dict)

    @cached_property
    def count(self) -> int:
        """How many entries are live."""
        return sum(part.count for part in self.parts)

    @cached_property
    def averages(self) -> dict[str, float]:
        """Return the mean length of each field over all live entries, in words."""
        return {
            name: sum(part.summed_length(place) for part in self.parts) / (self.count or 1)
            for place, name in enumerate(FIELDS)
        }

    @cached_property
    def glossary(self) -> Glossary:
        """The words as written, for stars, spellings and suggestions."""
        return Glossary(self.parts)

    def holds(self, stem: str) -> bool:
        """Return whether any live entry has a stem."""
        return any(
            part.words.stem(stem) is not None if part.live is None else len(part.having(part.word(stem, False)).entries)
            for part in self.parts
        )

    def term(self, word: str, exact: bool, name: str) -> tuple[Postings, ...]:
        """Return the entries that have a word, part by part, with their points: BM25F."""
        key = ("term", word, exact, name)
        found = self.cache.get(key, tuple)
        if found is None:
            having = [part.having(part.word(word, exact), name) for part in self.parts]
            rare = rarity(self.count, sum(len(each.entries) for each in having))
            pairs = zip(having, self.parts, strict=True)
            found = tuple(compact(each.entries, self._points(rare, each, part), part.held) for each, part in pairs)
            self.cache.put(key, found, sum(each.nbytes for each in found) + 200)
        return found

    def _points(self, rare: float, having: Having, part: LiveSegment) -> Points:
        """Return the points of a word in each entry: what `Ranking.points` says, for all at once."""
        lengths = part.words.lengths
        frequency = np.zeros(len(having.entries))
        for place, counts in enumerate(having.counts):
            if counts is None:
                continue
            norms = self._norms(part, place)
            if place == 0:
                frequency += counts * norms[lengths[place][having.entries]]
            else:  # few entries have a word in their heading or title
                there = np.flatnonzero(counts)
                frequency[there] += counts[there] * norms[lengths[place][having.entries[there]]]
        k1 = RANKING.saturation
        points: Points = np.floor(rare * (k1 + 1.0) * frequency / (k1 + frequency) * POINTS + 0.5).astype(np.int32)
        return points

    def _norms(self, part: LiveSegment, place: int) -> NDArray[np.float64]:
        """Return for every length of a field what one occurrence counts."""
        key = (part.name, place)
        if key not in self._evened:
            name = FIELDS[place]
            average, most = self.averages[name], int(part.words.lengths[place].max(initial=0))
            self._evened[key] = np.array([RANKING.norm(name, length, average) for length in range(most + 1)])
        return self._evened[key]

    def stand(self, part: LiveSegment) -> Callable[[SegmentWord], Ints]:
        """Return how to find where a word stands in a segment, from the cache if it is there."""

        def find(word: SegmentWord) -> Ints:
            key = ("standing", part.name, word)
            found = self.cache.get(key, np.ndarray)
            if found is None:
                found = part.words.standing(word)
                self.cache.put(key, found, found.nbytes)
            return found

        return find

    def masks(self, key: tuple[object, ...], facet: str, wanted: Callable[[str], bool]) -> tuple[Bools, ...]:
        """Return which entries, part by part, have a value of a facet that is wanted; dead ones too."""
        found = self.cache.get(key, tuple)
        if found is None:
            found = tuple(part.shelf.mask(facet, wanted) for part in self.parts)
            self.cache.put(key, found, sum(mask.nbytes for mask in found))
        return found

    @cached_property
    def reviews_elsewhere(self) -> list[Bools]:
        """For each segment, which of its reviews (by code) have entries in another segment as well."""
        values, maps = self.number_values("review")
        in_segments = np.zeros(len(values) + 1, np.int64)
        for part, numbers in zip(self.parts, maps, strict=True):
            in_segments[numbers[part.shelf.reviews]] += 1
        elsewhere = [np.zeros(len(numbers), bool) for numbers in maps]
        for part, numbers, found in zip(self.parts, maps, elsewhere, strict=True):
            found[part.shelf.reviews] = in_segments[numbers[part.shelf.reviews]] > 1
        return elsewhere

    def ranks(self, facet: str) -> Ints:
        """Return where each value of a facet, by its number from 1 on, comes in the list of values."""
        if facet not in self._ranks:
            values, _ = self.number_values(facet)
            order = sorted(range(len(values)), key=values.__getitem__, reverse=FACETS[facet].latest_first)
            self._ranks[facet] = np.argsort(np.array(order, np.int64))
        return self._ranks[facet]

    def number_values(self, facet: str) -> NumberedValues:
        """Return the values of a facet over all segments, and for each segment the number of each of its codes.

        Numbers count from 1; 0 is "no value", as in the codes.
        """
        if facet not in self._numbered:
            if len(self.parts) == 1:
                values = self.parts[0].shelf.values(facet)
                self._numbered[facet] = (values, [np.arange(len(values) + 1)])
            else:
                numbers: dict[str, int] = {}
                for part in self.parts:
                    for value in part.shelf.values(facet):
                        numbers.setdefault(value, len(numbers) + 1)
                maps = [np.array([0, *(numbers[v] for v in part.shelf.values(facet))]) for part in self.parts]
                self._numbered[facet] = (list(numbers), maps)
        return self._numbered[facet]
