"""Values in rows that other rows contradict: found, and set to what these say."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import Column, Connection, LargeBinary, String, Table, cast, func, select

from kb.core.access import AccountRole
from kb.core.model import KEPT_BACK
from kb.store import codec, ledger, reviews
from kb.store import desk_tables as desk
from kb.store import tables as t
from kb.store.amendments import findings_of_reviews
from kb.store.among import is_among

_HELD = "held"
_ACTS = {act: act for act in (ledger.PUT, ledger.DROP, ledger.COUNT)}
_STATES = frozenset({_HELD, KEPT_BACK})
_NAMING = (  # columns that name a row or nothing, and what they name; no key of the database holds them to it
    (t.documents.c.replaced_by, t.documents.c.id),
    (t.documents.c.may_join, t.reviews.c.slug),
    (t.reviews.c.counted_with, t.reviews.c.slug),
)


@dataclass(frozen=True, slots=True)
class WrongValue:
    """A value in a row that cannot be right, and what it should be."""

    table: Table
    key: Mapping[str, object]
    column: str
    now: str
    should: object

    @property
    def is_composed(self) -> bool:
        """Whether it is put together from what documents say, as another version of the program may do otherwise."""
        were_bytes = self.now == self.should
        return self.table is t.reviews and self.column != "counted_with" and not were_bytes

    @property
    def sentence(self) -> str:
        """Where the value stands, and what it is."""
        where = ", ".join(map(str, self.key.values()))
        return f"{self.table.name} {where}: {self.column} is “{self.now:.80}”"


def find(connection: Connection) -> tuple[WrongValue, ...]:
    """Return the values that contradict the rows from which they follow, or that no original gives again."""
    sorts = (_bytes, _states, _names, _of_texts, _of_reviews, _values_of_no_original)
    return tuple(value for sort in sorts for value in sort(connection))


def put(connection: Connection, values: Iterable[WrongValue]) -> None:
    """Set values to what they should be."""
    for one in values:
        this = [one.table.c[name] == value for name, value in one.key.items()]
        connection.execute(one.table.update().where(*this).values({one.column: one.should}))


def mend(connection: Connection, values: Iterable[WrongValue]) -> None:
    """Set values right, make the reviews that they are of again, and let the index hear."""
    wrong = tuple(values)
    put(connection, wrong)
    ids = [str(one.key["id"]) for one in wrong if "id" in one.key]
    slugs = {str(one.key["slug"]) for one in wrong if one.table is t.reviews}
    slugs.update(connection.scalars(select(t.documents.c.review).where(is_among(t.documents.c.id, ids))))
    touched = {slug for one in sorted(slugs) for slug in reviews.refresh(connection, one)}
    ledger.send(connection, ledger.PUT, findings_of_reviews(connection, touched))


def _bytes(connection: Connection) -> Iterator[WrongValue]:
    """Yield bytes where a file has them in the place of words, as only somebody's own statement puts them there."""
    if connection.dialect.name != "sqlite":
        return
    for table in t.metadata.sorted_tables:
        keys = [column.name for column in table.primary_key]
        for column in table.c:
            if not isinstance(column.type, String | t.StoredText) or column.name in keys:
                continue
            chosen = select(*table.primary_key, cast(column, LargeBinary).label("_bytes"))
            for row in connection.execute(chosen.where(func.typeof(column) == "blob")).mappings():
                words = row["_bytes"].decode("utf-8", "replace")
                yield WrongValue(table, {name: row[name] for name in keys}, column.name, words, words)


def _states(connection: Connection) -> Iterator[WrongValue]:
    """Yield what is neither held nor kept back: as it was shown to readers where a person had checked it, else not."""
    columns = t.documents.c
    for row in connection.execute(select(columns.id, columns.state, columns.checked)):
        if row.state not in _STATES:
            yield WrongValue(t.documents, {"id": row.id}, "state", str(row.state), _HELD if row.checked else KEPT_BACK)


def _names(connection: Connection) -> Iterator[WrongValue]:
    for column, named in _NAMING:
        table = column.table
        assert isinstance(table, Table), "a column of a table"
        key: Column[str] = table.c.id if table is t.documents else table.c.slug
        known = set(connection.scalars(select(named)))
        for name, value in connection.execute(select(key, column).where(column != "")):
            if value not in known or value == name:
                yield WrongValue(table, {key.name: name}, column.name, str(value), "")


def _values_of_no_original(connection: Connection) -> Iterator[WrongValue]:
    """Yield what cannot be read and no original gives again; of a lost change the index is told of all findings."""
    every = json.dumps(sorted(connection.scalars(select(t.findings.c.id))))
    for table, column, read, should in (
        (t.outbox, "act", _ACTS.__getitem__, ledger.PUT),
        (t.outbox, "findings", codec.STRINGS.validate_json, every),
        (t.collections, "items", codec.GATHERED.validate_json, "[]"),
        (t.collections, "questions", codec.STRINGS.validate_json, "[]"),
        (t.collections, "uses", codec.USES.validate_json, "[]"),
        (desk.accounts, "role", AccountRole, AccountRole.READER.value),
    ):
        (key,) = table.primary_key
        for name, value in connection.execute(select(key, table.c[column])):
            try:
                read(value)
            except (ValueError, KeyError, TypeError):
                yield WrongValue(table, {key.name: name}, column, str(value), should)


def _of_texts(connection: Connection) -> Iterator[WrongValue]:
    columns = t.documents.c
    chosen = select(columns.id, columns.sha256, columns.page_count, columns.text_key, t.texts.c.text, t.texts.c.pages)
    for row in connection.execute(chosen.join(t.texts, t.texts.c.document == columns.id)):
        try:
            pages = len(codec.PAGES.validate_json(row.pages))
            key = codec.text_key(row.text) if row.text.strip() else row.sha256
        except (ValueError, TypeError, AttributeError):  # told among the values that cannot be read
            continue
        if pages != row.page_count:
            yield WrongValue(t.documents, {"id": row.id}, "page_count", str(row.page_count), pages)
        if key != row.text_key:
            yield WrongValue(t.documents, {"id": row.id}, "text_key", str(row.text_key), key)


def _of_reviews(connection: Connection) -> Iterator[WrongValue]:
    for row in connection.execute(select(t.reviews)).mappings().all():
        try:
            composed = reviews.compose(connection, row["slug"])
        except (ValueError, TypeError, KeyError, AttributeError):  # told among the values that cannot be read
            continue
        for name, value in (composed or {}).items():
            if row[name] != value:
                yield WrongValue(t.reviews, {"slug": row["slug"]}, name, str(row[name]), value)
