"""Mark matched words as pieces of plain text. Never HTML: the page that shows them escapes and marks.

`Results.highlights` says what to mark, each in one of these forms:

    child               a word with this stem
    child protect plan  words with these stems next to each other
    "was not brought    these words as written, next to each other
    safeguard*          a word that begins so
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from kb.core.expressions import expression
from kb.text.stemming import stem
from kb.text.tokens import Token, tokens

_SENTENCE_END = expression(r"[.!?:;]['\"”’)]*\s+|\n+")


def highlight(text: str, highlights: Iterable[str]) -> tuple[tuple[str, bool], ...]:
    """Return `text` cut into pieces, each with whether it is to be marked. Joined they are `text` again."""
    pieces: list[tuple[str, bool]] = []
    place = 0
    for start, end in marks(text, highlights):
        pieces += [(text[place:start], False), (text[start:end], True)]
        place = end
    pieces.append((text[place:], False))
    return tuple(piece for piece in pieces if piece[0])


def marks(text: str, highlights: Iterable[str]) -> list[tuple[int, int]]:
    """Return the stretches of `text` to mark, in order, without overlaps."""
    asked = tuple(highlights)
    return list(_marks(text, asked)) if asked else []


@lru_cache(maxsize=256)  # a card shows the same text long and short
def _marks(text: str, highlights: tuple[str, ...]) -> tuple[tuple[int, int], ...]:
    found = tokens(text)
    written = [token.word for token in found]
    stemmed = [stem(word) for word in written]
    stretches: set[tuple[int, int]] = set()
    for wanted in highlights:
        if wanted.endswith("*"):
            stretches |= {(token.start, token.end) for token in found if token.word.startswith(wanted[:-1])}
        elif wanted.startswith('"'):
            stretches |= _runs(found, written, wanted[1:].split())
        else:
            stretches |= _runs(found, stemmed, wanted.split())
    return tuple(_join_stretches(sorted(stretches), text))


def window(text: str, highlights: Iterable[str], longest: int = 300) -> tuple[int, int]:
    """Return the stretch of whole sentences that has the most different marked words, about `longest` characters long.

    A text that is short enough is returned whole. Of equal stretches the first is taken.
    """
    if len(text) <= longest:
        return 0, len(text)
    found = [(start, end, stem(text[start:end].casefold())) for start, end in marks(text, highlights)]
    starts = [0, *(m.end() for m in _SENTENCE_END.finditer(text) if m.end() < len(text))]
    parts = [(start, _end(text, start, starts, longest)) for start in starts]
    return max(parts, key=lambda part: len({word for a, b, word in found if part[0] <= a and b <= part[1]}))


def _end(text: str, start: int, starts: list[int], longest: int) -> int:
    """Return where a stretch from `start` ends: after a sentence, or inside one longer than a stretch may be."""
    whole = [end for end in (*starts, len(text)) if start < end <= start + longest]
    if whole:
        return start + len(text[start : whole[-1]].rstrip())
    cut = text.rfind(" ", start + 1, start + longest)
    return cut if cut > start else start + longest


def _runs(found: list[Token], forms: list[str], wanted: list[str]) -> set[tuple[int, int]]:
    """Return the places where the wanted forms stand next to each other."""
    if not wanted:
        return set()
    places = (at for at, form in enumerate(forms) if form == wanted[0] and forms[at : at + len(wanted)] == wanted)
    return {(found[at].start, found[at + len(wanted) - 1].end) for at in places}


def _join_stretches(stretches: list[tuple[int, int]], text: str) -> list[tuple[int, int]]:
    """Return sorted stretches with those that overlap, or have only a space between them, made one."""
    joined: list[tuple[int, int]] = []
    for start, end in stretches:
        if joined and (start <= joined[-1][1] or not text[joined[-1][1] : start].strip()):
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
