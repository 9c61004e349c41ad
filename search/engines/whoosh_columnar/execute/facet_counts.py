"""How many findings, and how many reviews, have each value of a facet among what was found.

Everything is counted from sets of entries packed as bits: a value's entries are a row of bits as well, so its findings
are the bits set in both. What is the same throughout a document is counted by block: the bits between its two ends.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import repeat

import numpy as np
from numpy.typing import NDArray

from search.engines.whoosh_columnar.execute.postings import Postings, SparsePostings
from search.engines.whoosh_columnar.execute.snapshot import Snapshot
from search.engines.whoosh_columnar.storage.columns import SegmentColumns
from search.engines.whoosh_columnar.storage.packing import Array, Bools, Ints, pack_bits
from search.facets import FACETS
from search.port import Count

Row = NDArray[np.uint64]
_RANK_BITS = 24  # of what orders the values of a facet; a segment of half a million entries has fewer values
_BYTE_MAXIMUM = 255  # what a byte can count to
_SPARSE_SHARE = 32  # with fewer than one entry in so many found, entries are looked at one by one


class SegmentTally:
    """What was found in one segment, ready for counting."""

    def __init__(self, shelf: SegmentColumns, found: Postings) -> None:
        self.shelf, self.found = shelf, found
        self.sparse = isinstance(found, SparsePostings) and len(found) * _SPARSE_SHARE < len(shelf)

    @cached_property
    def entries(self) -> Ints:
        """The entries found, rising."""
        return self.found.entries if isinstance(self.found, SparsePostings) else np.flatnonzero(self.found.chosen)

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
            return self._set_in_entries[columns]
        both = np.bitwise_count(self.shelf.bits[columns] & self.bits)
        found: Ints = both.sum(axis=1, dtype=np.uint32).astype(np.int64)
        return found

    @cached_property
    def _set_in_entries(self) -> Ints:
        """How many of the entries found have each bit set."""
        return _set_bits(self.shelf.rows[self.entries])

    @cached_property
    def _set_in_reviews(self) -> Ints:
        """How many of the reviews found have each bit set."""
        return _set_bits(self._rows_of_reviews[1])

    def _flags(self, rows: Row, columns: slice) -> Array:
        """Return some bits of rows, each as a number."""
        first = columns.start // 64
        some = np.ascontiguousarray(rows[:, first : -(-columns.stop // 64)])
        flags = np.unpackbits(some.view(np.uint8), axis=1, bitorder="little")
        return flags[:, columns.start - first * 64 : columns.stop - first * 64]

    @cached_property
    def reviews(self) -> Ints:
        """The codes of the reviews that entries were found of, rising."""
        return np.sort(self._rows_of[0])

    def reviews_with(self, facet: str, of: Bools | None) -> Ints:
        """Return how many reviews entries with each value were found of; `of` says of each review whether it counts."""
        if facet in self.shelf.shared:
            _, values = self._shared_pairs(facet, of)
            return np.bincount(values, minlength=len(self.shelf.values(facet)) + 1)[1:]
        reviews, rows = self._rows_of_reviews
        columns = self.shelf.slice_of(facet)
        return self._set_in_reviews[columns] if of is None else _set_bits(rows[of[reviews]])[columns]

    def pairs(self, facet: str, of: Bools) -> tuple[Ints, Ints]:
        """Return each pair of a review and a value that entries were found with, once: codes of both."""
        if facet in self.shelf.shared:
            return self._shared_pairs(facet, of)
        reviews, rows = self._rows_of_reviews
        counted = of[reviews]
        place, value = np.nonzero(self._flags(rows[counted], self.shelf.slice_of(facet)))
        return reviews[counted][place], value + 1

    def _shared_pairs(self, facet: str, of: Bools | None) -> tuple[Ints, Ints]:
        of_block, reviews, values = self.shelf.pairs(facet)
        there = np.zeros(len(reviews), bool)
        there[of_block[self._blocks_found]] = True
        there &= values > 0
        if of is not None:
            there &= of[reviews]
        return reviews[there], values[there]

    @cached_property
    def _blocks_found(self) -> Ints:
        """The blocks that entries were found of, rising."""
        return np.flatnonzero(self.of_blocks)

    @cached_property
    def _rows_of(self) -> tuple[Ints, Ints]:
        """The codes of the reviews that entries were found of, in the order of the segment, and how many of each."""
        starts, codes = self.shelf.review_runs
        if not len(starts):
            return codes, codes
        counts = np.add.reduceat(self.of_blocks, starts)
        there = np.flatnonzero(counts)
        return codes[there], counts[there]

    @cached_property
    def _rows_of_reviews(self) -> tuple[Ints, Row]:
        """The codes of the reviews, and the bits that any of their entries found has."""
        reviews, counts = self._rows_of
        if not len(reviews):
            return reviews, self.shelf.rows[:0]
        begins = np.cumsum(counts) - counts
        return reviews, np.bitwise_or.reduceat(self.shelf.rows[self.entries], begins, axis=0)


class FacetMatches:
    """What was found in all segments, ready for counting."""

    def __init__(self, snapshot: Snapshot, found: Sequence[Postings]) -> None:
        self.snapshot = snapshot
        self.tallies = [SegmentTally(part.shelf, each) for part, each in zip(snapshot.parts, found, strict=True)]

    def reviews(self) -> int:
        """Return how many different reviews the entries belong to."""
        if len(self.tallies) == 1:
            return len(self.tallies[0].reviews)
        values, maps = self.snapshot.number_values("review")
        there = np.zeros(len(values) + 1, bool)
        for tally, numbers in zip(self.tallies, maps, strict=True):
            there[numbers[tally.reviews]] = True
        return int(np.count_nonzero(there))

    def findings(self, facet: str) -> dict[str, int]:
        """Return how many entries have each value of a facet, for the values that any has."""
        return _counts_by_name(self.snapshot.number_values(facet)[0], self._findings(facet))

    def reviews_with(self, facet: str) -> dict[str, int]:
        """Return how many reviews have entries with each value of a facet, for the values that any has."""
        return _counts_by_name(self.snapshot.number_values(facet)[0], self._reviews_with(facet))

    def list_counts(self, facet: str, reviews: bool) -> tuple[Count, ...]:
        """Return the counts of a facet as `facets.in_order` lists them; without `reviews` these are 0."""
        counts = self._findings(facet)
        places = np.flatnonzero(counts)
        ranks = self.snapshot.ranks(facet)[places]
        keys = ranks if FACETS[facet].latest_first else (-counts[places] << _RANK_BITS) + ranks
        places = places[np.argsort(keys)]
        names = map(self.snapshot.number_values(facet)[0].__getitem__, places.tolist())
        of_reviews = self._reviews_with(facet)[places].tolist() if reviews else repeat(0)
        return _counts(names, counts[places].tolist(), of_reviews)

    def _findings(self, facet: str) -> Ints:
        """Return how many entries have each value of a facet, by the values' numbers from 1 on."""
        values, maps = self.snapshot.number_values(facet)
        if len(self.tallies) == 1:
            return self.tallies[0].findings(facet)
        total = np.zeros(len(values), np.int64)
        for tally, numbers in zip(self.tallies, maps, strict=True):
            total[numbers[1:] - 1] += tally.findings(facet)
        return total

    def _reviews_with(self, facet: str) -> Ints:
        """Return how many reviews have entries with each value of a facet, by the values' numbers from 1 on."""
        if len(self.tallies) == 1:
            return self.tallies[0].reviews_with(facet, None)
        values, maps = self.snapshot.number_values(facet)
        _, review_maps = self.snapshot.number_values("review")
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
        return total[1:]


def _set_bits(rows: Row) -> Ints:
    """Return how many of the rows have each bit set, in whole numbers of eight bits added up eight at a time."""
    flags = np.unpackbits(np.ascontiguousarray(rows).view(np.uint8), axis=1, bitorder="little")
    if not len(flags):
        return np.zeros(flags.shape[1], np.int64)
    sums = np.add.reduceat(flags.view(np.uint64), np.arange(0, len(flags), _BYTE_MAXIMUM), axis=0)
    found: Ints = sums.view(np.uint8).sum(axis=0, dtype=np.int64)
    return found


_SET_VALUE, _SET_FINDINGS, _SET_REVIEWS, _SET_CHOSEN = (
    vars(Count)[name].__set__ for name in ("value", "findings", "reviews", "chosen")
)


def _counts(values: Iterable[str], findings: Iterable[int], reviews: Iterable[int]) -> tuple[Count, ...]:
    """Return many counts at once. A frozen dataclass is slow to make one by one: this does the same field by field."""
    values = list(values)
    made = tuple(map(Count.__new__, repeat(Count, len(values))))
    for fill, column in ((_SET_VALUE, values), (_SET_FINDINGS, findings), (_SET_REVIEWS, reviews)):
        deque(map(fill, made, column), maxlen=0)
    deque(map(_SET_CHOSEN, made, repeat(False)), maxlen=0)
    return made


def _counts_by_name(values: list[str], counts: Ints) -> dict[str, int]:
    if counts.all():
        return dict(zip(values, counts.tolist(), strict=True))
    places = np.flatnonzero(counts)
    return dict(zip([values[place] for place in places.tolist()], counts[places].tolist(), strict=True))
