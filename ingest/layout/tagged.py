"""Blocks from a file's own structure tags: what the author's program said each stretch of letters is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from ingest.layout.lines import TextLine, join_lines, lines_of
from ingest.layout.markers import bullet_alone, marker_of
from ingest.layout.marks import LetterRun
from ingest.layout.pieces import LayoutPiece
from ingest.layout.tables import ColumnsTaken, laid_out
from kb.core.document import Role, TableCell
from kb.core.expressions import expression


class Leaf(NamedTuple):
    """A marked stretch of a page."""

    page: int
    mark: int


@dataclass(frozen=True, slots=True)
class Element:
    """A structure element by its standard role."""

    role: str
    kids: tuple[Element | Leaf, ...] = ()
    columns: int = 1
    rows: int = 1


Marked = Mapping[Leaf, Sequence[LetterRun]]

_HEADING = expression(r"H([1-6]?)$")
_GROUPS = frozenset(
    (
        "Root",
        "Document",
        "DocumentFragment",
        "Part",
        "Art",
        "Sect",
        "Div",
        "NonStruct",
        "Private",
        "BlockQuote",
        "Index",
    )
) | frozenset(("TOC", "TOCI", "Aside", "Table", "THead", "TBody", "TFoot", "TR", "TH", "TD", "L", "LI", "LBody"))
_BLOCKS = _GROUPS | frozenset(("P", "Title", "Note", "FENote", "Caption"))
_TELLING = expression(r"H[1-6]?$|Title$|L$|LI$|Table$")


def tells_structure(tree: Element) -> bool:
    """Return whether the tags say more than that everything is a paragraph."""
    return any(_TELLING.match(element.role) for element in _elements(tree))


def leaves(tree: Element) -> Iterator[Leaf]:
    """Yield every marked stretch under `tree`, in order."""
    for kid in tree.kids:
        if isinstance(kid, Leaf):
            yield kid
        else:
            yield from leaves(kid)


def astray(tree: Element, marked: Marked) -> set[int]:
    """Return the pages on which a list's label holds words that do not stand before its item.

    Some programs lose count of their marks within lists: then the label of an item is a word out of another's middle,
    and the bullet is in its body. Such a page is read better by where its words stand.
    """
    pages = set()
    for item in (element for element in _elements(tree) if element.role == "LI"):
        label = _first(item, ("Lbl",), marked)
        body = _first(item, ("LBody", "P", "Span"), marked)
        if label and body and any(c.isalpha() for c in label[1].text):
            beside = label[0] == body[0] and abs(label[1].y - body[1].y) <= body[1].size
            if not beside or label[1].x0 > body[1].x0:
                pages.add(body[0])
    return pages


def _first(item: Element, roles: Sequence[str], marked: Marked) -> tuple[int, LetterRun] | None:
    """Return the first letters under the kids of an item that have one of these roles, with their page."""
    kids = (kid for kid in item.kids if isinstance(kid, Element) and kid.role in roles)
    shown = ((leaf.page, run) for kid in kids for leaf in leaves(kid) for run in marked.get(leaf, ()))
    return next((one for one in shown if one[1].text.strip()), None)


def pieces_of(tree: Element, marked: Marked) -> Iterator[LayoutPiece]:
    """Yield the pieces of the whole document in the order of its tags."""
    yield from _TagWalker(marked).group(tree, _Place())


def _elements(tree: Element) -> Iterator[Element]:
    for kid in tree.kids:
        if isinstance(kid, Element):
            yield kid
            yield from _elements(kid)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where in lists and tables the walk stands."""

    depth: int = 0
    marker: str = ""
    cell: TableCell | None = None
    note: bool = False  # all in it is a footnote


@dataclass(slots=True)
class _TagWalker:
    marked: Marked
    tables: int = field(default=0)

    def group(self, element: Element, place: _Place) -> Iterator[LayoutPiece]:
        """Yield the pieces under an element that groups others; letters directly in it are a paragraph."""
        loose: list[Leaf] = []
        for kid in element.kids:
            if isinstance(kid, Leaf):
                loose.append(kid)
            elif kid.role in _BLOCKS or _HEADING.match(kid.role):
                yield from self._paragraph(loose, Role.PARAGRAPH, place)
                loose = []
                yield from self._block(kid, place)
            else:
                inline, blocks = _split_element(kid)
                loose.extend(inline)
                for block in blocks:
                    yield from self._paragraph(loose, Role.PARAGRAPH, place)
                    loose = []
                    yield from self._block(block, place)
        yield from self._paragraph(loose, Role.PARAGRAPH, place)

    def _block(self, element: Element, place: _Place) -> Iterator[LayoutPiece]:
        heading = _HEADING.match(element.role)
        if element.role == "L":
            yield from self._list(element, place)
        elif element.role == "Table":
            yield from self._table(element, place)
        elif element.role in _GROUPS:
            yield from self.group(element, place)
        elif element.role in ("Note", "FENote"):
            yield from self.group(element, _Place(note=True))
        else:
            inline, blocks = _split_element(element)
            if heading or element.role == "Title":
                level = int(heading.group(1) or 1) if heading else 0
                yield from self._paragraph(inline, Role.HEADING if heading else Role.TITLE, place, level)
            else:
                yield from self._paragraph(inline, _ROLES.get(element.role, Role.PARAGRAPH), place)
            for block in blocks:
                yield from self._block(block, place)

    def _list(self, element: Element, place: _Place) -> Iterator[LayoutPiece]:
        deeper = _Place(place.depth + 1, cell=place.cell, note=place.note)
        for kid in element.kids:
            if isinstance(kid, Leaf):
                yield from self._paragraph([kid], Role.ITEM, deeper)
            elif kid.role == "L":
                yield from self._list(kid, deeper if _holds_items(element) else place)
            else:
                yield from self._item(kid, deeper)

    def _item(self, element: Element, place: _Place) -> Iterator[LayoutPiece]:
        """Yield an item, the further paragraphs in it, and the lists inside it."""
        marker = ""
        inline: list[Leaf] = []
        blocks: list[Element] = []
        for kid in element.kids:
            if isinstance(kid, Leaf):
                inline.append(kid)
            elif kid.role == "Lbl":
                marker = " ".join(line.text for _, lines in self._lines(list(leaves(kid))) for line in lines)
            elif kid.role == "LBody":
                own, further = _split_element(kid)
                inline.extend(own)
                blocks.extend(further)
            elif kid.role in _BLOCKS or _HEADING.match(kid.role):
                blocks.append(kid)
            else:
                inline.extend(leaves(kid))
        given = _Place(place.depth, marker, place.cell, place.note)
        own_words = list(self._paragraph(inline, Role.ITEM, given))
        yield from own_words
        for block in blocks:
            if block.role == "P" and not own_words:
                own, further = _split_element(block)
                own_words = list(self._paragraph(own, Role.ITEM, given))
                yield from own_words
                for more in further:
                    yield from self._block(more, place)
            else:
                yield from self._block(block, place)

    def _table(self, element: Element, place: _Place) -> Iterator[LayoutPiece]:
        rows = [row for row in _rows(element) if row.kids]
        texts = [[self._words(cell) for cell in _cells(row)] for row in rows]
        held = any(_holds_structure(cell) for row in rows for cell in _cells(row))
        if place.cell is not None or laid_out(texts, holds_structure=held):
            for row in rows:
                yield from self.group(row, place)
            return
        number, self.tables = self.tables, self.tables + 1
        columns = ColumnsTaken()
        for at, row in enumerate(rows):
            for cell in _cells(row):
                column = columns.place(at, cell.columns, cell.rows)
                header = cell.role == "TH" and (
                    at == 0 or all(isinstance(c, Element) and c.role == "TH" for c in row.kids)
                )
                yield from self.group(cell, _Place(cell=TableCell(number, at, column, header)))

    def _words(self, element: Element) -> str:
        return " ".join(run.text for leaf in leaves(element) for run in self.marked.get(leaf, ()))

    def _lines(self, stretch: Sequence[Leaf]) -> Iterator[tuple[int, list[TextLine]]]:
        """Yield the lines of marked stretches, page by page."""
        page, runs = -1, list[LetterRun]()
        for leaf in stretch:
            if leaf.page != page:
                if runs:
                    yield page, join_lines(lines_of(runs))
                page, runs = leaf.page, []
            runs.extend(self.marked.get(leaf, ()))
        if runs:
            yield page, join_lines(lines_of(runs))

    def _paragraph(self, stretch: Sequence[Leaf], role: Role, place: _Place, level: int = 0) -> Iterator[LayoutPiece]:
        """Yield the pieces of one tagged paragraph: one a page, and one for each mark typed at the start of a line."""
        marker, later = place.marker, False
        for page, lines in self._lines(stretch):
            parts = list(_at_marks(lines)) if role in (Role.PARAGRAPH, Role.ITEM) else [lines] if lines else []
            for number, part in enumerate(parts):
                continues = later and number == 0 and not _begins_item(part[0].text)
                shown = Role.CELL if place.cell and role is not Role.HEADING else role
                shown = Role.NOTE if place.note else shown
                yield LayoutPiece(page, tuple(part), shown, level or place.depth, marker, place.cell, continues)
                marker, later = "", True


_ROLES = {"Caption": Role.CAPTION, "Title": Role.TITLE}


def _split_element(element: Element) -> tuple[list[Leaf], list[Element]]:
    """Part what an element says itself from the blocks inside it."""
    inline: list[Leaf] = []
    blocks: list[Element] = []
    for kid in element.kids:
        if isinstance(kid, Leaf):
            inline.append(kid)
        elif kid.role in _BLOCKS or _HEADING.match(kid.role):
            blocks.append(kid)
        else:
            own, further = _split_element(kid)
            inline.extend(own)
            blocks.extend(further)
    return inline, blocks


def _rows(element: Element) -> Iterator[Element]:
    for kid in element.kids:
        if isinstance(kid, Element):
            if kid.role == "TR":
                yield kid
            elif kid.role in ("THead", "TBody", "TFoot", "Sect", "Div", "Part"):
                yield from _rows(kid)


def _cells(row: Element) -> Iterator[Element]:
    return (kid for kid in row.kids if isinstance(kid, Element))


def _holds_structure(cell: Element) -> bool:
    """Return whether a cell holds a heading or a list."""
    return any(_TELLING.match(element.role) and element.role != "Table" for element in _elements(cell))


def _holds_items(element: Element) -> bool:
    return any(isinstance(kid, Element) and kid.role == "LI" for kid in element.kids)


def _begins_item(text: str) -> bool:
    """Return whether a line begins with a bullet and words after it."""
    return not text[0].isalnum() and text[0] not in "(“‘\"'" and marker_of(text) is not None


def _at_marks(lines: Iterable[TextLine]) -> Iterator[list[TextLine]]:
    """Part lines before each that begins with a bullet; a bullet alone belongs to the line after it."""
    part: list[TextLine] = []
    alone = False
    for line in lines:
        if part and not alone and (bullet_alone(line.text) or _begins_item(line.text)):
            yield part
            part = []
        alone = bullet_alone(line.text)
        part.append(line)
    if part:
        yield part
