"""Backups are whole, are told from damaged ones, and bring nothing withdrawn back."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from kb.desk import backing
from kb.errors import BadQuestion, Unwell, Withdrawn
from kb.library import Library
from kb.settings import Settings
from search.port import Query
from tests.papers import child_z, mr_v


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(Settings(data=tmp_path / "library")) as opened:
        opened.add([child_z(tmp_path), mr_v(tmp_path)])
        yield opened


def restored(backup: Path, data: Path) -> Library:
    backing.restore(backup, data)
    return Library.open(Settings(data=data))


def test_a_restored_library_is_the_one_that_was_backed_up(library: Library, tmp_path: Path) -> None:
    made = library.back_up(tmp_path / "backups")
    assert (made.documents, made.findings) == (2, 7)
    with restored(made.folder, tmp_path / "again") as again:
        assert again.findings() == library.findings()
        assert again.documents() == library.documents()
        assert again.search(Query(text="flats", synonyms=False)).total == 2
        assert again.original(again.documents()[0].id) == library.original(library.documents()[0].id)
        assert again.doctor().well


def test_what_was_withdrawn_since_the_backup_stays_withdrawn(library: Library, tmp_path: Path) -> None:
    old = library.back_up(tmp_path / "backups").folder.rename(tmp_path / "backups" / "old")
    (gone,) = library.documents("safeguarding-adult-review-mr-v")
    library.withdraw(gone.id)
    library.back_up(tmp_path / "backups")
    with restored(old, tmp_path / "again") as again:
        with pytest.raises(Withdrawn):
            again.document(gone.id)
        assert again.search(Query(text='"fire service"')).total == 0
        assert again.add([tmp_path / "mr-v.md"]).outcomes[0].code == "withdrawn"
        assert again.doctor().well
    everything = b"".join(path.read_bytes() for path in (tmp_path / "again").rglob("*") if path.is_file())
    assert b"fire service" not in everything


def test_an_old_copy_of_the_rows_brings_nothing_withdrawn_back(library: Library, tmp_path: Path) -> None:
    library.close()
    rows = tmp_path / "library" / "library.sqlite3"
    before = rows.read_bytes()
    with Library.open(Settings(data=tmp_path / "library")) as opened:
        (gone,) = opened.documents("safeguarding-adult-review-mr-v")
        opened.withdraw(gone.id)
    rows.write_bytes(before)
    with Library.open(Settings(data=tmp_path / "library")) as opened, pytest.raises(Withdrawn):
        opened.document(gone.id)


def test_a_damaged_or_partial_backup_is_refused(library: Library, tmp_path: Path) -> None:
    folder = library.back_up(tmp_path / "backups").folder
    original = next((folder / "originals").iterdir())
    original.chmod(0o600)
    original.write_bytes(b"changed")
    with pytest.raises(Unwell, match="is damaged"):
        backing.restore(folder, tmp_path / "again")
    original.unlink()
    with pytest.raises(BadQuestion, match="is missing"):
        backing.restore(folder, tmp_path / "again")
    assert not (tmp_path / "again").exists()


def test_nothing_is_restored_over_a_library(library: Library, tmp_path: Path) -> None:
    folder = library.back_up(tmp_path / "backups").folder
    with pytest.raises(BadQuestion, match="holds a library already"):
        backing.restore(folder, tmp_path / "library")


def test_a_list_of_withdrawals_that_cannot_be_read_stops_the_library(library: Library, tmp_path: Path) -> None:
    library.close()
    (tmp_path / "library" / "withdrawn.jsonl").write_text("this is no JSON\n")
    with pytest.raises(Unwell, match="list of withdrawn documents"):
        Library.open(Settings(data=tmp_path / "library"))
    shutil.rmtree(tmp_path / "library")
