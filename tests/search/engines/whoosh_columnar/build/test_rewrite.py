"""A segment written anew from what it holds is the same segment, less what was deleted."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from search.engines.whoosh_columnar.build.collect import CollectedEntries
from search.engines.whoosh_columnar.build.rewrite import absorb
from search.engines.whoosh_columnar.storage.columns import SegmentColumns
from search.engines.whoosh_columnar.storage.segment import SegmentWords
from search.facets import FACETS
from tests.search.engines.whoosh_columnar.segments import segment, write_segment
from tests.search.makers import entry, library

ENTRIES = library(120)


def describe_segment(words: SegmentWords, shelf: SegmentColumns) -> dict[str, object]:
    """Return all that a segment says, entry by entry and word by word."""
    standing = {words.written[place]: words.standing(words.at(place)).tolist() for place in range(len(words.written))}
    columns = {
        name: {value: shelf.mask(name, value.__eq__).tolist() for value in sorted(shelf.values(name))}
        for name in FACETS
    }
    return {
        "ids": list(shelf.ids),
        "numbers": shelf.numbers.tolist(),
        "recurring": shelf.recurring.tolist(),
        "lengths": [lengths.tolist() for lengths in words.lengths],
        "standing": standing,
        "columns": columns,
        "frequencies": dict(zip(words.written, words.frequency.tolist(), strict=True)),
        "dates": {date: shelf.mask("published", date.__eq__).tolist() for date in sorted(shelf.values("published"))},
    }


def test_a_segment_absorbed_whole_is_the_same(tmp_path: Path) -> None:
    before = segment(ENTRIES, tmp_path / "before")
    again = CollectedEntries()
    absorb(again, *before, np.ones(len(ENTRIES), bool))
    assert describe_segment(*write_segment(again, tmp_path / "after")) == describe_segment(*before)


def test_absorbing_what_is_live_is_as_if_the_rest_had_never_been(tmp_path: Path) -> None:
    words, shelf = segment(ENTRIES, tmp_path / "before")
    live = np.arange(len(ENTRIES)) % 3 > 0
    kept = {id_ for id_, alive in zip(shelf.ids, live.tolist(), strict=True) if alive}
    again = CollectedEntries()
    absorb(again, words, shelf, live)
    wanted = segment([one for one in ENTRIES if one.id in kept], tmp_path / "wanted")
    assert describe_segment(*write_segment(again, tmp_path / "after")) == describe_segment(*wanted)


def test_segments_and_new_entries_are_joined(tmp_path: Path) -> None:
    again = CollectedEntries()
    for name, part in (("one", ENTRIES[:40]), ("two", ENTRIES[40:90])):
        words, shelf = segment(part, tmp_path / name)
        absorb(again, words, shelf, np.ones(len(part), bool))
    again.add_all(ENTRIES[90:])
    assert describe_segment(*write_segment(again, tmp_path / "joined")) == describe_segment(
        *segment(ENTRIES, tmp_path / "whole")
    )


def test_no_byte_of_what_is_left_out_is_kept(tmp_path: Path) -> None:
    secret = entry(500, "Young Quillfeather lived there", id="secret-id", area="Secretshire", review="secret-review")
    words, shelf = segment([*ENTRIES, secret], tmp_path / "before")
    assert words.word("quillfeather")
    again = CollectedEntries()
    absorb(again, words, shelf, ~shelf.mask("area", "Secretshire".__eq__))
    write_segment(again, tmp_path / "after")
    before, after = (
        b"".join(path.read_bytes() for path in (tmp_path / name).iterdir()) for name in ("before", "after")
    )
    for told in (b"quillfeath", b"secret-id", b"Secretshire", b"secret-review"):
        assert told in before
        assert told not in after
