"""Times in rows that are none: found, and set to what the record of changes or the rows beside them say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from sqlalchemy import Column, Connection, String, Table, func, select

from kb.store import desk_tables as _  # noqa: F401 its tables hold times, too
from kb.store import tables as t
from kb.store.wrong_values import WrongValue

_TIMES = frozenset({"added", "at", "began", "changed", "checked", "closed", "created", "seen", "undone"})
_MAY_BE_EMPTY = frozenset({"checked", "closed", "undone"})
_LENGTH = 32  # letters of a column that holds a time


def find(connection: Connection, now: str) -> tuple[WrongValue, ...]:
    """Return the times that cannot be read; of those that nothing else tells, `now` is what they should be."""
    return tuple(odd for column in _columns() for odd in _odd_times(connection, column, now))


def find_ahead(connection: Connection, latest: str) -> Mapping[str, int]:
    """Return how many rows of each table have a time later than `latest`, an ISO time, though it can be read."""
    found: dict[str, int] = {}
    for column in _columns():
        ahead = [one for one in connection.scalars(select(column).where(column > latest)) if _is_time(one)]
        if ahead:
            found[column.table.name] = found.get(column.table.name, 0) + len(ahead)
    return found


def _columns() -> Iterator[Column[str]]:
    """Yield the columns of all tables that hold times, but of the record of changes, which nothing changes."""
    for table in t.metadata.sorted_tables:
        for column in table.c:
            is_time = column.name in _TIMES and isinstance(column.type, String) and column.type.length == _LENGTH
            if is_time and table is not t.audit:
                yield column


def _odd_times(connection: Connection, column: Column[str], now: str) -> Iterator[WrongValue]:
    table = column.table
    assert isinstance(table, Table), "a column of a table"
    names = [one.name for one in table.primary_key]
    before = ""
    for row in connection.execute(select(column, *table.primary_key).order_by(*table.primary_key)).mappings():
        value = row[column.name]
        if _is_time(value):
            before = value
        elif value or column.name not in _MAY_BE_EMPTY:
            key = {name: row[name] for name in names}
            yield WrongValue(
                table, key, column.name, str(value), _time_of_adding(connection, table, key) or before or now
            )


def _time_of_adding(connection: Connection, table: Table, key: Mapping[str, object]) -> str:
    """Return when the record of changes says that a document was added; "" where it does not say, or of other rows."""
    if table is not t.documents:
        return ""
    this = select(t.documents.c.id).where(t.documents.c.number == key["number"]).scalar_subquery()
    said = select(func.min(t.audit.c.at)).where(t.audit.c.act == "add", t.audit.c.subject == this)
    found = connection.scalar(said) or ""
    return found if _is_time(found) else ""


def _is_time(value: object) -> bool:
    try:
        return datetime.fromisoformat(str(value)).tzinfo is not None
    except ValueError:
        return False
