"""Blocks of plain text: what the blank lines, indents, underlines and marks of a text file show."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ingest.layout.levels import Nesting
from ingest.layout.markers import bullet_alone, heading_marker, marker_alone, marker_of
from ingest.layout.prose import runs_on
from kb.core.document import Block, Page, Role, TableCell
from kb.core.expressions import expression

_RULE = expression(r"\s*([-=_*~#])\s*(?:\1\s*)+$")
_UNDERLINE = expression(r"\s*(-{2,}|={2,}|~{3,})\s*$")
_HASHES = expression(r"\s{0,3}(#{1,6})\s+(?=\S)")
_FOOTNOTE = expression(r"\s*(?:<sup>|\[\^[^\]]+\]:)")
_EMPHASIS = expression(r"(\*\*|__)(?=\S)(?P<words>.+)(?<=\S)\1$")
_TABLE_RULE = expression(r"\s*+\|?\s*+:?-{2,}+:?\s*+(?:\|\s*+:?-{2,}+:?\s*+)*+\|?\s*+$")
_PAGE_NUMBER = expression(
    r"(?:page\s+)?\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?(?:\s+\d{1,4})?$|[-–—]\s*\d{1,4}\s*[-–—]$|page\s+[ivxl]{1,6}$", re.I
)
_LONGEST_WRAP = 130  # letters; a file with many longer lines is not wrapped


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the file: its offsets without the white space at its ends, and how far it is indented."""

    start: int
    end: int
    indent: int
    words: str


def is_page_number(words: str) -> bool:
    """Return whether a line holds a page number and nothing else."""
    return bool(_PAGE_NUMBER.fullmatch(words.strip()))


def pages_of(text: str) -> tuple[Page, ...]:
    """Return the pages that form feeds part; a text without any has no pages."""
    if "\f" not in text.strip("\f\n "):
        return ()
    last = len(text.rstrip())
    starts = [0, *(at + 1 for at, letter in enumerate(text[:last]) if letter == "\f")]
    return tuple(Page(start, number) for number, start in enumerate(starts, 1))


def blocks_of(text: str) -> tuple[Block, ...]:
    """Return the paragraphs, items, headings and table cells of a plain text, in order."""
    return _PlainTextParser(text).blocks()


class _PlainTextParser:
    """One pass over the lines of a text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._lines = list(_lines(text))
        self._wrap = _wrap_width([line for line in self._lines if line.words])
        self._nesting = Nesting()
        self._done: list[Block] = []
        self._open: Block | None = None  # may still take the next line
        self._waiting = ""  # a number alone on its line, for the paragraph after it
        self._tables = 0

    def blocks(self) -> tuple[Block, ...]:
        position = 0
        while position < len(self._lines):
            position = self._take(position)
        self._close()
        return tuple(_mark_continuations(self._done, self._text))

    def _take(self, at: int) -> int:
        """Take the line at `at`, with those that belong to it; return where to go on."""
        line = self._lines[at]
        below = self._lines[at + 1] if at + 1 < len(self._lines) else None
        if not line.words or (_RULE.match(line.words) and not any(c.isalnum() for c in line.words)):
            self._close()
            return at + 1
        if "|" in line.words and below and "|" in below.words and _TABLE_RULE.match(below.words):
            self._close()
            return self._table(at)
        hashes = _HASHES.match(line.words)
        if hashes:
            self._heading(line, len(hashes.group(1)), hashes.end())
        elif below and self._open is None and _underlines(below.words, line.words):
            self._heading(line, 1 if "=" in below.words else 2, 0)
        elif is_page_number(line.words) and self._open is None:
            self._add(Block(line.start, line.end, Role.FURNITURE))
            self._close()
        elif _FOOTNOTE.match(line.words):
            self._close()
            self._open = Block(line.start, line.end, Role.NOTE)
        elif marker_alone(line.words) or bullet_alone(line.words):
            self._close()
            self._waiting = line.words
        else:
            self._prose(line, at)
        return at + 1

    def _prose(self, line: _Line, at: int) -> None:
        marker = marker_of(line.words)
        above = self._lines[at - 1] if at else None
        joined = self._open is not None and above is not None and self._joins(above, line)
        if marker and not (joined and marker.number and not self._next_in_list(marker.number, above)):
            self._close()
            level = self._nesting.level(line.indent, marker.sort)
            self._open = Block(line.start + marker.begins, line.end, Role.ITEM, level, marker.text)
        elif joined and self._open:
            self._open = replace(self._open, end=line.end)
        elif self._waiting:
            level = self._nesting.level(line.indent, self._waiting[-1])
            self._close()
            self._open = Block(line.start, line.end, Role.ITEM, level, self._waiting)
            self._waiting = ""
        else:
            self._close()
            self._nesting.clear()
            self._open = _strip_emphasis(Block(line.start, line.end, Role.PARAGRAPH), self._text)

    def _joins(self, above: _Line, line: _Line) -> bool:
        """Return whether this line goes on with the block above it: it did not fit there, or the sentence runs on."""
        if self._open and self._open.role is Role.HEADING:
            return False
        first = line.words.split(None, 1)[0]
        full = above.indent + len(above.words) + 1 + len(first) > self._wrap
        hangs = bool(self._open and self._open.role is Role.ITEM and line.indent > above.indent and not full)
        return full or hangs or runs_on(above.words, line.words)

    def _next_in_list(self, number: int, above: _Line | None) -> bool:
        """A number at the start of a wrapped line is an item only where the list or the sentence allows it."""
        before = self._open.marker.strip(".():") if self._open else ""
        if before.isdigit():
            return number == int(before) + 1
        return above is not None and above.words.rstrip()[-1:] in ".:;!?"

    def _heading(self, line: _Line, level: int, skip: int) -> None:
        self._close()
        self._nesting.clear()
        block = _strip_emphasis(Block(line.start + skip, line.end, Role.HEADING, level), self._text)
        marker = heading_marker(self._text[block.start : block.end])
        if marker:
            block = replace(block, start=block.start + marker.begins, marker=marker.text)
        self._add(block)

    def _table(self, at: int) -> int:
        """Take a table drawn with vertical bars; its second line parts the header from the rows."""
        first, row = at, 0
        while at < len(self._lines) and "|" in self._lines[at].words:
            line = self._lines[at]
            if at != first + 1:
                for column, (start, end) in enumerate(_bars(line)):
                    if start < end:
                        cell = TableCell(self._tables, row, column, header=at == first)
                        self._add(Block(start, end, Role.CELL, cell=cell))
                row += 1
            at += 1
        self._tables += 1
        return at

    def _add(self, block: Block) -> None:
        if block.start < block.end:
            self._done.append(block)

    def _close(self) -> None:
        if self._open is not None:
            self._add(self._open)
        self._open = None


def _lines(text: str) -> Iterator[_Line]:
    at = 0
    for raw in text.replace("\f", "\n").split("\n"):
        words = raw.strip()
        lead = len(raw) - len(raw.lstrip())
        yield _Line(at + lead, at + lead + len(words), len(raw[:lead].expandtabs(4)), words)
        at += len(raw) + 1


def _wrap_width(lines: list[_Line]) -> int:
    """Return the width at which the file's lines were wrapped, or a width that no line reaches."""
    widths = sorted(line.indent + len(line.words) for line in lines)
    if len(widths) < 2:
        return 1 << 30
    widest = widths[-1 - len(widths) // 50]
    if widest > _LONGEST_WRAP:
        return 1 << 30
    near = sum(1 for width in widths if width >= widest - 16)
    return widest if near >= max(2, len(widths) // 8) else 1 << 30


def _underlines(rule: str, words: str) -> bool:
    return bool(_UNDERLINE.match(rule)) and len(words) <= 100 and not words.endswith((".", ";", ","))


def _strip_emphasis(block: Block, text: str) -> Block:
    """Leave the marks of emphasis around a whole block out of it."""
    words = text[block.start : block.end]
    marked = _EMPHASIS.match(words)
    if not marked or marked.group(1) in marked.group("words"):
        return block
    return replace(block, start=block.start + marked.start("words"), end=block.start + marked.end("words"), bold=True)


def _bars(line: _Line) -> Iterator[tuple[int, int]]:
    """Yield the offsets of the cells between vertical bars, without white space at their ends."""
    at = line.start
    for piece in line.words.split("|"):
        words = piece.strip()
        lead = len(piece) - len(piece.lstrip())
        outer = (at == line.start or at + len(piece) >= line.end) and not words
        if not outer:
            yield at + lead, at + lead + len(words)
        at += len(piece) + 1


def _mark_continuations(blocks: list[Block], text: str) -> Iterator[Block]:
    """Mark the paragraphs that go on after a blank line or a page's furniture."""
    before: Block | None = None
    for block in blocks:
        if (
            before
            and before.role in (Role.PARAGRAPH, Role.ITEM)
            and block.role is Role.PARAGRAPH
            and runs_on(text[before.start : before.end], text[block.start : block.end])
        ):
            block = replace(block, role=before.role, level=before.level, continues=True)
        if block.role is not Role.FURNITURE:
            before = block
        yield block
