"""A published file as text: where its pages begin, the blocks a reader found, and the places of words in it.

Everything here is frozen. A `Document` is one text; only `Document.span` makes a `Span`, so that a finding's page and
words cannot disagree with its document. Offsets count characters of `Document.text`; pages count from 1 in the file's
own order.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from enum import StrEnum

NEEDS_OCR, NEEDS_OFFICE = "needs_ocr", "needs_office"  # notes: words that this machine cannot read yet
READ_BY_OCR = "read_by_ocr"  # note: a page that is a picture, with how sure text recognition was of its words
WORDS_CORRECTED = "words_corrected"  # note: a page that is a picture, whose words a person corrected
FROM_PICTURE = (READ_BY_OCR, WORDS_CORRECTED)
_AWAITED = (NEEDS_OCR, NEEDS_OFFICE)


class Role(StrEnum):
    """The role of a block on its page, as far as the reader of its format can tell."""

    TITLE = "title"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    CELL = "cell"
    CAPTION = "caption"
    NOTE = "note"  # footnote, endnote, speaker note
    FURNITURE = "furniture"  # running header or footer, page number


@dataclass(frozen=True, slots=True)
class Page:
    """One page, slide or screen: the first character of its text, and the number printed on it where that differs."""

    start: int
    number: int
    label: str = ""


@dataclass(frozen=True, slots=True)
class TableCell:
    """The place of a block in a table. Rows and columns count from 0 over the whole table, also over pages.

    `colours` are those of the row's cells without words, by column: in some plans they say how far an action came.
    """

    table: int
    row: int
    column: int
    header: bool = False
    colours: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """A run of text that belongs together on the page: a heading, a paragraph, a list item, a table cell.

    `start` and `end` leave out the printed `marker` (a bullet, "3.", "b)"). A block that runs over a page or column
    break is given as several blocks, each later one with `continues` set.
    """

    start: int
    end: int
    role: Role
    level: int = 0  # heading level from 1, or depth of a list item from 1; 0 where the format does not say
    marker: str = ""
    size: float = 0.0  # of the type, in points; 0 where unknown
    bold: bool = False
    cell: TableCell | None = None
    continues: bool = False


@dataclass(frozen=True, slots=True)
class Note:
    """Something a reader noticed: a page with no text, a guessed encoding, hidden text left out."""

    code: str  # stable, such as "needs_ocr"
    sentence: str
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """One or more stretches of a document's text in reading order, with the pages they lie on.

    More than one stretch where a sentence runs over a page break and a running header stands between its halves.
    `pages` is empty for a format without pages.
    """

    stretches: tuple[tuple[int, int], ...]
    pages: tuple[int, ...] = ()

    @property
    def start(self) -> int:
        """Return where the first stretch begins, in characters of the text."""
        return self.stretches[0][0]

    @property
    def end(self) -> int:
        """Return where the last stretch ends, in characters of the text."""
        return self.stretches[-1][1]

    @property
    def page(self) -> int | None:
        """The number of the page on which it begins, from 1 in the file's order; None where the format has no pages."""
        return self.pages[0] if self.pages else None


@dataclass(frozen=True, slots=True)
class Document:
    """One published file as text, with the start of each page and the blocks that the reader found."""

    name: str  # the file's name, without its folder
    sha256: str  # of the file's bytes
    format: str  # "pdf", "docx", "pptx", "html", "md", "txt"
    text: str
    pages: tuple[Page, ...] = ()
    blocks: tuple[Block, ...] = ()
    notes: tuple[Note, ...] = ()
    properties: tuple[tuple[str, str], ...] = ()  # what the file says about itself: title, author, created, ...
    engine: str = ""  # what read it, with its version

    @property
    def is_awaited(self) -> bool:
        """Return whether it is held without words, until what reads it is on this machine."""
        return not self.text.strip() and any(note.code in _AWAITED for note in self.notes)

    def page_of(self, offset: int) -> int | None:
        """Return the number of the page on which `offset` lies, or None without pages."""
        if not self.pages:
            return None
        index = bisect_right([page.start for page in self.pages], offset) - 1
        return self.pages[max(index, 0)].number

    def span(self, *stretches: tuple[int, int]) -> Span:
        """Make the span of these stretches. Raises ValueError where one is empty, backward or outside the text."""
        previous = 0
        pages: list[int] = []
        for start, end in stretches:
            if not previous <= start < end <= len(self.text):
                raise ValueError(f"{start}:{end} is not a stretch of {self.name} ({len(self.text)} characters)")
            previous = end
            first, last = self.page_of(start), self.page_of(end - 1)
            if first is not None and last is not None:
                pages.extend(n for n in range(first, last + 1) if n not in pages)
        if not stretches:
            raise ValueError("a span needs at least one stretch")
        return Span(tuple(stretches), tuple(pages))

    def words(self, span: Span) -> str:
        """Return the document's exact text at `span`; stretches are parted by a line feed."""
        return "\n".join(self.text[start:end] for start, end in span.stretches)


@dataclass(frozen=True, slots=True)
class Section:
    """A heading path and the blocks under it.

    `sort` says what the section is good for: a kind's slug where the heading names one, or "narrative", "background",
    "contents", "glossary", "boilerplate", "contacts", "how_to_use", "terms_of_reference", "questions", "responses",
    or "" where nothing is known.
    """

    path: tuple[str, ...]
    blocks: tuple[Block, ...]
    sort: str = ""
    page: int | None = None
