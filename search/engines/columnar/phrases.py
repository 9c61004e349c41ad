"""Words that stand together: phrases and nearness, on the places of words in all texts laid end to end.

The texts of a segment are laid out with a free place between any two fields (`Words.bases`), so words that are
neighbours there are neighbours in one field.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from search.engines.columnar.found import places_in
from search.engines.columnar.packing import Ints
from search.engines.columnar.segment import Word, Words

Addresses = Callable[[Word], Ints]  # where a word stands, rising; from a cache perhaps


def in_phrase(words: Words, phrase: Sequence[Word], addresses: Addresses, field: int | None) -> Ints:
    """Return the entries, rising, in which the words stand one after the other, in `field` alone if one is given."""
    places = sorted(((addresses(word), offset) for offset, word in enumerate(phrase)), key=lambda pair: len(pair[0]))
    starts = places[0][0] - places[0][1]
    for stands, offset in places[1:]:
        starts = starts[places_in(stands, starts + offset)[1]]
        if not len(starts):
            break
    return _entries(words, starts, field)


def in_window(words: Words, wanted: Sequence[Word], window: int, addresses: Addresses, field: int | None) -> Ints:
    """Return the entries, rising, in which all the words stand in one field within so many places of each other."""
    places = [addresses(word) for word in wanted]
    firsts = np.sort(np.concatenate(places))  # one of them comes first in the window
    ends = np.minimum(firsts + window, _end_of_field(words, firsts))
    for stands in places:
        if not len(stands):
            return np.zeros(0, np.int64)
        nearest = np.searchsorted(stands, firsts)
        there = stands[np.minimum(nearest, len(stands) - 1)]
        keep = (nearest < len(stands)) & (there < ends)
        firsts, ends = firsts[keep], ends[keep]
    return _entries(words, firsts, field)


def _end_of_field(words: Words, places: Ints) -> Ints:
    return words.bases[np.searchsorted(words.bases, places, side="right")]


def _entries(words: Words, places: Ints, field: int | None) -> Ints:
    of_field = np.searchsorted(words.bases, places, side="right") - 1
    if field is not None:
        of_field = of_field[of_field % 3 == field]
    entries = of_field // 3
    return entries[np.concatenate(([True], entries[1:] != entries[:-1]))] if len(entries) else entries
