"""A segment knows of every word which entries have it, how often in which field, where, and as which form."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.text.stemming import stem
from kb.text.tokens import words
from search.engines.whoosh_columnar.build.invert import Bits
from search.engines.whoosh_columnar.storage.segment import FIELDS, IN_ENTRY, Having, SegmentWord, SegmentWords
from search.port import IndexEntry
from tests.search.engines.whoosh_columnar.segments import segment
from tests.search.makers import entry, library

ENTRIES = library(150)


@pytest.fixture(scope="module")
def held_words(tmp_path_factory: pytest.TempPathFactory) -> SegmentWords:
    return segment(ENTRIES, tmp_path_factory.mktemp("segment"))[0]


def texts(entries: list[IndexEntry]) -> list[dict[str, list[str]]]:
    """Return the words of each field in the segment's order of entries."""
    first: dict[str, int] = {}
    documents: dict[str, int] = {}
    for one in sorted(entries, key=lambda e: e.number):
        first.setdefault(one.review, one.number)
        documents.setdefault(one.document, one.number)
    in_order = sorted(entries, key=lambda e: (first[e.review], documents[e.document], e.number))
    return [{name: words(getattr(one, name)) for name in FIELDS} for one in in_order]


def counts(having: Having) -> list[tuple[int, ...]]:
    columns = [[0] * len(having.entries) if part is None else part.tolist() for part in having.counts]
    return list(zip(having.entries.tolist(), *columns, strict=True))


def expected_rows(entries: list[IndexEntry], same: dict[str, bool]) -> list[tuple[int, ...]]:
    found = []
    for place, fields in enumerate(texts(entries)):
        row = tuple(sum(same[word] for word in fields[name]) for name in FIELDS)
        if any(row):
            found.append((place, *row))
    return found


VOCABULARY = sorted({word for fields in texts(ENTRIES) for field in fields.values() for word in field})


@pytest.mark.parametrize("word", VOCABULARY)
def test_a_word_as_written_is_in_its_entries_alone(held_words: SegmentWords, word: str) -> None:
    known = held_words.word(word)
    assert known is not None
    assert counts(held_words.having(known)) == expected_rows(ENTRIES, {other: other == word for other in VOCABULARY})
    assert held_words.frequency[held_words.place(word)] == len(held_words.having(known).entries)


@pytest.mark.parametrize("root", sorted(set(map(stem, VOCABULARY))))
def test_a_stem_is_in_the_entries_of_all_its_forms(held_words: SegmentWords, root: str) -> None:
    known = held_words.stem(root)
    assert known is not None
    assert counts(held_words.having(known)) == expected_rows(
        ENTRIES, {other: stem(other) == root for other in VOCABULARY}
    )


def test_words_that_no_entry_has_are_not_there(held_words: SegmentWords) -> None:
    assert held_words.word("zebra") is None
    assert held_words.stem("zebra") is None
    assert held_words.place("") is None
    assert held_words.beginning("zz") == (len(held_words.written), len(held_words.written))


def test_beginnings_are_a_stretch_of_the_sorted_words(held_words: SegmentWords) -> None:
    first, last = held_words.beginning("fa")
    assert held_words.written.between(first, last) == [word for word in VOCABULARY if word.startswith("fa")]


@pytest.mark.parametrize("word", VOCABULARY[::5])
def test_where_a_word_stands(held_words: SegmentWords, word: str) -> None:
    known = held_words.word(word)
    assert known is not None
    wanted = []
    for place, fields in enumerate(texts(ENTRIES)):
        inside = 0
        for name in FIELDS:
            wanted += [(place << IN_ENTRY) + inside + at for at, other in enumerate(fields[name]) if other == word]
            inside += len(fields[name]) + 1
    assert held_words.standing(known).tolist() == wanted


def test_the_field_of_a_place_and_its_end_are_known(held_words: SegmentWords) -> None:
    for place, fields in list(enumerate(texts(ENTRIES)))[:40]:
        inside = 0
        for number, name in enumerate(FIELDS):
            size = len(fields[name])
            places = (place << IN_ENTRY) + inside + np.arange(size)
            assert held_words.field_at(places).tolist() == [number] * size
            assert held_words.end_of_field(places).tolist() == [(place << IN_ENTRY) + inside + size] * size
            inside += size + 1


def test_entries_of_several_stems_are_all_of_theirs(held_words: SegmentWords) -> None:
    stems = np.arange(0, held_words.stems, 3)
    wanted = set().union(*(held_words.entries(number).tolist() for number in stems.tolist()))
    assert set(held_words.entries_of_any(stems).tolist()) == wanted


@settings(max_examples=40, deadline=None)
@given(
    bodies=st.lists(
        st.lists(st.sampled_from("moved moves moving move baby babies the damp".split()), max_size=12), max_size=8
    )
)
def test_any_few_texts_come_back(bodies: list[list[str]], tmp_path_factory: pytest.TempPathFactory) -> None:
    entries = [entry(number, " ".join(body)) for number, body in enumerate(bodies, 1)]
    if not entries:
        return
    held_words, _ = segment(entries, tmp_path_factory.mktemp("few"))
    back: Counter[tuple[int, int, str]] = Counter()
    for place in range(len(held_words.written)):
        for at in held_words.standing(held_words.at(place)).tolist():
            back[at >> IN_ENTRY, at & 0xFFFF, held_words.written[place]] += 1
    assert back == {(n, at, word): 1 for n, body in enumerate(bodies) for at, word in enumerate(body)}


def test_long_texts_and_rare_words_need_more_than_a_byte(tmp_path: Path) -> None:
    long = " ".join(["filler"] * 700 + ["needle"] + ["filler"] * 300 + ["needle"])
    entries = [entry(1, "needle"), *(entry(n, "hay") for n in range(2, 900)), entry(900, long)]
    held_words, _ = segment(entries, tmp_path)
    needle = held_words.word("needle")
    assert needle is not None
    assert held_words.entries(needle.stem).tolist() == [0, 899]
    assert [at & 0xFFFF for at in held_words.standing(needle).tolist()] == [0, 700, 1001]


def test_a_stem_with_very_many_forms(tmp_path: Path) -> None:
    forms = ["general", "generally", "generation", "generations", "police", "policing", "policed"]
    held_words, _ = segment([entry(1, " ".join(forms * 3))], tmp_path)
    for form in forms:
        known = held_words.word(form)
        assert known is not None
        assert len(held_words.standing(known)) == 3
    assert held_words.word("police") != held_words.word("policing")
    assert isinstance(held_words.stem("police"), SegmentWord)


def test_bits_that_do_not_fit_are_refused_and_not_cut_off() -> None:
    assert Bits.for_sizes(stems=1 << 20, entries=1 << 19, longest=60_000, forms=200).stem_shift == 43
    with pytest.raises(AssertionError):
        Bits.for_sizes(stems=1 << 30, entries=1 << 19, longest=60_000, forms=200)
