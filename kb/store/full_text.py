"""The stems of every page of every document: an index beside `texts`, kept in the same transactions.

SQLite keeps it in an FTS5 table, PostgreSQL in a tsvector. What stands in it can be made again from `texts`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, func, select, text

from kb.core.document import Page
from kb.core.text_matches import PageMatch, TextMatch, TextMatches
from kb.store import codec
from kb.store import tables as t
from kb.text.asked_phrases import Phrase, highlights_of, phrases
from kb.text.tokens import stems

PIECE = 3_000  # characters of a piece of a text without pages, about a printed page
_MOST_PLACES = 256  # of one stem; PostgreSQL keeps no more
_LAST_PLACE = 16_383  # the last that PostgreSQL counts


def create(connection: Connection) -> None:
    """Make the empty index beside the table of pages."""
    for statement in _FORMS[connection.dialect.name].create:
        connection.execute(text(statement))


def insert(connection: Connection, document_id: str, said: str, pages: Sequence[Page]) -> None:
    """Index the pages of a document's text."""
    form = _FORMS[connection.dialect.name]
    for page, start, end in _stretches(said, pages):
        row = t.text_pages.insert().values(document=document_id, page=page, start=start, stop=end)
        number = connection.execute(row.returning(t.text_pages.c.number)).scalar_one()
        connection.execute(text(form.insert), {"number": number, "stems": form.said(stems(said[start:end]))})


def delete(connection: Connection, document_id: str) -> None:
    """Take a document's pages out of the index."""
    connection.execute(text(_FORMS[connection.dialect.name].delete), {"document": document_id})
    connection.execute(t.text_pages.delete().where(t.text_pages.c.document == document_id))


def forget_deleted(connection: Connection) -> None:
    """Take the words of deleted pages out of SQLite's lists, where they stay until lists are merged."""
    if connection.dialect.name == "sqlite":
        connection.execute(text("INSERT INTO page_stems (page_stems) VALUES ('optimize')"))


def fill(connection: Connection) -> None:
    """Index all texts anew."""
    connection.execute(text("DELETE FROM page_stems"))
    connection.execute(t.text_pages.delete())
    for document_id in connection.scalars(select(t.texts.c.document)).all():
        row = connection.execute(select(t.texts.c.text, t.texts.c.pages).where(t.texts.c.document == document_id)).one()
        insert(connection, document_id, row.text, codec.PAGES.validate_json(row.pages))
    forget_deleted(connection)


def find_differences(connection: Connection) -> tuple[tuple[str, ...], int]:
    """Return the documents whose pages are not indexed as their texts are, and how many indexed pages no text has."""
    numbers = set(connection.scalars(text(_FORMS[connection.dialect.name].numbers)))
    kept: dict[str, list[tuple[int, int, int]]] = defaultdict(list)
    known: set[int] = set()
    columns = t.text_pages.c
    for row in connection.execute(select(t.text_pages).order_by(columns.document, columns.number)):
        known.add(row.number)
        if row.number in numbers:
            kept[row.document].append((row.page, row.start, row.stop))
    wrong = []
    for row in connection.execute(select(t.texts.c.document, t.texts.c.text, t.texts.c.pages)):
        stretches = list(_stretches(row.text, codec.PAGES.validate_json(row.pages)))
        if sorted(kept.pop(row.document, [])) != sorted(stretches):
            wrong.append(row.document)
    return tuple(wrong), len(numbers - known) + sum(map(len, kept.values()))


def count(connection: Connection, question: str) -> int:
    """Return how many documents have a page with all that is asked for; older versions are not counted."""
    wanted, form = phrases(question), _FORMS[connection.dialect.name]
    return connection.scalar(text(form.count), {"wanted": form.wanted(wanted)}) or 0 if wanted else 0


def find(connection: Connection, question: str, first: int, size: int, each: int) -> TextMatches:
    """Return documents, the one with the best page first, and up to `each` pages of each in the order of reading."""
    wanted, form = phrases(question), _FORMS[connection.dialect.name]
    rows = connection.execute(text(form.find), {"wanted": form.wanted(wanted)}).all() if wanted else []
    places: dict[str, list[tuple[int, int, int]]] = defaultdict(list)
    for document, page, start, stop in rows:
        places[document].append((page, start, stop))
    shown = list(places.items())[first : first + size]
    found = (
        TextMatch(document, len(every), tuple(_found_page(connection, document, *one) for one in sorted(every[:each])))
        for document, every in shown
    )
    return TextMatches(len(places), tuple(found), highlights_of(question))


def _found_page(connection: Connection, document: str, page: int, start: int, stop: int) -> PageMatch:
    part = func.substr(t.texts.c.text, start + 1, stop - start)
    return PageMatch(page, start, connection.scalar(select(part).where(t.texts.c.document == document)) or "")


def _stretches(said: str, pages: Sequence[Page]) -> Iterator[tuple[int, int, int]]:
    if pages:
        starts = [page.start for page in pages]
        for page, end in zip(pages, [*starts[1:], len(said)], strict=True):
            yield page.number, page.start, end
        return
    start = 0
    while start < len(said):
        end = start + PIECE
        if end < len(said):
            space = max(said.rfind("\n", start + PIECE // 2, end), said.rfind(" ", start + PIECE - 200, end))
            end = space + 1 if space > start else end
        yield 0, start, min(end, len(said))
        start = end


def _tsvector(found: Sequence[str]) -> str:
    places: dict[str, list[str]] = defaultdict(list)
    for place, one in enumerate(found, 1):
        if len(places[one]) < _MOST_PLACES:
            places[one].append(str(min(place, _LAST_PLACE)))
    return " ".join(f"'{one}':{','.join(at)}" for one, at in places.items())


def _tsquery(wanted: Sequence[Phrase]) -> str:
    return " & ".join("(" + " <-> ".join(f"'{one}'" for one in phrase) + ")" for phrase in wanted)


def _fts5_query(wanted: Sequence[Phrase]) -> str:
    return " AND ".join('"' + " ".join(phrase) + '"' for phrase in wanted)


@dataclass(frozen=True, slots=True)
class _Form:
    """The index in one database's own way."""

    create: tuple[str, ...]
    said: Callable[[Sequence[str]], str]
    wanted: Callable[[Sequence[Phrase]], str]
    insert: str
    delete: str
    count: str
    find: str
    numbers: str


_FORMS = {
    "sqlite": _Form(
        ("CREATE VIRTUAL TABLE page_stems USING fts5 (stems, tokenize = 'unicode61 remove_diacritics 0')",),
        " ".join,
        _fts5_query,
        "INSERT INTO page_stems (rowid, stems) VALUES (:number, :stems)",
        "DELETE FROM page_stems WHERE rowid IN (SELECT number FROM text_pages WHERE document = :document)",
        """
        SELECT count(DISTINCT p.document) FROM page_stems JOIN text_pages p ON p.number = page_stems.rowid
        JOIN documents d ON d.id = p.document
        WHERE page_stems MATCH :wanted AND d.state = 'held' AND d.replaced_by = ''
        """,
        """
        SELECT p.document, p.page, p.start, p.stop FROM page_stems JOIN text_pages p ON p.number = page_stems.rowid
        JOIN documents d ON d.id = p.document
        WHERE page_stems MATCH :wanted AND d.state = 'held' AND d.replaced_by = ''
        ORDER BY page_stems.rank, p.number
        """,
        "SELECT rowid FROM page_stems",
    ),
    "postgresql": _Form(
        (
            "CREATE TABLE page_stems (number INTEGER PRIMARY KEY REFERENCES text_pages ON DELETE CASCADE, "
            "stems TSVECTOR NOT NULL)",
            "CREATE INDEX ix_page_stems_stems ON page_stems USING gin (stems)",
        ),
        _tsvector,
        _tsquery,
        "INSERT INTO page_stems (number, stems) VALUES (:number, CAST(:stems AS tsvector))",
        "DELETE FROM page_stems WHERE number IN (SELECT number FROM text_pages WHERE document = :document)",
        """
        SELECT count(DISTINCT p.document) FROM page_stems s JOIN text_pages p ON p.number = s.number
        JOIN documents d ON d.id = p.document
        WHERE s.stems @@ CAST(:wanted AS tsquery) AND d.state = 'held' AND d.replaced_by = ''
        """,
        """
        SELECT p.document, p.page, p.start, p.stop FROM page_stems s JOIN text_pages p ON p.number = s.number
        JOIN documents d ON d.id = p.document
        WHERE s.stems @@ CAST(:wanted AS tsquery) AND d.state = 'held' AND d.replaced_by = ''
        ORDER BY ts_rank(s.stems, CAST(:wanted AS tsquery)) DESC, p.number
        """,
        "SELECT number FROM page_stems",
    ),
}
