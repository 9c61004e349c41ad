"""From entries as arrays to the columns of a segment: order, ids, lengths, dates and the values of facets.

Entries are put in the order of their reviews, documents and numbers. What does not change within a document (its area,
year, type) is kept once for a *block*, a run of entries that agree in all of it; what changes from finding to finding
(themes, kind) is a bit in a row for the entry, and the same bit in a column for the value. Counting is then a matter of
counting bits.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

import numpy as np

from kb.core.array_file import ArrayFile
from search.engines.whoosh_columnar.build.collect import CollectedEntries, FacetColumn
from search.engines.whoosh_columnar.storage.columns import PUBLISHED, key_of
from search.engines.whoosh_columnar.storage.packing import Array, Ints, narrowest, ramps, starts_of
from search.engines.whoosh_columnar.storage.segment import FIELDS

ROW_BITS = 64  # bits of a word of a row


def order_of(collected: CollectedEntries) -> Ints:
    """Return the places of the entries that count, in the order in which a segment keeps them."""
    numbers = np.frombuffer(collected.numbers, np.int64)
    keep = np.ones(len(numbers), bool)
    keep[list(collected.replaced)] = False
    review = _first_number(collected.facets["review"], numbers)
    document = _first_number(collected.facets["document"], numbers)
    same = (single_codes(collected.facets["document"]), single_codes(collected.facets["review"]))
    order = np.lexsort((numbers, same[0], document, same[1], review))
    found: Ints = order[keep[order]]
    return found


def _first_number(column: FacetColumn, numbers: Ints) -> Ints:
    """Return for each entry the lowest number of those that share its value."""
    codes = single_codes(column)
    lowest = np.full(len(column.values) + 1, np.iinfo(np.int64).max)
    np.minimum.at(lowest, codes, numbers)
    return lowest[codes]


def single_codes(column: FacetColumn) -> Ints:
    """Return the codes of a facet of which each entry has one value at most: 0 for none, else the value's and one."""
    counts = np.frombuffer(column.counts, np.uint16)
    codes = np.zeros(len(counts), np.int64)
    codes[counts > 0] = np.frombuffer(column.codes, np.uint32).astype(np.int64) + 1
    return codes


def shelve(collected: CollectedEntries, order: Ints, file: ArrayFile) -> None:
    """Write the columns of the collected entries in `order`."""
    numbers = np.frombuffer(collected.numbers, np.int64)[order]
    ids = [collected.ids[place] for place in order.tolist()]
    file.put("numbers", numbers)
    file.put("keys", np.fromiter(map(key_of, ids), np.uint64, len(ids)))
    file.put_strings("ids", ids)
    for name, lengths in zip(FIELDS, collected.lengths, strict=True):
        file.put(f"length.{name}", narrowest(np.frombuffer(lengths, np.uint16)[order]))
    file.put("recurring", narrowest(np.frombuffer(collected.recurring, np.uint32)[order]))
    columns = {**collected.facets, PUBLISHED: collected.published}
    ones = {name: single_codes(column)[order] for name, column in columns.items() if _at_most_one(column)}
    shared = {
        name: codes for name, codes in ones.items() if _changes_with_document(codes, ones["review"], ones["document"])
    }
    shared[PUBLISHED] = ones[PUBLISHED]
    starts = _block_starts(shared, len(order))
    file.put("blocks", starts.astype(np.uint32))
    values = {name: list(column.values) for name, column in columns.items()}
    for name, codes in shared.items():
        table, kept = _used_values(codes[starts[:-1]], values[name])
        file.put(f"shared.{name}", narrowest(table))
        file.put_strings(f"values.{name}", kept)
    rest = {name: column for name, column in columns.items() if name not in shared}
    slots = _put_bits(file, rest, values, order)
    layout = {"shared": list(shared), "bits": slots}
    file.put("layout", np.frombuffer(json.dumps(layout).encode(), np.uint8))


def _at_most_one(column: FacetColumn) -> bool:
    return max(column.counts, default=0) <= 1


def _changes_with_document(codes: Ints, review: Ints, document: Ints) -> bool:
    """Return whether a value changes only where the document does."""
    changes = codes[1:] != codes[:-1]
    return not bool((changes & (review[1:] == review[:-1]) & (document[1:] == document[:-1])).any())


def _block_starts(shared: Mapping[str, Ints], held: int) -> Ints:
    changes = np.zeros(held + 1, bool)
    changes[[0, -1]] = True
    for codes in shared.values():
        changes[1:-1] |= codes[1:] != codes[:-1]
    return np.flatnonzero(changes) if held else np.zeros(1, np.int64)


def _used_values(codes: Ints, values: list[str]) -> tuple[Ints, list[str]]:
    """Return codes and values without the values that nothing has."""
    used = np.unique(codes[codes > 0])
    table = np.zeros(len(values) + 1, np.int64)
    table[used] = np.arange(1, len(used) + 1)
    return table[codes], [values[code - 1] for code in used.tolist()]


def _put_bits(
    file: ArrayFile, columns: Mapping[str, FacetColumn], values: Mapping[str, list[str]], order: Ints
) -> dict[str, int]:
    """Write a row of bits for each entry and a column of bits for each value; return where each facet's bits begin."""
    slots: dict[str, int] = {}
    width = 0
    marks: list[tuple[Ints, Ints]] = []
    for name, column in columns.items():
        entries, codes = _pairs(column, order)
        table, kept = _used_values(codes, values[name])
        file.put_strings(f"values.{name}", kept)
        slots[name] = width
        marks.append((entries, table - 1 + width))
        width += len(kept)
    rows = np.zeros((len(order), -(-width // ROW_BITS)), np.uint64)
    bits = np.zeros((width, -(-len(order) // ROW_BITS)), np.uint64)
    for entries, bit in marks:
        np.bitwise_or.at(rows, (entries, bit >> 6), np.uint64(1) << (bit & 63).astype(np.uint64))
        np.bitwise_or.at(bits, (bit, entries >> 6), np.uint64(1) << (entries & 63).astype(np.uint64))
    file.put("rows", rows)
    file.put("bits", bits)
    return slots


def _pairs(column: FacetColumn, order: Ints) -> tuple[Ints, Ints]:
    """Return which entry, in the new order, has which code (from 1 on), pair by pair."""
    counts = np.frombuffer(column.counts, np.uint16).astype(np.int64)
    starts = starts_of(counts)[:-1]
    codes: Array = np.frombuffer(column.codes, np.uint32).astype(np.int64) + 1
    entries = np.repeat(np.arange(len(order)), counts[order])
    return entries, codes[ramps(starts[order], counts[order])]
