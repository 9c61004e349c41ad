"""Which documents speak in short lines: slides, posters, leaflets and briefings of seven minutes.

Under a slide's title a fragment says what running text says in a sentence ("Supervision – cancelled five times"), so
that such lines are weighed with other signs.
"""

from __future__ import annotations

from collections.abc import Sequence

from ingest.structure.paragraphs import TextPiece
from ingest.structure.sections import SectionPart
from kb.core.document import Role

_SPEAKS = ("", "briefing", "review")  # genres of which a document may be one of short lines
_LINES, _HEADED = 8, 4  # lines that say something, and headings over them, below which a document is too small to tell
_SAYS, _SHORT, _BRIEF = 2, 18, 9  # words of a line that says something, of a short one, and of a short sentence
_MOSTLY = 0.75  # of its lines that are short
_CARD = 60  # words below one heading, on average


def is_of_short_lines(parts: Sequence[SectionPart], genre: str) -> bool:
    """Return whether a document is made of short lines under many headings."""
    if genre not in _SPEAKS:
        return False
    lines = [
        piece
        for part in parts
        for piece in part.pieces
        if piece.cell is None and piece.role is not Role.NOTE and piece.length >= _SAYS
    ]
    headed = sum(bool(part.headings) and bool(part.pieces) for part in parts)
    if len(lines) < _LINES or headed < _HEADED or sum(piece.length for piece in lines) > _CARD * headed:
        return False
    return sum(map(_is_short, lines)) >= _MOSTLY * len(lines)


def _is_short(piece: TextPiece) -> bool:
    return piece.length <= (_BRIEF if piece.text.endswith((".", "!")) else _SHORT)
