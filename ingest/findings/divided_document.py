"""A document as its findings are looked for in it: its text, its genre, and its parts under their headings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.findings.answered_again import with_answers_below_labels
from ingest.findings.compiled_vocabulary import CompiledVocabulary, compile_vocabulary
from ingest.findings.layout_tables import flatten_layout_tables
from ingest.structure.genre import genre_of
from ingest.structure.paragraphs import DocumentText, TextPiece, mend_breaks, pieces_of
from ingest.structure.sections import SectionPart, divide
from kb.core.document import Document
from kb.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class DividedDocument:
    """The pieces of a document as they stand, its parts under headings, and the vocabulary of its genre."""

    reader: DocumentText
    genre: str
    compiled: CompiledVocabulary
    pieces: Sequence[TextPiece]
    parts: tuple[SectionPart, ...]


def divide_document(document: Document, vocabulary: Vocabulary) -> DividedDocument:
    """Return a document divided under its headings; which words head a part depends on its genre."""
    reader = DocumentText(document)
    pieces = pieces_of(reader, compile_vocabulary(vocabulary, "").heading_cues.heads)
    genre = genre_of(pieces)
    compiled = compile_vocabulary(vocabulary, genre)
    cues = compiled.heading_cues
    parts = divide(mend_breaks(flatten_layout_tables(pieces, cues), reader), reader, cues, genre)
    parts = with_answers_below_labels(parts, reader, compiled.grammar)
    return DividedDocument(reader, genre, compiled, pieces, parts)
