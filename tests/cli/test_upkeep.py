"""One process keeps the index and what recurs up to date; those that serve only read."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from kb.app.library import Library
from kb.cli.upkeep import FEW, UpkeepProcess, keep_up, prepare
from kb.core.errors import LibraryUnavailable
from kb.core.settings import Settings
from search.port import Query
from tests.papers import child_z, mr_v
from tests.waiting import PATIENCE, within


@pytest.fixture
def reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Library]:
    """A library that only reads, as a web process has it."""
    monkeypatch.setenv("KB_DATA", str(tmp_path / "library"))
    with Library.open(Settings(), elsewhere=True) as opened:
        yield opened


def test_who_reads_says_that_what_is_newest_cannot_be_found_yet(reader: Library, tmp_path: Path) -> None:
    reader.add([mr_v(tmp_path)])
    with pytest.raises(LibraryUnavailable, match="no search index yet"):
        reader.search(Query("moves"))
    prepare(reader)
    before = reader.search(Query("moves"))
    reader.add([child_z(tmp_path)])
    found = reader.search(Query("moves"))
    assert found.total == before.total
    assert "brought up to date" in " ".join(found.notices)
    assert reader.behind()
    prepare(reader)
    assert reader.search(Query("moves")).total > before.total
    assert not reader.behind()


def test_changes_are_applied_as_they_come(reader: Library, tmp_path: Path) -> None:
    stopping = threading.Event()
    with Library.open(reader.settings, elsewhere=True) as other:
        thread = threading.Thread(target=keep_up, args=(other, stopping))
        thread.start()
        try:
            reader.add([child_z(tmp_path)])
            assert within(lambda: not reader.behind() and reader.search(Query("moves")).total)
            reader.add([mr_v(tmp_path)])
            assert within(lambda: not reader.behind())
            assert reader.threads()
        finally:
            stopping.set()
            thread.join()


def test_a_few_newest_findings_are_indexed_at_once_and_many_are_not(reader: Library, tmp_path: Path) -> None:
    prepare(reader)
    reader.add([child_z(tmp_path)])
    prepare(reader)
    reader.add([mr_v(tmp_path)])
    assert not reader.index_few(0)
    assert not reader.health().ready
    assert reader.index_few(FEW)
    assert reader.health().ready


def test_a_server_lets_a_process_of_its_own_catch_up(reader: Library, tmp_path: Path) -> None:
    with UpkeepProcess(reader.settings) as upkeep:
        reader.add([child_z(tmp_path), mr_v(tmp_path)])
        assert within(lambda: not reader.behind())
        assert reader.threads()
        process = upkeep._process
        assert process is not None
    assert not process.is_alive()


class _SlowLibrary:
    """A library that is looked at for longer than the end of a server is waited for."""

    def __init__(self) -> None:
        self.looking, self.looked = threading.Event(), threading.Event()

    def behind(self) -> bool:
        self.looking.set()
        return self.looked.wait(PATIENCE)

    def index_few(self, _: int) -> bool:
        return True


def test_no_process_is_started_once_the_server_has_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kb.cli.upkeep.STOP_SECONDS", 0)
    slow = _SlowLibrary()
    with UpkeepProcess(Settings(data=tmp_path), slow) as upkeep:  # type: ignore[arg-type]
        assert slow.looking.wait(PATIENCE)
    slow.looked.set()
    upkeep._thread.join()
    assert upkeep._process is None


class _FaultyLibrary:
    """A library that meets a fault of our own code the first time that it is looked at."""

    def __init__(self) -> None:
        self.faulty, self.looked_again = True, threading.Event()

    def behind(self) -> bool:
        if self.faulty:
            self.faulty = False
            raise KeyError("a fault")
        self.looked_again.set()
        return False


def test_a_fault_does_not_end_the_looking_for_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kb.cli.upkeep.RETRY_SECONDS", 0)
    faulty = _FaultyLibrary()
    with UpkeepProcess(Settings(data=tmp_path), faulty):  # type: ignore[arg-type]
        assert faulty.looked_again.wait(PATIENCE)
