"""A segment back into collected entries, to be written anew: joined with others, or without what was deleted.

The index keeps no texts, but it knows which word stands at which place, and that is all a segment is made of.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence

import numpy as np

from search.engines.whoosh_columnar.build.collect import CollectedEntries, FacetColumn
from search.engines.whoosh_columnar.build.invert import spans
from search.engines.whoosh_columnar.storage.columns import PUBLISHED, SegmentColumns
from search.engines.whoosh_columnar.storage.packing import Array, Bools, Ints
from search.engines.whoosh_columnar.storage.segment import FIELDS, SegmentWords


def absorb(
    collected: CollectedEntries, words: SegmentWords, shelf: SegmentColumns, live: Bools, stems: Sequence[str] = ()
) -> None:
    """Add the live entries of a segment to what is collected. `stems` are the segment's, if the caller has them."""
    _take_texts(collected, words, live)
    if stems:
        stem_of = words.stem_of.tolist()
        collected.stems.update((word, stems[number]) for word, number in zip(words.written, stem_of, strict=True))
    for entry in np.flatnonzero(live).tolist():
        collected.place(shelf.ids[entry])
    _extend(collected.numbers, shelf.numbers[live], np.int64)
    _extend(collected.recurring, shelf.recurring[live], np.uint32)
    for place in range(len(FIELDS)):
        _extend(collected.lengths[place], words.lengths[place][live], np.uint16)
    for name, column in ((PUBLISHED, collected.published), *collected.facets.items()):
        if name in shelf.shared:
            _take_shared(column, shelf, name, live)
        else:
            _take_bits(column, shelf, name, live)


def _extend(numbers: array[int], more: Array, kind: type[np.generic]) -> None:
    numbers.frombytes(np.ascontiguousarray(more, kind).tobytes())


def _take_texts(collected: CollectedEntries, words: SegmentWords, live: Bools) -> None:
    text = np.zeros(int(words.bases[-1]), np.uint32)  # all texts laid end to end
    numbers = np.full(len(words.written), -1, np.int64)
    of_live = np.repeat(np.repeat(live, 3), np.diff(words.bases))
    for first, last in spans(words.places):
        places, written = words.texts(first, last)
        here = of_live[places]
        _number(collected, words, numbers, written[here])
        text[places[here]] = numbers[written[here]]
    _extend(collected.tokens, text[of_live], np.uint32)


def _number(collected: CollectedEntries, words: SegmentWords, numbers: Ints, written: Ints) -> None:
    """Give the words of a segment their numbers among the collected words."""
    used = np.zeros(len(numbers), bool)
    used[written] = True
    for place in np.flatnonzero(used & (numbers < 0)).tolist():
        numbers[place] = collected.vocabulary[words.written[place]]


def _take_shared(column: FacetColumn, shelf: SegmentColumns, name: str, live: Bools) -> None:
    codes = np.repeat(shelf.shared[name].astype(np.int64), np.diff(shelf.blocks))[live]
    numbers = _numbers(column, shelf.values(name), np.unique(codes[codes > 0]) - 1)
    _extend(column.counts, codes > 0, np.uint16)
    _extend(column.codes, numbers[codes[codes > 0] - 1], np.uint32)


def _take_bits(column: FacetColumn, shelf: SegmentColumns, name: str, live: Bools) -> None:
    values = shelf.values(name)
    flags = np.unpackbits(shelf.bits[shelf.slice_of(name)].view(np.uint8), axis=1, count=len(shelf), bitorder="little")
    entries, codes = np.nonzero(flags.T[live])
    numbers = _numbers(column, values, np.unique(codes))
    _extend(column.counts, np.bincount(entries, minlength=int(np.count_nonzero(live))), np.uint16)
    _extend(column.codes, numbers[codes], np.uint32)


def _numbers(column: FacetColumn, values: list[str], used: Ints) -> Ints:
    """Return the numbers in the column of the values that are used."""
    numbers = np.zeros(len(values), np.int64)
    for place in used.tolist():
        numbers[place] = column.values[values[place]]
    return numbers
