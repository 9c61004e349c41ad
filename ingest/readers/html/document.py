"""The walk over a web page's content."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace

from lxml import etree, html

from ingest.layout.manuscript import Manuscript, split_marker
from ingest.layout.tables import ColumnsTaken, laid_out
from ingest.readers import Limits
from ingest.readers.characters import (
    STRUCK_OUT,
    TWICE_ENCODED,
    decode,
    singly_encoded,
    without_escapes,
    without_unshown,
)
from ingest.readers.html.main_content import (
    controlled_ids,
    is_around,
    is_comment,
    is_folded,
    is_heading,
    is_unseen,
    main_content,
)
from ingest.readers.html.page_head import asks_password, names_of, properties_of
from ingest.readers.html.page_parts import (
    HEADINGS,
    entry_of,
    format_number,
    heads_next,
    is_within_words,
    label_of_panel,
    opens_next,
    words_in,
)
from ingest.readers.html.style_sheets import StyleSheets
from ingest.readers.picture_words import heading_in_picture
from ingest.readers.whole_numbers import whole_number
from kb.core.document import Document, Note, Role, TableCell
from kb.core.errors import FileRefused
from kb.core.expressions import expression

_WIDE = 250  # dots of a picture that may hold a table
_CHARSET = expression(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w.:-]{3,30})", re.I)
_DECLARATION = expression(r"^\s*<\?xml[^>]*\?>")
_BLOCKS = frozenset(
    (
        "address article aside blockquote body caption center dd details div dl dt fieldset figcaption figure footer "
        "h1 h2 h3 h4 h5 h6 header hr html legend li main ol p pre section summary table tbody td tfoot th thead tr ul"
    ).split(" ")
)
_BOLD = frozenset(("b", "strong", "th", "dt", "summary"))
_STRUCK = frozenset(("s", "strike", "del"))
_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_NO_DOCUMENT = expression(
    r"\b(?:404|page (?:cannot|could not|can't) be found|not found|access denied|forbidden|sign[ -]?in|log[ -]?in|"
    r"just a moment|are you a robot|service unavailable|internal server error)\b",
    re.I,
)
_WIDEST = 100  # columns over which one cell may reach
_CALLS = 10_000  # of the walk, one in another: some four for each level
_TOO_DEEP = Note(
    "part_not_read", "The page nests deeper than 2,048 levels, which no page needs; what stands deeper was not read."
)
_SHORT_PAGE = 120  # words; a page of fewer under such a title is no document


@dataclass(frozen=True, slots=True)
class _Place:
    """The state of the walk at one place of the page."""

    depth: int = 0  # of lists
    cell: TableCell | None = None
    role: Role = Role.PARAGRAPH
    bold: bool = False


def document_of(data: bytes, name: str, limits: Limits) -> Document:
    """Return the page as a Document. Raises FileRefused: error_page, no_text."""
    source, notes = _decode(data[: 8 * limits.max_text])
    root, left_out = _parse(source, name)
    notes += left_out
    walk = _Walk(controlled_ids(root), StyleSheets.of(root))
    content = main_content(root)
    if not any(True for _ in content.iter("h1")):
        heading = next((h for h in root.iter("h1") if not is_unseen(h)), None)
        if heading is not None:
            walk.blocks(_wrap(heading), _Place())
    _allow_levels()
    walk.blocks(content, _Place())
    text = walk.paper.text
    if len(text.split()) < _SHORT_PAGE and (_NO_DOCUMENT.search(names_of(root) or text[:200]) or asks_password(root)):
        raise FileRefused(
            "error_page", f"{name} looks like an error or sign-in page that was saved in a document's place."
        )
    if not text.strip() and left_out:
        raise FileRefused("too_deep", f"{name} was not read: its parts nest deeper than 2,048 levels.")
    if not text.strip():
        raise FileRefused("no_text", f"{name} has no readable text in it; the page may only fill itself in a browser.")
    if walk.hidden:
        notes += (Note("hidden_text", "Hidden text in the page was left out."),)
    if walk.struck:
        notes += (STRUCK_OUT,)
    if walk.commented:
        notes += (Note("comments", "Comments in the page were left out."),)
    if any(True for _ in root.iter("script")):
        notes += (Note("active_content", "Scripts in the page were ignored."),)
    return walk.paper.document(name, "html", "html 1", notes, properties_of(root))


def _decode(data: bytes) -> tuple[str, tuple[Note, ...]]:
    """Return the page's text by the encoding that it states, or by what its bytes look like."""
    stated = _CHARSET.search(data[:4096])
    if stated and not data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        encoding = stated.group(1).decode("ascii", "replace").lower()
        encoding = "cp1252" if encoding in ("iso-8859-1", "latin-1", "latin1", "ascii", "us-ascii") else encoding
        try:
            text = data.decode(encoding)
            mended = singly_encoded(text)
            return without_unshown(mended), (TWICE_ENCODED,) if mended != text else ()
        except (LookupError, UnicodeDecodeError, ValueError):
            pass  # a page that states a wrong encoding is read as if it stated none
    return decode(data)


def _parse(source: str, name: str) -> tuple[etree._Element, tuple[Note, ...]]:
    """Return the page's root, with a note where it nests deeper than can be read.

    Each `<font>` that is never closed holds all that follows, so an ordinary page may nest deeper than the 256 levels
    after which libxml2 leaves the rest out unasked; up to 2,048 are read where that is so.
    """
    root, is_whole = _parse_levels(source, name, deep=False)
    if not is_whole:
        root, is_whole = _parse_levels(source, name, deep=True)
    return root, () if is_whole else (_TOO_DEEP,)


def _parse_levels(source: str, name: str, *, deep: bool) -> tuple[etree._Element, bool]:
    """Return the page's root, and whether nothing was left out for its depth. Raises FileRefused."""
    parser = html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, huge_tree=deep)
    try:
        root = html.document_fromstring(_DECLARATION.sub("", source, count=1), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as fault:
        raise FileRefused("no_text", f"{name} has no readable text in it.") from fault
    return root, all(error.type_name != "ERR_RESOURCE_LIMIT" for error in parser.error_log)


def _allow_levels() -> None:
    """Raise the recursion limit to the depth of pages. It holds for the whole process, so it is never lowered again."""
    sys.setrecursionlimit(max(sys.getrecursionlimit(), _CALLS))


class _Walk:
    """Writes the blocks of an element down in order."""

    def __init__(self, controlled: frozenset[str], sheets: StyleSheets) -> None:
        self.paper = Manuscript()
        self._controlled = controlled  # ids of what a reader opens
        self._sheets = sheets
        self.hidden = self.commented = self.struck = False
        self._tables = 0
        self._level = 1  # of the last heading; the summary of a fold stands one below it
        self._words: list[str] = []
        self._bold = self._plain = 0
        self._marker = ""  # of the item whose first words are still to come

    def blocks(self, element: etree._Element, place: _Place) -> None:
        """Write all that stands in an element; words directly in it are a paragraph."""
        self._say(element.text, place)
        for kid in element:
            if isinstance(kid.tag, str):
                self._kid(kid, place)
            self._say(kid.tail, place)
        if element.tag in _BLOCKS:
            self._close(place)

    def _kid(self, kid: etree._Element, place: _Place) -> None:
        if self._leaves_out(kid):
            return
        if kid.tag in ("input", "select") and (place.cell or is_within_words(kid)):
            self._say(entry_of(kid), place)
        elif kid.tag == "label" and heads_next(kid):
            self._close(place)
            self._block(kid, place)
            self._close(replace(place, role=Role.HEADING, depth=min(self._level + 1, 6)))
        elif kid.tag == "button" and place.role is Role.HEADING:  # a heading that opens what stands under it
            self.blocks(kid, place)
        elif place.cell is None and opens_next(kid):
            self._close(place)
            self.blocks(_wrap(kid), replace(place, role=Role.HEADING, depth=min(self._level + 1, 6)))
            self._close(replace(place, role=Role.HEADING, depth=min(self._level + 1, 6)))
        elif is_around(kid) or self._picture_or_break(kid, place):
            return
        elif kid.tag in _BLOCKS or is_heading(kid):
            self._close(place)
            if place.cell is None and (label := label_of_panel(kid)):
                self.paper.add(label, Role.HEADING, level=min(self._level + 1, 6))
            self._block(kid, place)
        else:
            self.blocks(kid, replace(place, bold=place.bold or kid.tag in _BOLD))

    def _leaves_out(self, kid: etree._Element) -> bool:
        """Return whether an element is hidden, a comment or struck through; it is noted."""
        if (is_unseen(kid) or self._sheets.hide(kid)) and not is_folded(kid, self._controlled):
            self.hidden = self.hidden or bool(words_in(kid).strip())
            return True
        commented, struck = is_comment(kid), kid.tag in _STRUCK
        self.commented = self.commented or commented
        self.struck = self.struck or (struck and bool(words_in(kid).strip()))
        return commented or struck

    def _picture_or_break(self, kid: etree._Element, place: _Place) -> bool:
        """Write a line break, a picture that shows words or a raised number; return whether it was one of them."""
        if kid.tag == "br":
            self._words.append("\n")
        elif kid.tag == "img":
            self._picture(heading_in_picture(kid.get("alt")), place)
            if kid.get("alt") != "" and whole_number(kid.get("width"), _WIDE, digits=5) >= _WIDE and place.cell is None:
                self.paper.picture()
        elif kid.tag == "sup":
            self._say(words_in(kid).translate(_SUPERSCRIPT), place)
        return kid.tag in ("br", "img", "sup")

    def _block(self, kid: etree._Element, place: _Place) -> None:
        if kid.tag in ("ul", "ol"):
            self._list(kid, place)
        elif kid.tag == "table":
            self._table(kid, place)
        elif is_heading(kid):
            self._level = (
                int(kid.tag[1]) if kid.tag in HEADINGS else whole_number(kid.get("aria-level"), 2, digits=1) or 2
            )
            headed = replace(place, role=Role.HEADING, depth=self._level)
            self.blocks(kid, headed)
            self._close(headed)
        elif place.cell is None and heads_next(kid):
            self.blocks(kid, replace(place, role=Role.HEADING, depth=min(self._level + 1, 6)))
        elif kid.tag in ("caption", "figcaption"):
            self.blocks(kid, replace(place, role=Role.CAPTION))
        elif kid.tag == "pre":
            self.paper.add(without_unshown(words_in(kid)), Role.PARAGRAPH)
        else:
            self.blocks(kid, replace(place, bold=place.bold or kid.tag in _BOLD))

    def _picture(self, words: str, place: _Place) -> None:
        """Write the words of a heading that was set as a picture."""
        if place.role is Role.HEADING:
            self._say(words, place)
        elif words and place.cell is None and not "".join(self._words).strip():
            self.paper.add(words, Role.CAPTION)

    def _list(self, element: etree._Element, place: _Place) -> None:
        number = whole_number(element.get("start"), 1, digits=6)
        inside = replace(place, depth=place.depth + 1 if place.role is Role.ITEM else 1, role=Role.ITEM, bold=False)
        for kid in element:
            if kid.tag in ("ul", "ol"):
                self._list(kid, inside)
            elif kid.tag == "li" and not self._leaves_out(kid):
                number = whole_number(kid.get("value"), number, digits=6)
                self._marker = format_number(number, element.get("type")) if element.tag == "ol" else "•"
                self.blocks(kid, inside)
                self._marker = ""
                number += 1

    def _table(self, element: etree._Element, place: _Place) -> None:
        for caption in element.iter("caption"):
            self.blocks(caption, replace(place, role=Role.CAPTION))
        every = [row for row in element.iter("tr") if _owner(row) is element]
        rows = [row for row in every if not self._leaves_out(row)]
        texts = [[" ".join(words_in(c).split()) for c in _cells(row)] for row in rows]
        held = any(True for row in rows for c in _cells(row) for _ in c.iter("h1", "h2", "h3", "h4", "ul", "ol"))
        if place.cell is not None or laid_out(texts, holds_structure=held):
            for cell in (c for row in rows for c in _cells(row) if not self._leaves_out(c)):
                self.blocks(cell, replace(place, role=Role.PARAGRAPH, depth=0))
            return
        number, self._tables = self._tables, self._tables + 1
        columns = ColumnsTaken()
        for at, row in enumerate(rows):
            for cell in _cells(row):
                across, down = (whole_number(cell.get(span), 1, digits=6) for span in ("colspan", "rowspan"))
                column = columns.place(at, min(max(across, 1), _WIDEST), down)
                header = cell.tag == "th" and all(c.tag == "th" for c in _cells(row))
                if self._leaves_out(cell):
                    continue
                self.blocks(cell, _Place(cell=TableCell(number, at, column, header), role=Role.CELL))

    # -- words

    def _say(self, words: str | None, place: _Place) -> None:
        if words:
            self._words.append(re.sub(r"\s+", " ", words.replace("\u00ad", "")))  # only where a browser may break
            count = len(words.strip())
            self._bold += count if place.bold else 0
            self._plain += 0 if place.bold else count

    def _words_said(self) -> str:
        """Return the words gathered so far; what an escape stands for may be a sign that no page shows."""
        return without_unshown(without_escapes("".join(self._words))).replace("\u00ad", "")

    def _close(self, place: _Place) -> None:
        """Write the words gathered so far as one block."""
        lines = (" ".join(line.split(" ")).strip() for line in self._words_said().split("\n"))
        words = "\n".join(" ".join(line.split()) for line in lines if line)
        bold = self._bold > 0 and self._plain == 0
        self._words, self._bold, self._plain = [], 0, 0
        if not words:
            return
        role, level = (Role.CELL, 0) if place.cell else (place.role, place.depth)
        marker = ""
        if role is Role.ITEM:
            marker, self._marker = self._marker, ""
            if marker:
                marker, words = split_marker(words, marker)
            else:
                role = Role.PARAGRAPH
        elif role in (Role.PARAGRAPH, Role.HEADING):
            marker, words = split_marker(words, heading=role is Role.HEADING)
            if marker and role is Role.PARAGRAPH:
                role, level = Role.ITEM, 1
        self.paper.add(words, role, level=level, marker=marker, bold=bold, cell=place.cell)


def _wrap(element: etree._Element) -> etree._Element:
    """Return a holder of a copy of an element, so that it can be walked like any child."""
    holder = etree.Element("div")
    copy = etree.SubElement(holder, str(element.tag))
    copy.text = " ".join(words_in(element).split())
    return holder


def _cells(row: etree._Element) -> Iterator[etree._Element]:
    return (cell for cell in row if cell.tag in ("td", "th"))


def _owner(row: etree._Element) -> etree._Element | None:
    return next(row.iterancestors("table"), None)
