"""From a document to what the library keeps of it, in one line of stations. No station looks back, none writes."""

from __future__ import annotations

from dataclasses import replace

from ingest.findings.divided_document import divide_document
from ingest.findings.extract import find
from ingest.findings.link_answers import answer
from ingest.findings.reading_notes import notices, without_notices
from ingest.metadata.collect import describe
from ingest.structure.genre import is_thematic_inspection
from ingest.structure.sections import sections_of
from ingest.themes.surroundings import tag_document
from kb.core.document import Document
from kb.core.model import Metadata, Reading
from kb.vocabulary import Vocabulary


def reading_of(document: Document, about: Metadata, vocabulary: Vocabulary) -> Reading:
    """Return all that a document gives. `about` is what is known of it already and is never overruled."""
    divided = divide_document(document, vocabulary)
    parts, compiled, genre = divided.parts, divided.compiled, divided.genre
    found = find(parts, divided.reader, compiled, genre)
    document = replace(
        document,
        notes=(
            *without_notices(document.notes),
            *(() if document.is_awaited else notices(divided.pieces, parts, found, compiled, document.text)),
        ),
    )
    kept_as = "inspection" if is_thematic_inspection(divided.pieces) else genre
    described = describe(document, parts, about, compiled.lists, kept_as)
    answers = answer(found, parts)
    findings = tag_document([one.finding for one in found], answers, described, vocabulary, document.text)
    return Reading(document, described, sections_of(parts), findings, answers)
