"""From a document to what the library keeps of it, in one line of stations. No station looks back, none writes."""

from __future__ import annotations

from ingest.about import describe
from ingest.announcements import Announcer
from ingest.answers import answer
from ingest.findings import find, with_ids
from ingest.genres import genre_of
from ingest.pieces import Reader, pieces_of
from ingest.sections import divide, sections_of
from kb.model import About, Document, Reading
from kb.vocabulary import Vocabulary


def digest(document: Document, about: About, vocabulary: Vocabulary) -> Reading:
    """Return all that a document gives. `about` is what is known of it already and is never overruled."""
    from ingest.themes import tag

    reader = Reader(document)
    pieces = pieces_of(reader)
    genre = genre_of(pieces)
    announcer = Announcer(vocabulary, genre)
    parts = divide(pieces, reader, announcer, genre)
    found = with_ids(find(parts, reader, announcer, vocabulary, genre), document)
    answers = answer(found)
    findings = tag(tuple(one.finding for one in found), vocabulary)
    return Reading(document, describe(document, parts, about, vocabulary, genre), sections_of(parts), findings, answers)
