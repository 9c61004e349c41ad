"""The database behind the store: SQLite by default, PostgreSQL by URL, and one writer at a time on either."""

from __future__ import annotations

import logging
import sqlite3
import time
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.pool import NullPool

from kb.core.errors import BadQuestion, KbError, LibraryBusy, LibraryUnavailable
from kb.store import server
from kb.store.locks import only_one
from kb.store.server import ServerLimits
from kb.store.tables import FULL_TEXT, metadata

BUSY_SECONDS = 5.0
_SCRUB_SECONDS = 0.5  # of one try to empty the log, in which nobody else can write
_PAUSE = 0.1  # between two tries
_WRITER = 7_305_811_964_210_042  # the advisory lock's number on PostgreSQL; any number that is always the same

_BUSY = "Another process is writing to this library. Try again in a moment."
_AWAY = "The library's database does not answer. Whoever keeps the library finds the reason in the server's log."
_TOO_LARGE = "That number is too large: this library has nothing of that number."
_FULL = "The disk is full: what was just to be kept was not kept. Free some space and try again."

_GONE = (
    "The file of the library's database is no longer there, though this process has it open. Put it back, or restore a "
    "backup with `kb restore`; then start this program again."
)
_REPLACED = (
    "Another file has taken the place of the library's database since this program opened it, as `kb restore` does. "
    "Nothing was changed. Start this program (`kb serve`, `kb work`) again."
)
_NO_TEXT = "A value that was given holds bytes that are no text (UTF-8), so nothing is called that here."
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

_Asked = ParamSpec("_Asked")
_Answer = TypeVar("_Answer")


class Database:
    """Transactions on the database of one library."""

    def __init__(self, url: str, folder: Path, wait: float = BUSY_SECONDS, limits: ServerLimits | None = None) -> None:
        """Connect lazily to `url`. Raises LibraryUnavailable where the URL makes no sense."""
        self._folder = folder
        self._lock_file = folder / "writing.lock"
        self._wait = wait
        self._limits = limits or ServerLimits()
        self.engine = _engine(url, self._limits, wait)
        self.dialect = self.engine.dialect.name
        self._opened: tuple[int, int] | None = None  # device and number of the file that connections are of

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection that sees one state of the library from beginning to end."""
        with _translate_errors(), self.engine.connect() as connection, connection.begin():
            self._refuse_other_file()
            try:
                yield connection
            except UnicodeError:  # of what was asked, not of a row
                raise
            except ValueError as error:  # of JSON or of a slug; its words would be those of the row
                raise LibraryUnavailable(_DAMAGED_ROW) from error

    def ask(
        self, query: Callable[Concatenate[Connection, _Asked], _Answer], *asked: _Asked.args, **named: _Asked.kwargs
    ) -> _Answer:
        """Return what a query gives that is asked alone, of one state of the library."""
        with self.reading() as connection:
            return query(connection, *asked, **named)

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give the one writer's connection: all that is done with it is kept, or nothing. Raises LibraryBusy."""
        with _translate_errors(), self._write_lock(), self.engine.connect() as plain:
            connection = plain.execution_options(kb_begin="BEGIN IMMEDIATE")
            with connection.begin():
                self._refuse_other_file()
                self._alone_on_server(connection)
                yield connection

    def _refuse_other_file(self) -> None:
        """Hold SQLite's connections to the file that has the library's name. Raises LibraryUnavailable.

        A restoring puts another file in its place, and a file that was moved away is written to all the same: what
        people decide would be kept in it and lost with it, and every page would say that it is kept.
        """
        file = self.file()
        if file is None:
            return
        try:
            found = file.stat()
        except FileNotFoundError as error:
            if self._opened is None:  # a name that SQLite reads in another way
                return
            raise LibraryUnavailable(_GONE) from error
        self._opened = self._opened or (found.st_dev, found.st_ino)
        if self._opened != (found.st_dev, found.st_ino):
            raise LibraryUnavailable(_REPLACED)

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
                _unlock(connection, number)

    def scrub(self, wait: float = BUSY_SECONDS) -> bool:
        """Take deleted words out of the files as well as out of the tables.

        Return whether that was done: not while another connection still reads an older state of the library, for whose
        end this waits so many seconds. Raises LibraryBusy while another process is writing. On a server nothing finds
        the words any more, but their bytes stay in its files until others are written there, unless the limits ask for
        tables to be rewritten.
        """
        end = time.monotonic() + wait
        if self.dialect != "sqlite":
            return self._vacuum(end)
        while True:
            answer = self._scrub("PRAGMA wal_checkpoint(TRUNCATE)", {"timeout": _SCRUB_SECONDS})
            # busy, pages in the log, pages copied; the log is emptied only where nothing was busy
            if answer is not None and answer[0] == 0:
                return True
            if time.monotonic() >= end:
                return False
            time.sleep(_PAUSE)

    def _vacuum(self, end: float) -> bool:
        with self._outside_transactions({}) as connection:
            moment = server.moment_now(connection)
            rewrite = self._limits.rewrite
            while server.read_before(connection, moment) or (rewrite and server.written_before(connection, moment)):
                if time.monotonic() >= end:
                    return False
                time.sleep(_PAUSE)
            how = "FULL" if rewrite else "INDEX_CLEANUP ON"
            connection.exec_driver_sql(f"VACUUM ({how}) {', '.join((*metadata.tables, FULL_TEXT))}")
        return True

    @contextmanager
    def _outside_transactions(self, options: dict[str, Any]) -> Iterator[Connection]:
        # a connection of its own, since some statements may not stand in a transaction
        patient = ServerLimits(self._limits.connect, read=0)
        if self.dialect != "sqlite":
            options = server.connect_arguments(self.engine.url.get_driver_name(), patient)
        engine = create_engine(self.engine.url, poolclass=NullPool, isolation_level="AUTOCOMMIT", connect_args=options)
        if self.dialect != "sqlite":
            _limit(engine, patient, self._wait)
        with _translate_errors(), engine.connect() as connection:
            yield connection

    def _scrub(self, statement: str, options: dict[str, Any]) -> Sequence[Any] | None:
        with self._write_lock(), self._outside_transactions(options) as connection:
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
        with self._outside_transactions({}) as connection:
            connection.exec_driver_sql("VACUUM INTO ?", (str(to),))

    def sqlite_version(self) -> tuple[int, ...]:
        """Return the version of the SQLite library as major, minor and patch; () on another database."""
        return sqlite3.sqlite_version_info if self.dialect == "sqlite" else ()

    def complaints(self) -> tuple[str, ...]:
        """Return what the database itself finds wrong with its files."""
        if self.dialect != "sqlite":
            return ()
        with self.reading() as connection:
            whole = connection.exec_driver_sql("PRAGMA integrity_check").scalars().all()
        return tuple(str(one) for one in whole if one != "ok")

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
        connection.execute(text(f"SET LOCAL statement_timeout = {server.milliseconds(self._limits.write)}"))
        connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": _WRITER})


def _limit(engine: Engine, limits: ServerLimits, wait: float) -> None:
    event.listen(engine, "do_connect", server.connect)
    event.listen(engine, "connect", lambda connection, _record: server.limit_session(connection, limits, wait))


def _unlock(connection: Connection, number: int) -> None:
    try:
        connection.execute(text("SELECT pg_advisory_unlock(:number)"), {"number": number})
        connection.commit()
    except DBAPIError:
        connection.invalidate()  # and the lock ends with it: a pooled connection would hold it for ever


def _parse(url: str) -> URL:
    """Return a database's URL in its parts. Raises ArgumentError."""
    try:
        return make_url(url)
    except ValueError as error:  # a port that is no number
        raise ArgumentError("a port is a number") from error


def _engine(url: str, limits: ServerLimits, wait: float) -> Engine:
    try:
        parsed = _parse(url)
        if parsed.get_backend_name() not in ("sqlite", "postgresql"):
            raise LibraryUnavailable(
                f"KB_DATABASE names {parsed.get_backend_name()}; sqlite and postgresql are supported."
            )
        # what a statement was given may be words of a document or of a person: no error repeats it
        if parsed.get_backend_name() == "sqlite":
            engine = create_engine(parsed, hide_parameters=True)
        else:
            engine = create_engine(
                parsed,
                pool_pre_ping=True,  # a connection that the server ended is made again before it is used
                pool_timeout=limits.connect or BUSY_SECONDS,
                hide_parameters=True,
                connect_args=server.connect_arguments(parsed.get_driver_name(), limits),
            )
    except (ArgumentError, NoSuchModuleError, ModuleNotFoundError) as error:
        raise LibraryUnavailable(f"KB_DATABASE is not a database address that works here: {error}") from error
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    else:
        _limit(engine, limits, wait)
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


_DAMAGED_ROW = (
    "A row of the library's database is damaged. Run `kb reprocess`, which makes it again from its original. Where "
    "this is said again, move the database file aside, but keep it; then run `kb restore` with a backup or, where "
    "there is none, `kb rebuild`, which reads the originals again."
)


_OTHER_TABLES = ("no such table", "no such column", "has no column", "duplicate column", "already exists")
OTHER_TABLES = (
    "The tables of the library's database are not those of its version ({}): an upgrade broke off, or somebody changed "
    "them. Nothing was changed. Move the database file aside, but keep it; then run `kb restore` with a backup or, "
    "where there is none, `kb rebuild`, which reads the originals again."
)


@contextmanager
def _translate_errors() -> Iterator[None]:
    """Turn a database's complaint into ours."""
    try:
        yield
    except PoolTimeout as error:
        raise LibraryBusy("All connections to the library's database are in use. Try again in a moment.") from error
    except ConnectionError as error:  # pg8000 lets one through where the server goes while it is waited for
        _log.warning("the database does not answer (%s)", type(error).__name__)
        raise LibraryUnavailable(_AWAY) from None
    except OverflowError as error:  # SQLite's driver, before anything is asked
        raise BadQuestion(_TOO_LARGE) from error
    except UnicodeEncodeError as error:  # half a letter, of a command's bytes that are not UTF-8
        raise BadQuestion(_NO_TEXT) from error
    except DBAPIError as error:
        if "sqlite" not in type(error.orig).__module__:
            # what a server says may hold its address, or words of the rows: neither is handed on, not even as a cause
            raise _server_fault(error) from None
        ours = _sqlite_fault(str(error.orig))
        if ours is None:
            raise
        raise ours from error


def _sqlite_fault(complaint: str) -> KbError | None:
    if "database is locked" in complaint:
        return LibraryBusy(_BUSY)
    if "disk is full" in complaint:
        return LibraryUnavailable(_FULL)
    if "constraint failed" in complaint:  # of rows that somebody changed by hand: its words would be those of the row
        return LibraryUnavailable(
            "Rows of the library's database contradict one another. Nothing was changed. Run `kb doctor`, and do what "
            "it says of the database."
        )
    if any(sign in complaint for sign in ("malformed", "not a database")):
        return LibraryUnavailable(
            f"The library's database is damaged ({complaint}). Move its file aside, but keep it; then run "
            "`kb restore` with a backup or, where there is none, `kb rebuild`, which reads the originals again."
        )
    if any(sign in complaint for sign in _OTHER_TABLES):
        return LibraryUnavailable(OTHER_TABLES.format(complaint))
    if "disk I/O error" in complaint:
        return LibraryUnavailable(
            "The library's database could not be read or written (disk I/O error): the disk may be full or "
            "failing. Make room or look at the disk, then try again; nothing was changed."
        )
    if "readonly database" in complaint:
        return LibraryUnavailable(
            "The library's folder or its database cannot be written. Whoever runs `kb` needs to be allowed to write "
            "the folder that KB_DATA names and all in it; nothing was changed."
        )
    if "unable to open" in complaint:
        return LibraryUnavailable(
            "The library's database cannot be opened. Look whether the folder that KB_DATA names is there, whether "
            "whoever runs `kb` may read and write it, and whether its disk has room for another file (`df -i`); "
            "nothing was changed."
        )
    return None


def _server_fault(error: DBAPIError) -> KbError:
    code = server.code(error)
    if code == server.LOCK_TAKEN:
        return LibraryBusy(_BUSY)
    if code == server.NUMBER_TOO_LARGE:
        return BadQuestion(_TOO_LARGE)
    if code == server.DISK_FULL:
        return LibraryUnavailable(_FULL)
    if code == server.OUT_OF_TIME:
        return LibraryUnavailable(
            "The library's database took too long and was stopped; nothing was changed. Try again; where it happens "
            "again, whoever keeps the library can allow it more time (KB_DATABASE_READ_SECONDS, "
            "KB_DATABASE_WRITE_SECONDS)."
        )
    if server.does_not_answer(error):
        _log.warning("the database does not answer (%s)", code or type(error.orig).__name__)
        return LibraryUnavailable(_AWAY)
    _log.error("the database refused a statement (%s): %s", code, error.statement)
    return LibraryUnavailable(
        f"The library's database refused what it was asked (PostgreSQL's code {code or 'unknown'}); nothing was "
        "changed. Whoever keeps the library finds the reason in the server's log."
    )
