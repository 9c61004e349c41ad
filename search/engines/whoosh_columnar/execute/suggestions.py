"""The words as written that live entries have: for stars, spellings, completions and did-you-mean.

The segments keep them sorted, with how many entries have each. Where a segment has deleted entries these numbers are
too high, so then the entries themselves are asked, for the words in question alone.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from search import limits
from search.engines.whoosh_columnar.build.invert import letters
from search.engines.whoosh_columnar.execute.live_segment import LiveSegment
from search.engines.whoosh_columnar.storage.packing import Ints
from search.understanding.spelling import SpellingLexicon, edit_distance


class Glossary(SpellingLexicon):
    """The lexicon of the house over mapped arrays."""

    def __init__(self, parts: tuple[LiveSegment, ...]) -> None:
        super().__init__({})
        self.parts = parts

    def words(self, start: str = "") -> Iterator[tuple[str, int]]:
        """Yield the words that begin so, each with the number of live entries that have it; sorted in one segment."""
        yield from self._live_counts([(part, np.arange(*part.words.beginning(start))) for part in self.parts]).items()

    def _live_counts(self, chosen: list[tuple[LiveSegment, Ints]]) -> dict[str, int]:
        """Return chosen words of the segments with the number of live entries that have each, 0 left out."""
        found: dict[str, int] = {}
        for part, places in chosen:
            counts = frequencies(part, places).tolist()
            for word, count in zip(_words_at(part, places), counts, strict=True):
                if count:
                    found[word] = found.get(word, 0) + count
        return found

    def beginning(self, start: str) -> list[str]:
        """Return the words that begin so, the most frequent first."""
        held = dict(self.words(start))
        return sorted(held, key=lambda word: (-held[word], word))

    def starred_words(self, start: str) -> list[Ints]:
        """Return the words that a prefix matches, as places among the sorted words of each segment."""
        ranges = [part.words.beginning(start) for part in self.parts]
        if sum(last - first for first, last in ranges) <= limits.EXPANSIONS:
            return [np.arange(first, last) for first, last in ranges]
        wanted = self.expansions(start)
        found = [[part.words.place(word) for word in wanted] for part in self.parts]
        return [np.array(sorted(place for place in places if place is not None), np.int64) for places in found]

    def spellings(self, word: str, distance: int) -> list[str]:
        """Return likely intended words: same first letter, within a number of edits."""
        near: dict[str, int] = {}
        chosen: list[tuple[LiveSegment, Ints]] = []
        for part in self.parts:
            places = _similar_words(part, word, distance)
            edits = [edit_distance(word, other, distance) for other in _words_at(part, places)]
            right = [place for place, count in enumerate(edits) if count <= distance]
            chosen.append((part, places[right]))
            near.update(zip(_words_at(part, places[right]), (edits[place] for place in right), strict=True))
        held = self._live_counts(chosen)
        return sorted(held, key=lambda other: (near[other], -held[other], other))[: limits.SPELLINGS]


def _words_at(part: LiveSegment, places: Ints) -> list[str]:
    if len(places) and places[-1] - places[0] + 1 == len(places):
        return part.words.written.between(int(places[0]), int(places[-1]) + 1)
    return [part.words.written[place] for place in places.tolist()]


def _similar_words(part: LiveSegment, word: str, distance: int) -> Ints:
    """Return the places of the words that could be so near, by first letter, length and the set of letters."""
    first, last = part.words.beginning(word[0])
    lengths = part.words.length[first:last].astype(np.int64)
    differ = np.bitwise_count(part.words.letters[first:last] ^ np.uint64(letters(word)))
    return np.flatnonzero((np.abs(lengths - len(word)) <= distance) & (differ <= 2 * distance)) + first


def frequencies(part: LiveSegment, places: Ints) -> Ints:
    """Return how many live entries have each of some words of a segment."""
    counts = part.words.frequency[places].astype(np.int64)
    if part.live is None:
        return counts
    return np.fromiter(
        (len(part.having(part.words.at(place)).entries) for place in places.tolist()), np.int64, len(places)
    )
