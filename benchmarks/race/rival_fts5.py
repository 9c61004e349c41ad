"""SQLite's FTS5 with the facets counted in SQL: no dependency at all, and an oracle of totals and counts."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.race import questions
from benchmarks.race.corpus import rows
from benchmarks.race.entrant import PAGE, TITLE, EntrantAnswer, size_of_folder

_SINGLE = ("kind", "review_type", "area")
_MANY = ("theme", "agency")


class Fts5:
    """Texts in a contentless FTS5 table, values of facets as numbers in tables of their own."""

    name = "SQLite FTS5"
    builds = True
    faceted = True

    def build(self, corpus: Path, folder: Path) -> None:
        """Index a corpus."""
        base = sqlite3.connect(folder / "index.db")
        base.executescript(
            """
            pragma journal_mode = off; pragma synchronous = off; pragma cache_size = -200000;
            create virtual table texts using fts5(title, body, content = '', tokenize = 'ascii');
            create table findings(id integer primary key, kind int, review_type int, area int, year int);
            create table named(facet text, number int, value text);
            """
        )
        for name in _MANY:
            base.execute(f"create table {name}(id int, value int, primary key(id, value)) without rowid")
        numbers: dict[str, dict[str, int]] = {name: {} for name in (*_SINGLE, *_MANY)}
        base.executemany("insert into texts(rowid, title, body) values(?, ?, ?)", self.feed(base, corpus, numbers))
        for name, values in numbers.items():
            base.executemany("insert into named values(?, ?, ?)", [(name, n, value) for value, n in values.items()])
        for name in (*_SINGLE, "year"):
            base.execute(f"create index by_{name} on findings({name})")
        for name in _MANY:
            base.execute(f"create index of_{name} on {name}(value, id)")
        base.execute("insert into texts(texts) values('optimize')")
        base.execute("analyze")
        base.commit()
        base.close()

    def feed(
        self, base: sqlite3.Connection, corpus: Path, numbers: dict[str, dict[str, int]]
    ) -> Iterator[tuple[int, str, str]]:
        """Yield the texts, and put the values of facets into their tables on the way."""
        for row in rows(corpus):
            entry = row.entry
            one = [numbers[name].setdefault(getattr(entry, name), len(numbers[name])) for name in _SINGLE]
            base.execute("insert into findings values(?, ?, ?, ?, ?)", (entry.number, *one, entry.year))
            for name, values in (("theme", entry.themes), ("agency", entry.agencies)):
                known = numbers[name]
                base.executemany(
                    f"insert into {name} values(?, ?)",
                    [(entry.number, known.setdefault(value, len(known))) for value in values],
                )
            yield entry.number, row.title, row.body

    def open(self, folder: Path) -> None:
        """Open the index."""
        self.base = sqlite3.connect(folder / "index.db")
        self.base.executescript(
            "pragma cache_size = -200000; pragma mmap_size = 2000000000; pragma temp_store = memory;"
            "create temp table matched(id integer primary key);"
        )
        self.named: dict[str, dict[int, str]] = {}
        for name, number, value in self.base.execute("select * from named"):
            self.named.setdefault(name, {})[number] = value

    def prepare(self, asked: questions.RaceQuestion) -> tuple[str, str]:
        """Return what to match, and the conditions."""
        text = "" if isinstance(asked.part, questions.EveryFinding) else _match(asked.part)
        # The plus keeps SQLite from asking the texts once for every row that a filter leaves.
        column = "+rowid" if text else "id"
        conditions = ["texts match ?"] if text else []
        for name, values in asked.filters.items():
            numbers = ",".join(str(n) for n, value in self.named[name].items() if value in values)
            of = f"select id from {name} where value" if name in _MANY else f"select id from findings where {name}"
            conditions.append(f"{column} in ({of} in ({numbers}))")
        if asked.years:
            conditions.append(
                f"{column} in (select id from findings where year between {asked.years[0]} and {asked.years[1]})"
            )
        return text, " and ".join(conditions)

    def answer(self, prepared: tuple[str, str]) -> EntrantAnswer:
        """Answer it."""
        text, conditions = prepared
        told = (text,) if text else ()
        where = f" where {conditions}" if conditions else ""
        base = self.base
        base.execute("delete from matched")
        base.execute(f"insert into matched select {'rowid from texts' if text else 'id from findings'}{where}", told)
        (total,) = base.execute("select count(*) from matched").fetchone()
        counts: dict[str, dict[str, int]] = {}
        for name in _SINGLE:
            counted = base.execute(f"select {name}, count(*) from matched join findings using(id) group by 1")
            counts[name] = {self.named[name][number]: count for number, count in counted}
        for name in _MANY:
            counted = base.execute(f"select value, count(*) from matched join {name} using(id) group by 1")
            counts[name] = {self.named[name][number]: count for number, count in counted}
        return EntrantAnswer(total, self.first_page(text, where, told), counts)

    def first_page(self, text: str, where: str, told: tuple[Any, ...]) -> list[str]:
        """Return the first page."""
        if text:
            page = f"select rowid from texts{where} order by bm25(texts, {TITLE}, 1.0) limit {PAGE}"
        else:
            page = f"select id from matched limit {PAGE}"
            told = ()
        return [f"f{number}" for (number,) in self.base.execute(page, told)]

    def size(self, folder: Path) -> int:
        """Return the bytes of the index."""
        return size_of_folder(folder)


def _match(part: questions.Part) -> str:
    match part:
        case questions.OneWord(text):
            return f'"{text}"'
        case questions.AdjacentWords(words):
            return f'"{" ".join(words)}"'
        case questions.Begins(text):
            return f'"{text}" *'
        case questions.AllOf(parts):
            return f"({' AND '.join(map(_match, parts))})"
        case questions.Either(parts):
            return f"({' OR '.join(map(_match, parts))})"
        case questions.But(kept, refused):
            return f"({_match(kept)} NOT {_match(refused)})"
        case questions.EveryFinding():
            raise AssertionError("a question is of everything, or it has words")
