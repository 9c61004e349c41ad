"""Where a document's list of contents stands, so that what it names is not taken for headings."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.structure.heading_cues import HeadingCues
from ingest.structure.headings import is_contents_line
from ingest.structure.paragraphs import TextPiece
from kb.text.phrases import words_of


def contents_of(pieces: Sequence[TextPiece], heading_cues: HeadingCues) -> range:
    """Return the places of a contents list, with its heading."""
    start = next((place for place, piece in enumerate(pieces[:400]) if _is_contents_heading(piece, heading_cues)), None)
    if start is None:
        return range(0)
    seen: set[str] = set()
    place = start + 1
    while place < len(pieces):
        piece = pieces[place]
        key = " ".join(words_of(re.sub(r"[\s.…\d]+$", "", piece.text)))
        listed = is_contents_line(piece.text)
        if not listed and (piece.length > 22 or piece.text.endswith((".", ":")) or key in seen):
            break
        seen.add(key)
        place += 1
    return range(start, place)


def _is_contents_heading(piece: TextPiece, heading_cues: HeadingCues) -> bool:
    if piece.length > 5 or piece.cell is not None:
        return False
    announced = heading_cues.heading(piece.text)
    return announced is not None and announced.sort == "contents"
