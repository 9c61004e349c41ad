"""What a report of progress says in one paragraph: a recommendation given again, and what became of it."""

from __future__ import annotations

from ingest.findings.express_wordings import reports_progress
from ingest.findings.grammar import SentenceGrammar
from ingest.findings.statements import parted_piece
from ingest.structure.paragraphs import DocumentText, TextPiece


def part_progress(
    piece: TextPiece, reader: DocumentText, grammar: SentenceGrammar
) -> tuple[TextPiece, TextPiece] | None:
    """Return what a paragraph below a recommendation's number asks, and what it then reports of it, each whole.

    None where it does not begin by asking, or where what follows reports nothing: it may be a comment on what is asked.
    """
    sentences = parted_piece(piece, reader)
    moods = [grammar.read(sentence.text) for sentence in sentences]
    asking = [bool(one.asks or one.should or one.is_order or one.recommends) for one in moods]
    if not asking or not asking[0] or all(asking):
        return None
    at = asking.index(False)
    told = reader.join(sentences[at:])
    return (reader.join(sentences[:at]), told) if reports_progress(told.text, grammar.read(told.text)) else None
