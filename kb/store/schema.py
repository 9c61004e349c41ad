"""Bring a database to the tables that this program knows, or say why not."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text

from kb.core.errors import LibraryUnavailable
from kb.store import full_text
from kb.store.database import OTHER_TABLES, Database
from kb.store.tables import metadata

if TYPE_CHECKING:
    from alembic.config import Config

# as Alembic makes it
_VERSION_TABLE = "CREATE TABLE alembic_version (version_num VARCHAR(32) CONSTRAINT alembic_version_pkc PRIMARY KEY)"
HEAD = "0012"  # the newest revision, so that opening a library that has it need not load Alembic


def migrate(database: Database) -> None:
    """Create or upgrade the tables. Raises LibraryUnavailable where a newer program has been here."""
    with database.reading() as connection:
        if revision(connection) == HEAD:
            return
        empty = not inspect(connection).get_table_names()
    if empty:
        with database.writing() as connection:
            if not inspect(connection).get_table_names():  # another process may have been quicker
                _create_tables(connection)
                return
    from alembic import command  # only here: it takes longer to load than a whole library to open
    from alembic.util import CommandError

    with database.writing() as connection:
        try:
            command.upgrade(config(connection), "head")
        except CommandError as error:
            raise LibraryUnavailable(
                f"This library was written by a newer program (its tables are at {revision(connection)!r}, "
                f"this program knows {HEAD!r}). Install the newer version, or restore a backup made with this one."
            ) from error
        except KeyError as error:  # a revision changes a column that is not there
            raise LibraryUnavailable(OTHER_TABLES.format(f"no column {error}")) from error


def _create_tables(connection: Connection) -> None:
    """Give an empty database the newest tables at once, which all revisions one after the other take much longer for.

    `test_tables_made_at_once_are_those_of_all_revisions` holds the two together.
    """
    metadata.create_all(connection, checkfirst=False)
    full_text.create(connection)
    connection.execute(text(_VERSION_TABLE))
    connection.execute(text("INSERT INTO alembic_version VALUES (:head)"), {"head": HEAD})


def revision(connection: Connection) -> str:
    """Return the revision that the database is at, "" where it is empty."""
    if not inspect(connection).has_table("alembic_version"):
        return ""
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar() or ""


def config(connection: Connection) -> Config:
    """Return Alembic's configuration for the revisions packed beside this file, on this connection."""
    from alembic.config import Config

    made = Config()
    made.set_main_option("script_location", str(Path(__file__).with_name("migrations")).replace("%", "%%"))
    made.attributes["connection"] = connection
    return made
