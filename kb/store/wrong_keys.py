"""Keys of rows that a fault of the disk changed by a letter, told from the rows that name one another by them.

Of SQLite alone: a server refuses a row that names none.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Column, ColumnElement, Connection, LargeBinary, Table, Text, cast, literal_column, select, update

from kb.store import recurrence_tables as _  # noqa: F401 its tables name findings, too
from kb.store import tables as t
from kb.store.reviews import slugify

_ID_LENGTH = 16  # letters of the id of a document, the first of its hash


@dataclass(frozen=True, slots=True)
class WrongKey:
    """A key in a row by which rows do not find one another, and what it should be."""

    column: Column[str]
    row: int
    now: bytes
    should: bytes  # empty where that cannot be told

    @property
    def sentence(self) -> str:
        """Where the key stands, what it is, and what it should be."""
        at = f"row {self.row} of {self.column.table.name}: {self.column.name} is “{_show(self.now)}”"
        return f"{at} and should be “{_show(self.should)}”" if self.should else f"{at}, which names no row"


def find(connection: Connection) -> tuple[WrongKey, ...]:
    """Return the keys of an SQLite library by which rows do not find one another.

    What one should be is told where that is a change of one letter, and no other row is as near.
    """
    children = defaultdict[tuple[Column[str], bytes], list[tuple[Column[str], int]]](list)
    for column in _naming_columns():
        for row, key in _rows(connection, column, column.not_in(select(_named_by(column)))):
            children[_named_by(column), key].append((column, row))
    return tuple(wrong for (named, key), rows in children.items() for wrong in _explain(connection, named, key, rows))


def mend(connection: Connection, keys: Iterable[WrongKey]) -> None:
    """Set keys right of which it is known what they should be."""
    for one in keys:
        if one.should:
            connection.execute(
                update(one.column.table)
                .where(_row_number(one.column.table) == one.row)
                .values({one.column.name: cast(one.should, Text)})
            )


def _naming_columns() -> Sequence[Column[str]]:
    """Return the columns of all tables that name a row of another table."""
    return [key.parent for table in t.metadata.sorted_tables for key in table.foreign_keys]


def _named_by(column: Column[str]) -> Column[str]:
    (key,) = column.foreign_keys
    return key.column


def _explain(
    connection: Connection, named: Column[str], key: bytes, children: Sequence[tuple[Column[str], int]]
) -> Iterator[WrongKey]:
    """Yield which keys are wrong where `children` name no row: theirs, or that of the row they mean."""
    near = [(row, other) for row, other in _rows(connection, named) if differ_by_a_letter(key, other)]
    changed = [
        (row, other)
        for row, other in near
        if not _is_named(connection, named, other) and not _is_true(connection, named.table, row, other)
    ]
    if len(changed) == 1:
        ((row, other),) = changed
        yield WrongKey(named, row, other, key)
        return
    should = near[0][1] if len(near) == 1 and not changed else b""
    yield from (WrongKey(column, row, key, should) for column, row in children)


def _is_named(connection: Connection, named: Column[str], key: bytes) -> bool:
    """Return whether any row names a row by this key."""
    columns = [column for column in _naming_columns() if _named_by(column) is named]
    asked = (select(column).where(column == cast(key, Text)).limit(1) for column in columns)
    return any(connection.execute(one).first() for one in asked)


def _is_true(connection: Connection, table: Table, row: int, key: bytes) -> bool:
    """Return whether a key is what the other values of its row give: a document's hash, or the title of a review."""
    if table is t.documents:
        return key == _value(connection, t.documents.c.sha256, row)[:_ID_LENGTH]
    return table is t.reviews and key == slugify(_show(_value(connection, t.reviews.c.title, row))).encode()


def _rows(connection: Connection, column: Column[str], *where: ColumnElement[bool]) -> list[tuple[int, bytes]]:
    asked = select(_row_number(column.table), cast(column, LargeBinary)).where(column.is_not(None), *where)
    return [(row, bytes(key)) for row, key in connection.execute(asked)]


def _value(connection: Connection, column: Column[str], row: int) -> bytes:
    asked = select(cast(column, LargeBinary)).where(_row_number(column.table) == row)
    return bytes(connection.execute(asked).scalar_one())


def _row_number(table: Table) -> ColumnElement[int]:
    return literal_column(f"{table.name}.rowid")


def differ_by_a_letter(one: bytes, other: bytes) -> bool:
    """Return whether two keys differ in one place alone, as after a fault of one bit."""
    return len(one) == len(other) and sum(a != b for a, b in zip(one, other, strict=True)) == 1


def _show(key: bytes) -> str:
    return key.decode(errors="backslashreplace")
