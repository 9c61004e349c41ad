"""From a document to what the library keeps of it, in one line of stations. No station looks back, none writes."""

from __future__ import annotations

from ingest.about import describe
from ingest.answers import answer
from ingest.findings import find
from ingest.genres import genre_of
from ingest.pieces import Reader, mended, pieces_of
from ingest.sections import divide, sections_of
from ingest.tables import untabled
from ingest.themes import tag
from ingest.tools import tools_of
from kb.model import About, Document, Reading
from kb.vocabulary import Vocabulary


def digest(document: Document, about: About, vocabulary: Vocabulary) -> Reading:
    """Return all that a document gives. `about` is what is known of it already and is never overruled."""
    reader = Reader(document)
    pieces = pieces_of(reader, tools_of(vocabulary, "").announcer.heads)
    genre = genre_of(pieces)
    tools = tools_of(vocabulary, genre)
    parts = divide(mended(untabled(pieces, tools.announcer), reader), reader, tools.announcer, genre)
    found = find(parts, reader, tools, genre)
    findings = tag(tuple(one.finding for one in found), vocabulary)
    return Reading(
        document,
        describe(document, parts, about, tools.lists, genre),
        sections_of(parts),
        findings,
        answer(found, parts),
    )
