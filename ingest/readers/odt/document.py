"""The walk over an OpenDocument text's XML: what it shows, in reading order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from ingest.layout.manuscript import split_marker
from ingest.readers import Limits
from ingest.readers.cell_colours import colour_of
from ingest.readers.mended_manuscript import MendedManuscript
from ingest.readers.odt.numbering import ListStyle
from ingest.readers.office_zip import Package, attribute, children, local_name
from ingest.readers.symbol_fonts import is_symbol_font, symbols
from ingest.readers.whole_numbers import whole_number
from kb.core.document import Document, Note, Role, TableCell
from kb.core.errors import FileRefused
from kb.core.expressions import expression

_LEFT_OUT = frozenset(
    "tracked-changes annotation annotation-end hidden-text hidden-paragraph forms sequence-decls variable-decls "
    "table-of-content alphabetical-index illustration-index bibliography user-field-decls".split()
)
_HIDDEN = frozenset(("hidden-text", "hidden-paragraph"))
_WHITE = ("ffffff", "fefefe", "fdfdfd")
_POINTS = expression(r"(\d+(?:\.\d+)?)pt")
_TINY = 1.5  # points of type that nobody can read
_MOST_REPEATED = 50  # of a column that stands several times
_DEEPEST = 60
_COMMENTS = ("annotation", "annotation-end")
_LENGTH = expression(r"(\d{1,5}(?:\.\d{1,6})?)(cm|in)")
_SHORTEST = {"cm": 3.6, "in": 1.4}  # of a picture that may hold a table


@dataclass(frozen=True, slots=True)
class _Style:
    """What a style of the file says of what is set in it."""

    parent: str = ""
    bold: bool = False
    hidden: bool = False
    fill: str = ""  # the colour behind a cell, as six hexadecimal digits
    colour: str = ""  # of its letters, likewise
    size: str = ""  # of its letters, as "11pt"
    font: str = ""
    ground: bool = False  # whether what it sets, from a table to a letter, has a colour of its own behind it


@dataclass(frozen=True, slots=True)
class _Look:
    """How letters are set at one place, by their own style or by what they stand in."""

    colour: str = ""
    size: str = ""
    font: str = ""
    hidden: bool = False


_PLAIN = _Look()


def document_of(data: bytes, name: str, limits: Limits) -> Document:
    """Return the text as a Document. Raises Refused."""
    package = Package(data, name, limits.max_unpacked)
    if "META-INF/manifest.xml" in package and b"encryption-data" in package.bytes_of("META-INF/manifest.xml"):
        raise FileRefused("password", f"{name} is protected by a password. Save a copy without one and add that.")
    walk = _Walk(package)
    body = next(iter(package.xml("content.xml").iter("{*}text")), None)
    if body is not None:
        walk.blocks(body, 0)
    notes = [Note("hidden_text", "Hidden text was left out.")] if walk.hidden else []
    notes += [Note("comments", "Comments in the margin were left out.")] if walk.commented else []
    return walk.paper.document(name, "odt", "odt 1", notes, _properties(package))


def _properties(package: Package) -> tuple[tuple[str, str], ...]:
    root = package.xml("meta.xml") if "meta.xml" in package else None
    if root is None:
        return ()
    called = {"title": "title", "initial-creator": "author", "creation-date": "created", "subject": "subject"}
    given = ((called.get(_name(one), ""), " ".join((one.text or "").split())) for one in root.iter())
    return tuple((key, value) for key, value in given if key and value)


def _name(element: etree._Element) -> str:
    return local_name(element) if isinstance(element.tag, str) else ""


class _Walk:
    """Writes down the blocks of one text."""

    def __init__(self, package: Package) -> None:
        self.paper = MendedManuscript()
        self.hidden = self.commented = False
        self._tables = 0
        self._styles: dict[str, _Style] = {}
        self._lists: dict[str, ListStyle] = {}
        for part in ("styles.xml", "content.xml"):
            if part in package:
                self._learn(package.xml(part))

    def _learn(self, root: etree._Element) -> None:
        for one in root.iter("{*}style"):
            properties = [child for child in one if _name(child) in ("text-properties", "section-properties")]
            cells = [child for child in one if _name(child) == "table-cell-properties"]
            self._styles[attribute(one, "name") or ""] = _Style(
                attribute(one, "parent-style-name") or "",
                any(attribute(child, "font-weight") == "bold" for child in properties),
                any(attribute(child, "display") == "none" for child in properties),
                next((fill for child in cells if (fill := attribute(child, "background-color"))), "").removeprefix("#"),
                _colour_of_letters(properties),
                _value_of(properties, "font-size"),
                _value_of(properties, "font-name") or _value_of(properties, "font-family").strip("'"),
                any(map(_has_ground, one)),
            )
        for one in root.iter("{*}list-style"):
            self._lists[attribute(one, "name") or ""] = ListStyle.of(one)

    def blocks(self, parent: etree._Element, depth: int) -> None:
        """Write what stands in an element; lists and sections are walked into."""
        if depth > _DEEPEST:
            return
        for one in parent:
            kind = _name(one)
            if kind in ("h", "p"):
                self._paragraph(one, kind)
            elif kind == "list":
                self._list(one, 1, depth, self._lists.get(attribute(one, "style-name") or ""))
            elif kind == "table":
                self._table(one)
            elif kind in _LEFT_OUT:
                self.hidden = self.hidden or kind in _HIDDEN
            elif kind == "section" and attribute(one, "display") == "none":
                self.hidden = True
            elif kind:
                self.blocks(one, depth + 1)

    def _paragraph(self, one: etree._Element, kind: str) -> None:
        if _hides_itself(one):
            self.hidden = True
            return
        words = " ".join(self._words(one).split())
        names = self._lineage(attribute(one, "style-name") or "")
        titled = "Title" in names
        role = Role.TITLE if titled else Role.HEADING if kind == "h" else Role.PARAGRAPH
        marker, rest = split_marker(words, heading=role is Role.HEADING)
        role = Role.ITEM if role is Role.PARAGRAPH and marker else role
        level = whole_number(attribute(one, "outline-level"), 1) if kind == "h" else int(role is Role.ITEM)
        bold = bool(names) and self._styles.get(names[0], _Style()).bold
        self.paper.add(rest, role, level=level, marker=marker, bold=bold)
        if any(_is_large(frame) for frame in one.iter("{*}frame") if next(frame.iter("{*}image"), None) is not None):
            self.paper.picture()
        for note in one.iter("{*}note-body"):
            self.paper.add(" ".join(self._words(note).split()), Role.NOTE)

    def _list(self, one: etree._Element, level: int, depth: int, style: ListStyle | None) -> None:
        goes_on = attribute(one, "continue-numbering") == "true" or attribute(one, "continue-list") is not None
        if style is not None and not goes_on:
            style.begin(level)
        for item in (child for child in one if _name(child) in ("list-item", "list-header")):
            mark = "•"
            if style is not None and _name(item) == "list-item":
                mark = style.mark(level, attribute(item, "start-value"))
            for place, part in enumerate(item):
                if _name(part) == "list" and depth + level < _DEEPEST:
                    own = self._lists.get(attribute(part, "style-name") or "")
                    self._list(part, level + 1, depth, own or style)
                elif _name(part) == "h":
                    self._paragraph(part, "h")
                elif _name(part) == "p":
                    words = " ".join(self._words(part).split())
                    marker, words = split_marker(words, mark if not place else "")
                    self.paper.add(words, Role.ITEM, level=level, marker=marker, continues=bool(place))

    def _table(self, one: etree._Element) -> None:
        number, self._tables = self._tables, self._tables + 1
        for row, (cells, header) in enumerate(_rows(one)):
            said = [(column, cell, self._words_of_cell(cell)) for column, cell in _columns(cells)]
            empty = [(column, cell) for column, cell, words in said if not words and row]
            colours = tuple((column, colour) for column, cell in empty if (colour := self._colour(cell)))
            for column, _, words in said:
                self.paper.add(words, Role.CELL, cell=TableCell(number, row, column, header or not row, colours))

    def _words_of_cell(self, cell: etree._Element) -> str:
        paragraphs = [part for part in cell.iter("{*}p", "{*}h") if _name(cell) != "covered-table-cell"]
        return " ".join(" ".join(self._words(part).split()) for part in paragraphs).strip()

    def _colour(self, cell: etree._Element) -> str:
        """Return the name of the colour behind a cell, "" where there is none that says anything."""
        names = self._lineage(attribute(cell, "style-name") or "")
        return colour_of(next((fill for name in names if (fill := self._styles.get(name, _Style()).fill)), ""))

    def _words(self, one: etree._Element, around: _Look = _PLAIN) -> str:
        """Return the words that a paragraph shows, without its notes and comments."""
        if _name(one) in ("p", "h") and _hides_itself(one):
            self.hidden = True
            return ""
        look = self._look_of(one, around)
        said = [self._words_seen(one.text, look, one)]
        for part in one:
            kind = _name(part)
            if kind in ("s", "tab", "line-break"):
                said.append(" ")
            elif kind in _LEFT_OUT:
                self.hidden = self.hidden or kind not in _COMMENTS
                self.commented = self.commented or kind in _COMMENTS
            elif kind and kind != "note":
                said.append(self._words(part, look))
            said.append(self._words_seen(part.tail, look, one))
        return "".join(said)

    def _look_of(self, one: etree._Element, around: _Look) -> _Look:
        """Return how the letters of an element are set; a paragraph in a box takes nothing from the one around it."""
        styles = [self._styles.get(name, _Style()) for name in self._lineage(attribute(one, "style-name") or "")]
        before = _Look(hidden=around.hidden) if _name(one) in ("p", "h") else around
        return _Look(
            next((style.colour for style in styles if style.colour), before.colour),
            next((style.size for style in styles if style.size), before.size),
            next((style.font for style in styles if style.font), before.font),
            before.hidden or any(style.hidden for style in styles),
        )

    def _words_seen(self, words: str | None, look: _Look, within: etree._Element) -> str:
        """Return words as they are shown, "" where they are hidden, white on paper, or too small to be read."""
        if not words:
            return ""
        points = _POINTS.fullmatch(look.size)
        tiny = points is not None and float(points[1]) <= _TINY
        if look.hidden or tiny or (look.colour.lower() in _WHITE and not self._is_on_ground(within)):
            self.hidden = self.hidden or bool(words.strip())
            return ""
        return symbols(look.font, words) if is_symbol_font(look.font) else words

    def _is_on_ground(self, one: etree._Element) -> bool:
        """Return whether an element, or what it stands in, has a colour behind it: a cell, its row, a frame."""
        around = (attribute(part, "style-name") or "" for part in (one, *one.iterancestors()))
        return any(self._styles.get(name, _Style()).ground for style in around for name in self._lineage(style))

    def _lineage(self, name: str) -> list[str]:
        """Return a style's name and those that it is made from."""
        names: list[str] = []
        while name and name not in names:
            names.append(name)
            name = self._styles.get(name, _Style()).parent
        return names


def _is_large(frame: etree._Element) -> bool:
    """Return whether a frame is large enough to hold a table; one that does not say so in centimetres or inches is."""
    sides = [_LENGTH.fullmatch(attribute(frame, side) or "") for side in ("width", "height")]
    return all(side is None or float(side[1]) >= _SHORTEST[side[2]] for side in sides)


def _value_of(properties: Sequence[etree._Element], name: str) -> str:
    return next((value for one in properties if (value := attribute(one, name))), "")


def _colour_of_letters(properties: Sequence[etree._Element]) -> str:
    """Return the colour that a style gives letters; "auto" where they stand out from whatever is behind them."""
    if _value_of(properties, "use-window-font-color") == "true":
        return "auto"
    return _value_of(properties, "color").removeprefix("#")


def _has_ground(properties: etree._Element) -> bool:
    ground = attribute(properties, "background-color") or "transparent"
    return ground != "transparent" or attribute(properties, "fill") in ("solid", "gradient", "bitmap", "hatch")


def _hides_itself(paragraph: etree._Element) -> bool:
    """Return whether a paragraph holds the field that hides it, and does not say that it is shown.

    A field in a text box that stands in the paragraph hides only a paragraph of the box.
    """
    fields = paragraph.iter("{*}hidden-paragraph")
    own = (one for one in fields if next(one.iterancestors("{*}p", "{*}h"), None) is paragraph)
    return any(attribute(one, "is-hidden") != "false" for one in own)


def _rows(table: etree._Element) -> Iterator[tuple[list[etree._Element], bool]]:
    """Yield the rows of a table with whether they are its head."""
    for one in table:
        kind = _name(one)
        if kind == "table-row":
            yield [cell for cell in one if _name(cell) in ("table-cell", "covered-table-cell")], False
        elif kind == "table-header-rows":
            for row in children(one, "table-row"):
                yield [cell for cell in row if _name(cell) in ("table-cell", "covered-table-cell")], True
        elif kind in ("table-row-group", "table-rows"):
            yield from _rows(one)


def _columns(cells: Sequence[etree._Element]) -> Iterator[tuple[int, etree._Element]]:
    """Yield the cells of a row with the columns in which they begin."""
    column = 0
    for cell in cells:
        yield column, cell
        column += min(whole_number(attribute(cell, "number-columns-repeated"), 1), _MOST_REPEATED)
