"""The statements of a document that are weighed by their signs, and those that stay just under the bar."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.findings.candidates import Candidate, Candidates
from ingest.findings.compiled_vocabulary import CompiledVocabulary, tools_of
from ingest.findings.statements import Reckoning, reckon, weights_of
from ingest.findings.table_rows import flatten_layout_tables
from ingest.structure.chapters import chapters_of
from ingest.structure.genre import genre_of
from ingest.structure.paragraphs import DocumentText, mend_breaks, pieces_of
from ingest.structure.sections import SectionPart, divide
from ingest.structure.short_lines import is_of_short_lines
from kb.core.document import Document
from kb.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class OpenedDocument:
    """A document's sections and text, its genre, and the vocabulary of that genre."""

    parts: Sequence[SectionPart]
    reader: DocumentText
    genre: str
    tools: CompiledVocabulary


def open_document(document: Document, vocabulary: Vocabulary) -> OpenedDocument:
    """Return a document as its findings were looked for in it."""
    reader = DocumentText(document)
    pieces = pieces_of(reader, tools_of(vocabulary, "").announcer.heads)
    genre = genre_of(pieces)
    tools = tools_of(vocabulary, genre)
    flat = mend_breaks(flatten_layout_tables(pieces, tools.announcer), reader)
    return OpenedDocument(divide(flat, reader, tools.announcer, genre), reader, genre, tools)


def candidates(document: Document, vocabulary: Vocabulary) -> Iterator[Candidate]:
    """Yield the statements of a document that no heading speaks for, in reading order."""
    read = open_document(document, vocabulary)
    short = is_of_short_lines(read.parts, read.genre)
    units = Candidates(read.reader, read.tools.announcer, read.tools.grammar, read.genre, short_lines=short)
    for part, chapter in zip(read.parts, chapters_of(read.parts), strict=True):
        yield from (unit for unit in units.of(part, chapter) if unit.signs)


def under_bar(document: Document, vocabulary: Vocabulary) -> tuple[tuple[str, Reckoning], ...]:
    """Return the statements whose chance comes near the bar without reaching it, the likeliest first, each with why."""
    weights = weights_of()
    told = [
        (unit.text, reckon(unit.signs, weights)) for unit in candidates(document, vocabulary) if not unit.in_company
    ]
    near = [one for one in told if weights.near <= one[1].chance < weights.bar]
    return tuple(sorted(near, key=lambda one: -one[1].chance))
