"""Look through the held documents for the review that a new one belongs to, and say so in a note."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from sqlalchemy import Connection, func, select

from kb.core.corrections import REVIEW
from kb.core.document import Note
from kb.core.model import DocumentSummary, Kind, Reading
from kb.core.remembering import MadeOfEach
from kb.store import codec, corrections, documents
from kb.store import tables as t
from kb.store.among import is_among
from kb.store.belonging import (
    ReviewTypes,
    find_issue,
    find_review,
    may_be_annex,
    may_be_issue,
    may_belong,
)
from kb.store.case_names import OPENING
from kb.store.case_signs import CaseSigns, signs_of
from kb.store.document_pairs import Belonging

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
    rows = connection.execute(select(t.documents.c.id, t.documents.c.review, t.documents.c.about)).all()
    abouts = {document: (slug, packed, codec.ABOUT.validate_json(packed)) for document, slug, packed in rows}
    near = [
        document
        for document, (_, _, about) in abouts.items()
        if may_belong(new.about, about, types) or may_be_annex(new.about, about)
    ]
    openings, asked = _openings(connection, near), _texts(connection, near, Kind.RECOMMENDATION)
    held = [
        (slug, _known_signs(document, packed, openings.get(document, ""), asked.get(document, ())))
        for document in near
        for slug, packed, _ in [abouts[document]]
    ]
    alike = [document for document, (_, _, about) in abouts.items() if may_be_issue(new.about, about)]
    told = _texts(connection, alike)
    issues = [
        (slug, signs_of(about, "", (), told.get(document, ())))
        for document in alike
        for slug, _, about in [abouts[document]]
    ]
    found = find_review(new, held, types)
    return found if found and found.certain else find_issue(new, issues) or found


def _openings(connection: Connection, ids: Sequence[str]) -> dict[str, str]:
    """Return the first pages of documents by id."""
    first = func.substr(t.texts.c.text, 1, 10 * OPENING)
    found: dict[str, str] = {}
    rows = connection.execute(select(t.texts.c.document, first).where(is_among(t.texts.c.document, ids)))
    found |= {row.document: row[1] for row in rows}
    return found


def _texts(connection: Connection, ids: Sequence[str], kind: Kind | None = None) -> dict[str, tuple[str, ...]]:
    """Return the texts of the findings of documents by id; of one kind alone where it is given."""
    found: dict[str, list[str]] = {}
    chosen = select(t.findings.c.document, t.findings.c.text).where(is_among(t.findings.c.document, ids))
    chosen = chosen.where(t.findings.c.kind == kind.value) if kind else chosen
    for document, text in connection.execute(chosen.order_by(t.findings.c.place)):
        found.setdefault(document, []).append(text)
    return {document: tuple(texts) for document, texts in found.items()}


def _known_signs(document: str, packed: str, text: str, asked: tuple[str, ...]) -> CaseSigns:
    """Return the signs of a held document, whose names and recommendations are looked through once while it stays so.

    `packed` is what is known about it, `text` its first pages and `asked` its recommendations. Each new document is
    held against hundreds, and most of that went into looking through these again.
    """
    return replace(_signs.of(document, (packed, text, asked)), text=text)


def _signs_without_text(held: tuple[str, str, tuple[str, ...]]) -> CaseSigns:
    packed, text, asked = held
    return replace(signs_of(codec.ABOUT.validate_json(packed), text, asked), text="")


_signs = MadeOfEach(_signs_without_text, 5_000, mark=hash)  # of about ten kilobytes each; first pages are far larger


def note_of(belonging: Belonging, title: str) -> Note:
    """Return what the keeper of a document should know about its review."""
    if not belonging.certain:
        return Note(
            PROPOSED,
            f"It may belong to the review “{title}”: {belonging.reasons}. For now it is a review of "
            "its own, and what recurs counts both as one case until somebody decides. Where the document "
            "is checked, you can say whether it is the same case.",
        )
    again = (
        "It is the same report again and is counted once" if belonging.again else "Added to a review in this library"
    )
    return Note(
        JOINED,
        f"{again}: “{title}”, because {belonging.reasons}. If that is wrong, move it to a review of its own.",
    )


def bring_papers(connection: Connection, papers: str, review: str, title: str) -> None:
    """Put the papers of one review with their report, which came after them.

    What a person or a manifest placed stays where it is.
    """
    placed = {one.document for one in corrections.of_field(connection, REVIEW)}
    note = note_of(Belonging(review, "its report came after it", certain=True), title)
    for held in documents.listing(connection, papers):
        if held.id not in placed and held.about.review is None:
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
