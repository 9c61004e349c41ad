"""The engine in PostgreSQL: the database's own full text, for a library that keeps everything on one server.

Totals, counts and filters are exactly those of the engine in memory; the order is PostgreSQL's ts_rank, which is not
BM25 ("bm25f" is not among the capabilities).
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache
from typing import Any, NoReturn

from pg8000.exceptions import DatabaseError, InterfaceError

from kb.core.errors import LibraryUnavailable
from kb.vocabulary import Vocabulary
from search import limits
from search.comparing import entries_by_stem
from search.engines.postgresql import schema as tables
from search.engines.postgresql.conditions import Condition, ConditionBuilder, join_conditions, within
from search.engines.postgresql.connection import (
    GONE,
    WRITE_SECONDS,
    connect,
    fault_code,
    milliseconds,
    rewrites_files,
    schema_name,
    translate_fault,
)
from search.engines.postgresql.schema import PUT, TABLES, clean, row
from search.facets import in_order
from search.making import made_by
from search.plan.compile import plan
from search.plan.nodes import Node, Plan
from search.port import Count, Hit, IndexEntry, Query, Results
from search.understanding.spelling import SpellingLexicon, missing_parts
from search.understanding.thesaurus import Thesaurus, thesaurus

CAPABILITIES = frozenset({"or", "not", "phrase", "slop", "prefix", "fuzzy", "suggest"})
_ORDERS = {
    "relevance": "",
    "newest": "published = '', published DESC, ",
    "oldest": "published = '', published, ",
    "recurring": "recurring DESC, ",
}
_BATCH = 500  # entries put in one statement
_KNOWS_MAKER = "SELECT 1 FROM pg_attribute WHERE attrelid = 'state'::regclass AND attname = 'made_by'"
Row = Sequence[Any]  # what the driver hands out


@cache
def recipe() -> str:
    """Return a digest of the code that makes a row of an entry."""
    return made_by((tables,))


@dataclass(slots=True)
class GenerationState:
    """What is known of one generation without asking the database again."""

    generation: int = -1
    lexicon: SpellingLexicon = field(default_factory=lambda: SpellingLexicon({}))
    values: dict[str, Mapping[str, int]] = field(default_factory=dict)  # facet -> value -> entries


class PostgresEngine:
    """An engine whose entries are rows of a PostgreSQL schema of its own."""

    name = "postgres"
    capabilities = CAPABILITIES

    def __init__(self, address: str, vocabulary: Vocabulary, seconds: float = limits.SECONDS) -> None:
        """Connect, and make the tables where there are none. Raises LibraryUnavailable."""
        self.vocabulary = vocabulary
        self.seconds = seconds
        self._address = address
        self._lock = threading.Lock()  # the driver's connections serve one thread at a time
        self._held = GenerationState()
        self._connection = connect(address, seconds)
        with self._writing() as run:
            for statement in TABLES:
                run(statement)
            if not run(_KNOWS_MAKER):  # made before this was kept, so by other code
                run("ALTER TABLE state ADD COLUMN made_by text NOT NULL DEFAULT ''")
            if not run("SELECT 1 FROM state"):
                run("INSERT INTO state (generation, mark, made_by) VALUES (0, -1, %s)", recipe())

    @property
    def thesaurus(self) -> Thesaurus:
        """The reversed vocabulary, built at the first query that needs it, once for each vocabulary."""
        return thesaurus(self.vocabulary)

    # Writing

    def put(self, entries: Iterable[IndexEntry], mark: int) -> None:
        """Add or replace entries; see the port."""
        given = {entry.id: entry for entry in entries}
        with self._writing() as run:
            self._delete(run, list(given))
            self._insert(run, given.values())
            self._advance(run, mark)

    def drop(self, ids: Sequence[str], mark: int) -> None:
        """Remove entries, and free their rows: no question finds them, but their bytes stay in the table's files until
        others are written there. With rewrite=yes in the address the files are rewritten, while nobody can ask.
        """
        with self._writing() as run:
            self._delete(run, list(ids))
            self._advance(run, mark)
        with self._exclusive_connection() as connection:
            connection.autocommit = True
            try:
                cursor = connection.cursor()
                cursor.execute(f"SET statement_timeout = {int(WRITE_SECONDS * 1000)}")
                cursor.execute(f"VACUUM ({'FULL' if rewrites_files(self._address) else 'INDEX_CLEANUP ON'}) entries")
                cursor.execute(f"SET statement_timeout = {milliseconds(self.seconds)}")
            finally:
                connection.autocommit = False

    def rebuild(self, entries: Iterable[IndexEntry], mark: int) -> None:
        """Replace everything; see the port."""
        with self._writing() as run:
            run("TRUNCATE entries")
            self._insert(run, {entry.id: entry for entry in entries}.values())
            run("UPDATE state SET made_by = %s", recipe())
            self._advance(run, mark)

    def _delete(self, run: RunStatement, ids: list[str]) -> None:
        if ids:
            run("DELETE FROM entries WHERE id = ANY (CAST(%s AS text[]))", [clean(id_) for id_ in ids])

    def _insert(self, run: RunStatement, entries: Iterable[IndexEntry]) -> None:
        rows = [row(entry) for entry in entries]
        for start in range(0, len(rows), _BATCH):
            run(PUT, json.dumps(rows[start : start + _BATCH]))

    def _advance(self, run: RunStatement, mark: int) -> None:
        run("UPDATE state SET generation = generation + 1, mark = %s", mark)

    # Asking

    def search(self, query: Query) -> Results:
        """Answer a query; see the port."""
        return self.search_each((query,))[0]

    def search_each(self, queries: Sequence[Query]) -> tuple[Results, ...]:
        """Answer several queries; see the port."""
        asked = [plan(query, self.thesaurus) for query in queries]
        with self._reading() as run:
            held = self._now(run)
            return tuple(self._results(run, held, one, query.text) for one, query in zip(asked, queries, strict=True))

    def _results(self, run: RunStatement, held: GenerationState, asked: Plan, text: str) -> Results:
        reader = ConditionBuilder(
            held.lexicon, lambda facet: self._values(run, held, facet), lambda parts: self._having(run, parts)
        )
        node, found, total, notices = self._choose_shown(run, reader, asked)
        return Results(
            total=total[0],
            reviews=total[1],
            hits=self._hits(run, asked, found, reader.rank(node)),
            facets=self._facets(run, asked, found),
            notices=notices,
            also=asked.also,
            did_you_mean=held.lexicon.did_you_mean(text, asked.typed, lambda word: self._holds(run, word)),
            missing=missing_parts(asked.parts, held.lexicon.stems.__contains__),
            highlights=asked.highlights,
            generation=held.generation,
        )

    def suggest(self, text: str, limit: int = 8) -> tuple[str, ...]:
        """Complete `text`; see the port."""
        with self._reading() as run:
            held = self._now(run)
            themes = self._values(run, held, "theme")
        labels = {label: themes.get(slug, 0) for slug, label in self.thesaurus.labels.items()}
        return held.lexicon.complete(text[: limits.QUESTION_LENGTH], limit, labels)

    def mark(self) -> int:
        """Return the outbox mark; see the port."""
        with self._reading() as run:
            mark, maker = run("SELECT mark, made_by FROM state")[0]
        return int(mark) if maker == recipe() else -1

    def count(self) -> int:
        """Return how many entries are indexed."""
        with self._reading() as run:
            return int(run("SELECT count(*) FROM entries")[0][0])

    def indexed_under(self, stems: Sequence[str], ids: Sequence[str]) -> dict[str, frozenset[str]]:
        """Return which of these entries have each of these stems; see the port."""
        with self._reading() as run:
            rows = run(
                "SELECT id, tsvector_to_array(stems) FROM entries WHERE id = ANY (CAST(%s AS text[]))",
                [clean(id_) for id_ in ids],
            )
        return entries_by_stem(stems, {id_: set(held) for id_, held in rows})

    def close(self) -> None:
        """Let go of the connection."""
        with self._lock:
            self._connection.close()

    def _choose_shown(
        self, run: RunStatement, reader: ConditionBuilder, asked: Plan
    ) -> tuple[Node, Condition, tuple[int, int], tuple[str, ...]]:
        """Return the node that is shown, its condition, its totals, and what to tell about it."""
        found = reader.condition(asked.node)
        total = self._total(run, asked, found)
        node, told = asked.node, tuple[str, ...]()
        for step in asked.looser:
            if total[0] < step.below:
                looser = reader.condition(step.node)
                more = self._total(run, asked, looser)
                if more[0] > total[0]:
                    node, found, total, told = step.node, looser, more, (step.told,)
        return node, found, total, (*asked.notices, *told)

    def _having(self, run: RunStatement, parts: list[Condition]) -> list[int]:
        """Return how many entries there are, and how many fulfil each of some conditions."""
        counts = "".join(f", count(*) FILTER (WHERE {part.sql})" for part in parts)
        asking = f"SELECT count(*){counts} FROM entries"  # noqa: S608  (see Condition)
        return [int(count) for count in run(asking, *(value for part in parts for value in part.values))[0]]

    def _total(self, run: RunStatement, asked: Plan, found: Condition) -> tuple[int, int]:
        where = join_conditions("AND", [found, within(asked)])
        asking = f"SELECT count(*), count(DISTINCT review) FROM entries WHERE {where.sql}"  # noqa: S608  (see Condition)
        findings, reviews = run(asking, *where.values)[0]
        return int(findings), int(reviews)

    def _hits(self, run: RunStatement, asked: Plan, found: Condition, rank: Condition) -> tuple[Hit, ...]:
        where = join_conditions("AND", [found, within(asked)])
        order = f"{_ORDERS[asked.sort]}rank DESC, number"
        more, only = "0", "TRUE"
        if asked.group == "reviews":
            more, only = "count(*) OVER (PARTITION BY review) - 1", "place = 1"
        rows = run(
            f"""
            WITH ranked AS (SELECT *, {rank.sql} AS rank FROM entries WHERE {where.sql}),
                 placed AS (
                     SELECT *, {more} AS more, row_number() OVER (PARTITION BY review ORDER BY {order}) AS place
                     FROM ranked
                 )
            SELECT id, rank, more FROM placed WHERE {only} ORDER BY {order} LIMIT %s OFFSET %s
            """,  # noqa: S608  (see Condition)
            *rank.values,
            *where.values,
            asked.size,
            (asked.page - 1) * asked.size,
        )
        return tuple(Hit(id_, float(score), int(others)) for id_, score, others in rows)

    def _facets(self, run: RunStatement, asked: Plan, found: Condition) -> dict[str, tuple[Count, ...]]:
        """Count each facet over what the other facets' choices leave, all in one statement."""
        if not asked.facets:
            return {}
        parts = [_counting(asked, name) for name in asked.facets]
        asking = f"""
            WITH matched AS MATERIALIZED (SELECT review, year, facets FROM entries WHERE {found.sql})
            {" UNION ALL ".join(part.sql for part in parts)}
            """  # noqa: S608  (see Condition)
        rows = run(asking, *found.values, *(value for part in parts for value in part.values))
        listed: dict[str, list[Count]] = {name: [] for name in asked.facets}
        for name, value, findings, reviews in rows:
            chosen = value in asked.filters.get(name, ())
            listed[name].append(Count(value, int(findings), int(reviews) if asked.reviews else 0, chosen))
        return {name: in_order(name, counts, asked.filters.get(name, ())) for name, counts in listed.items()}

    # What is held

    def _now(self, run: RunStatement) -> GenerationState:
        """Return what is known of the present generation, asked anew where it has changed."""
        generation = int(run("SELECT generation FROM state")[0][0])
        if generation != self._held.generation:
            rows = run("SELECT word, ndoc FROM ts_stat('SELECT words FROM entries')")
            self._held = GenerationState(generation, SpellingLexicon({word: int(entries) for word, entries in rows}))
        return self._held

    def _values(self, run: RunStatement, held: GenerationState, facet: str) -> Mapping[str, int]:
        """Return the values of a facet, each with the number of entries that have it."""
        if facet not in held.values:
            rows = run(
                "SELECT value, count(*) FROM entries, jsonb_array_elements_text(facets -> %s) AS value GROUP BY value",
                facet,
            )
            held.values[facet] = {value: int(entries) for value, entries in rows}
        return held.values[facet]

    def _holds(self, run: RunStatement, stemmed: str) -> bool:
        return bool(run("SELECT 1 FROM entries WHERE stems @@ CAST(%s AS tsquery) LIMIT 1", f"'{stemmed}'"))

    # The connection

    @contextmanager
    def _exclusive_connection(self) -> Iterator[Any]:
        """Lend the connection to one thread; translate the driver's errors into ours."""
        with self._lock:
            try:
                yield self._connection
            except InterfaceError:
                self._connect_again()
            except DatabaseError as fault:
                if fault_code(fault).startswith(GONE):
                    self._connect_again()
                # what the server says may hold words of entries: it is not handed on, not even as a cause
                raise translate_fault(fault) from None

    def _connect_again(self) -> NoReturn:
        # the next question finds a new connection, or is told why not
        self._connection = connect(self._address, self.seconds)
        raise LibraryUnavailable("The connection to the PostgreSQL server was lost. Please ask again.") from None

    @contextmanager
    def _writing(self) -> Iterator[RunStatement]:
        """Run statements that are kept together or not at all."""
        with self._exclusive_connection() as connection, _transaction(connection):
            run = RunStatement(connection)
            run(f"SET LOCAL statement_timeout = {milliseconds(WRITE_SECONDS)}")
            yield run

    @contextmanager
    def _reading(self) -> Iterator[RunStatement]:
        """Run statements that all see one state of the library."""
        with self._exclusive_connection() as connection, _transaction(connection):
            run = RunStatement(connection)
            run("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield run


def _counting(asked: Plan, name: str) -> Condition:
    """Return the question for one facet's counts among what matched."""
    where = within(asked, ignoring=name)
    sql = f"""
        SELECT %s, value, count(*), count(DISTINCT review)
        FROM matched, jsonb_array_elements_text(facets -> %s) AS value WHERE {where.sql} GROUP BY value
        """  # noqa: S608  (see Condition)
    return Condition(sql, (name, name, *where.values))


class RunStatement:
    """Runs one statement and returns its rows."""

    def __init__(self, connection: Any) -> None:
        self._cursor = connection.cursor()

    def __call__(self, statement: str, *values: object) -> list[Row]:
        """Run it with its parameters."""
        self._cursor.execute(statement, values)
        return list(self._cursor.fetchall()) if self._cursor.description else []


@contextmanager
def _transaction(connection: Any) -> Iterator[None]:
    try:
        yield
    except BaseException:
        with suppress(InterfaceError, DatabaseError):  # of a connection that is lost nothing is kept anyway
            connection.rollback()
        raise
    connection.commit()


def open_engine(location: str, vocabulary: Vocabulary, seconds: float = limits.SECONDS) -> PostgresEngine:
    """Open the engine at postgresql://user:password@host:port/database?schema=name."""
    return PostgresEngine(location, vocabulary, seconds)


def forget(location: str) -> None:
    """Remove all that the engine at `location` keeps in the database."""
    connection = connect(location, limits.SECONDS)
    connection.cursor().execute(f"DROP SCHEMA {schema_name(location)} CASCADE")
    connection.commit()
    connection.close()
