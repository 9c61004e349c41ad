"""The walk over a Word document's XML."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from lxml import etree

from ingest.layout.manuscript import split_marker
from ingest.layout.tables import laid_out
from ingest.readers import Limits
from ingest.readers.characters import without_unshown
from ingest.readers.charts import words_of_chart
from ingest.readers.docx.embedded_parts import art_words, charts_in, diagrams_in, words_shown
from ingest.readers.docx.left_out import LeftOut
from ingest.readers.docx.numbering import ListNumbering
from ingest.readers.docx.properties import chosen_entry, colours_of_row, is_blackened, is_struck
from ingest.readers.docx.properties import fonts as _fonts
from ingest.readers.docx.properties import is_placeholder as _is_unfilled
from ingest.readers.docx.properties import is_ticked as _is_ticked
from ingest.readers.docx.properties import symbol_code as _code
from ingest.readers.docx.styles import LetterStyle, Style, Styles, is_filled, look_of, numbering_of
from ingest.readers.docx.table_parts import boxes_in, cells_of, paragraphs_of, rows_of
from ingest.readers.drawings import diagram_lines, has_large_picture
from ingest.readers.embedded_files import LIES_ELSEWHERE, file_inside, objects_in, part_not_read, written_in
from ingest.readers.mended_manuscript import MendedManuscript
from ingest.readers.office_zip import Package, attribute, child, children, local_name
from ingest.readers.symbol_fonts import is_symbol_font, symbol, symbols
from ingest.readers.whole_numbers import whole_number
from kb.core.document import Document, Note, Role, TableCell

_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_THROUGH = frozenset(
    ("ins", "moveTo", "hyperlink", "smartTag", "fldSimple", "customXml", "sdt", "sdtContent", "dir", "bdo")
)
_TINY = 1.5  # points of type that nobody can read
_LEFT_OUT = frozenset(("del", "moveFrom"))


@dataclass(slots=True)
class _Paragraph:
    """A paragraph's words while they are gathered."""

    words: list[str] = field(default_factory=list)
    bold: int = 0
    letters: int = 0
    sizes: dict[float, int] = field(default_factory=dict)
    boxes: list[etree._Element] = field(default_factory=list)  # text boxes anchored in it
    diagrams: list[str] = field(default_factory=list)  # drawings made of text, by their relations
    charts: list[str] = field(default_factory=list)  # by their relations
    objects: list[str] = field(default_factory=list)  # files that stand in it whole, by their relations
    shown_as: str = ""  # the words of a picture that may be a heading set as one, as its description gives them
    pictured: bool = False

    def say(self, words: str, look: LetterStyle) -> None:
        self.words.append(words)
        count = len(words.strip())
        self.letters += count
        self.bold += count if look.bold else 0
        self.sizes[look.size or 0.0] = self.sizes.get(look.size or 0.0, 0) + count

    @property
    def text(self) -> str:
        lines = (" ".join(line.split()) for line in without_unshown("".join(self.words)).split("\n"))
        return "\n".join(line for line in lines if line)


def document_of(data: bytes, name: str, limits: Limits) -> Document:
    """Return the file as a Document. Raises FileRefused."""
    package = Package(data, name, limits.max_unpacked)
    walk = _Walk(package, limits)
    walk.body()
    return walk.paper.document(name, "docx", "docx 1", walk.notes(), package.properties())


class _Walk:
    """Walks the main part, then the footnotes it called for."""

    def __init__(self, package: Package, limits: Limits) -> None:
        self._package = package
        self._limits = limits
        self._inside: list[Note] = []
        self._part = package.main_part("word/document.xml")
        self._relations = package.relations(self._part)
        self._parts = dict(self._relations.values())
        self._styles = Styles(self._xml("styles"))
        self._numbering = ListNumbering.of(self._xml("numbering"))
        self._tables = 0
        self._called: list[tuple[str, str]] = []  # footnotes and endnotes, in the order of their marks
        self._left = LeftOut()
        self._initial = ""  # a large first letter, which stands in a paragraph of its own before the rest of its word
        self._grounds = 0  # shapes, cells and pages with a colour of their own, in which the walk is
        self.paper = MendedManuscript()

    @contextmanager
    def _on_ground(self, *, filled: bool) -> Iterator[None]:
        """While this lasts, white letters may stand on a colour and are shown."""
        self._grounds += filled
        yield
        self._grounds -= filled

    def _xml(self, kind: str) -> etree._Element | None:
        return self._package.xml_or_none(self._parts[kind]) if kind in self._parts else None

    def body(self) -> None:
        root = self._package.xml(self._part)
        with self._on_ground(filled=child(root, "background") is not None):
            self._blocks(child(root, "body"), None)
        self._footnotes()

    def notes(self) -> Iterator[Note]:
        """Yield what was noticed and not shown."""
        yield from self._left.notes()
        yield from dict.fromkeys(self._inside)
        if self._package.has_active_content():
            yield Note("active_content", "Macros or programs inside the file were ignored.")

    # -- blocks

    def _blocks(self, parent: etree._Element | None, cell: TableCell | None) -> None:
        for element in parent if parent is not None else ():
            name = local_name(element)
            if name == "p":
                self._paragraph(element, cell)
            elif name == "tbl":
                self._table(element, cell)
            elif name == "altChunk":
                self._put_in(attribute(element, "id") or "")
            elif name in ("sdt", "sdtContent", "customXml", "ins", "moveTo"):
                if not _is_unfilled(element):
                    self._blocks(element, cell)
            elif name in _LEFT_OUT:
                self._left.deleted += 1

    def _paragraph(self, element: etree._Element, cell: TableCell | None) -> None:
        properties = child(element, "pPr")
        style = self._style(properties)
        gathered = _Paragraph()
        with self._on_ground(filled=style.filled or is_filled(properties)):
            self._gather(element, style.look, gathered)
        if attribute(child(properties, "framePr"), "dropCap") in ("drop", "margin"):
            self._initial = gathered.text
        else:
            gathered.words.insert(0, self._initial)
            self._initial = ""
            self._write(gathered, properties, style, cell)
        with self._on_ground(filled=bool(gathered.boxes)):
            for box in gathered.boxes:
                self._blocks(box, cell)
        if gathered.pictured and cell is None:
            self.paper.picture()
        for name_of_it in gathered.diagrams:
            path = self._relations.get(name_of_it, ("", ""))[1]
            for line, depth in diagram_lines(self._package.xml_or_none(path)):
                marker, words = split_marker(line, "•")
                self.paper.add(words, Role.ITEM if cell is None else Role.CELL, level=depth, marker=marker, cell=cell)
        for name_of_it in gathered.charts if cell is None else ():
            path = self._relations.get(name_of_it, ("", ""))[1]
            self.paper.add(words_of_chart(self._package.xml_or_none(path)), Role.CAPTION)
        for name_of_it in gathered.objects:
            if cell is None:
                self._put_in(name_of_it)
            else:  # its blocks would part the table
                kind, path = self._relations.get(name_of_it, ("", ""))
                self._inside.append(part_not_read(path, kind))

    def _put_in(self, name_of_it: str) -> None:
        """Write a file that stands whole in the document's place, or note that it was not read."""
        inside = file_inside(self._package, self._relations.get(name_of_it, ("", "")), self._limits)
        if isinstance(inside, Note):
            self._inside.append(inside)
        else:
            self._tables = written_in(self.paper, inside, self._tables)

    def _write(
        self, gathered: _Paragraph, properties: etree._Element | None, style: Style, cell: TableCell | None
    ) -> None:
        words = gathered.text or (gathered.shown_as if cell is None else "")
        if not words:
            return
        listed = numbering_of(properties) or style.list
        mark = self._numbering.mark(*listed) if listed and listed[0] not in ("", "0") else None
        outline = whole_number(attribute(child(properties, "outlineLvl"), "val"), 9)
        heading = outline + 1 if outline < 9 else style.heading
        marker, words = split_marker(words, mark or "", heading=bool(heading))
        role, level = Role.PARAGRAPH, 0
        if style.title:
            role = Role.TITLE
        elif heading:
            role, level = Role.HEADING, heading
        elif cell is not None:
            role, level = Role.CELL, 0
        elif style.caption or not gathered.text:
            role = Role.CAPTION
        elif marker:
            role, level = Role.ITEM, 1 + (max(listed[1], style.deeper) if listed and mark else 0)
        size = max(gathered.sizes, key=lambda s: gathered.sizes[s], default=0.0)
        bold = gathered.bold >= gathered.letters > 0
        self.paper.add(words, role, level=level, marker=marker, size=size, bold=bold, cell=cell)

    def _table(self, element: etree._Element, cell: TableCell | None) -> None:
        styled = self._styles.fills_table(attribute(child(element, "tblPr", "tblStyle"), "val") or "")
        self._left.deleted += sum(1 for _ in rows_of(element, deleted=True))
        rows = [[c for c in cells_of(row) if c is not None] for row in rows_of(element)]
        texts = [[self._words(tc) for tc, _, _ in row] for row in rows]
        held = any(self._holds_structure(tc) for row in rows for tc, _, _ in row)
        if cell is not None or laid_out(texts, holds_structure=held):
            for row in rows:
                for tc, _, _ in row:
                    with self._on_ground(filled=styled or is_filled(child(tc, "tcPr"))):
                        self._blocks(tc, cell)
            return
        number, self._tables = self._tables, self._tables + 1
        for at, (row, element_row) in enumerate(zip(rows, rows_of(element), strict=True)):
            colours = colours_of_row(row, texts[at]) if at else ()
            header = child(element_row, "trPr", "tblHeader") is not None or (at == 0 and self._is_bold(row))
            shown = {column for column, _ in colours}
            for (tc, column, merged), said in zip(row, texts[at], strict=True):
                if not merged and not (column in shown and said.strip()):  # a sign in a colour, and no words
                    with self._on_ground(filled=styled or is_filled(child(tc, "tcPr"))):
                        self._blocks(tc, TableCell(number, at, column, header, colours))

    def _words(self, tc: etree._Element) -> str:
        return " ".join("".join(t.text or "" for t in p.iter() if local_name(t) == "t") for p in paragraphs_of(tc))

    def _holds_structure(self, tc: etree._Element) -> bool:
        """Return whether a cell holds a heading or a list."""
        items = 0
        for p in paragraphs_of(tc):
            properties = child(p, "pPr")
            style = self._style(properties)
            if style.heading:
                return True
            items += bool(numbering_of(properties) or style.list)
        return items > 1

    def _is_bold(self, row: list[tuple[etree._Element, int, bool]]) -> bool:
        gathered = _Paragraph()
        for p in (p for tc, _, _ in row for p in paragraphs_of(tc)):
            self._gather(p, self._style(child(p, "pPr")).look, gathered, quiet=True)
        return gathered.bold >= gathered.letters > 0

    def _style(self, properties: etree._Element | None) -> Style:
        name = attribute(child(properties, "pStyle"), "val")
        return self._styles.style(name) if name else self._styles.usual

    # -- letters

    def _gather(self, element: etree._Element, look: LetterStyle, into: _Paragraph, *, quiet: bool = False) -> None:
        for part in element:
            name = local_name(part)
            if name == "r":
                self._run(part, look, into, quiet=quiet)
            elif name == "sdt" and _is_unfilled(part):
                continue
            elif name == "subDoc" and not quiet:
                self._inside.append(LIES_ELSEWHERE)
            elif name in _THROUGH:
                self._gather(part, look, into, quiet=quiet)
            elif name in _LEFT_OUT:
                self._left.deleted += not quiet and any(local_name(e) in ("delText", "t") for e in part.iter())
            elif name == "AlternateContent":
                choice = child(part, "Choice")
                self._gather(part if choice is None else choice, look, into, quiet=quiet)

    def _run(self, run: etree._Element, look: LetterStyle, into: _Paragraph, *, quiet: bool) -> None:
        properties = child(run, "rPr")
        name = attribute(child(properties, "rStyle"), "val")
        styled = self._styles.style(name).look if name else LetterStyle()
        its = (
            look_of(properties)
            .under(LetterStyle(styled.bold or None, None, styled.hidden or None, styled.white))
            .under(look)
        )
        tiny = its.size is not None and 0 < its.size <= _TINY
        unseen = its.hidden or tiny or (its.white and not self._grounds and not is_filled(properties))
        font = next((f for f in _fonts(properties) if is_symbol_font(f)), "")
        for part in run:
            word = local_name(part)
            if word == "ruby" and (base := child(part, "rubyBase")) is not None:
                self._gather(base, look, into, quiet=quiet)
            if word in ("drawing", "pict", "object", "AlternateContent"):
                into.boxes.extend(boxes_in(part))
                into.diagrams.extend(diagrams_in(part))
                into.charts.extend(charts_in(part))
                into.objects.extend(objects_in(part))
                if drawn := art_words(part):
                    into.say(drawn, its)
                into.shown_as = into.shown_as or words_shown(part)
                into.pictured = into.pictured or has_large_picture(part)
                continue
            said = self._text_of(part, word, quiet=quiet)
            if font and word == "t":
                said = symbols(font, said)
            if not said:
                continue
            if is_struck(properties):
                self._left.struck += bool(said.strip()) and not quiet
            elif is_blackened(properties):
                self._left.covered += bool(said.strip()) and not quiet
            elif unseen:
                self._left.hidden += bool(said.strip()) and not quiet
            else:
                into.say(said, its)

    def _text_of(self, part: etree._Element, word: str, *, quiet: bool) -> str:
        if word == "t":
            return (part.text or "").replace("\n", " ")
        if word == "sym":
            return symbol(attribute(part, "font") or "", _code(attribute(part, "char")))
        if word == "fldChar" and (box := child(part, "ffData", "checkBox")) is not None:
            return "☒ " if _is_ticked(box) else "☐ "
        if word == "fldChar" and (choices := child(part, "ffData", "ddList")) is not None:
            return chosen_entry(choices)
        if word in ("br", "cr"):
            return "\n"
        if word in ("footnoteReference", "endnoteReference"):
            return "" if quiet else self._call(word.removesuffix("Reference"), attribute(part, "id") or "")
        if word == "commentReference":
            self._left.comments += 1
        return {"tab": "\t", "ptab": "\t", "noBreakHyphen": "-"}.get(word, "")

    # -- notes at the foot

    def _call(self, kind: str, name: str) -> str:
        self._called.append((kind, name))
        return str(len(self._called)).translate(_SUPERSCRIPT)

    def _footnotes(self) -> None:
        parts = {kind: self._xml(f"{kind}s") for kind in ("footnote", "endnote")}
        for number, (kind, name) in enumerate(tuple(self._called), 1):
            found = next((n for n in children(parts[kind], kind) if attribute(n, "id") == name), None)
            words = []
            for p in children(found, "p"):
                gathered = _Paragraph()
                self._gather(p, LetterStyle(), gathered)
                words.append(gathered.text)
            self.paper.add("\n".join(w for w in words if w), Role.NOTE, marker=str(number))
