"""Lay out a document's text for reading: join lines into paragraphs; keep headings, lists and tables."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from kb.core.document import Block, Document, Role
from kb.text.masking import contacts
from kb.text.reading_text import clean_text
from web.components.snippets import SnippetPiece, pieces

Stretch = tuple[int, int]

_HEADS = frozenset({Role.TITLE, Role.HEADING})


@dataclass(frozen=True, slots=True)
class LaidBlock:
    """A heading, paragraph, item or note of a page; or a table, whose rows are cells of pieces."""

    role: str  # "heading", "paragraph", "item", "note", "furniture" or "table"
    pieces: tuple[SnippetPiece, ...] = ()
    marker: str = ""
    level: int = 0
    rows: tuple[tuple[tuple[SnippetPiece, ...], ...], ...] = ()
    first: bool = False  # whether the first marked words stand in it


def laid_out(
    document: Document, start: int, end: int, marked: Sequence[Stretch], words: frozenset[str]
) -> tuple[LaidBlock, ...]:
    """Return the blocks between two offsets of a document's text, with these stretches and its words `words` marked."""
    blocks = tuple(_whole_blocks(document, start, end))
    hidden = _mask_divided(document.text, start, end, blocks)
    out: list[LaidBlock] = []
    for table, group in groupby(blocks, key=lambda block: block.cell.table if block.cell else None):
        if table is None:
            out += [_one(hidden, start, block, words, marked) for block in group]
        else:
            out.append(LaidBlock("table", rows=_rows(hidden, start, group, words, marked)))
    return _first(tuple(one for one in out if one.pieces or one.rows))


def _whole_blocks(document: Document, start: int, end: int) -> Iterator[Block]:
    """Yield the blocks between two places, and what stands in none as paragraphs, so that no word is lost."""
    at = start
    for block in sorted(document.blocks, key=lambda one: one.start):
        if block.end <= at or block.start >= end:
            continue
        # A printed marker stands before its block.
        lead = document.text.rfind(block.marker, at, block.start) if block.marker else -1
        yield from _loose_paragraphs(document.text, at, lead if lead >= 0 else block.start)
        yield replace(block, start=max(block.start, at), end=min(block.end, end))
        at = min(block.end, end)
    yield from _loose_paragraphs(document.text, at, end)


def _loose_paragraphs(text: str, start: int, end: int) -> Iterator[Block]:
    at = start
    for paragraph in text[start:end].split("\n\n"):
        if paragraph.strip():
            yield Block(at, at + len(paragraph), Role.PARAGRAPH)
        at += len(paragraph) + 2


def _mask_divided(text: str, start: int, end: int, blocks: Sequence[Block]) -> str:
    """Return the text with dots for contact details that two blocks divide; each block hides its own."""
    out = text[start:end]
    for first, last, _ in contacts(out):
        if not any(block.start - start <= first and last <= block.end - start for block in blocks):
            out = out[:first] + "•" * (last - first) + out[last:]
    return out


def _one(text: str, base: int, block: Block, words: frozenset[str], marked: Sequence[Stretch]) -> LaidBlock:
    role = "heading" if block.role in _HEADS else "paragraph" if block.role is Role.CAPTION else block.role.value
    return LaidBlock(role, _pieces(text, base, block, words, marked), block.marker.strip(), block.level)


def _rows(
    text: str, base: int, cells: Iterator[Block], words: frozenset[str], marked: Sequence[Stretch]
) -> tuple[tuple[tuple[SnippetPiece, ...], ...], ...]:
    rows = groupby(cells, key=lambda block: block.cell.row if block.cell else 0)
    return tuple(tuple(_pieces(text, base, one, words, marked) for one in row) for _, row in rows)


def _pieces(
    text: str, base: int, block: Block, words: frozenset[str], marked: Sequence[Stretch]
) -> tuple[SnippetPiece, ...]:
    """Return a block's words on one line, with what is marked of them."""
    said, offsets = clean_text(text[block.start - base : block.end - base], words)
    inside = [(max(a, block.start) - block.start, min(b, block.end) - block.start) for a, b in marked]
    found = [(bisect_left(offsets, a), bisect_left(offsets, b)) for a, b in inside if a < b]
    return pieces(said, [(a, b) for a, b in found if a < b]) if said else ()


def _first(laid: tuple[LaidBlock, ...]) -> tuple[LaidBlock, ...]:
    """Note where the first marked words stand: an address can lead there."""
    for at, one in enumerate(laid):
        every = (*one.pieces, *(piece for row in one.rows for cell in row for piece in cell))
        if any(piece.marked for piece in every):
            return (*laid[:at], replace(one, first=True), *laid[at + 1 :])
    return laid
