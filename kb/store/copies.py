"""Copies of the rows: read what a copy in a file contains, and load all its rows into another database."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, Table, func, inspect, select, text

from kb.core.errors import LibraryUnavailable
from kb.store import full_text, schema
from kb.store.database import Database
from kb.store.tables import metadata, text_pages

_BATCH = 500  # rows put in with one statement
_POURED = [table for table in metadata.sorted_tables if table is not text_pages]  # its rows are made anew from `texts`


@dataclass(frozen=True, slots=True)
class Rows:
    """What a copy of the rows holds: the number of documents, findings and withdrawals, the hashes of the originals."""

    documents: int
    findings: int
    originals: tuple[str, ...]
    withdrawn: int = 0


def rows_of(path: Path) -> Rows:
    """Return what the SQLite file at `path`, which nobody writes to, holds. Raises LibraryUnavailable."""
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
            hashes = tuple(row[0] for row in connection.execute("SELECT sha256 FROM documents ORDER BY number"))
            (findings,) = connection.execute("SELECT count(*) FROM findings").fetchone()
            (withdrawn,) = connection.execute("SELECT count(*) FROM withdrawals").fetchone()
    except sqlite3.Error as error:
        raise LibraryUnavailable(f"The rows in {path} cannot be read: {error}.") from error
    return Rows(len(hashes), findings, hashes, withdrawn)


def holds_rows(database: Database) -> bool:
    """Return whether a library's rows are in this database. Asking makes no file."""
    file = database.file()
    if file is not None and not (file.exists() and file.stat().st_size):
        return False
    with database.reading() as connection:
        if not schema.revision(connection):
            return False
        counts = (connection.scalar(select(func.count()).select_from(table)) for table in metadata.sorted_tables)
        return file is not None or any(counts)


def pour(source: Database, target: Database) -> dict[str, int]:
    """Put all rows of a library into another database that has none, all or nothing; return how many of each table.

    Raises LibraryUnavailable where what arrived is not what was there, row by row.
    """
    schema.migrate(source)
    schema.migrate(target)
    with source.reading() as rows, target.writing() as connection:
        for table in _POURED:
            found = rows.execution_options(yield_per=_BATCH).execute(select(table)).mappings()
            for some in found.partitions(_BATCH):
                connection.execute(table.insert(), [dict(row) for row in some])
        _number_on(rows, connection)
        full_text.fill(connection)
        counts: dict[str, int] = {}
        for table in _POURED:
            counts[table.name], told = _digest(rows, table)
            if (counts[table.name], told) != _digest(connection, table):
                raise LibraryUnavailable(
                    f"The rows of {table.name} did not all reach the new database as they were: nothing was kept there."
                )
    return counts


def _digest(connection: Connection, table: Table) -> tuple[int, int]:
    """Return how many rows a table has and a sum of their hashes, since databases do not order text alike."""
    count = total = 0
    for row in connection.execution_options(yield_per=_BATCH).execute(select(table)):
        said = json.dumps([one.hex() if isinstance(one, bytes) else one for one in row])
        total += int.from_bytes(hashlib.sha256(said.encode()).digest()[:16], "big")
        count += 1
    return count, total


def _number_on(source: Connection, target: Connection) -> None:
    """Let the target go on numbering where the source stands: a number once given is never given again."""
    for name, last in _last_numbers(source):
        if not last:
            continue
        told = {"name": name, "last": last}
        if target.dialect.name == "postgresql":
            target.execute(text("SELECT setval(pg_get_serial_sequence(:name, 'number'), :last)"), told)
        else:
            target.execute(text("DELETE FROM sqlite_sequence WHERE name = :name"), told)
            target.execute(text("INSERT INTO sqlite_sequence (name, seq) VALUES (:name, :last)"), told)


def _last_numbers(source: Connection) -> Iterator[tuple[str, int]]:
    kept = {}
    if inspect(source).has_table("sqlite_sequence"):
        kept = {row[0]: row[1] for row in source.execute(text("SELECT name, seq FROM sqlite_sequence"))}
    for table in _POURED:
        if "number" in table.c:
            highest = source.scalar(select(func.max(table.c.number))) or 0
            if source.dialect.name == "postgresql":
                kept[table.name] = _last_on_server(source, table.name)
            yield table.name, max(highest, kept.get(table.name, 0))


def _last_on_server(source: Connection, table: str) -> int:
    asked = text("SELECT pg_sequence_last_value(CAST(pg_get_serial_sequence(:name, 'number') AS regclass))")
    return source.scalar(asked, {"name": table}) or 0
