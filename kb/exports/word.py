"""A Word paper: real headings, a language, tables whose head is repeated, and page numbers. Only this file and
`word_papers.py` know python-docx.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from kb.exports.cells import strip_unprintable
from kb.exports.office_properties import enter_properties
from kb.exports.payloads import ExportHead
from kb.text.formatting import shorten_middle
from kb.text.masking import mask

FONT = "Arial"
INK = RGBColor(0x1D, 0x4F, 0x5C)
_SIZES = {"Normal": 11, "Title": 24, "Heading 1": 16, "Heading 2": 13, "Heading 3": 11.5}
_FOOT, _WIDE_FOOT = 80, 125  # characters of a library's name and a title that leave room for the page in one line
_LEAST_TITLE = 30  # characters, however long the library's name
_A4 = (Cm(21), Cm(29.7))
_MARGIN = Cm(2.2)


class WordPaper:
    """A paper that is written from top to bottom."""

    def __init__(self, head: ExportHead, *, landscape: bool = False) -> None:
        self._paper: Any = Document()  # python-docx has no type hints
        self._wide = landscape
        enter_properties(self._paper.core_properties, head)
        self._styles()
        self._page(head)
        self._paper.add_paragraph(strip_unprintable(head.title), style="Title")

    @property
    def room(self) -> float:
        """How wide what stands on the page can be, in centimetres."""
        return self._room() / Cm(1)

    def heading(self, words: str, level: int = 1, *, on_new_page: bool = False) -> None:
        """Add a heading."""
        made = self._paper.add_heading(strip_unprintable(words), level)
        made.paragraph_format.page_break_before = on_new_page or None

    def text(self, words: str, *, bold: str = "", style: str = "Normal", kept: bool = False) -> None:
        """Add a paragraph; `bold` stands before it, and a `kept` one stays on the page of what follows it."""
        made = self._paper.add_paragraph(style=style)
        if kept:
            made.paragraph_format.keep_with_next = True
        if bold:
            made.add_run(strip_unprintable(bold)).bold = True
            made.add_run(" ")
        made.add_run(strip_unprintable(words))

    def items(self, words: Iterable[str], *, numbered: bool = False) -> None:
        """Add a list."""
        style = "List Number" if numbered else "List Bullet"
        for one in words:
            self._paper.add_paragraph(strip_unprintable(one), style=style)

    def quotation(self, words: str, citation: str, address: str = "", strong: str = "", *, kept: bool = False) -> None:
        """Add words of a document in quotation marks, some of them bold, and under them where they stand.

        A `kept` one stays on the page of what follows it.
        """
        said = self._paper.add_paragraph(style="Quote")
        before, bold, after = f"“{words}”".partition(strong) if strong else (f"“{words}”", "", "")
        said.add_run(strip_unprintable(before))
        said.add_run(strip_unprintable(bold)).bold = True
        said.add_run(strip_unprintable(after))
        said.paragraph_format.keep_with_next = True
        self.place(citation, address, kept=kept)

    def place(self, citation: str, address: str = "", *, kept: bool = False) -> None:
        """Add where words stand, with a link that opens them here; a `kept` one stays on the page of what follows."""
        source = self._paper.add_paragraph(style="Source")
        source.paragraph_format.keep_with_next = kept or None
        source.add_run(strip_unprintable(citation))
        if address:
            source.add_run("  ")
            self._link(source, "Open in the library", address)

    def table(
        self,
        heads: Sequence[str],
        rows: Iterable[Sequence[str]],
        widths: Sequence[float],
        about: str,
        *,
        led: bool = False,
    ) -> None:
        """Add a table whose head is repeated on each page; `widths` are shares, `about` is read out by a screen reader.

        The first line of each cell of a `led` one is what the rest of the cell stands under.
        """
        made = self._paper.add_table(rows=1, cols=len(heads), style="Table Grid")
        made.autofit = False
        self._describe(made, about)
        self._row(made.rows[0], heads, bold=True)
        made.rows[0]._tr.get_or_add_trPr().append(_flag("w:tblHeader"))
        for row in rows:
            self._row(made.add_row(), row, led=led)
        room = self._room()
        for column, share in zip(made.columns, widths, strict=True):
            column.width = int(room * share / sum(widths))
            for cell in column.cells:
                cell.width = column.width
        self._paper.add_paragraph()

    def box(self, words: str, lines: int = 3, *, kept: bool = False) -> None:
        """Add an empty box to write in, under its words, on one page with what follows where that is `kept`."""
        self.table([words], [["\n" * lines]], [1], f"{words}: room to write")
        box = self._paper.tables[-1]
        after = self._paper.paragraphs[-1]
        for paragraph in (*(one for cell in box.columns[0].cells for one in cell.paragraphs), after):
            paragraph.paragraph_format.keep_with_next = kept or None

    def to_bytes(self) -> bytes:
        """Return the file."""
        out = io.BytesIO()
        self._paper.save(out)
        return out.getvalue()

    def _room(self) -> int:
        return int((_A4[1] if self._wide else _A4[0]) - 2 * _MARGIN)

    def _styles(self) -> None:
        styles = self._paper.styles
        language = styles.element.find(f".//{qn('w:rPrDefault')}//{qn('w:lang')}")
        language.set(qn("w:val"), "en-GB")
        for name, size in _SIZES.items():
            _set_font(styles[name], size)
            if name != "Normal":
                styles[name].font.color.rgb = INK
        styles["Normal"].paragraph_format.space_after = Pt(6)
        styles["Quote"].font.italic = False
        styles["Quote"].font.color.rgb = RGBColor(0, 0, 0)
        styles["Quote"].paragraph_format.left_indent = Cm(0.8)
        source = styles.add_style("Source", 1)  # 1: a paragraph's style
        source.base_style = styles["Normal"]
        source.font.size = Pt(9.5)
        source.paragraph_format.left_indent = Cm(0.8)
        source.paragraph_format.space_after = Pt(10)

    def _page(self, head: ExportHead) -> None:
        section = self._paper.sections[0]
        width, height = reversed(_A4) if self._wide else _A4
        section.orientation = WD_ORIENT.LANDSCAPE if self._wide else WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = width, height
        section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = _MARGIN
        foot = section.footer.paragraphs[0]
        foot.style = self._paper.styles["Source"]
        foot.paragraph_format.left_indent = Cm(0)
        library = strip_unprintable(head.library)
        room = (_WIDE_FOOT if self._wide else _FOOT) - len(library)
        title = shorten_middle(strip_unprintable(head.title), max(room, _LEAST_TITLE))
        foot.add_run(f"{library}: {title}{'' if title.endswith(('.', '?', '!', '…')) else '.'} Page ")
        _field(foot, "PAGE")
        foot.add_run(" of ")
        _field(foot, "NUMPAGES")

    def _row(self, row: Any, words: Sequence[str], *, bold: bool = False, led: bool = False) -> None:
        for cell, said in zip(row.cells, words, strict=True):
            paragraph = cell.paragraphs[0]
            paragraph.paragraph_format.space_after = Pt(2)
            paragraph.paragraph_format.keep_together = True  # LibreOffice loses rows that are said not to split
            first, line, rest = strip_unprintable(said).partition("\n") if led else (strip_unprintable(said), "", "")
            for part, heavy in ((first, bold or led), (line + rest, False)):
                run = paragraph.add_run(part)
                run.font.size = Pt(9.5)
                run.bold = heavy or None
            if bold:
                shade = OxmlElement("w:shd")
                shade.set(qn("w:val"), "clear")
                shade.set(qn("w:fill"), "E3EEF0")
                cell._tc.get_or_add_tcPr().append(shade)

    def _describe(self, table: Any, about: str) -> None:
        for tag in ("w:tblCaption", "w:tblDescription"):
            made = OxmlElement(tag)
            made.set(qn("w:val"), strip_unprintable(about)[:250])
            table._tbl.tblPr.append(made)

    def _link(self, paragraph: Any, words: str, address: str) -> None:
        key = self._paper.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        link = OxmlElement("w:hyperlink")
        link.set(qn("r:id"), key)
        run = paragraph.add_run(words)
        run.font.underline = True
        run.font.color.rgb = INK
        link.append(run._r)
        paragraph._p.append(link)


def _flag(tag: str) -> Any:
    made = OxmlElement(tag)
    made.set(qn("w:val"), "true")
    return made


def _field(paragraph: Any, code: str) -> None:
    """Add a field that Word fills in, such as the number of the page."""
    for kind in ("begin", "code", "separate", "shown", "end"):
        run = paragraph.add_run("1" if kind == "shown" else "")
        if kind == "code":
            made = OxmlElement("w:instrText")
            made.text = code
            run._r.append(made)
        elif kind != "shown":
            made = OxmlElement("w:fldChar")
            made.set(qn("w:fldCharType"), kind)
            run._r.append(made)


def _set_font(style: Any, size: float) -> None:
    """Name the font for all scripts, since headings otherwise take their theme's."""
    style.font.name = FONT
    style.font.size = Pt(size)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for key in list(fonts.attrib):
        if key.endswith("Theme"):
            del fonts.attrib[key]
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), FONT)


def add_summary(paper: WordPaper, head: ExportHead, told: str) -> None:
    """Write a paper's summary and what stands in its head: what was asked, the library, the date, the copyright."""
    paper.text(told, bold="Summary:")
    for label, words in head.about:
        paper.text(mask(words), bold=f"{label}:")
