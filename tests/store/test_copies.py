"""A backup's rows come into a database of another kind whole, and are numbered on there."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.app import backup
from kb.app.library import Library
from kb.core.errors import BadQuestion
from kb.core.settings import Settings
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
