"""The first matches are the right ones, in their order, however many there are and however many are equal."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from search.engines.whoosh_columnar.execute.live_segment import LiveSegment
from search.engines.whoosh_columnar.execute.postings import (
    DensePostings,
    Postings,
    SparsePostings,
    equal_points,
    from_mask,
)
from search.engines.whoosh_columnar.execute.rank import page_of
from search.engines.whoosh_columnar.execute.snapshot import Snapshot
from search.engines.whoosh_columnar.storage.cache import Cache
from tests.search.engines.whoosh_columnar.segments import segment
from tests.search.makers import entry

SIZE = 20_000
DICE = np.random.default_rng(5)


@pytest.fixture(scope="module", params=["rising", "mixed"])
def snapshot(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """Many entries in one segment, whose numbers rise from entry to entry, or do not."""
    reviews = 4000 if request.param == "rising" else 17
    entries = [
        entry(n, "", review=f"r{n * reviews // SIZE if reviews > 17 else n % reviews}", recurring=n % 7)
        for n in range(SIZE)
    ]
    words, shelf = segment(entries, tmp_path_factory.mktemp("segment"))
    assert shelf.in_order == (request.param == "rising")
    return Snapshot((LiveSegment("only", words, shelf),), Cache(0))


POINTS = {
    "all different": DICE.permutation(SIZE),
    "many equal": DICE.integers(0, 30, SIZE),
    "all equal": np.full(SIZE, 9),
    "few high": (np.arange(SIZE) % 500 == 3) * 1000,
    "high at the end": np.arange(SIZE),
}


def forms(points: np.ndarray[tuple[int], np.dtype[np.int64]], kept: int) -> list[Postings]:
    """Return the same matches in each form that they may have."""
    entries = np.sort(DICE.permutation(SIZE)[:kept])
    mask = np.zeros(SIZE, bool)
    mask[entries] = True
    return [SparsePostings(entries, points[entries].astype(np.int32)), DensePostings(mask, points.astype(np.int32))]


@pytest.mark.parametrize("kept", [0, 5, 3000, SIZE - 1])
@pytest.mark.parametrize("kind", POINTS)
@pytest.mark.parametrize("sort", ["relevance", "recurring"])
def test_a_page_is_the_page_of_a_full_sort(snapshot: Snapshot, kind: str, kept: int, sort: str) -> None:
    shelf = snapshot.parts[0].shelf
    points = POINTS[kind]
    for found in forms(points, kept):
        entries = np.flatnonzero(found.mask(SIZE))
        keys = (shelf.recurring[entries].astype(np.int64) << 40) * (sort == "recurring") + points[entries]
        wanted = entries[np.lexsort((shelf.numbers[entries], -keys))]
        for first, last in ((0, 20), (40, 60), (2990, 3010)):
            page = page_of(snapshot, [found], sort, False, first, last)
            assert [one.entry for one in page] == wanted[first:last].tolist()
            assert [one.points for one in page] == points[wanted[first:last]].tolist()


def test_equal_points_without_any_memory_come_by_number(snapshot: Snapshot) -> None:
    shelf = snapshot.parts[0].shelf
    found = from_mask(np.arange(SIZE) % 3 == 1, 5)
    entries = np.flatnonzero(found.chosen)
    wanted = entries[np.argsort(shelf.numbers[entries])]
    for first, last in ((0, 7), (6000, 6020)):
        assert [one.entry for one in page_of(snapshot, [found], "relevance", False, first, last)] == (
            wanted[first:last].tolist()
        )


def test_each_review_comes_once_with_its_best(snapshot: Snapshot) -> None:
    shelf = snapshot.parts[0].shelf
    points = POINTS["many equal"]
    best: dict[int, tuple[int, int, int]] = {}
    sizes: dict[int, int] = {}
    for place in range(SIZE):
        review, row = int(shelf.review_of[place]), (-int(points[place]), int(shelf.numbers[place]), place)
        best[review] = min(best.get(review, row), row)
        sizes[review] = sizes.get(review, 0) + 1
    wanted = sorted((row, review) for review, row in best.items())[:30]
    found = DensePostings(np.ones(SIZE, bool), points.astype(np.int32))
    page = page_of(snapshot, [found], "relevance", True, 0, 30)
    assert [one.entry for one in page] == [row[2] for row, _ in wanted]
    assert [one.more for one in page] == [sizes[review] - 1 for _, review in wanted]


def test_no_page_is_empty(snapshot: Snapshot) -> None:
    everything = DensePostings(np.ones(SIZE, bool), equal_points(0, SIZE))
    assert page_of(snapshot, [everything], "newest", False, 20, 20) == []
    assert page_of(snapshot, [everything], "newest", False, SIZE, SIZE + 20) == []


def test_a_page_over_several_segments(tmp_path: Path) -> None:
    dates = ["2019", "", "2021-05", "2021", "2019-01-01", "", "2022"]
    entries = [entry(n, published=date, year=None) for n, date in enumerate(dates)]
    parts = [LiveSegment(str(n), *segment([one], tmp_path / str(n))) for n, one in enumerate(entries)]
    snapshot = Snapshot(tuple(parts), Cache(0))
    found = [from_mask(np.ones(1, bool)) for _ in parts]
    newest = [dates[one.part] for one in page_of(snapshot, found, "newest", False, 0, 9)]
    oldest = [dates[one.part] for one in page_of(snapshot, found, "oldest", False, 0, 9)]
    assert newest == ["2022", "2021-05", "2021", "2019-01-01", "2019", "", ""]
    assert oldest == ["2019", "2019-01-01", "2021", "2021-05", "2022", "", ""]
