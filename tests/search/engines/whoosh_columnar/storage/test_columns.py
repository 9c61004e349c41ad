"""The columns of a segment say of every entry who it is and which values it has."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from search.engines.whoosh_columnar.storage.columns import SegmentColumns
from search.facets import FACETS
from search.port import IndexEntry
from tests.search.engines.whoosh_columnar.segments import segment
from tests.search.makers import entry, library

ENTRIES = {one.id: one for one in library(200)}


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> SegmentColumns:
    return segment(ENTRIES.values(), tmp_path_factory.mktemp("segment"))[1]


def entries_of(shelf: SegmentColumns) -> list[IndexEntry]:
    return [ENTRIES[id_] for id_ in shelf.ids]


@pytest.mark.parametrize("facet", FACETS)
def test_a_mask_holds_the_entries_with_a_value(shelf: SegmentColumns, facet: str) -> None:
    values = {value for one in ENTRIES.values() for value in FACETS[facet].values(one)}
    assert set(shelf.values(facet)) == values
    for value in values:
        wanted = [value in FACETS[facet].values(one) for one in entries_of(shelf)]
        assert shelf.mask(facet, value.__eq__).tolist() == wanted
    assert not shelf.mask(facet, lambda _: False).any()
    assert shelf.mask(facet, lambda _: True).tolist() == [bool(FACETS[facet].values(one)) for one in entries_of(shelf)]


def test_entries_of_one_review_stand_together_and_in_their_order(shelf: SegmentColumns) -> None:
    reviews = [one.review for one in entries_of(shelf)]
    changes = sum(one != other for one, other in pairwise(reviews))
    assert changes == len(set(reviews)) - 1
    assert [shelf.values("review")[code - 1] for code in shelf.review_of.tolist()] == reviews


def test_a_block_has_one_value_of_all_that_is_shared(shelf: SegmentColumns) -> None:
    entries = entries_of(shelf)
    for first, last in pairwise(shelf.blocks):
        for facet in shelf.shared:
            if facet in FACETS:
                assert len({FACETS[facet].values(one) for one in entries[first:last]}) == 1
        assert len({one.published for one in entries[first:last]}) == 1
    assert shelf.block_of.tolist() == [
        block for block in range(len(shelf.blocks) - 1) for _ in range(shelf.blocks[block], shelf.blocks[block + 1])
    ]


def test_what_is_the_same_throughout_a_document_is_kept_once(tmp_path: Path) -> None:
    entries = [entry(n, document=f"d{n // 5}", area=f"Area {n // 5}", kind="ab"[n % 2]) for n in range(50)]
    shelf = segment(entries, tmp_path)[1]
    assert "area" in shelf.shared
    assert "kind" in shelf.slots
    assert len(shelf.shared["area"]) == len(shelf.blocks) - 1 == 10


def test_ids_are_found_and_others_are_not(shelf: SegmentColumns) -> None:
    wanted = ["f00017", "f00003", "nobody"]
    assert {shelf.ids[place] for place in shelf.find(wanted).tolist()} == {"f00017", "f00003"}
    assert shelf.find([]).tolist() == []


def test_numbers_that_rise_are_known_to(tmp_path: Path, shelf: SegmentColumns) -> None:
    rising = [entry(n, review=f"r{n // 4}") for n in range(20)]
    assert segment(rising, tmp_path / "rising")[1].in_order
    mixed = [replace(one, review=f"r{n % 3}") for n, one in enumerate(rising)]
    assert not segment(mixed, tmp_path / "mixed")[1].in_order


def test_the_rank_of_a_date_reaches_each_entry(shelf: SegmentColumns) -> None:
    dates = shelf.values("published")
    rank = np.array([0, *(sorted(dates).index(date) + 1 for date in dates)])
    wanted = [sorted(dates).index(one.published) + 1 for one in entries_of(shelf)]
    assert shelf.date_ranks(rank).tolist() == wanted


def test_of_two_entries_with_one_id_the_later_is_kept(tmp_path: Path) -> None:
    words, shelf = segment([entry(1, "damp"), entry(2, "dry"), entry(3, "cold", id="f00001")], tmp_path)
    assert list(shelf.ids) == ["f00002", "f00001"]
    assert words.word("damp") is None
