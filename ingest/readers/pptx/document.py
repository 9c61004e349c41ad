"""The walk over a presentation's slides."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TypedDict

from lxml import etree

from ingest.layout.boxes import Box, in_reading_order
from ingest.layout.manuscript import split_marker
from ingest.layout.tables import laid_out
from ingest.readers import Limits
from ingest.readers.characters import without_unshown
from ingest.readers.charts import words_of_chart
from ingest.readers.drawings import diagram_lines, has_large_picture
from ingest.readers.embedded_files import file_inside, objects_in, written_in
from ingest.readers.mended_manuscript import MendedManuscript
from ingest.readers.office_zip import Package, attribute, child, children, local_name
from ingest.readers.page_notes import pages_without_text
from ingest.readers.pptx.inherited_layout import InheritedLayout
from ingest.readers.whole_numbers import whole_number
from kb.core.document import Document, Note, Role, TableCell
from kb.core.errors import FileRefused
from kb.core.expressions import expression
from kb.text.number_words import number_of_item

_TITLES = frozenset(("title", "ctrTitle"))
_FURNITURE = frozenset(("sldNum", "ftr", "dt", "hdr"))
_NUMBERS = {"alphaLc": "a", "alphaUc": "A", "romanLc": "i", "romanUc": "I", "arabic": "1"}
_FORMS = {"ParenBoth": "({})", "ParenR": "{})", "Period": "{}.", "Plain": "{}"}
_DIGITS = expression(r"\d+")
_MISSING = "The file lists {:,} slides and holds {:,} of them. It may be damaged: fetch it again from its source."
_NAME = 6  # words: a box of no more, all in one paragraph, names what is below it


@dataclass(frozen=True, slots=True)
class _Shape:
    """A shape on a slide: where it stands and which part of the XML says it."""

    element: etree._Element
    kind: str  # of its placeholder, "" for none
    place: tuple[float, float, float, float]
    grouped: bool = False

    def is_beside(self, size: tuple[float, float]) -> bool:
        """Return whether a shape lies wholly outside of a slide of this size; of one in a group that is not known."""
        left, top, right, bottom = self.place
        drawn = not self.grouped and right > left and bottom > top and size[0] > 0 and size[1] > 0
        return drawn and (left >= size[0] or top >= size[1] or right <= 0 or bottom <= 0)


def document_of(data: bytes, name: str, limits: Limits) -> Document:
    """Return the presentation as a Document with one page a slide. Raises FileRefused."""
    package = Package(data, name, limits.max_unpacked)
    part = package.main_part("ppt/presentation.xml")
    relations = package.relations(part)
    listed = list(children(child(package.xml(part), "sldIdLst"), "sldId"))
    slides = [
        relations[key][1] for slide in listed if (key := _relation(slide)) in relations and relations[key][1] in package
    ]
    if len(slides) > limits.max_pages:
        raise FileRefused(
            "too_large", f"{name} has {len(slides):,} slides, more than the limit of {limits.max_pages:,}."
        )
    extent = child(package.xml(part), "sldSz")
    walk = _Walk(package, _repeated_texts(package, slides), (_number(extent, "cx"), _number(extent, "cy")), limits)
    for number, slide in enumerate(slides, 1):
        walk.slide(slide, number)
    paper, notes = walk.paper, list(walk.notes)
    if len(slides) < len(listed):
        notes.append(Note("slide_missing", _MISSING.format(len(listed), len(slides))))
    if slides and walk.wordless:
        notes.append(pages_without_text(walk.wordless, "slide"))
    if package.has_active_content():
        notes.append(Note("active_content", "Macros or programs inside the file were ignored."))
    if any("/comments/" in member for member in package.names("ppt/")):
        notes.append(Note("comments", "Comments on the slides were left out."))
    return paper.document(name, "pptx", "pptx 1", notes, package.properties())


def _repeated_texts(package: Package, slides: list[str]) -> frozenset[str]:
    """Return what boxes on most slides say, numbers apart: footers and slide numbers drawn by hand."""
    seen: Counter[str] = Counter()
    for slide in slides:
        shapes = _shapes(child(package.xml(slide), "cSld", "spTree"), None)
        seen.update({_text_without_digits(shape.element) for shape in shapes if not shape.kind})
    enough = max(3, -(-len(slides) // 2))
    return frozenset(words for words, count in seen.items() if words and count >= enough)


def _text_without_digits(element: etree._Element) -> str:
    return _DIGITS.sub("#", _all_text(child(element, "txBody")))[:200]


class _Walk:
    """Writes slides down one after the other."""

    def __init__(self, package: Package, repeated: frozenset[str], size: tuple[float, float], limits: Limits) -> None:
        self._package, self._limits = package, limits
        self._size = size
        self._repeated = repeated
        self.paper = MendedManuscript()
        self.notes: list[Note] = []
        self.wordless: list[int] = []  # the numbers of slides that gave no word
        self._tables = 0

    def slide(self, part: str, number: int) -> None:
        """Write one slide, unless it is hidden."""
        root = self._package.xml(part)
        self.paper.page(number)
        if root.get("show") in ("0", "false"):
            self.notes.append(Note("hidden_slide", f"Slide {number} is hidden and was left out.", number))
            return
        relations = self._package.relations(part)
        layout = next((target for kind, target in relations.values() if kind == "slideLayout"), "")
        inherited = InheritedLayout(self._package, layout)
        shapes = [
            replace(shape, kind="ftr")
            if not shape.kind and _text_without_digits(shape.element) in self._repeated
            else shape
            for shape in _shapes(child(root, "cSld", "spTree"), inherited)
        ]
        beside = [shape for shape in shapes if shape.is_beside(self._size)]
        if any((run.text or "").strip() for shape in beside for run in shape.element.iter("{*}t")):
            self.notes.append(Note("hidden_text", f"Text outside the edges of slide {number} was left out.", number))
        shapes = [shape for shape in shapes if shape not in beside]
        titles = [shape for shape in shapes if shape.kind in _TITLES]
        edges = [shape for shape in shapes if shape.kind in _FURNITURE]
        rest = [shape for shape in shapes if shape.kind not in _TITLES | _FURNITURE]
        before, above = len(self.paper.text), len(self.paper.blocks)
        for shape in (*titles, *_in_reading_order(rest)):
            self._shape(shape, inherited, relations)
        if not self.paper.text[before:].strip():
            self.wordless.append(number)
        if has_large_picture(root) and any(one.role is Role.HEADING for one in self.paper.blocks[above:]):
            self.paper.picture()
        for shape in edges:
            self._shape(shape, inherited, relations)
        self._speaker(next((target for kind, target in relations.values() if kind == "notesSlide"), ""))

    def _shape(self, shape: _Shape, inherited: InheritedLayout, relations: dict[str, tuple[str, str]]) -> None:
        if local_name(shape.element) == "graphicFrame":
            self._frame(shape.element, relations)
            return
        body = child(shape.element, "txBody")
        if shape.kind in _TITLES or shape.kind in _FURNITURE:
            role = Role.HEADING if shape.kind in _TITLES else Role.FURNITURE
            words = "\n".join(text for p in children(body, "p") if (text := _text(p)))
            marker, words = split_marker(words, heading=True) if role is Role.HEADING else ("", words)
            self.paper.add(words, role, level=int(role is Role.HEADING), marker=marker, **_look(body))
            return
        self._paragraphs(body, shape, inherited)

    def _paragraphs(self, body: etree._Element | None, shape: _Shape, inherited: InheritedLayout) -> None:
        counts: dict[int, int] = {}
        for p in children(body, "p"):
            words = _text(p)
            if not words:
                continue
            properties = child(p, "pPr")
            depth = whole_number(attribute(properties, "lvl"), 0, digits=1)
            mark = _mark(properties, counts, depth)
            if mark is None and shape.kind in inherited.bulleted_kinds(depth):
                mark = "•"
            marker, words = split_marker(words, mark or "")
            role = Role.ITEM if marker else Role.PARAGRAPH
            self.paper.add(words, role, level=depth + 1 if marker else 0, marker=marker, **_look(p))

    def _frame(self, element: etree._Element, relations: dict[str, tuple[str, str]]) -> None:
        data = child(element, "graphic", "graphicData")
        table = child(data, "tbl")
        if table is not None:
            self._table(table)
            return
        chart = relations.get(attribute(child(data, "chart"), "id") or "")
        if chart:
            self.paper.add(words_of_chart(self._package.xml_or_none(chart[1])), Role.CAPTION)
        for name in dict.fromkeys(objects_in(element)):
            self._put_in(relations.get(name, ("", "")))
        drawn = relations.get(attribute(child(data, "relIds"), "dm") or "")
        if drawn and drawn[1] in self._package:
            lines = [*diagram_lines(self._package.xml(drawn[1]))]
            deep = any(depth > 1 for _, depth in lines)
            for line, depth in lines:
                marker, words = split_marker(line, "•" if deep else "")
                role = Role.ITEM if marker else Role.PARAGRAPH
                self.paper.add(words, role, level=depth if marker else 0, marker=marker)

    def _put_in(self, relation: tuple[str, str]) -> None:
        """Write a file that stands whole on a slide, or note that it was not read."""
        inside = file_inside(self._package, relation, self._limits)
        if isinstance(inside, Note):
            self.notes += [inside] if inside not in self.notes else []
        else:
            self._tables = written_in(self.paper, inside, self._tables)

    def _table(self, table: etree._Element) -> None:
        rows = [list(children(row, "tc")) for row in children(table, "tr")]
        texts = [[_all_text(child(cell, "txBody")) for cell in row] for row in rows]
        if laid_out(texts, holds_structure=False):
            for words in (words for row in texts for words in row):
                self.paper.add(words, Role.PARAGRAPH)
            return
        number, self._tables = self._tables, self._tables + 1
        named = attribute(child(table, "tblPr"), "firstRow") in ("1", "true")
        for at, row in enumerate(rows):
            for column, cell in enumerate(row):
                if {attribute(cell, "hMerge"), attribute(cell, "vMerge")} & {"1", "true"}:
                    continue
                place = TableCell(number, at, column, header=named and at == 0)
                for p in children(child(cell, "txBody"), "p"):
                    marker, words = split_marker(_text(p), _mark(child(p, "pPr"), {}, 0) or "")
                    self.paper.add(words, Role.CELL, marker=marker, cell=place, **_look(p))

    def _speaker(self, part: str) -> None:
        """Write what the speaker notes say; the slide's own picture and number on that page are not said again."""
        root = self._package.xml_or_none(part)
        for shape in _shapes(child(root, "cSld", "spTree"), None):
            if shape.kind == "body":
                for p in children(child(shape.element, "txBody"), "p"):
                    self.paper.add(_text(p), Role.NOTE)


def _shapes(
    tree: etree._Element | None,
    inherited: InheritedLayout | None,
    shift: tuple[float, float] = (0.0, 0.0),
    depth: int = 0,
) -> Iterator[_Shape]:
    """Yield the shapes of a slide with their places, those in groups too."""
    for element in tree if tree is not None and depth < 30 else ():
        name = local_name(element)
        if name == "grpSp":
            frame = child(element, "grpSpPr", "xfrm")
            x, y, _, _ = _frame_of(frame)
            inner = child(frame, "chOff")
            dx = x - _number(inner, "x") if inner is not None else 0.0
            dy = y - _number(inner, "y") if inner is not None else 0.0
            yield from _shapes(element, inherited, (shift[0] + dx, shift[1] + dy), depth + 1)
        elif name in ("sp", "graphicFrame"):
            holder = child(element, "nvSpPr", "nvPr", "ph")
            kind = "" if holder is None else attribute(holder, "type") or "obj"
            frame = child(element, "spPr", "xfrm") if name == "sp" else child(element, "xfrm")
            if frame is None and inherited is not None and holder is not None:
                frame = inherited.place(kind, attribute(holder, "idx") or "")
            x, y, across, down = _frame_of(frame)
            left, top = x + shift[0], y + shift[1]
            yield _Shape(element, kind, (left, top, left + across, top + down), depth > 0)
        elif name == "AlternateContent":
            choice = child(element, "Choice")
            yield from _shapes(element if choice is None else choice, inherited, shift, depth + 1)


def _in_reading_order(shapes: list[_Shape]) -> list[_Shape]:
    boxes = [Box(number, *shape.place, heads=_names(shape.element)) for number, shape in enumerate(shapes)]
    return [shapes[box.number] for box in in_reading_order(boxes)]


def _names(element: etree._Element) -> bool:
    paragraphs = [words for p in children(child(element, "txBody"), "p") if (words := _text(p))]
    return len(paragraphs) == 1 and len(paragraphs[0].split()) <= _NAME


def _text(paragraph: etree._Element) -> str:
    """Return the words of one paragraph."""
    parts: list[str] = []
    for part in paragraph:
        name = local_name(part)
        if name in ("r", "fld"):
            words = child(part, "t")
            parts.append((words.text or "") if words is not None else "")
        elif name == "br":
            parts.append("\n")
    lines = (" ".join(line.split()) for line in without_unshown("".join(parts)).split("\n"))
    return "\n".join(line for line in lines if line)


def _all_text(element: etree._Element | None) -> str:
    return "\n".join(words for p in children(element, "p") if (words := _text(p)))


def _mark(properties: etree._Element | None, counts: dict[int, int], depth: int) -> str | None:
    """Return the mark that a paragraph states (a bullet, a counted number, "" for none), or None if it states none."""
    numbered = child(properties, "buAutoNum")
    if numbered is not None:
        first = whole_number(attribute(numbered, "startAt"), 1, digits=5)
        counts[depth] = counts.get(depth, first - 1) + 1
        for deeper in [d for d in counts if d > depth]:
            del counts[deeper]
        return _format_number(counts[depth], attribute(numbered, "type") or "arabicPeriod")
    bullet = child(properties, "buChar")
    if bullet is not None:
        character = attribute(bullet, "char") or "•"
        return character if character.isprintable() else "•"
    if child(properties, "buBlip") is not None:
        return "•"
    return "" if child(properties, "buNone") is not None else None


def _format_number(number: int, form: str) -> str:
    kind = next((kind for kind in _NUMBERS if form.startswith(kind)), "arabic")
    return _FORMS.get(form.removeprefix(kind), "{}.").format(number_of_item(number, _NUMBERS[kind]))


class _Look(TypedDict):
    size: float
    bold: bool


def _look(element: etree._Element | None) -> _Look:
    """Return size and weight of the letters in an element, as far as it states them itself."""
    sizes: list[float] = []
    bold: list[bool] = []
    for run in (e for e in (element.iter() if element is not None else ()) if local_name(e) == "r"):
        properties = child(run, "rPr")
        size = whole_number(attribute(properties, "sz"), None, digits=5)
        if size is not None:
            sizes.append(size / 100)
        bold.append(attribute(properties, "b") in ("1", "true"))
    return {"size": sizes[0] if sizes else 0.0, "bold": bool(bold) and all(bold)}


def _frame_of(frame: etree._Element | None) -> tuple[float, float, float, float]:
    off, ext = child(frame, "off"), child(frame, "ext")
    return _number(off, "x"), _number(off, "y"), _number(ext, "cx"), _number(ext, "cy")


def _number(element: etree._Element | None, name: str) -> float:
    text = attribute(element, name) or "0"
    return float(text) if text.lstrip("-").isdigit() and len(text) < 16 else 0.0


def _relation(slide: etree._Element) -> str:
    """Return the id of the relation to a slide; the slide's own number bears the same name in no namespace."""
    return next((str(value) for key, value in slide.attrib.items() if str(key).endswith("}id")), "")
