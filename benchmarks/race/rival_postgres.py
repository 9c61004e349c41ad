"""PostgreSQL's full text: GIN, `ts_rank`, everything in one statement. Needs a server (KB_TEST_POSTGRES)."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pg8000.native

from benchmarks.race import questions
from benchmarks.race.corpus import FACETS, rows
from benchmarks.race.entrant import PAGE, TITLE, EntrantAnswer

SERVER = "KB_TEST_POSTGRES"
_MANY = ("theme", "agency")
_AT_ONCE = 2000


def connection() -> pg8000.native.Connection:
    """Connect to the server that the environment names."""
    told = urlsplit(os.environ[SERVER])
    return pg8000.native.Connection(
        told.username or "postgres",
        host=told.hostname or "127.0.0.1",
        port=told.port or 5432,
        database=told.path.lstrip("/"),
        password=told.password,
    )


class PostgresRival:
    """Values of facets as small numbers, texts as a weighted tsvector."""

    name = "PostgreSQL"
    builds = True
    faceted = True

    def build(self, corpus: Path, folder: Path) -> None:
        """Index a corpus."""
        base, table = connection(), _table(folder)
        base.run(f"drop table if exists {table}")
        base.run(
            f"create unlogged table {table}(id int primary key, words tsvector, kind smallint, review_type smallint,"
            " area smallint, year smallint, theme smallint[], agency smallint[])"
        )
        numbers: dict[str, dict[str, int]] = {name: {} for name in FACETS}
        waiting: list[tuple[Any, ...]] = []
        for row in rows(corpus):
            entry = row.entry
            one = [
                numbers[name].setdefault(getattr(entry, name), len(numbers[name]))
                for name in ("kind", "review_type", "area")
            ]
            many = [
                [numbers[name].setdefault(value, len(numbers[name])) for value in values]
                for name, values in (("theme", entry.themes), ("agency", entry.agencies))
            ]
            waiting.append((entry.number, row.title, row.body, *one, entry.year, *many))
            if len(waiting) == _AT_ONCE:
                _insert(base, table, waiting)
        _insert(base, table, waiting)
        base.run("set maintenance_work_mem = '1GB'")
        base.run(f"create index on {table} using gin(words)")
        for name in _MANY:
            base.run(f"create index on {table} using gin({name})")
        for name in ("kind", "review_type", "area", "year"):
            base.run(f"create index on {table}({name})")
        base.run(f"vacuum analyze {table}")
        (folder / "numbers.json").write_text(json.dumps(numbers))

    def open(self, folder: Path) -> None:
        """Connect."""
        self.base, self.table = connection(), _table(folder)
        self.base.run("set work_mem = '128MB'")
        self.base.run("set jit = off")
        self.numbers: dict[str, dict[str, int]] = json.loads((folder / "numbers.json").read_text())
        self.values = {name: {n: value for value, n in known.items()} for name, known in self.numbers.items()}

    def prepare(self, asked: questions.RaceQuestion) -> str:
        """Return the statement."""
        conditions, rank = [], "0"
        if not isinstance(asked.part, questions.EveryFinding):
            words = f"'{_match(asked.part)}'::tsquery"
            conditions.append(f"words @@ {words}")
            rank = f"ts_rank('{{0.1, 0.2, 0.4, {TITLE}}}', words, {words})"
        for name, values in asked.filters.items():
            chosen = ",".join(str(self.numbers[name].get(value, -1)) for value in values)
            conditions.append(f"{name} && '{{{chosen}}}'" if name in _MANY else f"{name} in ({chosen})")
        if asked.years:
            conditions.append(f"year between {asked.years[0]} and {asked.years[1]}")
        where = f" where {' and '.join(conditions)}" if conditions else ""
        counts = [
            f"select '{name}', value, count(*), null::int[] from m"
            + (f", unnest({name}) value" if name in _MANY else f", lateral (select {name} value) one")
            + " group by value"
            for name in FACETS
        ]
        page = f"select 'page', null, count(*), array(select id from m order by rank desc, id limit {PAGE}) from m"
        matched = f"select id, {', '.join(FACETS)}, {rank} rank from {self.table}{where}"
        return f"with m as materialized ({matched}) " + " union all ".join([page, *counts])

    def answer(self, prepared: str) -> EntrantAnswer:
        """Answer it."""
        counts: dict[str, dict[str, int]] = {name: {} for name in FACETS}
        total, first = 0, []
        for name, value, count, page in self.base.run(prepared) or []:
            if name == "page":
                total, first = count, [f"f{number}" for number in page]
            else:
                counts[name][self.values[name][value]] = count
        return EntrantAnswer(total, first, counts)

    def size(self, folder: Path) -> int:
        """Return the bytes of the table and its indexes."""
        found = connection().run(f"select pg_total_relation_size('{_table(folder)}')")
        return int(found[0][0]) if found else 0


def _table(folder: Path) -> str:
    return f"race_{folder.name.replace('-', '_')}"


def _insert(base: pg8000.native.Connection, table: str, waiting: list[tuple[Any, ...]]) -> None:
    if waiting:
        columns = [list(column) for column in zip(*waiting, strict=True)]
        many = [["{" + ",".join(map(str, values)) + "}" for values in column] for column in columns[7:]]
        base.run(
            f"insert into {table} select id, setweight(to_tsvector('simple', title), 'A')"
            " || to_tsvector('simple', body), kind, review_type, area, year, theme::smallint[], agency::smallint[]"
            " from unnest(cast(:a as int[]), cast(:b as text[]), cast(:c as text[]), cast(:d as smallint[]),"
            " cast(:e as smallint[]), cast(:f as smallint[]), cast(:g as smallint[]), cast(:h as text[]),"
            " cast(:i as text[])) as t(id, title, body, kind, review_type, area, year, theme, agency)",
            **dict(zip("abcdefghi", [*columns[:7], *many], strict=True)),
        )
        waiting.clear()


def _match(part: questions.Part) -> str:
    match part:
        case questions.OneWord(text):
            return text
        case questions.AdjacentWords(words):
            return f"({' <-> '.join(words)})"
        case questions.Begins(text):
            return f"{text}:*"
        case questions.AllOf(parts):
            return f"({' & '.join(map(_match, parts))})"
        case questions.Either(parts):
            return f"({' | '.join(map(_match, parts))})"
        case questions.But(kept, refused):
            return f"({_match(kept)} & !{_match(refused)})"
        case questions.EveryFinding():
            raise AssertionError("a question is of everything, or it has words")
