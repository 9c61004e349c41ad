"""The walk over a workbook's XML: what its shown sheets say, dates and shares as a reader sees them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from lxml import etree

from ingest.layout.manuscript import split_marker
from ingest.readers import Limits
from ingest.readers.cell_colours import colour_of
from ingest.readers.characters import without_unshown
from ingest.readers.embedded_files import part_not_read
from ingest.readers.mended_manuscript import MendedManuscript
from ingest.readers.office_zip import Package, attribute, child, children, local_name
from ingest.readers.whole_numbers import whole_number
from kb.core.document import Document, Note, Role, TableCell
from kb.core.errors import FileRefused
from kb.core.expressions import expression

_PLACE = expression(r"([A-Z]{1,3})(\d{1,7})")
_DATES = frozenset((*range(14, 18), 22, *range(27, 37), *range(50, 59)))  # built-in forms of numbers that are dates
_SHARES = frozenset((9, 10))
_DATE_FORM = expression(r"(?<![\\\"])[dy]", re.IGNORECASE)
_FIRST_DAY = datetime(1899, 12, 30)  # from which a workbook counts its days
_FIRST_DAY_1904 = datetime(1904, 1, 1)
_MOST_CELLS = 400_000
_LAST_DAY = 2_958_465
_MONTHS = "January February March April May June July August September October November December".split()


@dataclass(frozen=True, slots=True)
class _Forms:
    """How the numbers of a workbook are shown, by the style of their cells."""

    dates: frozenset[int]
    shares: frozenset[int]
    first_day: datetime


def document_of(data: bytes, name: str, limits: Limits) -> Document:
    """Return the workbook as a Document. Raises FileRefused."""
    package = Package(data, name, limits.max_unpacked)
    book = _Book(package, name)
    book.write()
    return book.paper.document(name, "xlsx", "xlsx 1", book.notes(), package.properties())


@dataclass(frozen=True, slots=True)
class _Row:
    """The words of a row's cells by column, and the colours of its cells without words."""

    said: dict[int, str]
    colours: tuple[tuple[int, str], ...] = ()


class _Book:
    """Writes down the sheets of one workbook."""

    def __init__(self, package: Package, name: str) -> None:
        self._package = package
        self._name = name
        self._part = package.main_part("xl/workbook.xml")
        self._relations = package.relations(self._part)
        parts = dict(self._relations.values())
        self._shared = [_text(one) for one in children(self._xml(parts, "sharedStrings"), "si")]
        self._root = package.xml(self._part)
        styles = self._xml(parts, "styles")
        self._forms = _forms(styles, self._root)
        self._fills = _fills(styles)
        self._hidden_sheets: list[str] = []
        self._hidden = self._coloured = False
        self._vivid = _vivid_rules(styles)
        self._cells = self._tables = 0
        self.paper = MendedManuscript()

    def _xml(self, parts: dict[str, str], kind: str) -> etree._Element | None:
        return self._package.xml_or_none(parts[kind]) if kind in parts else None

    def write(self) -> None:
        """Write every sheet that is shown."""
        for sheet in children(child(self._root, "sheets"), "sheet"):
            called = attribute(sheet, "name") or ""
            if (attribute(sheet, "state") or "visible") != "visible":
                self._hidden_sheets.append(called)
                continue
            kind, path = self._relations.get(attribute(sheet, "id") or "", ("", ""))
            root = self._package.xml_or_none(path) if kind == "worksheet" else None
            if root is not None:
                self._sheet(called, root)

    def notes(self) -> Iterator[Note]:
        """Yield what was noticed and not shown."""
        if self._hidden_sheets:
            names = ", ".join(f"“{name[:40]}”" for name in self._hidden_sheets[:5])
            yield Note("hidden_text", f"Hidden sheets were left out: {names}.")
        if self._hidden:
            yield Note("hidden_text", "Hidden rows or columns were left out.")
        if any("comments" in name for name in self._package.names("xl/")):
            yield Note("comments", "Comments on cells were left out.")
        yield from dict.fromkeys(part_not_read(name) for name in self._package.names("xl/embeddings/"))
        if self._coloured:
            yield Note(
                "colours_by_rule",
                "A sheet colours cells by rules (conditional formatting); what those colours say was not read.",
            )
        if self._package.has_active_content():
            yield Note("active_content", "Macros or programs inside the file were ignored.")

    def _sheet(self, called: str, root: etree._Element) -> None:
        rows = [row for row in self._rows(root) if row.said]
        if not rows:
            return
        rules = (rule for rule in root.iter("{*}cfRule"))
        self._coloured = self._coloured or any(
            attribute(rule, "type") == "iconSet" or attribute(rule, "dxfId") in self._vivid for rule in rules
        )
        # Lines of one cell above the table are its title and what is told of it; a sheet's own name heads what follows.
        titled = next((at for at, row in enumerate(rows) if len(row.said) > 1), len(rows))
        for at, row in enumerate(rows[:titled]):
            (words,) = row.said.values()
            first = at == 0 and not self.paper.blocks
            self._line(words, Role.TITLE if first else Role.PARAGRAPH)
        if titled < len(rows):
            self.paper.add(called, Role.HEADING, level=1)
            self._table(rows[titled:])

    def _line(self, words: str, role: Role) -> None:
        marker, rest = split_marker(words) if role is Role.PARAGRAPH else ("", words)
        self.paper.add(rest, Role.ITEM if marker else role, level=1 if marker else 0, marker=marker)

    def _table(self, rows: list[_Row]) -> None:
        number, self._tables = self._tables, self._tables + 1
        for at, row in enumerate(rows):
            for column, words in sorted(row.said.items()):
                marker, rest = split_marker(words)
                self.paper.add(
                    rest,
                    Role.CELL,
                    marker=marker,
                    cell=TableCell(number, at, column, at == 0, row.colours),
                    bold=at == 0,
                )

    def _rows(self, root: etree._Element) -> Iterator[_Row]:
        unseen = _hidden_columns(root)
        for row in children(child(root, "sheetData"), "row"):
            if (attribute(row, "hidden") or "0") in ("1", "true"):
                self._hidden = True
                continue
            said: dict[int, str] = {}
            colours: list[tuple[int, str]] = []
            for at, cell in enumerate(children(row, "c")):
                self._cells += 1
                if self._cells > _MOST_CELLS:
                    raise FileRefused("too_large", f"{self._name} holds more than {_MOST_CELLS:,} cells.")
                column = _column(attribute(cell, "r") or "", at)
                words = self._cell_text(cell)
                if words and column in unseen:
                    self._hidden = True
                elif words:
                    said[column] = words
                elif column not in unseen and (colour := self._fills.get(attribute(cell, "s") or "", "")):
                    colours.append((column, colour))
            yield _Row(said, tuple(colours))

    def _cell_text(self, cell: etree._Element) -> str:
        sort = attribute(cell, "t") or "n"
        if sort == "inlineStr":
            return _text(child(cell, "is"))
        value = child(cell, "v")
        stated = (value.text or "").strip() if value is not None else ""
        if not stated:
            return ""
        if sort == "s":
            place = whole_number(stated, len(self._shared))
            return self._shared[place] if place < len(self._shared) else ""
        if sort == "b":
            return "Yes" if stated == "1" else "No"
        if sort in ("str", "d"):
            return _clean(stated)
        return "" if sort == "e" else self._number(stated, attribute(cell, "s") or "0")

    def _number(self, stated: str, style: str) -> str:
        try:
            number = float(stated)
        except ValueError:
            return _clean(stated)
        form = whole_number(style, 0)
        if form in self._forms.dates and 0 < number < _LAST_DAY:
            day = self._forms.first_day + timedelta(days=int(number))
            return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
        if form in self._forms.shares:
            return f"{round(number * 100, 1):g}%"
        return f"{number:.10g}"


def _forms(styles: etree._Element | None, book: etree._Element) -> _Forms:
    """Return which styles of cells show their numbers as dates or as shares of a hundred."""
    own = {
        attribute(one, "numFmtId"): attribute(one, "formatCode") or ""
        for one in children(child(styles, "numFmts"), "numFmt")
    }
    dates, shares = set(), set()
    for at, style in enumerate(children(child(styles, "cellXfs"), "xf")):
        form = attribute(style, "numFmtId") or "0"
        code = re.sub(r"\[[^\]]*\]|\"[^\"]*\"", "", own.get(form, ""))
        number = whole_number(form, 0)
        if number in _DATES or (code and _DATE_FORM.search(code)):
            dates.add(at)
        elif number in _SHARES or "%" in code:
            shares.add(at)
    from_1904 = (attribute(child(book, "workbookPr"), "date1904") or "0") in ("1", "true")
    return _Forms(frozenset(dates), frozenset(shares), _FIRST_DAY_1904 if from_1904 else _FIRST_DAY)


def _fills(styles: etree._Element | None) -> dict[str, str]:
    """Return the named background colours of cell styles, by the style's number as cells give it."""
    shades = []
    for fill in children(child(styles, "fills"), "fill"):
        pattern = child(fill, "patternFill")
        solid = attribute(pattern, "patternType") == "solid"
        shades.append(colour_of((attribute(child(pattern, "fgColor"), "rgb") or "")[-6:]) if solid else "")
    by_style = {}
    for at, style in enumerate(children(child(styles, "cellXfs"), "xf")):
        number = whole_number(attribute(style, "fillId"), len(shades))
        if number < len(shades) and shades[number]:
            by_style[str(at)] = shades[number]
    return by_style


def _vivid_rules(styles: etree._Element | None) -> frozenset[str]:
    """Return the numbers of the looks that rules give to cells and that lay a named colour behind them."""
    looks = children(child(styles, "dxfs"), "dxf")
    fills = (child(look, "fill", "patternFill") for look in looks)
    shades = ((attribute(child(fill, "bgColor"), "rgb") or "")[-6:] for fill in fills)
    return frozenset(str(at) for at, shade in enumerate(shades) if colour_of(shade))


def _hidden_columns(root: etree._Element) -> frozenset[int]:
    hidden: set[int] = set()
    for column in children(child(root, "cols"), "col"):
        if (attribute(column, "hidden") or "0") in ("1", "true"):
            first, last = (whole_number(attribute(column, side), None) for side in ("min", "max"))
            if first is not None and last is not None:
                hidden.update(range(first - 1, min(last, 16_384)))
    return frozenset(hidden)


def _column(place: str, otherwise: int) -> int:
    found = _PLACE.fullmatch(place)
    if found is None:
        return otherwise
    number = 0
    for letter in found[1]:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _text(element: etree._Element | None) -> str:
    if element is None:
        return ""
    words = []
    for part in element.iter():
        if local_name(part) == "t" and not any(local_name(above) == "rPh" for above in part.iterancestors()):
            words.append(part.text or "")
    return _clean("".join(words))


def _clean(words: str) -> str:
    lines = (" ".join(line.split()) for line in without_unshown(words).split("\n"))
    return "\n".join(line for line in lines if line)
