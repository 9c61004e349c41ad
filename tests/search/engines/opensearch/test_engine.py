"""What only a cluster can show: changes that come late, indexes half filled, words that leave the files.

The loss of a node is in tests/contracts/test_engine_alike.py, whose nodes are started by day too.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kb.app.library import Library
from kb.core.errors import LibraryBusy, LibraryUnavailable
from kb.core.settings import Settings
from search import Query
from search.engines.opensearch import OpenSearchEngine
from tests.opensearch.nodes import Nodes, run_cluster
from tests.papers import child_z, mr_v
from tests.search.makers import entry, library, vocabulary
from tests.waiting import within

pytestmark = pytest.mark.nightly  # by day one cluster is enough
VOCABULARY = vocabulary()
WORD = "quagmirewatcher"  # stands nowhere else in a node's files


@pytest.fixture(scope="module")
def nodes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nodes]:
    """Three nodes of this module."""
    with run_cluster(3, tmp_path_factory.mktemp("nodes")) as cluster:
        yield cluster


def open_index(nodes: Nodes, index: str) -> OpenSearchEngine:
    return OpenSearchEngine(replace(nodes.servers, index=index), VOCABULARY, seconds=60.0)


def test_a_change_that_comes_late_does_not_undo_what_was_done_since(nodes: Nodes) -> None:
    slow, quick = open_index(nodes, "late"), open_index(nodes, "late")
    slow.rebuild([entry(1, "damp"), entry(2, "damp")], mark=1)
    quick.put([entry(2, "dry")], mark=3)
    quick.drop(["f00001"], mark=4)
    slow.put([entry(1, "damp"), entry(2, "damp")], mark=2)
    assert [quick.search(Query(text)).total for text in ("damp", "dry")] == [0, 1]
    assert quick.mark() == 4


def test_an_index_that_other_code_made_is_not_believed(nodes: Nodes, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = open_index(nodes, "believed")
    engine.rebuild(library(3), mark=1)
    assert engine.mark() == 1
    monkeypatch.setattr("search.engines.opensearch.writing.fingerprint", lambda: "other")
    assert engine.mark() == -1
    with pytest.raises(LibraryUnavailable, match="kb reindex"):
        engine.put(library(1), mark=2)


def test_a_change_to_an_index_that_is_gone_is_refused_and_makes_none(nodes: Nodes) -> None:
    engine = open_index(nodes, "gone")
    engine.rebuild(library(3), mark=1)
    with open_index(nodes, "gone").cluster.translate_faults() as client:
        client.indices.delete(index="gone-*", params={"expand_wildcards": "open"})
    for change in (engine.put, engine.writer.put):
        with pytest.raises(LibraryUnavailable, match="kb reindex"):
            change(library(1), mark=2)
    assert engine.mark() == -1


def test_a_large_index_is_filled_in_batches_and_has_its_mark(nodes: Nodes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("search.engines.opensearch.writing._BATCH", 10)
    engine = open_index(nodes, "batches")
    engine.rebuild(library(45), mark=0)
    assert (engine.count(), engine.mark()) == (45, 0)


def test_an_index_that_was_begun_is_left_to_who_fills_it_and_removed_when_nobody_does(
    nodes: Nodes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("search.engines.opensearch.writing._BATCH", 10)
    engine, other = open_index(nodes, "begun-here"), open_index(nodes, "begun")
    engine.rebuild(library(3), mark=1)

    def entries_that_stop() -> Iterator[object]:
        yield from library(25)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        engine.rebuild(entries_that_stop(), mark=2)  # type: ignore[arg-type]
    (left,) = engine.leftovers(age=0)
    assert other.leftovers(age=0) == (), "its name only begins so"
    assert engine.leftovers(age=60) == ()
    with pytest.raises(LibraryBusy):
        engine.tidy(age=0)
    monkeypatch.setattr("search.engines.opensearch.writing._BUSY", 0.0)
    engine.tidy(age=0)
    assert left not in engine.leftovers(age=0)
    assert (engine.count(), engine.mark()) == (3, 1)


def test_a_library_on_servers_is_well_and_can_be_indexed_anew(nodes: Nodes, tmp_path: Path) -> None:
    settings = Settings(
        data=tmp_path / "library",
        search="opensearch",
        search_hosts=",".join(nodes.servers.hosts),
        search_index="whole",
        query_seconds=60,
    )
    with Library.open(settings) as library:
        library.add([child_z(tmp_path / "in"), mr_v(tmp_path / "in")])
        held = library.search(Query()).total
        assert held > 5
        assert [fault for fault in library.doctor().faults if fault.grave] == []
        assert library.reindex() == held
        assert library.search(Query()).total == held


def test_words_of_what_is_removed_leave_the_files_of_all_nodes(nodes: Nodes) -> None:
    engine = open_index(nodes, "erased")
    engine.rebuild([*library(30), entry(99, f"A {WORD} said so.")], mark=1)
    engine.writer.flush()
    assert _files_with(nodes, WORD)
    engine.drop(["f00099"], mark=2)
    assert engine.search(Query(WORD)).total == 0
    engine.tidy(age=0)
    assert within(lambda: not _files_with(nodes, WORD)), "a node removes merged files once nothing reads them any more"


def _files_with(nodes: Nodes, word: str) -> list[Path]:
    files = (path for node in nodes.nodes for path in (node.folder / "data").rglob("*") if path.is_file())
    return [path for path in files if word.encode() in path.read_bytes()]
