"""Divide a held document into its sections again, as reading does; finding its findings would take far longer."""

from __future__ import annotations

from ingest.structure.sections import SectionPart
from kb.core.document import Document
from kb.vocabulary import Vocabulary


def parts_of(document: Document, vocabulary: Vocabulary) -> tuple[SectionPart, ...]:
    """Return a document's parts in reading order."""
    # imported here: showing pages needs no readers of files
    from ingest.findings.divided_document import divide_document

    return divide_document(document, vocabulary).parts
