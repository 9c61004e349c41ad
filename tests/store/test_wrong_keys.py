"""A key that a fault of the disk changed by a letter is told by the doctor, and what it advises sets it right."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from kb.app.library import Library
from kb.core.settings import Settings
from kb.store import wrong_keys
from tests.papers import child_z, mr_v, paper

CHILD_Y = """# Learning review: Child Y

Published: May 2022

## Lessons learned

- Workers changed too often for the child to know any of them.
"""
KEYS = [
    ("documents", "id", 14),
    ("documents", "review", 2),
    ("documents", "sha256", 40),
    ("findings", "id", 2),
    ("findings", "document", 14),
    ("reviews", "slug", 14),
    ("tags", "finding", 2),
    ("texts", "document", 2),
]


@pytest.fixture(scope="module")
def whole_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a library of three reviews, in which somebody decided a theme."""
    folder = tmp_path_factory.mktemp("whole")
    with Library.open(Settings(data=folder / "library")) as library:
        library.add([child_z(folder / "in"), mr_v(folder / "in"), paper(folder / "in", "child-y.md", CHILD_Y)])
        tagged = next(one.finding for one in library.findings() if one.finding.themes)
        library.decide_theme(tagged.id, tagged.themes[0], accepted=True, by="anna")
    return folder / "library"


def flip(key: str, place: int) -> bytes:
    changed = bytearray(key.encode())
    changed[place] ^= 1
    return bytes(changed)


def damage(folder: Path, table: str, column: str, change: Callable[[str], bytes]) -> None:
    """Change a key of the last row of a table behind the library's back."""
    with closing(sqlite3.connect(folder / "library.sqlite3")) as connection:
        row, key = connection.execute(f"SELECT rowid, {column} FROM {table} ORDER BY rowid DESC LIMIT 1").fetchone()
        told = (change(key), row)
        connection.execute(f"UPDATE {table} SET {column} = CAST(? AS TEXT) WHERE rowid = ?", told)
        connection.commit()


def rows(folder: Path) -> dict[str, list[tuple[object, ...]]]:
    """Return all rows that no other rows give."""
    with closing(sqlite3.connect(folder / "library.sqlite3")) as connection:
        return {
            table: connection.execute(f"SELECT * FROM {table} ORDER BY rowid").fetchall()
            for table in ("reviews", "documents", "texts", "findings", "tags", "corrections", "answers")
        }


@pytest.mark.parametrize(("table", "column", "place"), KEYS)
def test_what_the_doctor_advises_brings_back_each_row_as_it_was(
    whole_folder: Path, tmp_path: Path, table: str, column: str, place: int
) -> None:
    folder = tmp_path / "library"
    shutil.copytree(whole_folder, folder)
    before = rows(folder)
    damage(folder, table, column, lambda key: flip(key, place))
    assert rows(folder) != before
    with Library.open(Settings(data=folder)) as library:
        grave = [fault for fault in library.doctor().faults if fault.grave]
        assert any("`kb reprocess`" in fault.remedy for fault in grave)
        library.reread()
        library.reindex()
    with Library.open(Settings(data=folder)) as library:
        assert not [fault for fault in library.doctor().faults if fault.grave]
    assert rows(folder) == before


def test_a_key_that_is_like_none_is_told_and_nothing_is_guessed(whole_folder: Path, tmp_path: Path) -> None:
    folder = tmp_path / "library"
    shutil.copytree(whole_folder, folder)
    damage(folder, "findings", "document", lambda _: b"elsewhere")
    with Library.open(Settings(data=folder)) as library:
        (told,) = [fault for fault in library.doctor().faults if fault.check == "database"]
        assert "document is “elsewhere”, which names no row" in told.sentence
        assert "`kb restore`" in told.remedy
        (wrong,) = library._store.wrong_keys()
        library._store.mend_keys()
        assert library._store.wrong_keys() == (wrong,)


def test_a_key_that_is_as_like_two_is_not_set_right(whole_folder: Path, tmp_path: Path) -> None:
    folder = tmp_path / "library"
    shutil.copytree(whole_folder, folder)
    damage(folder, "documents", "review", lambda _: b"learning-review-child-x")  # of Child Y or of Child Z?
    with Library.open(Settings(data=folder)) as library:
        (wrong,) = library._store.wrong_keys()
        assert not wrong.should


def test_every_column_that_names_another_row_is_looked_at(whole_folder: Path) -> None:
    with closing(sqlite3.connect(whole_folder / "library.sqlite3")) as connection:
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        named = {
            (table, key[3]) for table in tables for key in connection.execute(f"PRAGMA foreign_key_list('{table}')")
        }
    assert len(named) > 10
    assert {(column.table.name, column.name) for column in wrong_keys._naming_columns()} == named
