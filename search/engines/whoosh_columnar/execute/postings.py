"""What a part of a question finds in a segment, and how parts are put together.

Few entries are kept as their numbers, which rise, with points beside them; many as a mask over all entries of the
segment, with points for all: those outside the mask mean nothing, or are 0 where `clean` says so. Points are whole
numbers, so they add up to the same in any order (search/ranking.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from search.engines.whoosh_columnar.storage.packing import Bools, Ints

Points = NDArray[np.int32]
_PART_COUNT_BITS = 6  # bits below the points that count parts
_MOST_PARTS = (1 << _PART_COUNT_BITS) - 1
_FREQUENT_SHARE = 6  # what one entry in so many has is kept as a mask
_DENSE_PERCENT = 8  # where so many in a hundred entries would be touched, all are


@dataclass(frozen=True, slots=True)
class SparsePostings:
    """Entries by number, rising, and their points."""

    entries: Ints
    points: Points

    def __len__(self) -> int:
        return len(self.entries)

    @property
    def nbytes(self) -> int:
        """The bytes that it takes."""
        return self.entries.nbytes + self.points.nbytes

    def keep(self, chosen: Bools) -> SparsePostings:
        """Return those for which `chosen`, as long as `entries`, is true."""
        return SparsePostings(self.entries[chosen], self.points[chosen])

    def within(self, mask: Bools) -> SparsePostings:
        """Return those that are in a mask over the segment."""
        return self.keep(mask[self.entries])

    def mask(self, held: int) -> Bools:
        """Return them as a mask over a segment of `held` entries."""
        mask = np.zeros(held, bool)
        mask[self.entries] = True
        return mask


@dataclass(frozen=True, slots=True)
class DensePostings:
    """Entries as a mask over the segment, and points for each place of it."""

    chosen: Bools
    points: Points
    clean: bool = False

    def __len__(self) -> int:
        return int(np.count_nonzero(self.chosen))

    @property
    def nbytes(self) -> int:
        """The bytes that it takes."""
        return self.chosen.nbytes + self.points.nbytes

    def within(self, mask: Bools) -> DensePostings:
        """Return those that are in a mask over the segment."""
        return DensePostings(self.chosen & mask, self.points)

    def mask(self, held: int) -> Bools:
        """Return them as a mask over the segment."""
        assert len(self.chosen) == held
        return self.chosen


Postings = SparsePostings | DensePostings


def compact(entries: Ints, points: Points, held: int) -> Postings:
    """Return entries in the form that is quicker to work with."""
    if len(entries) * _FREQUENT_SHARE < held:
        return SparsePostings(entries, points)
    few = SparsePostings(entries, points)
    return DensePostings(few.mask(held), spread(few, held), clean=True)


def equal_points(points: int, size: int) -> Points:
    """Return the same points for every entry, in the memory of a single number."""
    return np.broadcast_to(np.int32(points), size)


def from_mask(mask: Bools, points: int = 0) -> DensePostings:
    """Return the entries of a mask, each with the same points."""
    return DensePostings(mask, equal_points(points, len(mask)), clean=points == 0)


def nothing() -> SparsePostings:
    """Return no entries."""
    return SparsePostings(np.zeros(0, np.int64), np.zeros(0, np.int32))


def positions_of(sorted_numbers: Ints, wanted: Ints) -> tuple[Ints, Bools]:
    """Return where the wanted numbers stand among sorted ones, and which do; a place means nothing for the others."""
    if not len(sorted_numbers):
        return np.zeros(len(wanted), np.int64), np.zeros(len(wanted), bool)
    places = np.searchsorted(sorted_numbers, wanted)
    places[places == len(sorted_numbers)] = 0
    return places, sorted_numbers[places] == wanted


def all_of(parts: Sequence[Postings], held: int) -> Postings:
    """Return the entries that match all of the parts, with the sum of the points."""
    few = sorted((part for part in parts if isinstance(part, SparsePostings)), key=len)
    many = [part for part in parts if isinstance(part, DensePostings)]
    if not few:
        mask = np.logical_and.reduce([part.chosen for part in many]) if len(many) > 1 else many[0].chosen
        return DensePostings(mask, _add_points([part.points for part in many]))
    found = few[0]
    for other in few[1:]:
        found = _both(found, other, held)
    for wide in many:
        found = found.within(wide.chosen)
        found = SparsePostings(found.entries, found.points + wide.points[found.entries])
    return found


def _add_points(points: Sequence[Points]) -> Points:
    """Return the sum, without adding up what is the same for all."""
    flat = sum(int(part[0]) for part in points if part.strides == (0,) and len(part))
    full = [part for part in points if part.strides != (0,)]
    if not full:
        return equal_points(flat, len(points[0]))
    total = full[0] + np.int32(flat) if flat else full[0]
    for part in full[1:]:
        total = total + part
    return total


def _both(small: SparsePostings, large: SparsePostings, held: int) -> SparsePostings:
    if len(small) * 16 < len(large) or held > 64 * len(large):
        places, there = positions_of(large.entries, small.entries)
        return SparsePostings(small.entries[there], small.points[there] + large.points[places[there]])
    at = np.zeros(held, np.int32)
    at[large.entries] = large.points + 1
    points = at[small.entries]
    there = points > 0
    return SparsePostings(small.entries[there], small.points[there] + points[there] - 1)


def at_least(count: int, parts: Sequence[Postings], held: int) -> Postings:
    """Return the entries that match `count` or more of the parts, with the sum of the points of those they match."""
    if count == len(parts):
        return all_of(parts, held)
    if len(parts) > _MOST_PARTS:
        return _at_least_of_very_many(count, parts, held)
    few = [part for part in parts if isinstance(part, SparsePostings)]
    if len(few) == len(parts) and sum(map(len, few)) * 100 < held * _DENSE_PERCENT:
        return _tallied_few(count, few)
    if count == 1 and len(few) < len(parts):
        return _any_of(parts, held)
    tally = np.zeros(held, np.int32)
    for part in parts:
        if isinstance(part, SparsePostings):
            np.add.at(tally, part.entries, (part.points << _PART_COUNT_BITS) + 1)
        else:
            tally += (spread(part, held) << _PART_COUNT_BITS) + part.chosen
    chosen = tally != 0 if count == 1 else (tally & _MOST_PARTS) >= count
    return DensePostings(chosen, tally >> _PART_COUNT_BITS, clean=count == 1)


def _any_of(parts: Sequence[Postings], held: int) -> DensePostings:
    chosen = np.zeros(held, bool)
    points = np.zeros(held, np.int32)
    for part in parts:
        if isinstance(part, SparsePostings):
            chosen[part.entries] = True
            np.add.at(points, part.entries, part.points)
        else:
            chosen |= part.chosen
            points += spread(part, held)
    return DensePostings(chosen, points, clean=True)


def _tallied_few(count: int, parts: Sequence[SparsePostings]) -> SparsePostings:
    parts = [part for part in parts if len(part)]
    if len(parts) < 2:
        return parts[0] if parts and count == 1 else nothing()
    entries = np.concatenate([part.entries for part in parts])
    tallies = np.concatenate([part.points for part in parts]) << _PART_COUNT_BITS
    order = np.argsort(entries, kind="stable")
    entries, tallies = entries[order], tallies[order] + 1
    begins = _begins(entries)
    tallies = np.add.reduceat(tallies, begins)
    found = SparsePostings(entries[begins], tallies >> _PART_COUNT_BITS)
    return found if count == 1 else found.keep((tallies & _MOST_PARTS) >= count)


def enough_of(least: int, worths: Sequence[int], parts: Sequence[Postings], held: int) -> Postings:
    """Return the entries that match parts worth `least` or more together, with the sum of the points of all these."""
    worthy = np.zeros(held, np.int32)
    points = np.zeros(held, np.int32)
    for part, worth in zip(parts, worths, strict=True):
        if isinstance(part, SparsePostings):
            worthy[part.entries] += worth
            points[part.entries] += part.points
        else:
            worthy += part.chosen * np.int32(worth)
            points += spread(part, held)
    return DensePostings(worthy >= least, points)


def _begins(entries: Ints) -> Ints:
    """Return where each run of the same number begins."""
    return np.flatnonzero(np.concatenate(([True], entries[1:] != entries[:-1])))


def _at_least_of_very_many(count: int, parts: Sequence[Postings], held: int) -> DensePostings:
    matched = np.zeros(held, np.int64)
    points = np.zeros(held, np.int32)
    for part in parts:
        mask = part.mask(held)
        matched += mask
        points += spread(part, held)
    return DensePostings(matched >= count, points)


def spread(found: Postings, held: int) -> Points:
    """Return the points of each entry of the segment, 0 for those that are not found."""
    if isinstance(found, DensePostings):
        return found.points if found.clean else found.points * found.chosen
    points = np.zeros(held, np.int32)
    points[found.entries] = found.points
    return points


def best_of(parts: Sequence[tuple[Postings, int]], held: int) -> Postings:
    """Return the entries that match any part, with the most points that one brings, each cut to its per cent."""
    cut = [_cut(part, percent) for part, percent in parts]
    few = [part for part in cut if isinstance(part, SparsePostings)]
    if len(few) == len(cut) and sum(map(len, few)) * 100 < held * _DENSE_PERCENT:
        return _best_few(few)
    best = np.zeros(held, np.int32)  # one more than the points, so that 0 says "not found"
    for part in cut:
        if isinstance(part, SparsePostings):
            best[part.entries] = np.maximum(best[part.entries], part.points + 1)
        else:
            np.maximum(best, part.points + 1, out=best, where=part.chosen)
    return DensePostings(best != 0, best - 1)


def _best_few(parts: Sequence[SparsePostings]) -> SparsePostings:
    parts = [part for part in parts if len(part)]
    if len(parts) < 2:
        return parts[0] if parts else nothing()
    entries = np.concatenate([part.entries for part in parts])
    points = np.concatenate([part.points for part in parts])
    order = np.argsort(entries, kind="stable")
    entries, points = entries[order], points[order]
    begins = _begins(entries)
    return SparsePostings(entries[begins], np.maximum.reduceat(points, begins))


def _cut(found: Postings, percent: int) -> Postings:
    if percent == 100:
        return found
    points = (found.points.astype(np.int64) * percent // 100).astype(np.int32)
    return (
        SparsePostings(found.entries, points)
        if isinstance(found, SparsePostings)
        else DensePostings(found.chosen, points)
    )


def lift(found: Postings, bonus: Postings, percent: int, held: int) -> Postings:
    """Return what is found, and for what is in `bonus` as well its points, cut to so many per cent, on top."""
    extra = spread(_cut(bonus, percent), held)
    if isinstance(found, SparsePostings):
        return SparsePostings(found.entries, found.points + extra[found.entries])
    return DensePostings(found.chosen, found.points + extra)
