"""What only a cluster can show: a node lost under load, changes that come late, words that leave the files."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from threading import Event, Thread

import pytest

from kb.core.errors import LibraryBusy, LibraryUnavailable
from search import Query, SearchServers
from search.engines.opensearch import OpenSearchEngine
from tests.opensearch.nodes import Nodes, run_cluster
from tests.search.makers import entry, library, vocabulary

VOCABULARY = vocabulary()
WORD = "quagmirewatcher"  # stands nowhere else in a node's files


@pytest.fixture(scope="module")
def nodes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nodes]:
    """Three nodes of this module alone, since it kills one."""
    with run_cluster(3, tmp_path_factory.mktemp("killed")) as cluster:
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


def test_an_index_that_was_begun_is_left_to_who_fills_it_and_removed_when_nobody_does(
    nodes: Nodes, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = open_index(nodes, "begun")
    engine.rebuild(library(3), mark=1)

    def entries_that_stop() -> Iterator[object]:
        yield from library(2500)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        engine.rebuild(entries_that_stop(), mark=2)  # type: ignore[arg-type]
    (left,) = engine.leftovers(age=0)
    assert engine.leftovers(age=60) == ()
    with pytest.raises(LibraryBusy):
        engine.tidy(age=0)
    monkeypatch.setattr("search.engines.opensearch.writing._BUSY", 0.0)
    engine.tidy(age=0)
    assert left not in engine.leftovers(age=0)
    assert (engine.count(), engine.mark()) == (3, 1)


@pytest.mark.nightly
def test_words_of_what_is_removed_leave_the_files_of_all_nodes(nodes: Nodes) -> None:
    engine = open_index(nodes, "erased")
    engine.rebuild([*library(30), entry(99, f"A {WORD} said so.")], mark=1)
    engine.writer.flush()
    assert _files_with(nodes, WORD)
    engine.drop(["f00099"], mark=2)
    assert engine.search(Query(WORD)).total == 0
    engine.tidy(age=0)
    assert _files_with(nodes, WORD) == []


def _files_with(nodes: Nodes, word: str) -> list[Path]:
    files = (path for node in nodes.nodes for path in (node.folder / "data").rglob("*") if path.is_file())
    return [path for path in files if word.encode() in path.read_bytes()]


class Load:
    """Somebody who searches and somebody who adds, until they are told to stop."""

    def __init__(self, reading: OpenSearchEngine, writing: OpenSearchEngine) -> None:
        self.reading, self.writing = reading, writing
        self.stop = Event()
        self.faults: list[str] = []  # of reading
        self.answers = 0
        self.acknowledged: list[str] = []
        self.refused = 0
        self.threads = [Thread(target=self.read), Thread(target=self.write)]

    def read(self) -> None:
        while not self.stop.is_set():
            try:
                self.reading.search(Query("child OR family", match="any"))
                self.answers += 1
            except LibraryUnavailable as error:
                self.faults.append(str(error))

    def write(self) -> None:
        mark = 2
        while not self.stop.is_set():
            added = entry(1000 + mark, f"ladder {mark}")
            try:
                self.writing.put([added], mark)
            except LibraryUnavailable:
                self.refused += 1
                time.sleep(0.2)
            else:
                self.acknowledged.append(added.id)
                mark += 1

    def wait_for(self, answers: int, acknowledged: int) -> None:
        """Wait until so many more questions are answered and so many more changes acknowledged."""
        wanted = self.answers + answers, len(self.acknowledged) + acknowledged
        until = time.monotonic() + 120
        while (self.answers, len(self.acknowledged)) < wanted or len(self.acknowledged) < wanted[1]:
            assert time.monotonic() < until, (self.answers, self.refused, len(self.acknowledged))
            time.sleep(0.05)


def test_a_node_is_killed_under_load_and_nothing_acknowledged_is_lost(nodes: Nodes) -> None:
    reading, writing = open_index(nodes, "loaded"), open_index(nodes, "loaded")
    writing.rebuild(library(50), mark=1)
    nodes.wait_until_whole()
    load = Load(reading, writing)
    for thread in load.threads:
        thread.start()
    try:
        load.wait_for(answers=5, acknowledged=5)
        nodes.nodes[0].kill()
        load.wait_for(answers=10, acknowledged=5)
    finally:
        load.stop.set()
        for thread in load.threads:
            thread.join()
    assert load.faults == [], "every question was answered"
    found = {hit.id for hit in reading.search(Query("ladder", size=1000)).hits}
    assert found == set(load.acknowledged)
    assert reading.count() == 50 + len(load.acknowledged)


def test_servers_that_do_not_answer_are_told_of_in_a_sentence_without_their_names() -> None:
    pytest.importorskip("opensearchpy")
    away = OpenSearchEngine(SearchServers(("http://127.0.0.1:9",)), VOCABULARY)
    for ask in (lambda: away.search(Query("damp")), away.mark, lambda: away.put([entry(1)], 1)):
        with pytest.raises(LibraryUnavailable) as told:
            ask()
        assert "do not answer" in str(told.value)
        assert "127.0.0.1" not in str(told.value)
