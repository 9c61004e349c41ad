"""Findings and reviews are counted right, by every way of counting."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from search.engines.whoosh_columnar.execute.facet_counts import FacetMatches
from search.engines.whoosh_columnar.execute.live_segment import LiveSegment
from search.engines.whoosh_columnar.execute.postings import DensePostings, Postings, SparsePostings, equal_points
from search.engines.whoosh_columnar.execute.snapshot import Snapshot
from search.engines.whoosh_columnar.storage.cache import Cache
from search.facets import FACETS, in_order
from search.port import Count, IndexEntry
from tests.search.engines.whoosh_columnar.segments import segment
from tests.search.makers import library

SIZE = 1500
DICE = np.random.default_rng(3)
ENTRIES = {
    one.id: replace(one, themes=tuple(sorted({*one.themes, f"theme-{n % 70}"})), agencies=(f"agency-{n % 5}",))
    for n, one in enumerate(library(SIZE))
}


def snapshot_of(parts: list[list[IndexEntry]], folder: Path) -> Snapshot:
    return Snapshot(
        tuple(LiveSegment(str(n), *segment(part, folder / str(n))) for n, part in enumerate(parts)),
        Cache(1 << 20),
    )


@pytest.fixture(scope="module", params=["one segment", "three segments"])
def snapshot(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    every = list(ENTRIES.values())
    parts = [every] if request.param == "one segment" else [every[:700], every[700:1450], every[1450:]]
    return snapshot_of(parts, tmp_path_factory.mktemp("segments"))


def forms(mask: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> list[Postings]:
    entries = np.flatnonzero(mask)
    return [SparsePostings(entries, equal_points(0, len(entries))), DensePostings(mask, equal_points(0, len(mask)))]


@pytest.mark.parametrize("share", [0.0, 0.004, 0.3, 1.0])
@pytest.mark.parametrize("form", [0, 1])
def test_counts_are_those_of_counting_one_by_one(snapshot: Snapshot, share: float, form: int) -> None:
    found, matched = [], []
    for part in snapshot.parts:
        mask = DICE.random(part.held) < share
        found.append(forms(mask)[form])
        matched += [ENTRIES[part.shelf.ids[place]] for place in np.flatnonzero(mask).tolist()]
    counted = FacetMatches(snapshot, found)
    assert counted.reviews() == len({one.review for one in matched})
    for name, facet in FACETS.items():
        findings = Counter(value for one in matched for value in facet.values(one))
        reviews = Counter(value for value, _ in {(v, one.review) for one in matched for v in facet.values(one)})
        assert counted.findings(name) == dict(findings), name
        assert counted.reviews_with(name) == dict(reviews), name


def test_both_ways_of_keeping_values_are_met(snapshot: Snapshot) -> None:
    shelf = snapshot.parts[0].shelf
    assert "theme" in shelf.slots
    assert "review" in shelf.shared
    assert len(shelf.values("theme")) > 64  # more than one word of bits


def test_entries_without_a_review_count_as_one(tmp_path: Path) -> None:
    entries = [replace(one, review="", area="Ilde") for one in list(ENTRIES.values())[:10]]
    snapshot = snapshot_of([entries[:5], entries[5:]], tmp_path)
    counted = FacetMatches(snapshot, [forms(np.ones(5, bool))[0] for _ in range(2)])
    assert counted.reviews() == 1
    assert counted.reviews_with("area") == {"Ilde": 1}
    assert counted.findings("review") == {}


@pytest.mark.parametrize("facet", ["theme", "kind", "area", "year", "agency"])
@pytest.mark.parametrize("share", [0.9, 0.01, 0.0])
def test_counts_are_listed_as_facets_are(snapshot: Snapshot, facet: str, share: float) -> None:
    found = [DensePostings(DICE.random(part.held) < share, equal_points(0, part.held)) for part in snapshot.parts]
    counted = FacetMatches(snapshot, found)
    findings, reviews = counted.findings(facet), counted.reviews_with(facet)
    wanted = in_order(facet, (Count(value, n, reviews[value]) for value, n in findings.items()), ())
    assert counted.list_counts(facet, reviews=True) == wanted
    assert counted.list_counts(facet, reviews=False) == tuple(replace(count, reviews=0) for count in wanted)
