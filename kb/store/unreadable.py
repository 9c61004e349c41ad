"""Values of rows that cannot be read: found, and put to nothing where reading an original again fills them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, Table, select

from kb.core.model import Certainty, Kind, Polarity, Status
from kb.store import codec
from kb.store import tables as t

Read = Callable[[str], object]

# By table: the columns of which a value may be unreadable, how each is read, and what stands there until a new reading
_COLUMNS: Mapping[Table, Mapping[str, tuple[Read, str | None]]] = {
    t.documents: {
        "about": (codec.ABOUT.validate_json, "{}"),
        "notes": (codec.NOTES.validate_json, "[]"),
        "stated": (codec.ABOUT.validate_json, "{}"),
    },
    t.texts: {
        "pages": (codec.PAGES.validate_json, "[]"),
        "blocks": (codec.BLOCKS.validate_json, "[]"),
        "properties": (codec.PAIRS.validate_json, "[]"),
    },
    t.findings: {
        "kind": (Kind, Kind.LESSON.value),
        "span": (codec.SPAN.validate_json, '{"stretches":[[0,0]]}'),
        "heading": (codec.STRINGS.validate_json, "[]"),
        "evidence": (codec.STRETCH.validate_json, ""),
        "agencies": (codec.AGENCIES.validate_json, "[]"),
        "polarity": (Polarity, Polarity.NEUTRAL.value),
        "subjects": (codec.SUBJECTS.validate_json, "[]"),
        "status": (Status, None),
    },
    t.readings: {
        "about": (codec.ABOUT.validate_json, "{}"),
        "findings": (codec.FINDINGS.validate_json, "[]"),
        "answers": (codec.ANSWERS.validate_json, "[]"),
    },
    t.tags: {"certainty": (Certainty, None), "evidence": (codec.EVIDENCE.validate_json, None)},
}
_MAY_BE_EMPTY = (t.findings.c.evidence, t.findings.c.status)


@dataclass(frozen=True, slots=True)
class UnreadableValue:
    """A value that cannot be read, where it stands, and the document from whose original it is made."""

    document: str
    sha256: str
    table: Table
    key: Mapping[str, str]
    column: str


def find(connection: Connection) -> tuple[UnreadableValue, ...]:
    """Return the values, of those that reading an original gives, that cannot be read."""
    return tuple(value for table, columns in _COLUMNS.items() for value in _values(connection, table, columns))


def clear(connection: Connection, values: Iterable[UnreadableValue]) -> None:
    """Put such values to nothing until a new reading fills them; a tag goes. What a manifest had said of a document is
    put to what is held of it, since no reading gives that.
    """
    for one in sorted(values, key=lambda value: value.column == "stated"):  # after "about", from which it is put
        this = [one.table.c[name] == value for name, value in one.key.items()]
        if one.table is t.tags:
            connection.execute(one.table.delete().where(*this))
            continue
        empty: object = _COLUMNS[one.table][one.column][1]
        if one.column == "stated":
            empty = connection.execute(select(t.documents.c.about).where(*this)).scalar_one()
        connection.execute(one.table.update().where(*this).values({one.column: empty}))


def _values(
    connection: Connection, table: Table, columns: Mapping[str, tuple[Read, str | None]]
) -> Iterator[UnreadableValue]:
    key = ["id"] if "id" in table.c else [column.name for column in table.primary_key]
    chosen = select(*(table.c[name] for name in dict.fromkeys([*key, *columns])), *_origin(table))
    chosen = chosen.select_from(table)
    if table is t.tags:
        chosen = chosen.join(t.findings, t.findings.c.id == t.tags.c.finding)
    if table is not t.documents:
        chosen = chosen.join(t.documents, t.documents.c.id == _document(table))
    for row in connection.execute(chosen).mappings():
        for name, (read, _) in columns.items():
            if not (table.c[name] in _MAY_BE_EMPTY and not row[name]) and not _can_read(read, row[name]):
                yield UnreadableValue(row["_document"], row["_sha256"], table, {one: row[one] for one in key}, name)


def _origin(table: Table) -> tuple[ColumnElement[str], ColumnElement[str]]:
    return _document(table).label("_document"), t.documents.c.sha256.label("_sha256")


def _document(table: Table) -> ColumnElement[str]:
    """Return the column that names the document of a row."""
    if table is t.documents:
        return t.documents.c.id
    return t.findings.c.document if table is t.tags else table.c.document


def _can_read(read: Read, value: str) -> bool:
    try:
        read(value)
    except ValueError:
        return False
    return True
