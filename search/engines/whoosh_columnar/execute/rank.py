"""Put the entries found in order: take the best of each segment, then the best of those."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from search.engines.whoosh_columnar.execute.postings import DensePostings, Postings, SparsePostings
from search.engines.whoosh_columnar.execute.snapshot import Snapshot
from search.engines.whoosh_columnar.storage.columns import PUBLISHED
from search.engines.whoosh_columnar.storage.packing import Array, Bools, Ints

_SAMPLE_SIZE = 4096
_TOO_SMALL_TO_SAMPLE = 8192  # entries; fewer are not worth a sample
_NONE = -1  # below all keys
_POINTS_BITS = 32  # of a key are points; what stands above them goes before
_POINTS_MASK = (1 << _POINTS_BITS) - 1


class RankedMatch(NamedTuple):
    """One match of a page: its segment and entry by number, its points, and how many other matches it stands for."""

    part: int
    entry: int
    points: int
    more: int = 0


@dataclass(frozen=True, slots=True)
class _SortKeys:
    """Entries of a segment with what orders them: the highest key first, then the lowest number."""

    entries: Ints
    keys: Array
    numbers: Array


def page_of(
    snapshot: Snapshot, found: Sequence[Postings], sort: str, grouped: bool, first: int, last: int
) -> list[RankedMatch]:
    """Return the matches from place `first` to before `last`, best first; one of each review where grouped."""
    if first >= last:
        return []
    if grouped:
        return _reviews(snapshot, found, sort)[first:last]
    best = []
    for place, each in enumerate(found):
        top = _best_entries(snapshot, place, each, sort, last)
        best += [(-key, number, place, entry) for key, number, entry in _rows(top)]
    best.sort()
    return [RankedMatch(place, entry, -key & _POINTS_MASK) for key, _, place, entry in best[first:last]]


def _rows(keyed: _SortKeys) -> zip[tuple[int, int, int]]:
    return zip(keyed.keys.tolist(), keyed.numbers.tolist(), keyed.entries.tolist(), strict=True)


# What orders


def _sort_keys(snapshot: Snapshot, place: int, found: Postings, sort: str) -> tuple[Ints | None, Array]:
    """Return the entries (None: all of the segment) and what orders them, the highest first; _NONE is not found."""
    if isinstance(found, SparsePostings):
        return found.entries, _keys(snapshot, place, found.points, found.entries, sort)
    keys = _keys(snapshot, place, found.points, slice(None), sort)
    return None, np.where(found.chosen, keys, _NONE)


def _keys(snapshot: Snapshot, place: int, points: Array, entries: Ints | slice, sort: str) -> Array:
    if sort == "relevance":
        return points
    shelf = snapshot.parts[place].shelf
    first: Array = shelf.recurring if sort == "recurring" else shelf.date_ranks(_date_ranks(snapshot, sort)[place])
    return (first[entries].astype(np.int64) << _POINTS_BITS) + points


def _date_ranks(snapshot: Snapshot, sort: str) -> list[Ints]:
    """Return for each segment the rank of each date by its code; entries without a date come last."""
    values, maps = snapshot.number_values(PUBLISHED)
    order = sorted(range(len(values)), key=values.__getitem__, reverse=sort == "oldest")
    ranks = np.zeros(len(values) + 1, np.int64)
    for rank, place in enumerate(order, 1):
        ranks[place + 1] = rank if values[place] else 0
    return [ranks[numbers] for numbers in maps]


# The best of a segment


def _best_entries(snapshot: Snapshot, place: int, found: Postings, sort: str, wanted: int) -> _SortKeys:
    """Return the first `wanted` entries found in a segment, in no order."""
    shelf = snapshot.parts[place].shelf
    if isinstance(found, DensePostings) and sort == "relevance" and found.points.strides == (0,) and shelf.in_order:
        first = _first(found.chosen, wanted)
        return _SortKeys(first, found.points[first], shelf.numbers[first])
    if isinstance(found, DensePostings) and sort == "relevance":
        found = _promising(found, wanted)
    entries, keys = _sort_keys(snapshot, place, found, sort)
    chosen, lowest = _reaching(keys, wanted)
    kept = chosen if entries is None else entries[chosen]
    keys, numbers = keys[chosen], shelf.numbers[kept]
    if len(chosen) > wanted:  # too many share the lowest key: the lowest numbers among them come first
        above, even = np.flatnonzero(keys > lowest), np.flatnonzero(keys == lowest)
        spare = wanted - len(above)
        if not shelf.in_order:
            even = even[np.argpartition(numbers[even], spare - 1)]
        order = np.concatenate((above, even[:spare]))
        kept, keys, numbers = kept[order], keys[order], numbers[order]
    return _SortKeys(kept, keys, numbers)


def _first(chosen: Bools, wanted: int) -> Ints:
    """Return the first entries of a mask; stop early where enough are found."""
    looked = 4096
    while looked < len(chosen) and np.count_nonzero(chosen[:looked]) < wanted:
        looked *= 4
    return np.flatnonzero(chosen[:looked])[:wanted]


def _promising(found: DensePostings, wanted: int) -> Postings:
    """Return the entries with the points of the `wanted` best or more, by a sample; all where it misleads."""
    step = len(found.points) // _SAMPLE_SIZE + 1
    sample = found.points[::step][found.chosen[::step]]
    rank = 2 * wanted // step + 8
    if rank < len(sample):
        enough = np.partition(sample, len(sample) - rank)[len(sample) - rank]
        entries = np.flatnonzero(found.points >= enough)
        entries = entries[found.chosen[entries]]
        if wanted <= len(entries) < len(found.points) // 4:
            return SparsePostings(entries, found.points[entries])
    return found


def _reaching(keys: Array, wanted: int) -> tuple[Ints, int]:
    """Return the places of the `wanted` highest keys and of all ties with the lowest of them, and that lowest key."""
    places = np.arange(len(keys)) if len(keys) <= _TOO_SMALL_TO_SAMPLE else _likely_places(keys, wanted)
    among = keys[places]
    if len(places) <= wanted:
        return places[among != _NONE], _NONE
    lowest = np.partition(among, len(among) - wanted)[len(among) - wanted]
    return places[among >= max(lowest, _NONE + 1)], int(lowest)


def _likely_places(keys: Array, wanted: int) -> Ints:
    """Return the places of the `wanted` highest keys and some more, estimated from a sample where that is enough."""
    sample = keys[:: len(keys) // _SAMPLE_SIZE + 1]
    rank = 2 * wanted * len(sample) // len(keys) + 8
    if rank < len(sample):
        likely = np.flatnonzero(keys >= np.partition(sample, len(sample) - rank)[len(sample) - rank])
        if len(likely) >= wanted:
            return likely
    return np.flatnonzero(keys != _NONE)


# Groups


def _reviews(snapshot: Snapshot, found: Sequence[Postings], sort: str) -> list[RankedMatch]:
    """Return the best match of each review, in order."""
    _, maps = snapshot.number_values("review")
    columns: list[list[Ints]] = [[], [], [], [], []]
    for place, (part, each) in enumerate(zip(snapshot.parts, found, strict=True)):
        entries, keys = _sort_keys(snapshot, place, each, sort)
        if entries is None:
            entries = np.flatnonzero(keys != _NONE)
            keys = keys[entries]
        rows = (maps[place][part.shelf.review_of[entries]], keys, part.shelf.numbers[entries], entries)
        for column, values in zip(columns, (*rows, np.full(len(entries), place)), strict=True):
            column.append(values.astype(np.int64))
    review, key, number, entry, part_of = (
        np.concatenate(column) if column else np.zeros(0, np.int64) for column in columns
    )
    order = np.lexsort((number, -key, review))
    begins = np.flatnonzero(np.concatenate(([True], review[order][1:] != review[order][:-1]))) if len(order) else order
    sizes = np.diff(begins, append=len(order))
    best = order[begins]
    by_key = np.lexsort((number[best], -key[best]))
    return [
        RankedMatch(place, one, points & _POINTS_MASK, size - 1)
        for place, one, points, size in zip(
            *(column[best][by_key].tolist() for column in (part_of, entry, key)), sizes[by_key].tolist(), strict=True
        )
    ]
