"""Markdown. The Document's text is what the rendered page says: marks of emphasis and addresses are gone."""

from __future__ import annotations

from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

from ingest.layout.manuscript import Manuscript, split_marker
from ingest.layout.markers import marker_of
from ingest.readers import Limits
from ingest.readers.characters import decode, is_text
from kb.core.document import Document, Note, Role, TableCell
from kb.core.expressions import expression

FORMAT = "md"
CALLED = "Markdown"
ENDINGS = (".md", ".markdown")

_FRONT_MATTER = expression(r"\A---[ \t]*\n(?P<lines>(?:.*\n){1,100}?)(?:---|\.\.\.)[ \t]*\n")
_FIELD = expression(r"([A-Za-z][\w .-]{0,40}):\s*(\S.*)")
_TAG = expression(r"<[^>]*>")


def claims(data: bytes, ending: str) -> bool:
    """Return whether these bytes are text under a name for Markdown; the bytes alone cannot tell."""
    return ending in ENDINGS and is_text(data)


def read(data: bytes, name: str, limits: Limits) -> Document:
    """Return headings, paragraphs, items and table cells as Markdown marks them."""
    source, notes = decode(data[: 4 * limits.max_text + 4])
    source, properties = _front_matter(source)
    walk = _Walk()
    walk.blocks(MarkdownIt("commonmark", {"maxNesting": 100}).enable("table").parse(source))
    if walk.html:
        notes += (Note("markup_left_out", "HTML inside the Markdown was left out; its words were kept."),)
    return walk.page.document(name, FORMAT, "markdown-it-py", notes, properties)


def _front_matter(source: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Part the "key: value" lines at the head of some files from the text."""
    head = _FRONT_MATTER.match(source)
    if not head:
        return source, ()
    fields = (_FIELD.match(line) for line in head.group("lines").splitlines())
    stated = tuple((f.group(1).strip().lower(), f.group(2).strip().strip("\"'")) for f in fields if f)
    return source[head.end() :], stated


class _Walk:
    """Walks the tokens of one document."""

    def __init__(self) -> None:
        self.page = Manuscript()
        self.html = False
        self._lists: list[list[object]] = []  # of each open list: its next number (None for bullets) and its mark
        self._marker = ""
        self._in_item = False
        self._cell: TableCell | None = None
        self._tables = -1
        self._heading = 0

    def blocks(self, tokens: Sequence[Token]) -> None:
        for token in tokens:
            step = getattr(self, f"_{token.type}", None)
            if step is not None:
                step(token)

    def _bullet_list_open(self, token: Token) -> None:
        self._lists.append([None, token.markup])

    def _ordered_list_open(self, token: Token) -> None:
        self._lists.append([int(token.attrGet("start") or 1), token.markup])

    def _bullet_list_close(self, _: Token) -> None:
        self._lists.pop()

    _ordered_list_close = _bullet_list_close

    def _list_item_open(self, token: Token) -> None:
        number, _ = self._lists[-1]
        self._marker = token.markup if number is None else f"{token.info}{token.markup}"
        self._in_item = True

    def _list_item_close(self, _: Token) -> None:
        self._marker = ""

    def _heading_open(self, token: Token) -> None:
        self._heading = int(token.tag[1:])

    def _heading_close(self, _: Token) -> None:
        self._heading = 0

    def _table_open(self, _: Token) -> None:
        self._tables += 1
        self._row = -1

    def _tr_open(self, _: Token) -> None:
        self._row += 1
        self._column = -1

    def _th_open(self, _: Token) -> None:
        self._column += 1
        self._cell = TableCell(self._tables, self._row, self._column, header=True)

    def _td_open(self, _: Token) -> None:
        self._column += 1
        self._cell = TableCell(self._tables, self._row, self._column)

    def _td_close(self, _: Token) -> None:
        self._cell = None

    _th_close = _td_close

    def _html_block(self, token: Token) -> None:
        self.html = True
        self.page.add(" ".join(_TAG.sub(" ", token.content).split()), Role.PARAGRAPH)

    def _code_block(self, token: Token) -> None:
        self.page.add(token.content, Role.PARAGRAPH)

    _fence = _code_block

    def _inline(self, token: Token) -> None:
        words, bold = self._words(token.children or [])
        if self._cell:
            self.page.add(words, Role.CELL, cell=self._cell, bold=bold)
            return
        if self._heading:
            marker, words = split_marker(words, heading=True)
            self.page.add(words, Role.HEADING, level=self._heading, marker=marker, bold=bold)
            return
        if not self._lists:
            self._paragraph(words, bold=bold)
            return
        first, self._marker = self._marker, ""
        if first:
            first, words = split_marker(words, first)
        self.page.add(words, Role.ITEM if first else Role.PARAGRAPH, level=len(self._lists), marker=first, bold=bold)

    def _paragraph(self, words: str, *, bold: bool) -> None:
        """Write a paragraph; lines that begin with marks of their own ("• …", "a) …") are items."""
        for line in _marked_lines(words):
            printed = marker_of(line)
            if printed:
                self.page.add(line[printed.begins :], Role.ITEM, level=1, marker=printed.text, bold=bold)
            else:
                self.page.add(line, Role.PARAGRAPH, bold=bold)

    def _words(self, children: Sequence[Token]) -> tuple[str, bool]:
        """Return what an inline run says, and whether all of it is bold."""
        parts: list[str] = []
        depth, plain = 0, False
        for child in children:
            if child.type == "strong_open":
                depth += 1
            elif child.type == "strong_close":
                depth -= 1
            elif child.type in ("text", "code_inline", "image"):
                parts.append(child.content)
                plain = plain or (not depth and bool(child.content.strip()))
            elif child.type in ("softbreak", "hardbreak"):
                parts.append("\n")
            elif child.type == "html_inline":
                self.html = self.html or not child.content.startswith(("<br", "<sup", "</sup", "<!--"))
                parts.append("\n" if child.content.startswith("<br") else "")
        words = "".join(parts)
        return words, bool(words.strip()) and not plain


def _marked_lines(words: str) -> list[str]:
    """Part a paragraph before each of its lines that begins with a mark; the other lines stay joined."""
    lines: list[str] = []
    for line in words.split("\n"):
        if not lines or marker_of(line):
            lines.append(line)
        else:
            lines[-1] += "\n" + line
    return lines
