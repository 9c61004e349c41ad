"""Migrations: they give the tables that the program knows, and a newer library is left alone."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import count
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import event, inspect, text

from kb.app.library import Library
from kb.core.errors import LibraryUnavailable
from kb.core.settings import Settings
from kb.store import Store
from kb.store.database import Database
from kb.store.schema import HEAD, config, migrate, revision
from kb.store.tables import FULL_TEXT, metadata
from tests.makers import make_reading
from tests.papers import child_z, mr_v
from tests.store.test_store import keep

OLD_ROW = """INSERT INTO came_back
    (place, action, later, finding, echo, score, why, verbatim, near, confidence, tension, since)
    VALUES (0, 'a', 'b', 'a', 'b', 0.5, 'both ask for a rota', false, true, 'fair', '', 2014)"""


@pytest.fixture
def database(bare_url: str, tmp_path: Path) -> Iterator[Database]:
    with closing(Database(bare_url, tmp_path)) as opened:
        yield opened


def test_an_empty_database_gets_the_tables_of_the_program(database: Database) -> None:
    migrate(database)
    with database.reading() as connection:
        opts = {
            "include_name": lambda name, *_: not str(name).startswith(FULL_TEXT)
        }  # and the tables SQLite makes for it
        assert compare_metadata(MigrationContext.configure(connection, opts=opts), metadata) == []
        assert revision(connection) == HEAD


def test_tables_made_at_once_are_those_of_all_revisions(database: Database) -> None:
    migrate(database)
    at_once = _describe(database)
    with database.writing() as connection:
        command.downgrade(config(connection), "base")
        command.upgrade(config(connection), "head")
    assert _describe(database) == at_once
    assert len(at_once) > len(metadata.tables)


def _describe(database: Database) -> dict[str, object]:
    """Return each table with its columns, keys, constraints and indexes, however they were made.

    Names of primary keys are left out: revision 0005 left those of its tables to the database.
    """
    with database.reading() as connection:
        looked_at = inspect(connection)
        return {
            name: (
                sorted(
                    (one["name"], str(one["type"]), one["nullable"], str(one["default"] or "").partition("::")[0])
                    for one in looked_at.get_columns(name)
                ),
                looked_at.get_pk_constraint(name)["constrained_columns"],
                sorted(map(str, looked_at.get_foreign_keys(name))),
                sorted(map(str, looked_at.get_unique_constraints(name))),
                sorted(map(str, looked_at.get_indexes(name))),
                sorted(map(str, looked_at.get_check_constraints(name))),
            )
            for name in looked_at.get_table_names()
        }


def test_the_newest_revision_is_the_one_the_program_names(database: Database) -> None:
    with database.reading() as connection:
        assert ScriptDirectory.from_config(config(connection)).get_heads() == [HEAD]


def test_every_revision_can_be_undone(database: Database) -> None:
    migrate(database)
    with database.writing() as connection:
        command.downgrade(config(connection), "base")
    with database.reading() as connection:
        assert set(inspect(connection).get_table_names()) <= {"alembic_version"}
    migrate(database)  # for whoever comes next


def test_an_upgrade_that_breaks_off_leaves_the_tables_of_before(database: Database) -> None:
    migrate(database)
    with database.writing() as connection:
        command.downgrade(config(connection), "0002")
    before = _tables(database)
    broken_off = 0
    for number in count(1, step=9):
        fail = _failure_at(number)
        event.listen(database.engine, "before_cursor_execute", fail)
        try:
            migrate(database)
        except KeyboardInterrupt:
            broken_off += 1
        else:
            break
        finally:
            event.remove(database.engine, "before_cursor_execute", fail)
        assert _tables(database) == before
    assert broken_off > 2
    assert _tables(database)[0] == HEAD


def _failure_at(number: int) -> Callable[..., None]:
    """Return a listener that breaks off at this statement of those that change something."""
    seen = count(1)

    def fail(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if not statement.startswith(("PRAGMA", "SELECT", "BEGIN")) and next(seen) == number:
            raise KeyboardInterrupt

    return fail


def _tables(database: Database) -> tuple[str, dict[str, list[str]]]:
    """Return the revision and the columns of each table."""
    with database.reading() as connection:
        looked = inspect(connection)
        columns = {name: [one["name"] for one in looked.get_columns(name)] for name in looked.get_table_names()}
        return revision(connection), columns


def test_what_came_back_outlives_the_column_that_is_dropped(database: Database) -> None:
    migrate(database)
    with database.writing() as connection:
        command.downgrade(config(connection), "0008")
        if database.file() is None:
            connection.execute(text("SET session_replication_role = replica"))  # rows without the findings they name
        else:
            connection.execute(text("PRAGMA defer_foreign_keys = ON"))
        connection.execute(text(OLD_ROW))
        columns = {column["name"] for column in inspect(connection).get_columns("came_back")}
        command.upgrade(config(connection), "head")
        told = connection.execute(text("SELECT * FROM came_back")).mappings().one()
        connection.execute(text("DELETE FROM came_back"))
    assert columns - set(told) == {"tension"}
    assert (told["action"], told["score"], told["why"], told["since"]) == ("a", 0.5, "both ask for a rota", 2014)


NOTED = """INSERT INTO documents (id, review, name, format, sha256, text_key, size, added, page_count, about, stated,
    notes, finding_count, version)
    VALUES ('{0}', '{0}', 'x', 'md', '{0}', '{0}', 1, '', 1, '{{}}', '{{}}', :notes, 0, 1)"""


def test_notes_of_held_documents_tell_which_reviews_may_be_one_case(database: Database) -> None:
    migrate(database)
    told = {"a": "", "b": "a", "c": "b", "d": "gone"}
    with database.writing() as connection:
        command.downgrade(config(connection), "0009")
        for slug, other in told.items():
            sentence = f"It may belong to the review “A (revised)” ({other}): both are about X. It is held apart."
            notes = [{"code": "may_join_review", "sentence": sentence, "page": None}] if other else []
            connection.execute(text(f"INSERT INTO reviews VALUES ('{slug}', '{slug}', '', '', '', '', '', '')"))
            connection.execute(text(NOTED.format(slug)), {"notes": json.dumps(notes, ensure_ascii=False)})
        command.upgrade(config(connection), "head")
        held = connection.execute(text("SELECT id, may_join FROM documents")).all()
        counted = connection.execute(text("SELECT slug, counted_with FROM reviews")).all()
        connection.execute(text("DELETE FROM documents"))
        connection.execute(text("DELETE FROM reviews"))
    assert dict(map(tuple, held)) == told
    assert dict(map(tuple, counted)) == {"a": "", "b": "a", "c": "a", "d": ""}


def test_a_library_of_a_newer_program_is_not_touched(bare_url: str, tmp_path: Path) -> None:
    with closing(Store.open(bare_url, tmp_path)) as store:
        keep(store, make_reading())
        with store.database.writing() as connection:
            connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(LibraryUnavailable, match="newer program"):
        Store.open(bare_url, tmp_path)
    with closing(Database(bare_url, tmp_path)) as database, database.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :head"), {"head": HEAD})


def test_opening_twice_changes_nothing(bare_url: str, tmp_path: Path) -> None:
    with closing(Store.open(bare_url, tmp_path)) as first, closing(Store.open(bare_url, tmp_path)) as second:
        keep(first, make_reading())
        assert second.documents() == first.documents() != ()


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE alembic_version SET version_num = '0008'",
        "DROP TABLE likest",
        "ALTER TABLE documents DROP COLUMN may_join",
    ],
    ids=["an older version", "a table", "a column"],
)
def test_tables_that_are_not_those_of_their_version_end_in_a_sentence(tmp_path: Path, change: str) -> None:
    folder = tmp_path / "library"
    with Library.open(Settings(data=folder)) as library:
        library.add([child_z(tmp_path / "in")])
    with closing(sqlite3.connect(folder / "library.sqlite3")) as connection:
        connection.execute(change)
        connection.commit()
    with pytest.raises(LibraryUnavailable, match="not those of its version"):
        _use(folder, mr_v(tmp_path / "in"))


def _use(folder: Path, file: Path) -> None:
    with Library.open(Settings(data=folder)) as library:
        library.documents()
        library.add([file])
        library.catch_up()
