"""Look through the held documents for the review that a new one belongs to, and say so in a note."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from sqlalchemy import Connection, func, select

from kb.core.corrections import REVIEW
from kb.core.document import Note
from kb.core.model import DocumentSummary, Kind, Reading
from kb.store import codec, corrections, documents
from kb.store import tables as t
from kb.store.belonging import (
    Belonging,
    ReviewTypes,
    find_issue,
    find_review,
    may_be_annex,
    may_be_issue,
    may_belong,
    signs_of,
)
from kb.store.case_names import OPENING

JOINED = "joined_review"
PROPOSED = "may_join_review"
ENCLOSED = "came_in"
_CODES = (JOINED, PROPOSED, ENCLOSED)  # what no reader can know of a document


def review_by_signs(connection: Connection, reading: Reading, types: ReviewTypes) -> Belonging | None:
    """Return the held review to which a document belongs, or may, by what both say."""
    recommendations = (one.text for one in reading.findings if one.kind is Kind.RECOMMENDATION)
    new = signs_of(
        reading.about, reading.document.text, recommendations, statements=[one.text for one in reading.findings]
    )
    if not new.names and not new.statements and not new.about.area:
        return None
    held, issues = [], []
    rows = connection.execute(select(t.documents.c.id, t.documents.c.review, t.documents.c.about)).all()
    for document, slug, packed in rows:
        about = codec.ABOUT.validate_json(packed)
        if may_belong(new.about, about, types) or may_be_annex(new.about, about):
            text = connection.scalar(
                select(func.substr(t.texts.c.text, 1, 10 * OPENING)).where(t.texts.c.document == document)
            )
            held.append((slug, signs_of(about, text or "", _recommendations(connection, document))))
        if may_be_issue(new.about, about):
            issues.append((slug, signs_of(about, "", (), _statements(connection, document))))
    found = find_review(new, held, types)
    return found if found and found.certain else find_issue(new, issues) or found


def _recommendations(connection: Connection, document: str) -> Iterable[str]:
    mine = (t.findings.c.document == document) & (t.findings.c.kind == Kind.RECOMMENDATION.value)
    return connection.scalars(select(t.findings.c.text).where(mine)).all()


def _statements(connection: Connection, document: str) -> Iterable[str]:
    return connection.scalars(select(t.findings.c.text).where(t.findings.c.document == document)).all()


def note_of(belonging: Belonging, title: str) -> Note:
    """Return what the keeper of a document should know about its review."""
    if not belonging.certain:
        return Note(
            PROPOSED,
            f"It may belong to the review “{title}”: {belonging.reasons}. For now it is a review of "
            "its own, and what recurs counts both as one case until somebody decides: move it to that review to join "
            "them, or say that it is another case where the document is corrected.",
        )
    again = "It is the same report again and is counted once" if belonging.again else "Put with a held review"
    return Note(
        JOINED,
        f"{again}: “{title}”, because {belonging.reasons}. If that is wrong, move it to a review of its own.",
    )


def bring_papers(connection: Connection, papers: str, review: str, title: str) -> None:
    """Put the papers of one review with their report, which came after them, unless a person placed them."""
    placed = {one.document for one in corrections.of_field(connection, REVIEW)}
    note = note_of(Belonging(review, "its report came after it", certain=True), title)
    for held in documents.listing(connection, papers):
        if held.id not in placed:
            notes = codec.pack(codec.NOTES, (*held.notes, note))
            moved = t.documents.update().where(t.documents.c.id == held.id)
            connection.execute(moved.values(review=review, may_join="", notes=notes))


def note_of_enclosure(name: str) -> Note:
    """Return what is noted of a document that came inside an archive or a mail."""
    return Note(ENCLOSED, f"It came inside “{name}”.")


def without_joining(notes: Iterable[Note]) -> tuple[Note, ...]:
    """Return what reading alone noticed."""
    return tuple(note for note in notes if note.code not in _CODES)


def with_joining(reading: Reading, held: DocumentSummary) -> Reading:
    """Return a new reading with what was noted of the review when the document came."""
    kept = tuple(note for note in held.notes if note.code in _CODES)
    document = replace(reading.document, notes=(*without_joining(reading.document.notes), *kept))
    return replace(reading, document=document)
