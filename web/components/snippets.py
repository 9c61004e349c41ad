"""Snippets: the whole sentences of a finding that best show why it matched, with the matched words marked.

Marks are made on plain text and stay plain text: a snippet is pieces of words, each marked or not, and only a template
turns a piece into markup.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kb.text.masking import cut
from search.highlight import marks, window

LONG_CHARACTERS = 320


@dataclass(frozen=True, slots=True)
class SnippetPiece:
    """Words of a document, and whether they are marked."""

    text: str
    marked: bool = False


@dataclass(frozen=True, slots=True)
class Snippet:
    """Some whole sentences of a text, and whether there is more before and after them."""

    pieces: tuple[SnippetPiece, ...]
    before: bool = False
    after: bool = False

    @property
    def text(self) -> str:
        """The words without marks."""
        return "".join(piece.text for piece in self.pieces)


def pieces(text: str, stretches: Sequence[tuple[int, int]]) -> tuple[SnippetPiece, ...]:
    """Return all of `text` with these stretches marked, without contact details."""
    return tuple(SnippetPiece(words, is_marked) for words, is_marked in cut(text, stretches))


def snippet(
    text: str, highlights: Sequence[str] = (), longest: int = LONG_CHARACTERS, chief: int = 0, *, led: bool = False
) -> Snippet:
    """Return the whole sentences, of about `longest` characters, that hold the most different found words.

    Of a text that is too long, and of which nothing was searched for, they begin at `chief`; so they do where it is to
    be `led` by what stands there.
    """
    start, end = window(text, highlights, longest)
    if (led or not highlights) and end - start < len(text) and (0 if led else 1) <= chief < len(text):
        start, end = chief, chief + window(text[chief:], (), longest)[1]
    if end - start < longest // 3 and end < len(text):
        end = _enough(text, start, longest)
    stretches = marks(text, highlights) if highlights else ()
    inside = [(max(a, start) - start, min(b, end) - start) for a, b in stretches if a < end and b > start]
    return Snippet(pieces(text[start:end], inside), before=start > 0, after=end < len(text.rstrip()))


def _enough(text: str, start: int, longest: int) -> int:
    """Return where to end a stretch whose first sentence is only a label, and whose next is longer than a stretch."""
    stop = text.find(". ", start + longest // 3, start + 2 * longest)
    if stop >= 0:
        return stop + 1
    space = text.rfind(" ", start, start + longest)
    return space if space > start else min(start + longest, len(text))
