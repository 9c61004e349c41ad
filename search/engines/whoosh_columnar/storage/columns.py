"""The columns of a segment, read back: who an entry is, and which entries have which values."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from kb.core.array_file import Arrays, Strings
from search.engines.whoosh_columnar.storage.packing import Array, Bools, Ints

PUBLISHED = "published"  # kept as facets are, though it is only an order


class SegmentColumns:
    """The columns of one segment."""

    def __init__(self, arrays: Arrays) -> None:
        layout = json.loads(arrays["layout"].tobytes())
        self.numbers: Array = arrays["numbers"]
        self.ids: Strings = arrays.strings("ids")
        self.recurring: Array = arrays["recurring"]
        self.blocks: Ints = arrays["blocks"].astype(np.int64)  # where each begins, and where the last one ends
        self.rows: Array = arrays["rows"]
        self.bits: Array = arrays["bits"]
        self._keys: Array = arrays["keys"]
        self.shared: dict[str, Array] = {name: arrays[f"shared.{name}"] for name in layout["shared"]}
        self.slots: dict[str, int] = layout["bits"]
        self._strings = {name: arrays.strings(f"values.{name}") for name in (*self.shared, *self.slots)}
        self._values: dict[str, list[str]] = {}
        self._pairs: dict[str, tuple[Ints, Ints, Ints]] = {}

    def __len__(self) -> int:
        return len(self.numbers)

    def values(self, facet: str) -> list[str]:
        """Return the values of a facet, in the order of their codes."""
        if facet not in self._values:
            self._values[facet] = list(self._strings[facet])
        return self._values[facet]

    def find(self, ids: Iterable[str]) -> Ints:
        """Return the places of the entries with these ids, as far as they are here."""
        wanted = {key_of(id_): id_ for id_ in ids}
        keys = np.fromiter(wanted, np.uint64, len(wanted))
        found = np.flatnonzero(np.isin(self._keys, keys))
        right = [place for place in found.tolist() if self.ids[place] == wanted[int(self._keys[place])]]
        return np.array(right, np.int64)

    @cached_property
    def in_order(self) -> bool:
        """Return whether the entries' numbers rise."""
        return bool((self.numbers[1:] > self.numbers[:-1]).all())

    @cached_property
    def block_of(self) -> Ints:
        """The block of each entry."""
        return np.repeat(np.arange(len(self.blocks) - 1), np.diff(self.blocks))

    @cached_property
    def block_words(self) -> tuple[Ints, NDArray[np.uint64]]:
        """Where the ends of blocks lie in a row of bits: in which word, and which bits of it stand before them."""
        rest = (np.uint64(1) << (self.blocks & 63).astype(np.uint64)) - np.uint64(1)
        return self.blocks >> 6, rest

    @cached_property
    def reviews(self) -> Ints:
        """The codes of the reviews that there are; 0 where an entry has none."""
        return np.unique(self.shared["review"]).astype(np.int64)

    @cached_property
    def review_of(self) -> Ints:
        """The code of each entry's review."""
        return np.repeat(self.shared["review"].astype(np.int64), np.diff(self.blocks))

    @cached_property
    def review_runs(self) -> tuple[Ints, Ints]:
        """Where the blocks of each review begin, and the reviews' codes; the blocks of one stand together."""
        codes = self.shared["review"].astype(np.int64)
        changes = np.ones(len(codes), bool)
        changes[1:] = codes[1:] != codes[:-1]
        starts = np.flatnonzero(changes)
        return starts, codes[starts]

    def pairs(self, facet: str) -> tuple[Ints, Ints, Ints]:
        """Return the different pairs of review and value of a shared facet: which each block has, and their codes."""
        if facet not in self._pairs:
            size = len(self.values(facet)) + 1
            both = self.shared["review"].astype(np.int64) * size + self.shared[facet]
            once, of_block = np.unique(both, return_inverse=True)
            self._pairs[facet] = (of_block, once // size, once % size)
        return self._pairs[facet]

    def slice_of(self, facet: str) -> slice:
        """Return which columns of bits are a facet's."""
        return slice(self.slots[facet], self.slots[facet] + len(self._strings[facet]))

    def mask(self, facet: str, wanted: Callable[[str], bool]) -> Bools:
        """Return for each entry whether it has a value of the facet that is wanted."""
        chosen = [place for place, value in enumerate(self.values(facet)) if wanted(value)]
        if facet in self.shared:
            allowed = np.zeros(len(self.values(facet)) + 1, bool)
            allowed[[place + 1 for place in chosen]] = True
            found: Bools = np.repeat(allowed[self.shared[facet]], np.diff(self.blocks))
            return found
        column = np.bitwise_or.reduce(self.bits[[self.slots[facet] + place for place in chosen]], axis=0)
        return np.unpackbits(column.view(np.uint8), count=len(self), bitorder="little").view(bool)

    def date_ranks(self, rank: Ints) -> Ints:
        """Return the rank of each entry's date, where `rank` gives it for each value from code 1 on, and 0 for none."""
        of_block = rank[self.shared[PUBLISHED]]
        return np.repeat(of_block, np.diff(self.blocks))


def key_of(identity: str) -> int:
    """Return the 64 bits by which an id is looked up."""
    return int.from_bytes(hashlib.blake2b(identity.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")
