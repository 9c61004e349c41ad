"""Whole numbers in few bytes, read back as arrays: streams with exceptions, single bits, and small codes of few bits.

Every reader takes a slice of a stream without touching the rest, and every step is one array operation.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Bytes = NDArray[np.uint8]
Array = NDArray[Any]  # of any whole-number type, as it lies in a file


@dataclass(frozen=True, slots=True)
class Stream:
    """Numbers of which most fit the narrow `low` type; what is above that stands in `high`, at the places `at`."""

    low: Array
    at: Array
    high: Array

    @classmethod
    def of(cls, numbers: Array, narrow: type[np.unsignedinteger[Any]]) -> Stream:
        """Pack numbers from 0 on; they may go 32 bits beyond the narrow type."""
        bits = np.iinfo(narrow).bits
        high = numbers >> bits
        at = np.flatnonzero(high)
        return cls(numbers.astype(narrow), at.astype(np.uint32), high[at].astype(np.uint32))

    def slice(self, start: int, end: int) -> Ints:
        """Return the numbers from place `start` up to `end`."""
        numbers = self.low[start:end].astype(np.int64)
        first, last = np.searchsorted(self.at, (start, end))
        if first < last:
            numbers[self.at[first:last].astype(np.int64) - start] += self.high[first:last].astype(np.int64) << self.bits
        return numbers

    def pick(self, places: Ints) -> Ints:
        """Return the numbers at any `places`, which rise."""
        numbers = self.low[places].astype(np.int64)
        if len(self.at) and len(places):
            found = np.minimum(np.searchsorted(self.at, places), len(self.at) - 1)
            hits = np.flatnonzero(self.at[found] == places)
            numbers[hits] += self.high[found[hits]].astype(np.int64) << self.bits
        return numbers

    @property
    def bits(self) -> int:
        """How many bits the narrow type has."""
        return int(self.low.dtype.itemsize) * 8


class StreamMaker:
    """Makes a stream of numbers that come a batch at a time, in little more memory than the stream takes."""

    def __init__(self, narrow: type[np.unsignedinteger[Any]]) -> None:
        self._narrow = narrow
        self._parts: list[Stream] = []
        self._size = 0

    def add(self, numbers: Array) -> None:
        """Add a batch."""
        part = Stream.of(numbers, self._narrow)
        self._parts.append(Stream(part.low, part.at + np.uint32(self._size), part.high))
        self._size += len(numbers)

    def stream(self) -> Stream:
        """Return all of it."""
        parts = self._parts or [Stream.of(np.zeros(0, np.int64), self._narrow)]
        return Stream(*(np.concatenate([getattr(part, name) for part in parts]) for name in ("low", "at", "high")))


def pack_bits(flags: Array) -> Bytes:
    """Pack flags, eight to a byte, the first lowest."""
    return np.packbits(flags, bitorder="little")


def slice_bits(packed: Bytes, start: int, end: int) -> Bools:
    """Return flags from place `start` up to `end`."""
    first = start >> 3
    flags = np.unpackbits(packed[first : (end + 7) >> 3], bitorder="little").view(np.bool_)
    return flags[start - (first << 3) : end - (first << 3)]


CODE_WIDTHS = (0, 1, 2, 4, 8, 16)  # bits of a small code


def width_for(most: int) -> int:
    """Return how many of CODE_WIDTHS are too narrow for codes up to `most`: the place of the right one."""
    return next(place for place, bits in enumerate(CODE_WIDTHS) if most < 1 << bits)


def pack_codes(codes: Array, bits: int) -> Bytes:
    """Pack codes of `bits` bits each, in the order in which they come."""
    planes = (codes[:, None] >> np.arange(bits, dtype=codes.dtype)) & 1
    return pack_bits(planes.astype(np.uint8).ravel())


def slice_codes(packed: Bytes, bits: int, start: int, end: int) -> Ints:
    """Return codes from place `start` up to `end` of a stream of codes of `bits` bits."""
    planes = slice_bits(packed, start * bits, end * bits).reshape(-1, bits)
    codes: Ints = planes[:, 0].astype(np.int64)
    for bit in range(1, bits):
        codes |= planes[:, bit].astype(np.int64) << bit
    return codes


def narrowest(numbers: Array) -> Array:
    """Return numbers from 0 on in the smallest type that holds them."""
    kind: np.dtype[Any] = np.min_scalar_type(int(numbers.max(initial=0)))
    return numbers.astype(kind)


def ramps(starts: Ints, counts: Ints) -> Ints:
    """Return the places start, start + 1, ... of every run, one run after the other."""
    ends = np.cumsum(counts)
    total = int(ends[-1]) if len(ends) else 0
    places: Ints = np.arange(total, dtype=np.int64) + np.repeat(starts - (ends - counts), counts)
    return places


def starts_of(counts: Array) -> Ints:
    """Return where each run begins when runs of these lengths lie end to end, and where the last one ends."""
    places = np.zeros(len(counts) + 1, np.int64)
    np.cumsum(counts, out=places[1:])
    return places
