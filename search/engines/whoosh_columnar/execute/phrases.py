"""Words that stand together: phrases and nearness, on the places of words.

A place is one number: the entry in its upper bits, the place among the entry's words in its lower ones. The fields of
an entry follow each other with one place left free after each, so words that are neighbours there are so in one field.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from search.engines.whoosh_columnar.execute.postings import positions_of
from search.engines.whoosh_columnar.storage.packing import Ints
from search.engines.whoosh_columnar.storage.segment import IN_ENTRY, SegmentWord, SegmentWords

Stand = Callable[[SegmentWord], Ints]  # where a word stands; rising; from a cache perhaps
_FAR_FEWER = 20  # times: then looking each up is quicker than going through all


def in_phrase(words: SegmentWords, phrase: Sequence[SegmentWord], stand: Stand, field: int | None) -> Ints:
    """Return the entries, ascending, in which the words follow each other, in `field` only if one is given."""
    stands = sorted(((stand(word), offset) for offset, word in enumerate(phrase)), key=lambda pair: len(pair[0]))
    starts = stands[0][0] - stands[0][1]
    for places, offset in stands[1:]:
        starts = _in_both(starts + offset, places) - offset
        if not len(starts):
            break
    return _entries(words, starts, field)


def _in_both(few: Ints, many: Ints) -> Ints:
    """Return the numbers that both have; each is sorted and has no number twice."""
    if len(few) * _FAR_FEWER < len(many):
        return few[positions_of(many, few)[1]]
    both = np.concatenate((few, many))
    both.sort(kind="stable")  # which joins two sorted runs in one go
    again: Ints = both[1:][both[1:] == both[:-1]]
    return again


def in_window(words: SegmentWords, wanted: Sequence[SegmentWord], window: int, stand: Stand, field: int | None) -> Ints:
    """Return the entries, ascending, in which all words stand in one field within a window of places."""
    places = [stand(word) for word in wanted]
    firsts = np.sort(np.concatenate(places))  # one of them comes first in the window
    ends = np.minimum(firsts + window, words.end_of_field(firsts))
    for stands in places:
        if not len(stands):
            return np.zeros(0, np.int64)
        nearest = np.searchsorted(stands, firsts)
        there = stands[np.minimum(nearest, len(stands) - 1)]
        keep = (nearest < len(stands)) & (there < ends)
        firsts, ends = firsts[keep], ends[keep]
    return _entries(words, firsts, field)


def _entries(words: SegmentWords, places: Ints, field: int | None) -> Ints:
    if field is not None:
        places = places[words.field_at(places) == field]
    entries = places >> IN_ENTRY
    return entries[np.concatenate(([True], entries[1:] != entries[:-1]))] if len(entries) else entries
