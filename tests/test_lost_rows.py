"""Originals without their rows are never taken for a new library, and come back by reading them again."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from kb.app import backup
from kb.app.library import Library
from kb.cli import main
from kb.core.errors import DocumentWithdrawn, LibraryUnavailable
from kb.core.settings import Settings
from search.port import Query
from tests.papers import child_z, mr_v

MR_V = "safeguarding-adult-review-mr-v"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with Library.open(Settings(data=tmp_path / "library")) as opened:
        opened.add([child_z(tmp_path), mr_v(tmp_path)])
    return tmp_path / "library"


def lose(folder: Path, how: str) -> None:
    rows = folder / "library.sqlite3"
    rows.unlink()
    if how == "empty":
        rows.touch()
    elif how == "without tables":
        connection = sqlite3.connect(rows)
        connection.execute("CREATE TABLE other (one)")
        connection.close()


@pytest.mark.parametrize("how", ["missing", "empty", "without tables"])
def test_lost_rows_are_refused_with_the_way_back(folder: Path, how: str) -> None:
    lose(folder, how)
    before = sorted(folder.rglob("*"))
    with pytest.raises(LibraryUnavailable, match=r"missing or empty.*kb restore.*kb rebuild.*Remove no file"):
        Library.open(Settings(data=folder))
    assert [path for path in sorted(folder.rglob("*")) if path.suffix not in (".sqlite3-wal", ".sqlite3-shm")] == before


@pytest.mark.parametrize("how", ["missing", "empty"])
def test_a_backup_is_restored_where_the_rows_were_lost(folder: Path, tmp_path: Path, how: str) -> None:
    with Library.open(Settings(data=folder)) as library:
        made, held = library.back_up(tmp_path / "backups"), library.findings()
    lose(folder, how)
    backup.restore(made.folder, folder)
    with Library.open(Settings(data=folder)) as library:
        assert library.findings() == held
        assert library.doctor().well


def test_a_library_is_rebuilt_from_its_originals(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Library.open(Settings(data=folder)) as library:
        ids = {holding.finding.id for holding in library.findings()}
        titles = [review.title for review in library.reviews()]
    lose(folder, "missing")
    monkeypatch.setenv("KB_DATA", str(folder))
    assert main(["list"]) == 1
    assert main(["rebuild"]) == 0
    with Library.open(Settings(data=folder)) as library:
        assert {holding.finding.id for holding in library.findings()} == ids
        assert [review.title for review in library.reviews()] == titles
        assert library.search(Query(text="flats", synonyms=False)).total == 2
        assert library.doctor().well
    assert main(["rebuild"]) == 0  # there is nothing left to do


def test_rebuilding_reads_no_changed_original_and_nothing_withdrawn(folder: Path) -> None:
    with Library.open(Settings(data=folder)) as library:
        (gone,) = library.documents(MR_V)
        original = library._store.originals.path(gone.sha256)
        words = original.read_bytes()
        library.withdraw(gone.id)
        (other,) = library.documents()
        changed = library._store.originals.path(other.sha256)
    lose(folder, "missing")
    original.write_bytes(words)
    changed.chmod(0o600)
    changed.write_bytes(changed.read_bytes().replace(b"did not share", b"did freely sh"))
    with Library.open(Settings(data=folder), anew=True) as library:
        assert [one.code for one in library.rebuild().outcomes] == ["changed_on_disk"]
        assert library.findings() == ()
        assert not original.exists()
        with pytest.raises(DocumentWithdrawn):
            library.document(gone.id)


def test_a_rebuilding_that_was_cut_off_goes_on(folder: Path) -> None:
    lose(folder, "missing")
    Library.open(Settings(data=folder), anew=True).close()  # tables, and then the process died
    with Library.open(Settings(data=folder)) as library:
        remedies = {fault.remedy for fault in library.doctor().faults}
        assert any("kb rebuild" in remedy and "Remove none" in remedy for remedy in remedies)
        assert library.rebuild().looked_at == 2
        assert library.doctor().well
