"""Documents and their texts: in and out of their tables."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Connection, func, or_, select

from kb.core.document import Document
from kb.core.errors import NotHeld
from kb.core.model import KEPT_BACK, DocumentSummary, Metadata, Reading
from kb.store import codec, full_text
from kb.store import tables as t
from kb.store.among import is_among


class AlreadyHeld(Exception):
    """The same bytes or the same text are in the library."""

    def __init__(self, held: DocumentSummary, sha256: str) -> None:
        super().__init__(f"Already held as {held.name} (added {held.added[:10]}).")
        self.held = held
        self.same_bytes = held.sha256 == sha256


def insert(connection: Connection, held: DocumentSummary, reading: Reading, stated: Metadata) -> None:
    """Store a document's listing and its text."""
    connection.execute(
        t.documents.insert().values(
            id=held.id,
            sha256=held.sha256,
            text_key=codec.document_key(reading.document),
            size=held.size,
            added=held.added,
            stated=codec.pack(codec.ABOUT, stated),
            version=held.version,
            may_join=held.may_join,
            **_document_row(held, reading),
        )
    )
    connection.execute(t.texts.insert().values(**codec.text_row(held.id, reading.document)))
    full_text.insert(connection, held.id, reading.document.text, reading.document.pages)


def update(connection: Connection, held: DocumentSummary, reading: Reading) -> None:
    """Store what a new reading of a held document says."""
    connection.execute(
        t.documents.update()
        .where(t.documents.c.id == held.id)
        .values(text_key=codec.document_key(reading.document), version=held.version + 1, **_document_row(held, reading))
    )
    row = codec.text_row(held.id, reading.document)
    connection.execute(t.texts.delete().where(t.texts.c.document == held.id))  # it may have been lost
    connection.execute(t.texts.insert().values(**row))
    full_text.delete(connection, held.id)
    full_text.insert(connection, held.id, reading.document.text, reading.document.pages)


def _document_row(held: DocumentSummary, reading: Reading) -> dict[str, object]:
    return {
        "review": held.review,
        "name": held.name,
        "format": reading.document.format,
        "page_count": len(reading.document.pages),
        "about": codec.pack(codec.ABOUT, reading.about),
        "notes": codec.pack(codec.NOTES, reading.document.notes),
        "finding_count": len(reading.findings),
    }


def twin(connection: Connection, sha256: str, text_key: str) -> DocumentSummary | None:
    """Return the held document with these bytes or this text, if any."""
    return _first(connection, or_(t.documents.c.sha256 == sha256, t.documents.c.text_key == text_key))


def of_id(connection: Connection, document_id: str) -> DocumentSummary | None:
    """Return the document of this id, if held."""
    return _first(connection, t.documents.c.id == document_id)


def _first(connection: Connection, condition: ColumnElement[bool]) -> DocumentSummary | None:
    row = connection.execute(select(t.documents).where(condition)).mappings().first()
    return codec.held_of(row) if row else None


def listing(connection: Connection, review: str | None = None) -> tuple[DocumentSummary, ...]:
    """Return all documents, or those of a review, in the order of their coming."""
    chosen = select(t.documents).order_by(t.documents.c.number)
    if review is not None:
        chosen = chosen.where(t.documents.c.review == review)
    return tuple(codec.held_of(row) for row in connection.execute(chosen).mappings())


def of_ids(connection: Connection, ids: Sequence[str]) -> dict[str, DocumentSummary]:
    """Return those of these documents that are held, by id."""
    found: dict[str, DocumentSummary] = {}
    for row in connection.execute(select(t.documents).where(is_among(t.documents.c.id, ids))).mappings():
        one = codec.held_of(row)
        found[one.id] = one
    return found


def has_kept_back(connection: Connection) -> bool:
    """Return whether any document is kept back from readers."""
    chosen = select(t.documents.c.id).where(t.documents.c.state == KEPT_BACK).limit(1)
    return connection.execute(chosen).first() is not None


def text(connection: Connection, document_id: str) -> Document:
    """Return a document with its text. Raises NotHeld."""
    held = of_id(connection, document_id)
    row = connection.execute(select(t.texts).where(t.texts.c.document == document_id)).mappings().first()
    if held is None or row is None:
        raise NotHeld(f"No document {document_id:.80} is in this library.")
    return codec.document_of(held, row)


def stated_metadata(connection: Connection, document_id: str) -> Metadata:
    """Return what a manifest said of a document when it came."""
    chosen = select(t.documents.c.stated).where(t.documents.c.id == document_id)
    return codec.ABOUT.validate_json(connection.execute(chosen).scalar_one())


def delete(connection: Connection, document_id: str) -> None:
    """Remove a document with its text, findings, tags and answers."""
    full_text.delete(connection, document_id)
    full_text.forget_deleted(connection)
    connection.execute(t.documents.delete().where(t.documents.c.id == document_id))


def changed_rows(connection: Connection) -> tuple[Sequence[str], Sequence[str]]:
    """Return the documents and the findings whose stored words no longer fit their hash."""
    texts = [
        row["document"]
        for row in connection.execute(select(t.texts)).mappings()
        if row["hash"] != codec.row_hash(dict(row))
    ]
    findings = [
        row["id"]
        for row in connection.execute(select(t.findings)).mappings()
        if row["hash"] != codec.row_hash(dict(row))
    ]
    return texts, findings


def incomplete(connection: Connection) -> tuple[str, ...]:
    """Return the documents that lack their text, or have other findings in number than were read."""
    counted = select(func.count()).where(t.findings.c.document == t.documents.c.id).scalar_subquery()
    chosen = (
        select(t.documents.c.id)
        .outerjoin(t.texts, t.texts.c.document == t.documents.c.id)
        .where(or_(t.texts.c.document.is_(None), counted != t.documents.c.finding_count))
        .order_by(t.documents.c.number)
    )
    return tuple(connection.scalars(chosen))
