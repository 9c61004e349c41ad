"""Pieces: whole paragraphs, items, headings and cells, put together over lines, columns and pages."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from kb.core.document import Block, Document, Role, TableCell
from kb.core.expressions import expression
from kb.text.phrases import words_of as words_in
from kb.text.reading_text import clean_text, reading_text, words_of

_DIGITS = expression(r"\d+")
_LINE = expression(r"[^\n]+")
_NAME = 40  # letters of a section's name alone on its line
_RUN_TOGETHER = 20_000  # letters of a block that is looked at line by line
_CHROME = 90  # letters
_NEVER = (Role.FURNITURE, Role.CAPTION)
# What a paragraph must be free of to be read by squeezing its white space: see kb.text.reading_text.
_SPECIAL = expression("[-\u2010]\\s*\n|\\(cid:|[\u0300-\u036f\ufb00-\ufb06\u014c\u019e\u019f\u01a9-\u01ab\u01ad]")
_ENDLESS = expression(r"\S{300,}")  # no word: what has lost its white space must not cost time without bound
_WHITE = str.maketrans({"\n": " ", "\t": " ", "\f": " ", "\r": " "})
_TERMINAL = (".", "!", "?", ":", ";", ".”", ".’", '."', "…", ".)")
_NUMBERING = expression(r"^[(\[]?(?:\d+|[a-z]|[ivx]+|[a-z]{1,2}\d+|\d{4}/\d+)(?:\.\d+)*[.):\]]*$", re.IGNORECASE)


@dataclass(frozen=True)
class TextPiece:
    """A run of words that belongs together, with the stretches of the document's text in which it stands."""

    blocks: tuple[Block, ...]
    stretches: tuple[tuple[int, int], ...]
    text: str  # for reading, on one line, without the marker
    page: int | None = None
    tabled: bool = False  # from a table of layout with several columns

    @property
    def role(self) -> Role:
        """The role of its first block."""
        return self.blocks[0].role

    @property
    def level(self) -> int:
        """Return its level of heading or depth of item, from 1; 0 where its file does not say."""
        return self.blocks[0].level

    @property
    def marker(self) -> str:
        """The mark printed before it."""
        return self.blocks[0].marker

    @property
    def size(self) -> float:
        """The size of its type in points; 0 where the file tells none."""
        return self.blocks[0].size

    @property
    def is_bold(self) -> bool:
        """Return whether it is set in bold."""
        return self.blocks[0].bold

    @property
    def cell(self) -> TableCell | None:
        """Where it stands in a table."""
        return self.blocks[0].cell

    @property
    def is_item(self) -> bool:
        """Return whether it is an item of a list."""
        return self.role is Role.ITEM

    @property
    def number(self) -> str:
        """The printed number or letter of an item or heading, without its stops and brackets; "" for a bullet."""
        last = self.marker.split()[-1] if self.marker else ""
        return last.strip("().:[]") if _NUMBERING.match(last) else ""

    @cached_property
    def words(self) -> list[str]:
        """Its words in small letters."""
        return words_in(self.text)

    @cached_property
    def length(self) -> int:
        """How many words it has."""
        return self.text.count(" ") + 1 if self.text else 0


class DocumentText:
    """Makes the reading text of stretches of one document."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self._words = words_of(_ENDLESS.sub(" ", document.text))
        self._starts = [page.start for page in document.pages]

    def page(self, offset: int) -> int | None:
        """Return the number of the page on which `offset` lies, or None without pages."""
        if not self._starts:
            return None
        return self.document.pages[max(bisect_right(self._starts, offset) - 1, 0)].number

    def text(self, stretches: Iterable[tuple[int, int]]) -> str:
        """Return the stretches as one line of reading text."""
        raw = "\n".join(self.document.text[start:end] for start, end in stretches)
        if not _SPECIAL.search(raw) and raw.translate(_WHITE).isprintable():
            return " ".join(raw.split())  # the same as below, and most paragraphs need no more
        return reading_text(raw, self._words)

    def piece(self, blocks: tuple[Block, ...], stretches: tuple[tuple[int, int], ...]) -> TextPiece:
        """Make the piece of these stretches."""
        return TextPiece(blocks, stretches, self.text(stretches), self.page(stretches[0][0]))

    def join(self, pieces: Iterable[TextPiece]) -> TextPiece:
        """Make one piece of several that follow each other."""
        parts = list(pieces)
        if len(parts) == 1:
            return parts[0]
        stretches = tuple(stretch for part in parts for stretch in part.stretches)
        text = " ".join(
            f"{part.marker} {part.text}" if place and part.number else part.text for place, part in enumerate(parts)
        )
        return TextPiece(tuple(block for part in parts for block in part.blocks), stretches, text, parts[0].page)

    def until(self, piece: TextPiece, at: int) -> TextPiece | None:
        """Return the piece up to the letter `at` of its reading text."""
        return self.between(piece, 0, at)

    def between(self, piece: TextPiece, start: int, end: int) -> TextPiece | None:
        """Return the part of a piece between two letters of its reading text."""
        raw = "\n".join(self.document.text[first:last] for first, last in piece.stretches)
        offsets = clean_text(raw, self._words)[1]
        places = [offsets[at] if at < len(offsets) else len(raw) for at in (start, end)]
        first, last = (_offset_of(piece, place) for place in places)
        return self.cut(piece, first if start else piece.stretches[0][0], last)

    def cut(self, piece: TextPiece, start: int, end: int) -> TextPiece | None:
        """Return the part of `piece` from offset `start` to `end` of the document's text; None where that is empty."""
        stretches = tuple(
            trimmed
            for first, last in piece.stretches
            if (trimmed := _trim_span(self.document.text, max(first, start), min(last, end)))
        )
        if not stretches:
            return None
        head = replace(piece.blocks[0], marker="") if start > piece.stretches[0][0] else piece.blocks[0]
        return self.piece((head, *piece.blocks[1:]), stretches)


def _offset_of(piece: TextPiece, place: int) -> int:
    """Return the document's offset of a place in the stretches of a piece, joined by one letter each."""
    for start, end in piece.stretches:
        if place <= end - start:
            return start + place
        place -= end - start + 1
    return piece.stretches[-1][1]


def pieces_of(reader: DocumentText, heads: Callable[[str], bool] = lambda _: False) -> tuple[TextPiece, ...]:
    """Return the pieces of a document in reading order; running headers, footers and captions are left out.

    `heads` tells the lines that head a section by their words and so never continue the block before them.
    """
    groups: list[list[Block]] = []
    chrome = _repeated_chrome(reader.document)
    running = -1  # the last group that is no footnote: what a block that continues goes on with
    for block in _in_lines(reader, heads):
        if block.role is Role.CAPTION and heads(reader.text(((block.start, block.end),))):
            block = replace(block, role=Role.HEADING, level=0)  # "Recommendations" over a table or as a picture
        if block.role in _NEVER or block.start >= block.end or block.start in chrome:
            continue
        goes_on = block.continues and running >= 0 and groups[running][0].cell == block.cell
        if goes_on and block.end - block.start < _CHROME and heads(reader.text(((block.start, block.end),))):
            block, goes_on = replace(block, role=Role.PARAGRAPH, level=0, continues=False), False
        if goes_on:
            groups[running].append(block)
            continue
        groups.append([block])
        if block.role is not Role.NOTE:
            running = len(groups) - 1
    return tuple(reader.piece(tuple(group), tuple((block.start, block.end) for block in group)) for group in groups)


def _in_lines(reader: DocumentText, heads: Callable[[str], bool]) -> Iterator[Block]:
    """Yield the blocks; one whose lines its writer broke is parted at a line that is nothing but a section's name."""
    text = reader.document.text
    for block in reader.document.blocks:
        if (
            (block.size and reader.document.pages)  # where lines end because the page does
            or block.cell is not None
            or block.end - block.start > _RUN_TOGETHER
            or "\n" not in text[block.start : block.end]
        ):
            yield block
            continue
        start = block.start
        for line in _LINE.finditer(text, block.start, block.end):
            if line.end() - line.start() > _NAME or not heads(line.group().strip()):
                continue
            if start < line.start():
                yield replace(block, start=start, end=line.start() - 1)
            yield Block(line.start(), line.end(), Role.PARAGRAPH)
            start = line.end() + 1
        if start < block.end:
            yield block if start == block.start else Block(start, block.end, Role.PARAGRAPH)


def _repeated_chrome(document: Document) -> frozenset[int]:
    """Return where lines begin that a format without pages prints beside every page number: footers, slide titles."""
    seen: dict[str, list[int]] = {}
    beside: Counter[str] = Counter()
    blocks = document.blocks
    for place, block in enumerate(blocks):
        if (
            block.role not in (Role.PARAGRAPH, Role.HEADING)
            or block.cell is not None
            or block.end - block.start > _CHROME
        ):
            continue
        words = _DIGITS.sub("#", " ".join(document.text[block.start : block.end].split()).casefold())
        if words.count(" ") < 2:
            continue
        seen.setdefault(words, []).append(block.start)
        around = blocks[max(0, place - 1) : place + 2]
        beside[words] += words.endswith(" #") or any(_is_furniture(other, document) for other in around)
    return frozenset(
        start
        for words, starts in seen.items()
        if len(starts) >= 3 and beside[words] * 3 >= len(starts) * 2
        for start in starts
    )


def _is_furniture(block: Block, document: Document) -> bool:
    return block.role is Role.FURNITURE or document.text[block.start : block.end].strip().isdigit()


def mend_breaks(pieces: Sequence[TextPiece], reader: DocumentText) -> tuple[TextPiece, ...]:
    """Return the pieces with those joined that a page or a box of layout parts in mid-sentence."""
    done: list[TextPiece] = []
    for piece in pieces:
        if done and _goes_on(done[-1], piece):
            done[-1] = reader.join([done[-1], piece])
        else:
            done.append(piece)
    return tuple(done)


def _goes_on(before: TextPiece, after: TextPiece) -> bool:
    running = (Role.PARAGRAPH, Role.ITEM)
    if before.role not in running or after.role not in running or after.marker or before.cell or after.cell:
        return False
    if before.text.endswith(_TERMINAL) or before.length < 4 or not after.text:
        return False
    if after.text[0].islower():
        return after.length > 1
    turned = before.page != after.page
    return turned and (
        after.role is Role.ITEM or (before.length >= 12 and before.role is Role.PARAGRAPH and after.length >= 3)
    )


def body_size(pieces: Iterable[TextPiece]) -> float:
    """Return the size of type, in points, in which most of the words are set; 0 where sizes are not known."""
    sizes: Counter[float] = Counter()
    for piece in pieces:
        sizes[round(piece.size, 1)] += len(piece.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _trim_span(text: str, start: int, end: int) -> tuple[int, int] | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return (start, end) if start < end else None
