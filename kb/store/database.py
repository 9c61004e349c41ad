"""The database behind the store: SQLite by default, PostgreSQL by URL, and one writer at a time on either."""

from __future__ import annotations

import logging
import sqlite3
import time
import zlib
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError
from sqlalchemy.pool import NullPool

from kb.core.errors import BadQuestion, LibraryBusy, LibraryUnavailable
from kb.store.locks import only_one
from kb.store.tables import FULL_TEXT, metadata

BUSY_SECONDS = 5.0
_SCRUB_SECONDS = 0.5  # of one try to empty the log, in which nobody else can write
_PAUSE = 0.1  # between two tries
_WRITER = 7_305_811_964_210_042  # the advisory lock's number on PostgreSQL; any number that is always the same

_log = logging.getLogger("kb")

_PRAGMAS = (
    "PRAGMA journal_mode = WAL",  # readers go on while one writes
    "PRAGMA synchronous = FULL",  # what was acknowledged survives a power cut
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = ON",  # what is withdrawn is overwritten in the file
    f"PRAGMA busy_timeout = {int(BUSY_SECONDS * 1000)}",
    "PRAGMA trusted_schema = OFF",
    "PRAGMA mmap_size = 0",
)


class Database:
    """Transactions on the database of one library."""

    def __init__(self, url: str, folder: Path, wait: float = BUSY_SECONDS) -> None:
        """Connect lazily to `url`. Raises LibraryUnavailable where the URL makes no sense."""
        self._folder = folder
        self._lock_file = folder / "writing.lock"
        self._wait = wait
        self.engine = _engine(url)
        self.dialect = self.engine.dialect.name

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection that sees one state of the library from beginning to end."""
        with _translate_errors(), self.engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give the one writer's connection: all that is done with it is kept, or nothing. Raises LibraryBusy."""
        with _translate_errors(), self._write_lock(), self.engine.connect() as plain:
            connection = plain.execution_options(kb_begin="BEGIN IMMEDIATE")
            with connection.begin():
                self._alone_on_server(connection)
                yield connection

    @contextmanager
    def lock(self, what: str, wait: float) -> Iterator[None]:
        """Be the only process, on any machine of this library, that does this. Raises LibraryBusy after `wait`."""
        if self.dialect == "sqlite":
            with only_one(self._folder / f"{what}.lock", wait, f"{what} findings"):
                yield
            return
        number = zlib.crc32(what.encode())
        with _translate_errors(), self.engine.connect() as connection:
            end = time.monotonic() + wait
            asked = text("SELECT pg_try_advisory_lock(:number)")
            while not connection.scalar(asked, {"number": number}):
                connection.rollback()
                if time.monotonic() >= end:
                    raise LibraryBusy(f"Another machine is {what} findings. Try again in a moment.")
                time.sleep(_PAUSE)
            connection.commit()  # the lock is the connection's, not the transaction's
            try:
                yield
            finally:
                connection.execute(text("SELECT pg_advisory_unlock(:number)"), {"number": number})
                connection.commit()

    def scrub(self, wait: float = BUSY_SECONDS) -> bool:
        """Take deleted words out of the files as well as out of the tables.

        Return whether they are gone: on SQLite not while another connection still reads an older state of the library,
        for whose end this waits so many seconds. Raises LibraryBusy while another process is writing.
        """
        if self.dialect != "sqlite":
            self._scrub(f"VACUUM FULL {', '.join((*metadata.tables, FULL_TEXT))}", {})
            return True
        end = time.monotonic() + wait
        while True:
            answer = self._scrub("PRAGMA wal_checkpoint(TRUNCATE)", {"timeout": _SCRUB_SECONDS})
            # busy, pages in the log, pages copied; the log is emptied only where nothing was busy
            if answer is not None and answer[0] == 0:
                return True
            if time.monotonic() >= end:
                return False
            time.sleep(_PAUSE)

    def _scrub(self, statement: str, options: dict[str, Any]) -> Sequence[Any] | None:
        # a connection of its own: neither statement may stand in a transaction
        engine = create_engine(self.engine.url, poolclass=NullPool, isolation_level="AUTOCOMMIT", connect_args=options)
        with _translate_errors(), self._write_lock(), engine.connect() as connection:
            answer = connection.exec_driver_sql(statement)
            return answer.first() if answer.returns_rows else None

    def file(self) -> Path | None:
        """Return the file that SQLite keeps the rows in; None on a server."""
        name = self.engine.url.database
        return Path(name) if self.dialect == "sqlite" and name and name != ":memory:" else None

    def copy(self, to: Path) -> None:
        """Write a whole copy of the rows to a new file at `to`, as they are at one moment. Raises BadQuestion."""
        if self.dialect != "sqlite":
            raise BadQuestion("The rows are in PostgreSQL: back them up with pg_dump, and KB_DATA with your files.")
        # a connection of its own: the statement may not stand in a transaction
        engine = create_engine(self.engine.url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
        with _translate_errors(), engine.connect() as connection:
            connection.exec_driver_sql("VACUUM INTO ?", (str(to),))

    def sqlite_version(self) -> tuple[int, ...]:
        """Return the version of the SQLite library, or () on another database."""
        return sqlite3.sqlite_version_info if self.dialect == "sqlite" else ()

    def complaints(self) -> tuple[str, ...]:
        """Return what the database itself finds wrong with its files."""
        if self.dialect != "sqlite":
            return ()
        with self.reading() as connection:
            whole = connection.exec_driver_sql("PRAGMA integrity_check").scalars().all()
            foreign = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        return tuple(str(one) for one in whole if one != "ok") + tuple(
            f"a row of {row[0]} is orphaned" for row in foreign
        )

    def close(self) -> None:
        """Let go of all connections."""
        self.engine.dispose()

    def _write_lock(self) -> AbstractContextManager[None]:
        if self.dialect != "sqlite":
            return nullcontext()
        return only_one(self._lock_file, self._wait, "writing to this library")

    def _alone_on_server(self, connection: Connection) -> None:
        if self.dialect == "sqlite":
            return
        connection.execute(text(f"SET LOCAL lock_timeout = '{int(self._wait * 1000)}ms'"))
        connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": _WRITER})


def _engine(url: str) -> Engine:
    try:
        parsed = make_url(url)
        if parsed.get_backend_name() not in ("sqlite", "postgresql"):
            raise LibraryUnavailable(
                f"KB_DATABASE names {parsed.get_backend_name()}; sqlite and postgresql are supported."
            )
        # what a statement was given may be words of a document or of a person: no error repeats it
        engine = create_engine(parsed, pool_pre_ping=parsed.get_backend_name() != "sqlite", hide_parameters=True)
    except (ArgumentError, NoSuchModuleError, ModuleNotFoundError) as error:
        raise LibraryUnavailable(f"KB_DATABASE is not a database address that works here: {error}") from error
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # Python's own implicit BEGIN comes too late (and never IMMEDIATE): we begin ourselves
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in _PRAGMAS:
        cursor.execute(pragma)
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get("kb_begin", "BEGIN"))


@contextmanager
def _translate_errors() -> Iterator[None]:
    """Turn a database's complaint into ours."""
    try:
        yield
    except DBAPIError as error:
        complaint = str(error.orig)
        if any(sign in complaint for sign in ("database is locked", "55P03", "lock timeout")):
            raise LibraryBusy("Another process is writing to this library. Try again in a moment.") from error
        if any(sign in complaint for sign in ("disk is full", "53100", "No space left")):
            raise LibraryUnavailable(
                "The disk is full: what was just to be kept was not kept. Free some space and try again."
            ) from error
        if any(sign in complaint for sign in ("malformed", "not a database")):
            raise LibraryUnavailable(
                f"The library's database is damaged ({complaint}). Move its file aside, but keep it; then run "
                "`kb restore` with a backup or, where there is none, `kb rebuild`, which reads the originals again."
            ) from error
        if "disk I/O error" in complaint:
            raise LibraryUnavailable(
                "The library's database could not be read or written (disk I/O error): the disk may be full or "
                "failing. Make room or look at the disk, then try again; nothing was changed."
            ) from error
        if any(sign in complaint for sign in ("readonly database", "unable to open")):
            raise LibraryUnavailable(
                f"The library's database cannot be opened ({complaint}). Check KB_DATA."
            ) from error
        if error.connection_invalidated or "connect" in complaint.lower():
            # its complaint names host, port and user, which are the keeper's to know
            _log.warning("the database does not answer: %s", complaint)
            raise LibraryUnavailable(
                "The library's database does not answer. Whoever keeps the library finds the reason in its log."
            ) from error
        raise
