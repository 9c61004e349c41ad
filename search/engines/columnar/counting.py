"""How many findings, and how many reviews, have each value of a facet among what was found.

Everything is counted from sets of entries packed as bits: a value's entries are a row of bits as well, so its findings
are the bits set in both. What is the same throughout a document is counted by block: the bits between its two ends.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from search.engines.columnar.found import Few, Found
from search.engines.columnar.packing import Array, Bools, Ints, pack_bits
from search.engines.columnar.shelf import Shelf
from search.engines.columnar.snapshot import Snapshot

Row = NDArray[np.uint64]
_SPARSE = 32  # with fewer than one entry in so many found, entries are looked at one by one


class Tally:
    """What was found in one segment, ready for counting."""

    def __init__(self, shelf: Shelf, found: Found) -> None:
        self.shelf, self.found = shelf, found
        self.sparse = isinstance(found, Few) and len(found) * _SPARSE < len(shelf)

    @cached_property
    def entries(self) -> Ints:
        """The entries found, rising."""
        return self.found.entries if isinstance(self.found, Few) else np.flatnonzero(self.found.chosen)

    @cached_property
    def bits(self) -> Row:
        """The entries found, as a row of bits."""
        packed = np.zeros(-(-len(self.shelf) // 64) * 8, np.uint8)
        flags = pack_bits(self.found.mask(len(self.shelf)))
        packed[: len(flags)] = flags
        return packed.view(np.uint64)

    @cached_property
    def of_blocks(self) -> Ints:
        """How many entries of each block were found."""
        blocks = self.shelf.blocks
        if self.sparse:
            return np.bincount(self.shelf.block_of[self.entries], minlength=len(blocks) - 1)
        before = np.zeros(len(self.bits) + 1, np.int64)
        np.cumsum(np.bitwise_count(self.bits), out=before[1:])
        word, rest = self.shelf.block_words
        padded = np.append(self.bits, np.uint64(0))
        ranks = before[word] + np.bitwise_count(padded[word] & rest)
        found: Ints = ranks[1:] - ranks[:-1]
        return found

    def findings(self, facet: str) -> Ints:
        """Return how many entries have each value of a facet, in the order of its codes from 1 on."""
        if facet in self.shelf.shared:
            counts = np.bincount(self.shelf.shared[facet], self.of_blocks, len(self.shelf.values(facet)) + 1)
            return counts[1:].astype(np.int64)
        columns = self.shelf.slice_of(facet)
        if self.sparse:
            return self._set_bits(self.shelf.rows[self.entries], columns)
        both = np.bitwise_count(self.shelf.bits[columns] & self.bits)
        found: Ints = both.sum(axis=1, dtype=np.uint32).astype(np.int64)
        return found

    def _set_bits(self, rows: Row, columns: slice) -> Ints:
        """Return how many of the rows have each of some bits set."""
        found: Ints = self._flags(rows, columns).sum(axis=0, dtype=np.int64)
        return found

    def _flags(self, rows: Row, columns: slice) -> Array:
        """Return some bits of rows, each as a number."""
        first = columns.start // 64
        some = np.ascontiguousarray(rows[:, first : -(-columns.stop // 64)])
        flags = np.unpackbits(some.view(np.uint8), axis=1, bitorder="little")
        return flags[:, columns.start - first * 64 : columns.stop - first * 64]

    @cached_property
    def reviews(self) -> Ints:
        """The codes of the reviews that entries were found of, rising."""
        found = np.zeros(len(self.shelf.values("review")) + 1, bool)
        found[self.shelf.shared["review"][self.of_blocks > 0]] = True
        return np.flatnonzero(found)

    def reviews_with(self, facet: str, of: Bools) -> Ints:
        """Return how many reviews entries with each value were found of; `of` says of each review whether it counts."""
        if facet in self.shelf.shared:
            _, values = self._shared_pairs(facet, of)
            return np.bincount(values, minlength=len(self.shelf.values(facet)) + 1)[1:]
        reviews, rows = self._rows_of_reviews
        return self._set_bits(rows if of.all() else rows[of[reviews]], self.shelf.slice_of(facet))

    def pairs(self, facet: str, of: Bools) -> tuple[Ints, Ints]:
        """Return each pair of a review and a value that entries were found with, once: codes of both."""
        if facet in self.shelf.shared:
            return self._shared_pairs(facet, of)
        reviews, rows = self._rows_of_reviews
        counted = of[reviews]
        place, value = np.nonzero(self._flags(rows[counted], self.shelf.slice_of(facet)))
        return reviews[counted][place], value + 1

    def _shared_pairs(self, facet: str, of: Bools) -> tuple[Ints, Ints]:
        of_block, reviews, values = self.shelf.pairs(facet)
        there = np.zeros(len(reviews), bool)
        there[of_block[self.of_blocks > 0]] = True
        there &= (values > 0) & of[reviews]
        return reviews[there], values[there]

    @cached_property
    def _rows_of_reviews(self) -> tuple[Ints, Row]:
        """The codes of the reviews, and the bits that any of their entries found has."""
        review = self.shelf.review_of[self.entries]
        if not len(review):
            return np.zeros(0, np.int64), self.shelf.rows[:0]
        begins = np.flatnonzero(np.concatenate(([True], review[1:] != review[:-1])))
        return review[begins], np.bitwise_or.reduceat(self.shelf.rows[self.entries], begins, axis=0)


class Counted:
    """What was found in all segments, ready for counting."""

    def __init__(self, snapshot: Snapshot, found: Sequence[Found]) -> None:
        self.snapshot = snapshot
        self.tallies = [Tally(part.shelf, each) for part, each in zip(snapshot.parts, found, strict=True)]

    def reviews(self) -> int:
        """Return how many different reviews the entries belong to."""
        if len(self.tallies) == 1:
            return len(self.tallies[0].reviews)
        values, maps = self.snapshot.numbered("review")
        there = np.zeros(len(values) + 1, bool)
        for tally, numbers in zip(self.tallies, maps, strict=True):
            there[numbers[tally.reviews]] = True
        return int(np.count_nonzero(there))

    def findings(self, facet: str) -> dict[str, int]:
        """Return how many entries have each value of a facet, for the values that any has."""
        values, maps = self.snapshot.numbered(facet)
        if len(self.tallies) == 1:
            return _named(values, self.tallies[0].findings(facet))
        total = np.zeros(len(values), np.int64)
        for tally, numbers in zip(self.tallies, maps, strict=True):
            total[numbers[1:] - 1] += tally.findings(facet)
        return _named(values, total)

    def reviews_with(self, facet: str) -> dict[str, int]:
        """Return how many reviews have entries with each value of a facet, for the values that any has."""
        values, maps = self.snapshot.numbered(facet)
        _, review_maps = self.snapshot.numbered("review")
        total = np.zeros(len(values) + 1, np.int64)
        keys = []  # of pairs that may be met in several segments
        each = zip(self.tallies, maps, review_maps, self.snapshot.reviews_elsewhere, strict=True)
        for tally, numbers, review_numbers, elsewhere in each:
            total[numbers[1:]] += tally.reviews_with(facet, ~elsewhere)
            if elsewhere.any():
                reviews, codes = tally.pairs(facet, elsewhere)
                keys.append(review_numbers[reviews] * len(total) + numbers[codes])
        if keys:
            total += np.bincount(np.unique(np.concatenate(keys)) % len(total), minlength=len(total))
        return _named(values, total[1:])


def _named(values: list[str], counts: Ints) -> dict[str, int]:
    if counts.all():
        return dict(zip(values, counts.tolist(), strict=True))
    places = np.flatnonzero(counts)
    return dict(zip([values[place] for place in places.tolist()], counts[places].tolist(), strict=True))
