"""A backup's rows come into a database of another kind whole, and are numbered on there."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Connection

from kb.app import backup
from kb.app.library import Library
from kb.core.errors import BadQuestion, LibraryUnavailable
from kb.core.settings import Settings
from kb.store import copies
from kb.store.database import Database
from tests.papers import QUIET, child_z, mr_v, paper


@pytest.mark.postgres
def test_a_backup_of_files_is_restored_into_postgresql(tmp_path: Path, postgres: str) -> None:
    _empty_database(postgres)
    with Library.open(Settings(data=tmp_path / "library")) as library:
        library.add([child_z(tmp_path), mr_v(tmp_path)])
        one = library.findings()[0].finding
        library.decide_theme(one.id, "domestic-abuse", accepted=True)
        made = library.back_up(tmp_path / "backups").folder
        held = library.findings(), library.documents()
    again = Settings(data=tmp_path / "again", database=postgres)
    assert backup.restore(made, again.data, again.database).documents == 2
    assert not (again.data / "library.sqlite3").exists()
    with Library.open(again) as restored:
        assert (restored.findings(), restored.documents()) == held
        assert "domestic-abuse" in restored.finding(one.id).finding.themes
        assert restored.add([paper(tmp_path, "note.md", QUIET)]).outcomes[0].outcome.startswith("kept")
        assert restored.doctor().well
    with pytest.raises(BadQuestion, match="holds a library already"):
        backup.restore(made, tmp_path / "third", postgres)


def _empty_database(url: str) -> None:
    database = Database(url, Path())
    with database.engine.begin() as connection:
        connection.exec_driver_sql("DROP SCHEMA public CASCADE")
        connection.exec_driver_sql("CREATE SCHEMA public")
    database.close()


@pytest.mark.postgres
def test_a_library_moves_to_a_server_and_back_with_every_row(tmp_path: Path, postgres: str) -> None:
    _empty_database(postgres)
    own, back = Settings(data=tmp_path / "library"), tmp_path / "library" / "back.sqlite3"
    with Library.open(own) as library:
        library.add([child_z(tmp_path), mr_v(tmp_path), paper(tmp_path, "note.md", QUIET)])
        library.withdraw(library.documents()[2].id, "asked for")  # its number is not given again
        held = library.findings(), library.documents(), library.threads()[0]
        there = library.move(postgres, lambda _: None)
        assert (there.documents, there.originals) == (2, 2)
        with pytest.raises(BadQuestion, match="holds something already"):
            library.move(postgres, lambda _: None)
    with Library.open(own.model_copy(update={"database": postgres})) as moved:
        assert (moved.findings(), moved.documents(), moved.threads()[0]) == held
        assert moved.doctor().well
        assert moved.move(f"sqlite:///{back}", lambda _: None).rows == there.rows
    with Library.open(own.model_copy(update={"database": f"sqlite:///{back}"})) as again:
        assert (again.findings(), again.documents(), again.threads()[0]) == held
        assert again.doctor().well
        fresh = again.add([paper(tmp_path, "other.md", QUIET.replace("Annual", "Second"))]).outcomes[0].document_id
        assert _number_of(back, fresh) == 4
    assert not list(back.parent.glob("*.part*"))


def test_nothing_is_left_of_a_move_that_meets_a_changed_original_or_loses_a_row(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "new" / "library.sqlite3"
    with Library.open(Settings(data=tmp_path / "library")) as library:
        held = library.add([child_z(tmp_path)]).outcomes[0].document_id
        original = library._store.originals.path(library.document(held).sha256)
        original.chmod(0o600)
        whole = original.read_bytes()
        original.write_bytes(whole + b" ")
        with pytest.raises(LibraryUnavailable, match="has changed on disk"):
            library.move(f"sqlite:///{target}", lambda _: None)
        original.write_bytes(whole)
        digest = copies._digest
        monkeypatch.setattr(copies, "_digest", lambda rows, table: _one_less(digest(rows, table), rows, "new"))
        with pytest.raises(LibraryUnavailable, match="did not all reach"):
            library.move(f"sqlite:///{target}", lambda _: None)
        monkeypatch.undo()
        assert not target.exists()
        assert library.move(f"sqlite:///{target}", lambda _: None).documents == 1


def test_what_a_killed_move_left_goes_when_the_library_is_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own, target = Settings(data=tmp_path / "library"), tmp_path / "new" / "library.sqlite3"
    with monkeypatch.context() as patch, Library.open(own) as library:
        library.add([child_z(tmp_path)])
        patch.setattr(shutil, "rmtree", lambda *_, **__: None)  # a killed process tidies nothing
        patch.setattr(Database, "scrub", _be_killed)
        with pytest.raises(KeyboardInterrupt):
            library.move(f"sqlite:///{target}", lambda _: None)
        (left,) = target.parent.glob(".library-*.part")
        assert (left / target.name).stat().st_size
        assert str(left) in str(library.doctor().faults)
    with Library.open(own) as library:
        assert list(target.parent.iterdir()) == []
        assert library.move(f"sqlite:///{target}", lambda _: None).documents == 1


def _be_killed(*_: object) -> None:
    raise KeyboardInterrupt


def _one_less(told: tuple[int, int], rows: Connection, folder: str) -> tuple[int, int]:
    """Return a digest as if the database in `folder` had lost a row."""
    return (told[0] - 1, told[1]) if folder in str(rows.engine.url) else told


def _number_of(file: Path, document: str) -> int:
    with closing(sqlite3.connect(file)) as connection:
        return int(connection.execute("SELECT number FROM documents WHERE id = ?", (document,)).fetchone()[0])
