"""A PostgreSQL server as a store meets it: how long anything may take, what its complaints mean, who still reads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Dialect, text
from sqlalchemy.exc import DBAPIError

from kb.core.expressions import expression

DRIVER = "pg8000"
_SPARE_SECONDS = 10  # beyond a statement's own limit, after which a silent server is taken for gone
_CODE = expression(r"'C': '([0-9A-Z]{5})'")

LOCK_TAKEN = "55P03"
OUT_OF_TIME = "57014"
DISK_FULL = "53100"
NUMBER_TOO_LARGE = "22003"
# connections, shutting down, users, databases, too many connections, a database closed to connections
_GONE = ("08", "57P", "28", "3D", "53300", "55000")


@dataclass(frozen=True, slots=True)
class ServerLimits:
    """How long a server may take for what, in seconds; 0 for as long as it likes."""

    connect: float = 5.0
    read: float = 60.0
    write: float = 300.0
    rewrite: bool = False  # whole tables after a withdrawal

    @property
    def silence(self) -> float | None:
        """The most seconds without a byte, longer than any statement may take; None where one has no limit."""
        return max(self.read, self.write) + _SPARE_SECONDS if self.read and self.write else None


def connect_arguments(driver: str, limits: ServerLimits) -> dict[str, Any]:
    """Return the options with which the driver connects."""
    if driver == DRIVER:
        return {"timeout": limits.connect or None, "application_name": "learning library"}
    return {"connect_timeout": int(limits.connect), "application_name": "learning library"}


def connect(dialect: Dialect, _record: object, given: Sequence[Any], named: dict[str, Any]) -> Any:
    """Connect, and make one kind of fault of all that can go wrong on the network."""
    try:
        return dialect.connect(*given, **named)
    except OSError as error:  # pg8000 lets a time-out in the middle of its greeting through
        raise dialect.loaded_dbapi.InterfaceError("network error") from error


def limit_session(connection: Any, limits: ServerLimits, wait: float) -> None:
    """Set a fresh connection's limits, those of reading, for as long as it lives."""
    cursor = connection.cursor()
    cursor.execute(f"SET statement_timeout = {milliseconds(limits.read)}")
    cursor.execute(f"SET lock_timeout = {milliseconds(wait)}")
    cursor.close()
    connection.commit()
    stream = getattr(connection, "_usock", None)
    if stream is not None:  # pg8000 keeps the time-out of connecting for all that it ever waits for
        stream.settimeout(limits.silence)


def milliseconds(seconds: float) -> int:
    """Return seconds as PostgreSQL's settings count them; never 0, its sign for no limit, for a short time."""
    return max(1, int(seconds * 1000)) if seconds else 0


def code(error: DBAPIError) -> str:
    """Return the five characters by which PostgreSQL names a fault; "" for any other database."""
    state = getattr(error.orig, "sqlstate", None)
    found = _CODE.search(str(error.orig))
    return str(state) if state else found[1] if found else ""


def does_not_answer(error: DBAPIError) -> bool:
    """Return whether the fault is the server's absence, and not what it was asked."""
    if error.connection_invalidated or code(error).startswith(_GONE):
        return True
    return not code(error) and type(error.orig).__name__ in ("InterfaceError", "OperationalError")


def read_before(connection: Connection, moment: str) -> bool:
    """Return whether another connection still sees a state of the rows from before `moment`."""
    asked = text(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() "
        "AND age(backend_xmin) >= age(CAST(CAST(:moment AS text) AS xid))"
    )
    return bool(connection.scalar(asked, {"moment": moment}))


def written_before(connection: Connection, moment: str) -> bool:
    """Return whether a transaction older than `moment` still writes, in any database of the server.

    Rewriting a table keeps the rows that such a reader might see, though it reads another database.
    """
    asked = text(
        "SELECT age(CAST(pg_snapshot_xmin(pg_current_snapshot()) AS xid)) > age(CAST(CAST(:moment AS text) AS xid))"
    )
    return bool(connection.scalar(asked, {"moment": moment}))


def moment_now(connection: Connection) -> str:
    """Return the number of a transaction that begins now."""
    return str(connection.scalar(text("SELECT CAST(pg_current_xact_id() AS xid)")))
