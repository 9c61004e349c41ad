"""A page whose words a person corrected on its picture, put in place of what text recognition read."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from itertools import groupby

from ingest.layout.manuscript import Manuscript, split_marker
from ingest.layout.markers import marker_of
from kb.core.corrections import PageAsRead
from kb.core.document import NEEDS_OCR, READ_BY_OCR, WORDS_CORRECTED, Block, Document, Note, Page, Role

_CORRECTED = "Page {} was read from a picture, with words corrected by the keeper."
_OF_PICTURES = (NEEDS_OCR, READ_BY_OCR, WORDS_CORRECTED)
_LONGEST_HEADING = 12  # words of a new line of its own that is taken for a heading
_ENDS = (".", ",", ";", ":", "?", "!")
_USUAL_LEVEL = 2  # of a new heading on a page that has none


def page_as_read(document: Document, number: int) -> PageAsRead:
    """Return the text, blocks and notes of one page, counted from 1; its blocks count from where it begins."""
    start, end = _bounds(document, number)
    first, after = (bisect_left(document.blocks, place, key=_start_of) for place in (start, end))
    blocks = tuple(_shift_block(one, -start) for one in document.blocks[first:after])
    notes = tuple(one for one in document.notes if _is_of_picture(one, number))
    return PageAsRead(document.text[start:end], blocks, notes)


def with_pages(document: Document, put: Mapping[int, PageAsRead]) -> Document:
    """Return a document with these pages, by their number, in place of its own.

    All pages are set out anew as by `Manuscript`: a page without words may begin where the next one does.
    """
    paper, notes = "", document.notes
    pages: list[Page] = []
    blocks: list[Block] = []
    for one in document.pages:
        page = put[one.number] if one.number in put else page_as_read(document, one.number)
        paper += "\n\n" if paper else ""
        pages.append(replace(one, start=len(paper)))
        blocks += [_shift_block(block, len(paper)) for block in page.blocks]
        paper += page.text
        if one.number in put:
            notes = _with_notes(notes, one.number, page.notes)
    return replace(document, text=paper, pages=tuple(pages), blocks=tuple(blocks), notes=notes)


def with_corrected_pages(document: Document, words: Mapping[int, str]) -> Document:
    """Return a document with the words that a person read on these pages, by their number.

    They stand whatever was recognised there; what was says only which of them are headings, list items and cells.
    """
    held = {one.number for one in document.pages} & words.keys()
    if not held:
        return document
    made = {number: _correct_page(page_as_read(document, number), number, words[number]) for number in sorted(held)}
    return with_pages(document, made)


def _correct_page(read: PageAsRead, number: int, words: str) -> PageAsRead:
    paper = Manuscript()
    paper.page(number)
    lines = [line.strip() for line in words.splitlines()]
    owners = _owners(read, lines)
    first = True
    for block, piece in _pieces(read.blocks, lines, owners):
        like = read.blocks[block] if block is not None else _new_block(piece, read.blocks)
        marker, own = split_marker("\n".join(piece), heading=like.role is Role.HEADING)
        role = Role.ITEM if marker and like.role is Role.PARAGRAPH else like.role
        role = Role.PARAGRAPH if not marker and like.role is Role.ITEM and like.marker else role
        level = like.level or (1 if role is Role.ITEM else 0)
        paper.add(
            own,
            role,
            level=level,
            marker=marker,
            size=like.size,
            bold=like.bold,
            cell=like.cell,
            continues=first and like.continues,
        )
        first = False
    return PageAsRead(paper.text, tuple(paper.blocks), (Note(WORDS_CORRECTED, _CORRECTED.format(number), number),))


def _owners(read: PageAsRead, lines: Sequence[str]) -> list[int | None]:
    """Return for each line the block of the page with most of its words; None for a line that has none of any."""
    old = [(word, number) for number, one in enumerate(read.blocks) for word in read.text[one.start : one.end].split()]
    new = [(word, at) for at, line in enumerate(lines) for word in line.split()]
    counts: list[Counter[int]] = [Counter() for _ in lines]
    alike = SequenceMatcher(None, [word for word, _ in old], [word for word, _ in new], autojunk=False)
    for kind, old_from, old_to, new_from, new_to in alike.get_opcodes():
        if kind not in ("equal", "replace"):
            continue
        weight = 2 if kind == "equal" else 1  # a misread word stands where the right one does
        for turn, at in enumerate(range(new_from, new_to)):
            there = old_from + turn * (old_to - old_from) // (new_to - new_from)
            counts[new[at][1]][old[there][1]] += weight
    return [count.most_common(1)[0][0] if count else None for count in counts]


def _pieces(
    blocks: Sequence[Block], lines: Sequence[str], owners: Sequence[int | None]
) -> Iterator[tuple[int | None, list[str]]]:
    """Yield the lines of each new block with the number of the old one that it is like.

    An empty line parts blocks; so does the marker of an item in a list, and in a table where another cell begins.
    """
    numbered = list(zip(owners, lines, strict=True))
    for is_there, group in groupby(numbered, key=lambda one: bool(one[1])):
        piece: list[str] = []
        owner: int | None = None
        for at, (own, line) in enumerate(group) if is_there else ():
            in_table = own is not None and own != owner and blocks[own].cell is not None
            if piece and (in_table or (marker_of(line) is not None and marker_of(piece[0]) is not None)):
                yield owner, piece
                piece, at = [], 0
            owner = own if not at or owner is None else owner
            piece.append(line)
        if piece:
            yield owner, piece


def _new_block(piece: Sequence[str], blocks: Sequence[Block]) -> Block:
    """Return how words stand on a page of which nothing was read: a short line of its own as a heading."""
    size = max((one.size for one in blocks), default=0.0)
    line = piece[0]
    if len(piece) == 1 and len(line.split()) <= _LONGEST_HEADING and line[:1].isupper() and not line.endswith(_ENDS):
        levels = [one.level for one in blocks if one.role is Role.HEADING]
        return Block(0, 0, Role.HEADING, max(levels, default=_USUAL_LEVEL), size=size)
    return Block(0, 0, Role.PARAGRAPH, size=min((one.size for one in blocks), default=size))


def _bounds(document: Document, number: int) -> tuple[int, int]:
    """Return where the words of a page begin and end, without the empty lines before the next page."""
    at = next(place for place, one in enumerate(document.pages) if one.number == number)
    start = document.pages[at].start
    end = document.pages[at + 1].start if at + 1 < len(document.pages) else len(document.text)
    return start, start + len(document.text[start:end].rstrip())


def _with_notes(notes: Sequence[Note], number: int, own: Sequence[Note]) -> tuple[Note, ...]:
    """Return notes with these on the picture of a page where such of the page stand, or behind all others."""
    place = next((at for at, one in enumerate(notes) if _is_of_picture(one, number)), len(notes))
    return (*notes[:place], *own, *(one for one in notes[place:] if not _is_of_picture(one, number)))


def _is_of_picture(note: Note, number: int) -> bool:
    return note.code in _OF_PICTURES and note.page == number


def _start_of(block: Block) -> int:
    return block.start


def _shift_block(block: Block, by: int) -> Block:
    return replace(block, start=block.start + by, end=block.end + by)
