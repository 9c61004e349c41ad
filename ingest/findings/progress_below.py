"""What a report of progress says in one paragraph: a recommendation given again, and what became of it."""

from __future__ import annotations

import re

from ingest.findings.express_wordings import reports_progress, without_conditions
from ingest.findings.grammar import SentenceGrammar
from ingest.findings.statements import parted_piece
from ingest.structure.paragraphs import DocumentText, TextPiece
from kb.core.expressions import expression

_TELLS_DONE = expression(  # "A single form was agreed in June", and no comment: "This was found to be unclear"
    r"^(?!(?:this|that|these|there|because|if|it)\b)(?:"
    r"(?:done|complete[d]?|achieved|yes|in\s+place|agreed|closed)\s*[.:;,–-]|"
    r"[^.;]*?\b(?:(?:was|were|has\s+been|have\s+been)\s+(?:\w+ly\s+|not\s+)?(?!(?:found|felt|said|unable|aware|seen|known|concerned)\b)"
    r"(?:\w{2,}ed|\w{2,}en|sent|held|built|put|set|made|met|begun|brought|bought)|"
    r"now\s+(?:has|have|asks?|includes?|uses?|holds?|meets?|sees?|gets?|goes|go)|(?:is|are)\s+(?:now\s+)?in\s+(?:use|place)|"
    r"(?!(?:the|an?|all|any|each|every|its|their|our|this|that|these|those|no|newly|recently|jointly|locally|nationally|previously)\s)[\w’'-]+\s+"
    r"(?:considered|decided|adopted|launched|introduced|began|agreed|published|appointed|wrote|trained|set\s+up)\b))",
    re.IGNORECASE,
)


def tells_done(text: str) -> bool:
    """Return whether a sentence below what was asked tells what became of it."""
    return bool(_TELLS_DONE.match(without_conditions(text)))


def part_progress(
    piece: TextPiece, reader: DocumentText, grammar: SentenceGrammar
) -> tuple[TextPiece, TextPiece] | None:
    """Return what a paragraph below a recommendation's number asks, and what it then reports of it, each whole.

    None where it does not begin by asking, or where what follows reports nothing: it may be a comment on what is asked.
    """
    sentences = parted_piece(piece, reader)
    moods = [grammar.read(sentence.text) for sentence in sentences]
    asking = [bool(one.asks_at_all or one.recommends) for one in moods]
    if not asking or not asking[0] or all(asking):
        return None
    at = asking.index(False)
    told = reader.join(sentences[at:])
    reports = reports_progress(told.text, grammar.read(told.text)) or tells_done(sentences[at].text)
    return (reader.join(sentences[:at]), told) if reports else None
