"""The walk over a rich text file: groups opened and closed, paragraphs ended, rows of tables filled."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ingest.layout.manuscript import split_marker
from ingest.readers import Limits
from ingest.readers.mended_manuscript import MendedManuscript
from ingest.readers.rtf.group_state import LETTERING, GroupState
from ingest.readers.rtf.tokens import RtfToken, tokens_of
from ingest.readers.symbol_fonts import is_symbol_font, symbols
from kb.core.document import Document, Note, Role, TableCell
from kb.core.errors import FileRefused
from kb.core.expressions import expression

_DEEPEST = 2000  # groups inside groups
_CHARSETS = {0: "cp1252", 77: "mac_roman", 161: "cp1253", 162: "cp1254", 186: "cp1257", 204: "cp1251", 238: "cp1250"}
_SPOKEN = {
    "tab": "\t", "line": "\n", "emdash": "—", "endash": "–", "bullet": "•", "lquote": "‘", "rquote": "’",
    "ldblquote": "“", "rdblquote": "”", "emspace": " ", "enspace": " ", "qmspace": " ",
}  # fmt: skip
_SYMBOLS = {"~": "\u00a0", "_": "-", "-": "", "{": "{", "}": "}", "\\": "\\", "\n": "\n", "\r": "\n"}
# Groups whose letters the page does not show, or not in its text.
_LEFT_OUT = frozenset(
    "fonttbl colortbl stylesheet info generator listtable listoverridetable revtbl rsidtbl pict object objdata "
    "header headerl headerr headerf footer footerl footerr footerf fldinst datafield themedata colorschememapping "
    "latentstyles datastore xmlnstbl mmathPr pgdsctbl filetbl bkmkstart bkmkend tc xe rxe template annotation atnid "
    "atnauthor atndate atnicn atnref atnparent pn nonshppict sp sn sv picprop shprslt listname password userprops "
    "docvar ftnsep ftnsepc ftncn aftnsep aftnsepc aftncn passwordhash protusertbl wgrffmtfilter factoidname".split()
)
_READ_INSIDE = frozenset("shptxt shp shpinst fldrslt upr dptxbxtext".split())
_RGB = ("red", "green", "blue")
_TITLE = expression(r"^title$", re.IGNORECASE)
_HEADING = expression(r"^heading\s+(\d)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Style:
    """What a style of the file is called."""

    name: str = ""


@dataclass(slots=True)
class _Paragraph:
    """A paragraph while its letters are gathered."""

    words: str = ""
    marker: str = ""
    bold: int = 0
    letters: int = 0
    size: float = 0.0


def document_of(data: bytes, name: str, limits: Limits) -> Document:
    """Return the text as a Document. Raises FileRefused."""
    walk = _Walk(limits, name)
    for token in tokens_of(data):
        walk.take(token)
    walk.end_paragraph()
    walk.write_row()
    properties = tuple((key, " ".join(value.split())) for key, value in walk.properties.items() if value.strip())
    return walk.paper.document(name, "rtf", "rtf 1", walk.notes(), properties)


class _Walk:
    """Takes one token after another and writes down what the page shows."""

    def __init__(self, limits: Limits, name: str) -> None:
        self.paper = MendedManuscript()
        self.properties: dict[str, str] = {}
        self._limits, self._name = limits, name
        self._stack: list[GroupState] = []
        self._now = GroupState()
        self._skip = 0
        self._styles: dict[int, _Style] = {}
        self._fonts: dict[int, tuple[str, str]] = {}  # name and encoding
        self._colours: list[bool] = []  # whether each is white
        self._colour: dict[str, int] = {}
        self._page_encoding = "cp1252"
        self._style, self._outline, self._level = 0, -1, 0
        self._tabled = False
        self._paragraph = _Paragraph()
        self._gathered = ""  # of a group that is gathered
        self._table, self._row, self._cells = -1, 0, list[str]()
        self._cell: list[str] = []
        self._footnotes: list[str] = []
        self._length = 0
        self._seen: set[str] = set()

    def notes(self) -> Iterator[Note]:
        """Yield what was noticed and not shown."""
        if "hidden" in self._seen:
            yield Note("hidden_text", "Hidden text in the file was left out.")
        if "deleted" in self._seen:
            yield Note("deleted_text", "Tracked deletions were left out; tracked insertions were kept.")
        if "comments" in self._seen:
            yield Note("comments", "Comments in the margin were left out.")
        if "object" in self._seen:
            yield Note("active_content", "Macros or programs inside the file were ignored.")

    def take(self, token: RtfToken) -> None:
        """Take the next token. Raises FileRefused where groups lie too deep or there is too much text."""
        if token.kind == "{":
            if len(self._stack) > _DEEPEST:
                raise FileRefused("damaged", f"{self._name} is nested too deeply to be read.")
            self._stack.append(self._now)
            self._now = replace(self._now, first=True, ignorable=False)
            self._skip = 0
        elif token.kind == "}":
            self._close()
        elif token.kind == "word":
            self._word(token.word, token.number)
        elif token.kind == "symbol":
            self._symbol(token.word)
        else:
            self._letters(token.data)

    def _close(self) -> None:
        closed, self._skip = self._now, 0
        if not self._stack:
            return
        self._now = self._stack.pop()
        if closed.target == self._now.target:
            return
        said, self._gathered = self._gathered, ""
        if closed.target in ("listtext", "pntext"):
            self._paragraph.marker = " ".join(said.split())
        elif closed.target == "footnote":
            self._footnotes.append(" ".join(said.split()))
        elif closed.target in ("title", "author"):
            self.properties[closed.target] = said

    def _symbol(self, symbol: str) -> None:
        if symbol == "*":
            self._now.ignorable = True
        elif symbol in "\n\r" and self._now.target == "":
            self.end_paragraph()
        elif symbol in _SYMBOLS:
            self._say(_SYMBOLS[symbol])

    def _letters(self, data: bytes) -> None:
        if self._now.target == "fonttbl":
            name, encoding = self._fonts.get(self._now.font, ("", "cp1252"))
            self._fonts[self._now.font] = (name + data.decode("latin-1").strip(" ;"), encoding)
        elif self._now.target == "stylesheet":
            held = self._styles.get(self._style, _Style())
            self._styles[self._style] = _Style(held.name + data.decode("latin-1").partition(";")[0])
        elif self._now.target == "colortbl":
            self._end_colours(data.count(b";"))
        if self._skip:
            passed = min(self._skip, len(data))
            self._skip -= passed
            data = data[passed:]
        name, encoding = self._fonts.get(self._now.font, ("", self._page_encoding))
        text = data.decode(encoding, "replace")
        self._say(symbols(name, text) if is_symbol_font(name) else text)

    def _end_colours(self, count: int) -> None:
        for _ in range(count):
            self._colours.append(bool(self._colour) and all(self._colour.get(one, 0) == 255 for one in _RGB))
            self._colour = {}

    def _word(self, word: str, number: int | None) -> None:
        first, self._now.first = self._now.first, False
        if self._opens(word, first):
            return
        if word in _SPOKEN:
            self._say(_SPOKEN[word])
        elif word == "u" and number is not None:
            self._say(chr(number % 0x10000))
            self._skip = self._now.skip
        elif word in LETTERING:
            field, value_of = LETTERING[word]
            setattr(self._now, field, value_of(number))
        elif word == "plain":
            self._now = replace(self._now, bold=False, hidden=False, deleted=False, colour=0, size=12.0, ground=False)
        elif word in _RGB:
            self._colour[word] = number or 0
        elif word in ("f", "fcharset", "ansicpg", "s"):
            self._learn(word, number or 0)
        else:
            self._shape(word, number)

    def _opens(self, word: str, first: bool) -> bool:
        """Return whether a word begins a group with a meaning of its own, and if so begin it."""
        if not first and not self._now.ignorable:
            return False
        marked, self._now.ignorable = self._now.ignorable, False
        if word in ("title", "author") and self._now.target == "info":
            self._now.target, self._gathered = word, ""
            return True
        if self._now.target not in ("", "footnote") and word not in _LEFT_OUT:
            return False
        if word in ("listtext", "pntext", "footnote") and self._now.target == "":
            self._now.target, self._gathered = word, ""
            return True
        if word in _READ_INSIDE:
            return True
        if word in _LEFT_OUT or marked:
            self._now.target = word if word in _LEFT_OUT else "unknown"
            self._seen |= {"comments"} if word == "annotation" else {"object"} if word == "objdata" else set()
            return True
        return False

    def _learn(self, word: str, number: int) -> None:
        if word == "f":
            self._now.font = number
        elif word == "fcharset":
            name, _ = self._fonts.get(self._now.font, ("", ""))
            self._fonts[self._now.font] = (name, _CHARSETS.get(number, self._page_encoding))
        elif word == "s":
            self._style = number
        else:
            try:
                self._page_encoding = codecs.lookup(f"cp{number}").name
            except LookupError:
                self._page_encoding = "cp1252"

    def _shape(self, word: str, number: int | None) -> None:
        """Take a word about paragraphs and tables."""
        if self._now.target != "":
            return
        if word in ("par", "sect", "page"):
            self.end_paragraph()
        elif word == "pard":
            self._style, self._outline, self._level, self._tabled = 0, -1, 0, False
        elif word == "outlinelevel":
            self._outline = number or 0
        elif word == "ilvl":
            self._level = number or 0
        elif word == "intbl":
            self._tabled = True
        elif word in ("cell", "nestcell"):
            self._end_cell()
        elif word in ("row", "nestrow"):
            self.write_row()

    def _say(self, text: str) -> None:
        target = self._now.target
        if not text or target not in ("", "listtext", "pntext", "footnote", "title", "author"):
            return
        if target in ("", "footnote") and self._is_unseen(text):
            return
        self._length += len(text)
        if self._length > self._limits.max_text:
            raise FileRefused(
                "too_large",
                f"{self._name} holds more text than the limit of {self._limits.max_text:,} characters.",
            )
        if target:
            self._gathered += text
            return
        count = len(text.strip())
        self._paragraph.words += text
        self._paragraph.letters += count
        self._paragraph.bold += count if self._now.bold else 0
        self._paragraph.size = max(self._paragraph.size, self._now.size if count else 0.0)

    def _is_unseen(self, text: str) -> bool:
        white = self._now.colour < len(self._colours) and self._colours[self._now.colour] and not self._now.ground
        if self._now.deleted:
            self._seen.add("deleted")
        elif (self._now.hidden or white) and text.strip():
            self._seen.add("hidden")
        return self._now.deleted or self._now.hidden or white

    def end_paragraph(self) -> None:
        """Write the paragraph that ends here, or keep it for its cell."""
        said, self._paragraph = self._paragraph, _Paragraph()
        words = " ".join(_pair_halves(said.words).split())
        if self._tabled:
            self._cell.append(f"{said.marker} {words}".strip())
            return
        self.write_row()
        if words:
            self._row = 0
            self._write(said, words)
        for note in self._footnotes:
            self.paper.add(note, Role.NOTE)
        self._footnotes = []

    def _write(self, said: _Paragraph, words: str) -> None:
        name = self._styles.get(self._style, _Style()).name.strip()
        bold = said.letters > 0 and said.bold > said.letters / 2
        heading = _HEADING.match(name)
        level = int(heading[1]) if heading else self._outline + 1
        if _TITLE.match(name):
            self.paper.add(words, Role.TITLE, size=said.size, bold=bold)
        elif 0 < level < 10:
            marker, rest = split_marker(words, said.marker, heading=True)
            self.paper.add(rest, Role.HEADING, level=level, marker=marker, size=said.size, bold=bold)
        else:
            marker, rest = split_marker(words, said.marker)
            role = Role.ITEM if marker else Role.PARAGRAPH
            depth = self._level + 1 if marker else 0
            self.paper.add(rest, role, level=depth, marker=marker, size=said.size, bold=bold)

    def _end_cell(self) -> None:
        self._tabled = True
        self.end_paragraph()
        self._cells.append(" ".join(part for part in self._cell if part))
        self._cell = []

    def write_row(self) -> None:
        """Write the row of a table that ends here."""
        if not self._cells:
            return
        if self._row == 0:
            self._table += 1
        for column, words in enumerate(self._cells):
            self.paper.add(words, Role.CELL, cell=TableCell(self._table, self._row, column, not self._row))
        self._row += 1
        self._cells = []


def _pair_halves(words: str) -> str:
    """Return words in which a letter written as two halves is one."""
    return words if words.isascii() else words.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
