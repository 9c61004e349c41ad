"""The way to the PostgreSQL server of an index: how long anything may take, and complaints that give nothing away."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pg8000.dbapi
from pg8000.exceptions import DatabaseError, InterfaceError

from kb.core.errors import BadQuestion, LibraryBusy, LibraryUnavailable
from search import limits

_NAME = re.compile(r"[a-z_][a-z0-9_]{0,40}")
_CANCELLED = "57014"  # PostgreSQL's code for a statement that ran out of time
_HELD = "55P03"  # and for a table that another held too long
GONE = ("08", "57P")  # how the codes begin by which it says that a connection has ended
CONNECT_SECONDS = 5.0  # a search says soon that the server does not answer
LOCK_SECONDS = 5.0  # nothing holds the entries longer, except a rebuilding whose readers are told
WRITE_SECONDS = 300.0  # of one statement; entries are written 500 at a time
_SILENT_SECONDS = WRITE_SECONDS + 10  # then the server is taken for gone


def schema_name(address: str) -> str:
    """Return the name of the schema to use. Raises LibraryUnavailable where it is none."""
    schema = parse_qs(urlsplit(address).query).get("schema", ["kb_search"])[-1]
    if not _NAME.fullmatch(schema):
        raise LibraryUnavailable(
            f"{schema!r} cannot be the name of a schema. Use small letters, figures and underscores."
        )
    return schema


def connect(address: str, seconds: float) -> Any:
    """Return a connection whose statements end after `seconds`. Raises LibraryUnavailable."""
    parts, schema = urlsplit(address), schema_name(address)
    try:
        connection = pg8000.dbapi.connect(
            user=unquote(parts.username or "postgres"),
            password=unquote(parts.password) if parts.password else None,
            host=parts.hostname or "localhost",
            port=parts.port or 5432,
            database=unquote(parts.path.lstrip("/")) or None,
            timeout=CONNECT_SECONDS,
        )
        # the driver keeps the time-out of connecting for all that it ever waits for
        connection._usock.settimeout(_SILENT_SECONDS)
        cursor = connection.cursor()
        cursor.execute(f"CREATE SCHEMA IF NOT EXISTS {schema}")
        cursor.execute(f"SET search_path TO {schema}")
        cursor.execute(f"SET statement_timeout = {milliseconds(seconds)}")
        cursor.execute(f"SET lock_timeout = {milliseconds(LOCK_SECONDS)}")
        cursor.execute("SET client_min_messages = warning")
        connection.commit()
    except (InterfaceError, DatabaseError, OSError, ValueError) as fault:
        code = fault_code(fault) if isinstance(fault, DatabaseError) else ""
        why = f"its code is {code}" if code else "it does not answer, or its address cannot be read"
        raise LibraryUnavailable(f"The PostgreSQL server of KB_SEARCH cannot be used: {why}.") from None
    return connection


def fault_code(fault: DatabaseError) -> str:
    """Return the five characters by which the server names a fault; "" where it gave none."""
    told = fault.args[0] if fault.args else ""
    return str(told.get("C", "")) if isinstance(told, dict) else ""


def translate_fault(fault: DatabaseError) -> Exception:
    """Return our error for the server's."""
    code = fault_code(fault)
    if code == _CANCELLED:
        return BadQuestion(limits.TOO_LONG)
    if code == _HELD:
        return LibraryBusy("The search index is being written. Try again in a moment.")
    return LibraryUnavailable(f"The PostgreSQL server could not answer (its code {code or 'unknown'}).")


def milliseconds(seconds: float) -> int:
    """Return seconds as PostgreSQL's settings count them; never 0, its sign for no limit."""
    return max(1, int(seconds * 1000))


def rewrites_files(address: str) -> bool:
    """Whether removed entries have the table's files rewritten."""
    return parse_qs(urlsplit(address).query).get("rewrite", ["no"])[-1] == "yes"
