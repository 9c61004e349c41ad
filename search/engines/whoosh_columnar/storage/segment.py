"""The words of a segment, read back: which entries have a word, how often, where, and as which form.

A segment never changes. Its stems are found through Whoosh's term dictionary; words as written lie sorted in the
segment's own file, because stars, spellings and suggestions need them all at once.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from kb.core.array_file import Arrays, Strings
from search.engines.whoosh_columnar.storage.packing import (
    CODE_WIDTHS,
    Array,
    Bools,
    Ints,
    Stream,
    ramps,
    slice_bits,
    slice_codes,
    starts_of,
)

FIELDS = ("body", "heading", "title")  # as their words lie one after the other in an entry's tokens

IN_ENTRY = 16  # bits; analysis.MOST_WORDS in each of three fields do not take more
Find = Callable[[str], int]  # the number of a stem; -1 where the segment has none


@dataclass(frozen=True, slots=True)
class Having:
    """The entries that have a word, rising, and how often it stands in each of the fields (None: never in any)."""

    entries: Ints
    counts: tuple[Ints | None, Ints | None, Ints | None]  # body, heading, title

    def inside(self, name: str) -> Having:
        """Return the entries that have it in one field."""
        counts = self.counts[FIELDS.index(name)]
        if counts is None:
            return NONE
        keep = counts > 0
        kept: list[Ints | None] = [None, None, None]
        kept[FIELDS.index(name)] = counts[keep]
        return Having(self.entries[keep], (kept[0], kept[1], kept[2]))

    def among(self, live: Bools) -> Having:
        """Return it without the entries that are not live."""
        keep = live[self.entries]
        body, heading, title = (None if counts is None else counts[keep] for counts in self.counts)
        return Having(self.entries[keep], (body, heading, title))


NONE = Having(np.zeros(0, np.int64), (None, None, None))


@dataclass(frozen=True, slots=True)
class SegmentWord:
    """A word that a segment has: its stem's number and, where only one form of several is meant, which."""

    stem: int
    form: int = -1


class SegmentWords:
    """The words of one segment."""

    def __init__(self, arrays: Arrays, find: Find) -> None:
        self.find = find
        self.written: Strings = arrays.strings("words")
        self.stem_of: Array = arrays["word.stem"]
        self.form_of: Array = arrays["word.form"]
        self.frequency: Array = arrays["word.frequency"]  # entries with each word as written, dead ones too
        self.letters: Array = arrays["word.letters"]
        self.length: Array = arrays["word.length"]
        self.lengths: tuple[Array, Array, Array] = (
            arrays["length.body"],
            arrays["length.heading"],
            arrays["length.title"],
        )
        self.first_form: Array = arrays["stem.words"]
        self.forms: Array = arrays["forms"]
        self._frequency: Array = arrays["stem.frequency"]
        self._gaps: Array = arrays["stem.gaps"]
        self._rare: Array = arrays["stem.rare"]
        self._places: Array = arrays["stem.places"]
        self._width: Array = arrays["stem.width"]
        self._codes: Array = arrays["stem.codes"]
        self._streams = (_stream(arrays, "gaps.frequent"), _stream(arrays, "gaps.rare"))
        self._spots = _stream(arrays, "spots")
        self._first: Array = arrays["first"]
        self._heading: Array = arrays["heading"]
        self._title: Array = arrays["title"]
        self._packed = {bits: arrays[f"codes.{bits}"] for bits in CODE_WIDTHS[1:]}

    # Finding words

    def stem(self, stem: str) -> SegmentWord | None:
        """Return a stem, if the segment has it."""
        number = self.find(stem)
        return None if number < 0 else SegmentWord(number)

    def word(self, word: str) -> SegmentWord | None:
        """Return a word as written, if the segment has it."""
        place = self.place(word)
        return None if place is None else self.at(place)

    def place(self, word: str) -> int | None:
        """Return the place of a word among the sorted words, or None if it is absent."""
        raw = word.encode("utf-8", "surrogatepass")
        place = self.written.find(raw)
        return place if place < len(self.written) and self.written.raw_bytes(place) == raw else None

    def at(self, place: int) -> SegmentWord:
        """Return the word at a place of the sorted words."""
        stem = int(self.stem_of[place])
        alone = int(self.first_form[stem + 1]) - int(self.first_form[stem]) == 1
        return SegmentWord(stem) if alone else SegmentWord(stem, int(self.form_of[place]))

    def beginning(self, start: str) -> tuple[int, int]:
        """Return the first place, and the one after the last, of the sorted words that begin so."""
        raw = start.encode("utf-8", "surrogatepass")
        first = self.written.find(raw)
        # No byte of UTF-8 is 0xFF, so this stands after all words that begin so.
        return first, self.written.find(raw + b"\xff", first)

    # Reading what is known of a word

    def having(self, word: SegmentWord) -> Having:
        """Return the entries that have a word."""
        entries = self.entries(word.stem)
        start, end = self._span(word.stem)
        outside = [np.flatnonzero(slice_bits(flags, start, end)) for flags in (self._heading, self._title)]
        if word.form < 0 and end - start == len(entries):  # once in each entry, as most words are
            return Having(entries, _split(np.ones(len(entries), np.int64), outside))
        first = np.flatnonzero(slice_bits(self._first, start, end))
        if word.form < 0:
            counts = _gaps(first, end - start)
            return Having(entries, _split(counts, [_of(first, places) for places in outside]))
        chosen = self._is_meant_form(word)
        counts = np.bincount(_of(first, np.flatnonzero(chosen)), minlength=len(entries))
        of_chosen = [_of(first, places[chosen[places]]) for places in outside]
        keep = counts > 0
        number = np.cumsum(keep) - 1  # of those that are kept
        return Having(entries[keep], _split(counts[keep], [number[of] for of in of_chosen]))

    def entries(self, stem: int) -> Ints:
        """Return the entries that have a stem."""
        start, count = int(self._gaps[stem]), int(self._frequency[stem])
        return self._streams[int(self._rare[stem])].slice(start, start + count).cumsum()

    def entries_of_any(self, stems: Ints) -> Ints:
        """Return the entries that have one of several stems, some more than once, in no order."""
        found = []
        for rare, stream in enumerate(self._streams):
            chosen = stems[self._rare[stems] == rare]
            found.append(self._entries_end_to_end(chosen, stream)[0])
        return np.concatenate(found)

    def _entries_end_to_end(self, stems: Ints, stream: Stream) -> tuple[Ints, Ints]:
        """Return the entries of each of some stems, whose gaps lie in one stream, one after the other, and how many."""
        counts = self._frequency[stems].astype(np.int64)
        gaps = stream.pick(ramps(self._gaps[stems].astype(np.int64), counts))
        sums = np.cumsum(gaps)
        begins = starts_of(counts)[:-1]
        return sums - np.repeat(sums[begins] - gaps[begins], counts), counts

    def standing(self, word: SegmentWord) -> Ints:
        """Return where a word stands, rising: the entry, and IN_ENTRY bits for where in it.

        The fields of an entry follow each other there, with one place left free after each.
        """
        entries = self.entries(word.stem)
        start, end = self._span(word.stem)
        first = np.flatnonzero(slice_bits(self._first, start, end))
        entry = np.repeat(entries, _gaps(first, end - start))
        places = (entry << IN_ENTRY) + self._spots.slice(start, end)
        for outside, flags, before in ((1, self._heading, (0,)), (2, self._title, (0, 1))):
            there = np.flatnonzero(slice_bits(flags, start, end))
            if len(there):
                places[there] += sum(self.lengths[field][entry[there]].astype(np.int64) for field in before) + outside
        return places if word.form < 0 else places[self._is_meant_form(word)]

    def field_at(self, places: Ints) -> Ints:
        """Return in which field each place lies."""
        entry, inside = places >> IN_ENTRY, places & ((1 << IN_ENTRY) - 1)
        body = self.lengths[0][entry].astype(np.int64)
        heading = self.lengths[1][entry].astype(np.int64)
        field: Ints = (inside > body).astype(np.int64) + (inside > body + heading + 1)
        return field

    def end_of_field(self, places: Ints) -> Ints:
        """Return for each place the free one after its field."""
        entry, field = places >> IN_ENTRY, self.field_at(places)
        ends = entry << IN_ENTRY
        for number, lengths in enumerate(self.lengths):
            ends += (lengths[entry].astype(np.int64) + (number > 0)) * (field >= number)
        return ends

    def _span(self, stem: int) -> tuple[int, int]:
        return int(self._places[stem]), int(self._places[stem + 1])

    def _is_meant_form(self, word: SegmentWord) -> Bools:
        """Return for each occurrence of a stem whether it is the form that is meant."""
        start, end = self._span(word.stem)
        bits, code = CODE_WIDTHS[int(self._width[word.stem])], int(self._codes[word.stem])
        chosen: Bools = slice_codes(self._packed[bits], bits, code, code + end - start) == word.form
        return chosen

    # Reading everything, to write it anew

    @cached_property
    def bases(self) -> Ints:
        """Where each field of each entry begins when all texts are laid end to end: three for an entry, and the end."""
        return starts_of(np.stack([length.astype(np.int64) for length in self.lengths], axis=1).ravel())

    def texts(self, first_stem: int, last_stem: int) -> tuple[Ints, Ints]:
        """Return where the words of some stems stand (see `bases`) and which places of the sorted words they are."""
        stems = np.arange(first_stem, last_stem)
        start, end = int(self._places[first_stem]), int(self._places[last_stem])
        first = slice_bits(self._first, start, end)
        counts = self._frequency[stems].astype(np.int64)
        entries = np.empty(int(counts.sum()), np.int64)
        begins = starts_of(counts)[:-1]
        for rare, stream in enumerate(self._streams):
            chosen = np.flatnonzero(self._rare[stems] == rare)
            found, sizes = self._entries_end_to_end(stems[chosen], stream)
            entries[ramps(begins[chosen], sizes)] = found
        entry = entries[np.cumsum(first, dtype=np.int64) - 1]
        field = slice_bits(self._heading, start, end).astype(np.int64) + 2 * slice_bits(self._title, start, end)
        places = self._spots.slice(start, end) + self.bases[entry * 3 + field]
        ends = self.places[first_stem : last_stem + 1]
        return places, self._word_places(stems, ends[1:] - ends[:-1])

    def _word_places(self, stems: Ints, occurrences: Ints) -> Ints:
        """Return for each occurrence of some stems the place of its word among the sorted words."""
        code = np.zeros(int(occurrences.sum()), np.int64)
        begins = starts_of(occurrences)[:-1]
        for width, bits in enumerate(CODE_WIDTHS[1:], 1):
            chosen = np.flatnonzero(self._width[stems] == width)
            if len(chosen):
                start = int(self._codes[stems[chosen[0]]])
                codes = slice_codes(self._packed[bits], bits, start, start + int(occurrences[chosen].sum()))
                code[ramps(begins[chosen], occurrences[chosen])] = codes
        first = np.repeat(self.first_form[stems].astype(np.int64), occurrences)
        found: Ints = self.forms[first + code].astype(np.int64)
        return found

    @property
    def stems(self) -> int:
        """How many stems there are."""
        return len(self._frequency)

    @property
    def places(self) -> Ints:
        """Where the occurrences of each stem begin, and where the last one's end."""
        return self._places.astype(np.int64)


def _stream(arrays: Arrays, name: str) -> Stream:
    return Stream(arrays[f"{name}.low"], arrays[f"{name}.at"], arrays[f"{name}.high"])


def _gaps(first: Ints, occurrences: int) -> Ints:
    """Return how many occurrences each entry has, where they begin at `first`."""
    counts = np.empty(len(first), np.int64)
    np.subtract(first[1:], first[:-1], out=counts[:-1])
    counts[-1:] = occurrences - first[-1:]
    return counts


def _of(first: Ints, places: Ints) -> Ints:
    """Return to which entry each occurrence belongs, where those of each begin at `first`."""
    return np.searchsorted(first, places, side="right") - 1


def _split(counts: Ints, outside: list[Ints]) -> tuple[Ints | None, Ints | None, Ints | None]:
    """Return counts by field, None for a field without any; `outside` has the entry of each word in the other two."""
    body = counts
    others: list[Ints | None] = []
    for entry in outside:
        if not len(entry):
            others.append(None)
            continue
        there = np.bincount(entry, minlength=len(counts))
        others.append(there)
        body = body - there
    return (body if body is counts or body.any() else None, others[0], others[1])
