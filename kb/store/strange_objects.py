"""What stands in a library's database beside its own tables, and what of its own is lacking."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, inspect, text
from sqlalchemy.schema import CreateIndex

from kb.store import desk_tables as _desk  # noqa: F401 all tables must be known
from kb.store import recurrence_tables as _recurrence  # noqa: F401
from kb.store import tables as t

_OWN = {*t.metadata.tables, t.FULL_TEXT, "alembic_version"}
_INDEXES = {str(index.name): index for table in t.metadata.sorted_tables for index in table.indexes}
_SHADOWS = tuple(f"{t.FULL_TEXT}_{part}" for part in ("config", "content", "data", "docsize", "idx"))
_INDEX_OF_FULL_TEXT = f"ix_{t.FULL_TEXT}_stems"
_RULES = "SELECT rulename, tablename FROM pg_rules WHERE schemaname = current_schema() ORDER BY 1"
_TRIGGERS = """
SELECT tgname, relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
JOIN pg_namespace ON pg_namespace.oid = relnamespace
WHERE NOT tgisinternal AND nspname = current_schema() ORDER BY 1
"""
_OF_EXTENSIONS = """
SELECT relname FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
JOIN pg_depend ON classid = 'pg_class'::regclass AND objid = pg_class.oid AND deptype = 'e'
WHERE nspname = current_schema()
"""


@dataclass(frozen=True, slots=True)
class StrangeObject:
    """A trigger, rule, view, table or index that the library did not make, and the statement that removes it.

    What `acts` changes or refuses what the library writes.
    """

    sort: str
    name: str
    removal: str
    acts: bool = False

    @property
    def sentence(self) -> str:
        """What it is, by name."""
        return f"{self.sort} {self.name}"


def find(connection: Connection) -> tuple[StrangeObject, ...]:
    """Return what is in the database that the library did not make."""
    found = _in_file(connection) if connection.dialect.name == "sqlite" else _on_server(connection)
    return tuple(found)


def lacking_indexes(connection: Connection) -> tuple[str, ...]:
    """Return the statements that make the indexes again which the library made and which are gone."""
    looked_at = inspect(connection)
    tables = [name for name in looked_at.get_table_names() if name in t.metadata.tables]
    there = {one["name"] for name in tables for one in looked_at.get_indexes(name)}
    return tuple(
        str(CreateIndex(index).compile(dialect=connection.dialect)).strip()
        for name, index in sorted(_INDEXES.items())
        if name not in there
    )


def _in_file(connection: Connection) -> Iterator[StrangeObject]:
    listed = text(
        "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY 1, 2"
    )
    for sort, name, table, made_by in connection.execute(listed):
        if name in _OWN or name in _SHADOWS or name in _INDEXES:
            continue
        refuses = sort == "index" and table in _OWN and "UNIQUE" in str(made_by).upper().split()
        yield StrangeObject(sort, name, _drop(sort, name), acts=sort == "trigger" or refuses)


def _on_server(connection: Connection) -> Iterator[StrangeObject]:
    looked_at = inspect(connection)
    for sort, asked in (("trigger", _TRIGGERS), ("rule", _RULES)):
        for name, table in connection.execute(text(asked)):
            if sort == "trigger" or table in _OWN:
                yield StrangeObject(sort, name, _drop(sort, name, f" ON {_quote(table)}"), acts=True)
    known = _OWN | set(connection.scalars(text(_OF_EXTENSIONS)))  # an extension's views cannot be removed by themselves
    for sort, names in (
        ("view", looked_at.get_view_names()),
        ("materialized view", looked_at.get_materialized_view_names()),
        ("table", looked_at.get_table_names()),
    ):
        yield from (StrangeObject(sort, name, _drop(sort, name)) for name in sorted(set(names) - known))
    for table in sorted(_OWN & set(looked_at.get_table_names())):
        for index in looked_at.get_indexes(table):
            name = str(index["name"])
            if name not in _INDEXES and name != _INDEX_OF_FULL_TEXT and "duplicates_constraint" not in index:
                yield StrangeObject("index", name, _drop("index", name), bool(index["unique"]))


def _drop(sort: str, name: str, of_table: str = "") -> str:
    """Return the statement that removes a thing, if it has not gone with another, as tables of a full text index do."""
    return f"DROP {sort.upper()} IF EXISTS {_quote(name)}{of_table};"


def _quote(name: str) -> str:
    doubled = name.replace('"', '""')
    return f'"{doubled}"'
