"""What the depth of a list tells: a letter below a number is cited with it, and a short item may only name those below.

"a)" below "2)" is "2(a)"; "What agencies should do" over three whole sentences is their heading and no finding.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from ingest.findings.candidate import Candidate
from ingest.findings.grammar import SentenceGrammar
from ingest.structure.heading_cues import Announcement
from ingest.structure.headings import marker_shape
from ingest.structure.paragraphs import TextPiece
from kb.core.expressions import expression

_LETTER = expression(r"\W*(?P<letter>[a-z]|[ivx]{2,4})\W*")
_COUNT = expression(r"\W*(?P<count>\d{1,3})\W*")
_ASKS_WHAT = expression(r"^\W*(?:what|who|how|where|when|why|which)\b", re.IGNORECASE)
_SHORT, _WHOLE = 8, 4  # words up to which an item may name those below it, and more of each of them


@dataclass(frozen=True, slots=True)
class Lead:
    """What introduces a list, the list's first item, and what it announces."""

    piece: TextPiece
    first: TextPiece
    announced: Announcement | None

    @property
    def text(self) -> str:
        """Its words for reading."""
        return self.piece.text

    def covers(self, piece: TextPiece) -> bool:
        """Return whether an item is of the list: deeper than what introduces it, marked as the first or below it."""
        depth = depth_of(piece)
        if depth <= depth_of(self.piece):
            return False
        return depth > depth_of(self.first) or marker_shape(piece.marker) == marker_shape(self.first.marker)


def depth_of(piece: TextPiece) -> int:
    """Return how deep in a list a piece stands, 0 for running text."""
    return max(piece.level, 1) if piece.is_item else 0


def children_of(pieces: Sequence[TextPiece], place: int) -> list[TextPiece]:
    """Return the items that stand under the piece at `place`, with all below them."""
    depth = depth_of(pieces[place])
    end = place + 1
    while end < len(pieces) and pieces[end].is_item and depth_of(pieces[end]) > depth:
        end += 1
    return list(pieces[place + 1 : end])


def with_label(units: Iterable[Candidate], number: str, label: str) -> Iterator[Candidate]:
    """Yield units, the one that bears a number with a label in its place, where there is one."""
    for unit in units:
        yield replace(unit, label=label) if label and unit.label == number else unit


def counted_before(pieces: Sequence[TextPiece], place: int) -> TextPiece | None:
    """Return the nearest item before `place` in its list that bears a plain number: lists by hand know no depth."""
    for piece in reversed(pieces[:place]):
        if not piece.is_item or _COUNT.fullmatch(piece.number):
            return piece if piece.is_item else None
    return None


def label_below(piece: TextPiece, above: TextPiece | None) -> str:
    """Return the label of an item that bears a letter below one that bears a number: "2(a)"; "" for any other."""
    letter = _LETTER.fullmatch(piece.number) if piece.is_item else None
    count = _COUNT.fullmatch(above.number) if above is not None and above.is_item else None
    return f"{count['count']}({letter['letter']})" if letter and count else ""


def names_items(piece: TextPiece, items: Sequence[TextPiece], grammar: SentenceGrammar) -> bool:
    """Return whether an item only names what the items right below it say, each in a sentence of its own."""
    if not piece.is_item or piece.number or piece.length > _SHORT or piece.text.endswith((".", ";", "!", "?")):
        return False
    below = [item for item in items if item.level == items[0].level]
    if not below or any(item.length <= _WHOLE or not item.text.endswith(".") for item in below):
        return False
    moods = grammar.read(piece.text)
    return bool(_ASKS_WHAT.match(piece.text)) or not (moods.asks_at_all or moods.is_order)
