"""A withdrawal says that it is done only when the words are gone, and what was cut off is finished later."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from kb.app import backup
from kb.app.library import Library
from kb.core.errors import DocumentWithdrawn, LibraryBusy, LibraryUnavailable, NotHeld
from kb.core.settings import Settings
from kb.store import Store
from search.port import Query

WORDS = b"fire service visited"
MR_V, CHILD_Z = "safeguarding-adult-review-mr-v", "learning-review-child-z"


@pytest.fixture
def folder(prepared_folder: Path, tmp_path: Path) -> Path:
    return shutil.copytree(prepared_folder / "library", tmp_path / "library")


@pytest.fixture
def reader(folder: Path) -> Iterator[sqlite3.Connection]:
    """Another connection that reads an older state of the library until it is closed."""
    connection = sqlite3.connect(folder / "library.sqlite3", isolation_level=None)
    connection.execute("BEGIN")
    connection.execute("SELECT count(*) FROM findings").fetchone()
    yield connection
    connection.close()


def files_with_words(folder: Path, words: bytes = WORDS) -> list[str]:
    return [path.name for path in folder.rglob("*") if path.is_file() and words in path.read_bytes()]


def test_a_withdrawal_is_not_said_done_while_its_words_are_read(
    folder: Path, reader: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kb.app.erasure.Eraser.finish.__defaults__", (0.3,), raising=False)
    with Library.open(Settings(data=folder)) as library:
        (gone,) = library.documents(MR_V)
        with pytest.raises(LibraryBusy, match="is withdrawn and shows nowhere, but its words are not yet gone"):
            library.withdraw(gone.id)
        assert files_with_words(folder)
        assert "a withdrawal was not finished" in str(library.doctor().faults)
    with Library.open(Settings(data=folder)) as library:  # the reader is still at it
        assert files_with_words(folder)
        assert not library.doctor().well
        reader.close()
    with Library.open(Settings(data=folder)) as library:
        assert files_with_words(folder) == []
        assert library.doctor().well


def test_nothing_names_a_review_that_was_withdrawn(folder: Path) -> None:
    with Library.open(Settings(data=folder)) as library:
        library.catch_up()
        assert CHILD_Z in library._store.recurrences.follow_ups(), "a sum that is kept names it"
        (gone,) = library.documents(CHILD_Z)
        library.withdraw(gone.id)
        assert files_with_words(folder, CHILD_Z.encode()) == []


def test_a_withdrawal_is_not_said_done_while_its_original_is_a_link(folder: Path, tmp_path: Path) -> None:
    with Library.open(Settings(data=folder)) as library:
        (gone,) = library.documents(MR_V)
        place, elsewhere = library._store.originals.path(gone.sha256), tmp_path / "elsewhere"
        place.rename(elsewhere)
        place.symlink_to(elsewhere)
        before = elsewhere.read_bytes()
        with pytest.raises(LibraryUnavailable, match=r"its words are not yet gone .* is a link to"):
            library.withdraw(gone.id)
        assert elsewhere.read_bytes() == before
        assert "Where one is a link, remove it" in str(library.doctor().faults)
        place.unlink()
    with Library.open(Settings(data=folder)) as library:
        assert library.doctor().well


def test_a_withdrawal_waits_for_a_reader_that_ends(folder: Path, reader: sqlite3.Connection) -> None:
    with Library.open(Settings(data=folder)) as library:
        (gone,) = library.documents(MR_V)
        scrub, tries = library._store.database._scrub, []

        def close_at_third(statement: str, options: dict[str, object]) -> object:
            tries.append(statement)
            if len(tries) == 3:
                reader.close()
            return scrub(statement, options)

        library._store.database._scrub = close_at_third  # type: ignore[method-assign,assignment]
        library.withdraw(gone.id)
        assert len(tries) == 3
        assert files_with_words(folder) == []  # while the library is open: nothing waits for its end


@pytest.mark.parametrize("call", ["remove", "overwrite"])
def test_an_original_that_cannot_be_removed_is_told_keeps_nobody_out_and_goes_later(
    folder: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    def fail(place: Path, missing_ok: bool = False) -> None:
        if "originals" in place.parts:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        remove(place, missing_ok)

    remove = Path.unlink
    with monkeypatch.context() as broken:
        if call == "remove":
            broken.setattr(Path, "unlink", fail)
        else:
            broken.setattr("kb.store.originals._overwrite", fail)
        with Library.open(Settings(data=folder)) as library:
            document = next(held.id for held in library.documents() if held.review == MR_V)
            with pytest.raises(LibraryUnavailable, match="could not be removed") as told:
                library.withdraw(document, "asked for")
            assert "shows nowhere" in str(told.value)
            assert library.search(Query("fire")).total == 0
        with Library.open(Settings(data=folder)) as library:  # still failing
            assert [fault.check for fault in library.doctor().faults if fault.grave] == ["withdrawn"] * 2
            assert library.search(Query("flats")).total
    if call == "remove":
        assert files_with_words(folder) == []  # its words are gone, if not its name
    with Library.open(Settings(data=folder)) as library:
        assert not [fault for fault in library.doctor().faults if fault.grave]
    assert len([path for path in (folder / "originals").glob("*/*") if path.is_file()]) == 1


@pytest.mark.parametrize("first", [0, 1])
def test_a_document_that_another_session_withdrew_meanwhile_stops_no_others(folder: Path, first: int) -> None:
    with Library.open(Settings(data=folder)) as library:
        documents = [held.id for held in library.documents()]
        library.withdraw(documents[first])
        library.withdraw_documents(documents)
        assert library.documents() == ()
        assert not [fault for fault in library.doctor().faults if fault.grave]
        with pytest.raises(DocumentWithdrawn):
            library.withdraw_documents(documents)
    assert files_with_words(folder) == []


def test_where_one_of_several_cannot_be_withdrawn_those_before_it_leave_no_words(folder: Path) -> None:
    with Library.open(Settings(data=folder)) as library:
        document = library.documents(MR_V)[0].id
        with pytest.raises(NotHeld):
            library.withdraw_documents([document, "no-such-document"])
        assert library.search(Query("fire")).total == 0
        assert files_with_words(folder) == []
        assert not [fault for fault in library.doctor().faults if fault.grave]


def test_an_old_generation_of_the_index_goes_when_the_library_is_opened(folder: Path) -> None:
    aside = folder.parent / "aside"
    (old,) = [
        path
        for path in (folder / "index").glob("gen-*")
        if (folder / "index" / "CURRENT").read_text().strip() == path.name
    ]
    shutil.copytree(old, aside)
    with Library.open(Settings(data=folder)) as library:
        library.withdraw(library.documents(MR_V)[0].id)
    shutil.copytree(aside, old)  # as though the process had died before it removed this
    before = time.time() - 3600
    os.utime(folder / "index" / "CURRENT", (before, before))
    with Library.open(Settings(data=folder)) as library:
        assert not old.exists()
        shutil.copytree(aside, old)
        assert "older version(s) of the search index" in str(library.doctor().faults)
    with Library.open(Settings(data=folder)) as library:
        assert library.doctor().well


def test_a_withdrawal_killed_before_the_words_are_gone_is_finished_at_the_next_start(
    folder: Path, reader: sqlite3.Connection
) -> None:
    store = Store.open(f"sqlite:///{folder / 'library.sqlite3'}", folder)
    (gone,) = [held.id for held in store.documents() if held.review == MR_V]
    store.withdraw(gone, "")  # and here the process dies: neither the index nor the log is done
    store.close()
    assert files_with_words(folder)
    reader.close()
    with Library.open(Settings(data=folder)) as library:
        assert files_with_words(folder) == []
        assert library.doctor().well


def test_what_a_killed_backup_left_goes_when_the_library_is_opened(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch, Library.open(Settings(data=folder)) as library:
        patch.setattr(shutil, "rmtree", lambda *_, **__: None)  # a killed process tidies nothing
        patch.setattr(backup, "keep_takedowns", _die)
        with pytest.raises(KeyboardInterrupt):
            library.back_up(tmp_path / "backups")
        (left,) = (tmp_path / "backups").glob(".library-*.part")
        assert files_with_words(left)
        assert str(left) in str(library.doctor().faults)
    with Library.open(Settings(data=folder)) as library:
        assert not left.exists()
        assert library.doctor().well
        assert library.back_up(tmp_path / "backups").documents == 2


def _die(*_: object) -> None:
    raise KeyboardInterrupt
