"""From entries as arrays to a segment as arrays: every word's entries, places and forms, in a few bytes each.

Every occurrence becomes one 64-bit number, `stem | entry | place | form` from the highest bits down, so that a single
sort inverts the whole. What follows cuts the sorted numbers into streams:

    gaps    from entry to entry, for every stem; frequent stems in bytes, the others in two
    first   a bit for every occurrence: whether it is the stem's first in its entry
    heading, title   a bit for every occurrence: in which field it stands (neither: in the body)
    spots   where in its field it stands
    codes   which of the stem's words as written it is, in as many bits as it takes; none where there is only one
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from kb.core.array_file import ArrayFile
from kb.text.stemming import stem
from search.engines.whoosh_columnar.build.collect import CollectedEntries
from search.engines.whoosh_columnar.storage.packing import (
    CODE_WIDTHS,
    Array,
    Ints,
    Stream,
    StreamMaker,
    narrowest,
    pack_bits,
    pack_codes,
    ramps,
    starts_of,
    width_for,
)

Keys = NDArray[np.uint64]
FREQUENT_STEM_SHARE = 64  # a stem in one entry of so many, or more, has its gaps in single bytes
OCCURRENCES_AT_ONCE = 1 << 21  # occurrences cut at one time, which bounds the memory taken


@dataclass(frozen=True, slots=True)
class FormLexicon:
    """The words as written, sorted, with the stem of each and its number among the stem's forms."""

    words: list[str]
    stems: list[str]  # sorted
    stem_of: Ints
    form_of: Ints
    forms: Ints  # how many each stem has
    number: Ints  # the place in `words` of each word of the vocabulary; -1 where no entry has it any more

    @classmethod
    def of(cls, vocabulary: list[str], used: Array, known: Mapping[str, str]) -> FormLexicon:
        """Make it from the words that are used; the stems of some are known."""
        place = {word: number for number, word in enumerate(vocabulary) if used[number]}
        words = sorted(place)
        roots = [known.get(word) or stem(word) for word in words]
        stems = sorted(set(roots))
        rank = {root: number for number, root in enumerate(stems)}
        stem_of = np.fromiter((rank[root] for root in roots), np.int64, len(roots))
        by_stem = np.argsort(stem_of, kind="stable")
        forms = np.bincount(stem_of, minlength=len(stems))
        form_of = np.empty(len(words), np.int64)
        form_of[by_stem] = ramps(np.zeros(len(stems), np.int64), forms)
        number = np.full(len(vocabulary), -1, np.int64)
        number[[place[word] for word in words]] = np.arange(len(words))
        return cls(words, stems, stem_of, form_of, forms, number)


@dataclass(frozen=True, slots=True)
class Bits:
    """How the 64 bits of an occurrence are shared out."""

    entry: int
    place: int
    form: int

    @classmethod
    def for_sizes(cls, stems: int, entries: int, longest: int, forms: int) -> Bits:
        """Share them out for so many of each."""
        bits = cls(*(max(most - 1, 1).bit_length() for most in (entries, longest, forms)))
        spare = 64 - bits.entry - bits.place - bits.form
        assert stems <= 1 << spare, f"{stems} stems of {entries} entries do not fit; write smaller segments"
        return bits

    @property
    def stem_shift(self) -> int:
        """Return how many bits up the stem stands."""
        return self.entry + self.place + self.form

    @property
    def entry_shift(self) -> int:
        """Return how many bits up the entry stands."""
        return self.place + self.form


@dataclass(slots=True)
class _Pieces:
    """What was cut so far, stream by stream."""

    frequent: StreamMaker = field(default_factory=lambda: StreamMaker(np.uint8))  # gaps
    rare: StreamMaker = field(default_factory=lambda: StreamMaker(np.uint16))
    spots: StreamMaker = field(default_factory=lambda: StreamMaker(np.uint8))
    first: list[Array] = field(default_factory=list)
    heading: list[Array] = field(default_factory=list)
    title: list[Array] = field(default_factory=list)
    codes: tuple[list[Array], ...] = field(default_factory=lambda: tuple([] for _ in CODE_WIDTHS))
    frequency: list[Array] = field(default_factory=list)  # entries of each stem
    forms: list[Array] = field(default_factory=list)  # entries of each form of each stem


@dataclass(frozen=True, slots=True)
class InvertedIndex:
    """What the term dictionary is given: the sorted stems, and how many entries have each."""

    stems: list[str]
    frequency: Ints


def invert(collected: CollectedEntries, order: Ints, file: ArrayFile) -> InvertedIndex:
    """Write the words of the collected entries, which are numbered anew in `order`. Their tokens are used up."""
    lengths = np.array([np.frombuffer(part, np.uint16) for part in collected.lengths], np.int64).reshape(3, -1)
    totals = lengths.sum(axis=0)
    starts = starts_of(totals)
    used = _used_words(np.frombuffer(collected.tokens, np.uint32), starts, order, len(collected.vocabulary))
    lexicon = FormLexicon.of(list(collected.vocabulary), used, collected.stems)
    lengths = lengths[:, order]
    bits = Bits.for_sizes(len(lexicon.stems), len(order), int(totals.max(initial=1)), int(lexicon.forms.max(initial=1)))
    keys = _keys(np.frombuffer(collected.tokens, np.uint32), starts[:-1][order], totals[order], lexicon, bits)
    collected.tokens = array("I")  # which frees a third of the memory that is held here
    keys.sort()
    stems = np.arange(len(lexicon.stems) + 1, dtype=np.uint64) << np.uint64(bits.stem_shift)
    stems[-1:] = np.iinfo(np.uint64).max  # the stem after the last may need one bit more than there is
    places = np.searchsorted(keys, stems).astype(np.int64)
    places[-1] = len(keys)
    pieces = _Pieces()
    for first, last in spans(places):
        _cut(keys[places[first] : places[last]], first, last, lengths, lexicon, bits, pieces)
    return _write(file, pieces, places, lengths, lexicon)


def _used_words(tokens: Array, starts: Ints, order: Ints, size: int) -> Array:
    """Return which words stand in the entries of `order`."""
    used = np.zeros(size, bool)
    if len(order) == len(starts) - 1:
        used[tokens] = True
    else:
        used[tokens[ramps(starts[:-1][order], np.diff(starts)[order])]] = True
    return used


def _keys(tokens: Array, starts: Ints, totals: Ints, lexicon: FormLexicon, bits: Bits) -> Keys:
    """Return every occurrence as one number, a stretch of entries at a time."""
    number = np.maximum(lexicon.number, 0)
    of_word = ((lexicon.stem_of << bits.stem_shift) | lexicon.form_of).astype(np.uint64)
    of_word = of_word[number] if len(of_word) else of_word
    ends = starts_of(totals)
    keys = np.empty(int(ends[-1]), np.uint64)
    for low, high in spans(ends):
        places = ramps(starts[low:high], totals[low:high])
        entries = np.repeat(np.arange(low, high, dtype=np.int64) << bits.entry_shift, totals[low:high])
        inside = (places - np.repeat(starts[low:high], totals[low:high])) << bits.form
        keys[ends[low] : ends[high]] = of_word[tokens[places]] | (entries | inside).astype(np.uint64)
    return keys


def spans(places: Ints) -> Iterator[tuple[int, int]]:
    """Yield the first item of each stretch and the one after its last: about OCCURRENCES_AT_ONCE of them, or one."""
    first, items = 0, len(places) - 1
    while first < items:
        last = int(np.searchsorted(places, places[first] + OCCURRENCES_AT_ONCE, side="right")) - 1
        last = min(max(last, first + 1), items)
        yield first, last
        first = last


def _cut(
    keys: Keys, first_stem: int, last_stem: int, lengths: Ints, lexicon: FormLexicon, bits: Bits, pieces: _Pieces
) -> None:
    """Cut the occurrences of some stems into the streams."""
    stems = last_stem - first_stem
    pairs = (keys >> np.uint64(bits.entry_shift)).astype(np.int64)  # stem and entry
    place = (keys >> np.uint64(bits.form)).astype(np.int64) & ((1 << bits.place) - 1)
    first = np.ones(len(keys), bool)
    np.not_equal(pairs[1:], pairs[:-1], out=first[1:])
    entry = pairs & ((1 << bits.entry) - 1)
    body, heading = lengths[0][entry], lengths[1][entry]
    outside = place >= body
    title = place >= body + heading
    pieces.first.append(first)
    pieces.heading.append(outside & ~title)
    pieces.title.append(title)
    pieces.spots.add(place - body * outside - heading * title)

    of_posting = (pairs[first] >> bits.entry) - first_stem
    frequency = np.bincount(of_posting, minlength=stems)
    pieces.frequency.append(frequency)
    _cut_gaps(entry[first], of_posting, frequency, lengths.shape[1], pieces)

    of_occurrence = (pairs >> bits.entry) - first_stem
    form = (keys & np.uint64((1 << bits.form) - 1)).astype(np.int64)
    forms = lexicon.forms[first_stem:last_stem]
    wide = _widths(forms)
    for width in range(1, len(CODE_WIDTHS)):
        pieces.codes[width].append(narrowest(form[(wide == width)[of_occurrence]]))
    pieces.forms.append(_entries_of_forms(of_occurrence, np.cumsum(first) - 1, form, forms))


def _cut_gaps(entries: Ints, of_posting: Ints, frequency: Ints, held: int, pieces: _Pieces) -> None:
    gaps = np.diff(entries, prepend=0)
    begins = starts_of(frequency)[:-1][frequency > 0]
    gaps[begins] = entries[begins]
    rare = (frequency * FREQUENT_STEM_SHARE < held)[of_posting]
    pieces.frequent.add(gaps[~rare])
    pieces.rare.add(gaps[rare])


def _widths(forms: Ints) -> Ints:
    """Return the place in WIDTHS of the bits that tell so many forms apart."""
    table = np.array([width_for(max(count - 1, 0)) for count in range(int(forms.max(initial=1)) + 1)])
    found: Ints = table[forms]
    return found


def _entries_of_forms(of_occurrence: Ints, of_posting: Ints, form: Ints, forms: Ints) -> Ints:
    """Return how many entries have each form of each stem, form after form."""
    begins = starts_of(forms)
    once = np.sort((of_posting << 16 | form).astype(np.uint64))
    once = once[np.diff(once, prepend=np.uint64(0xFFFFFFFFFFFFFFFF)) != 0]
    stem_of_posting = np.zeros(int(of_posting[-1]) + 1 if len(of_posting) else 0, np.int64)
    stem_of_posting[of_posting] = of_occurrence
    found = stem_of_posting[(once >> np.uint64(16)).astype(np.int64)]
    return np.bincount(begins[found] + (once & np.uint64(0xFFFF)).astype(np.int64), minlength=int(begins[-1]))


def _write(file: ArrayFile, pieces: _Pieces, places: Ints, lengths: Ints, lexicon: FormLexicon) -> InvertedIndex:
    frequency = _concatenate(pieces.frequency).astype(np.int64)
    rare = frequency * FREQUENT_STEM_SHARE < lengths.shape[1]
    wide = _widths(lexicon.forms)
    file.put_all(
        {
            "stem.frequency": frequency.astype(np.uint32),
            "stem.gaps": np.where(rare, *(_before(frequency * (rare == side)) for side in (True, False))),
            "stem.rare": rare,
            "stem.places": places.astype(np.uint32),
            "stem.width": wide.astype(np.uint8),
            "stem.codes": _code_starts(np.diff(places), wide),
            "stem.words": starts_of(lexicon.forms).astype(np.uint32),
            "forms": np.lexsort((lexicon.form_of, lexicon.stem_of)).astype(np.uint32),
            "word.stem": lexicon.stem_of.astype(np.uint32),
            "word.form": lexicon.form_of.astype(np.uint16),
            "word.letters": np.fromiter(map(letters, lexicon.words), np.uint64, len(lexicon.words)),
            "word.length": np.fromiter(map(len, lexicon.words), np.uint8, len(lexicon.words)),
        }
    )
    counts = _concatenate(pieces.forms)
    file.put("word.frequency", counts[starts_of(lexicon.forms)[lexicon.stem_of] + lexicon.form_of].astype(np.uint32))
    file.put_strings("words", lexicon.words)
    _put_stream(file, "gaps.frequent", pieces.frequent.stream())
    _put_stream(file, "gaps.rare", pieces.rare.stream())
    _put_stream(file, "spots", pieces.spots.stream())
    for name in ("first", "heading", "title"):
        file.put(name, pack_bits(_concatenate(getattr(pieces, name))))
    for width, bits in enumerate(CODE_WIDTHS[1:], 1):
        file.put(f"codes.{bits}", pack_codes(_concatenate(pieces.codes[width]), bits))
    return InvertedIndex(lexicon.stems, frequency)


def letters(word: str) -> int:
    """Return the letters of a word as a set of bits, 0 for no letter: an edit changes two of them at most."""
    bits = 0
    for letter in word:
        bits |= 1 << (ord(letter) & 63)
    return bits


def _before(counts: Ints) -> Array:
    return (np.cumsum(counts) - counts).astype(np.uint32)


def _code_starts(occurrences: Ints, wide: Ints) -> Array:
    """Return where the codes of each stem begin in the stream of its width."""
    starts = np.zeros(len(wide), np.int64)
    for width in range(1, len(CODE_WIDTHS)):
        starts[wide == width] = (np.cumsum(occurrences * (wide == width)) - occurrences)[wide == width]
    return starts.astype(np.uint32)


def _concatenate(parts: list[Array]) -> Array:
    return np.concatenate(parts) if parts else np.zeros(0, np.int64)


def _put_stream(file: ArrayFile, name: str, stream: Stream) -> None:
    file.put_all({f"{name}.low": stream.low, f"{name}.at": stream.at, f"{name}.high": stream.high})
