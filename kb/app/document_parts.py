"""Divide a held document into its sections again, as reading does; finding its findings would take far longer."""

from __future__ import annotations

from ingest.structure.genre import genre_of
from ingest.structure.paragraphs import DocumentText, mend_breaks, pieces_of
from ingest.structure.sections import SectionPart, divide
from kb.core.document import Document
from kb.vocabulary import Vocabulary


def parts_of(document: Document, vocabulary: Vocabulary) -> tuple[SectionPart, ...]:
    """Return a document's parts in reading order."""
    # imported here: showing pages needs no readers of files
    from ingest.findings.compiled_vocabulary import tools_of
    from ingest.findings.table_rows import flatten_layout_tables

    reader = DocumentText(document)
    pieces = pieces_of(reader, tools_of(vocabulary, "").announcer.heads)
    genre = genre_of(pieces)
    tools = tools_of(vocabulary, genre)
    return divide(mend_breaks(flatten_layout_tables(pieces, tools.announcer), reader), reader, tools.announcer, genre)
