"""Slides of native text and tables, in a language, with titles and notes. Only this file and `formats/pptx.py` know
python-pptx.
"""

from __future__ import annotations

import datetime
import io
from collections.abc import Sequence
from typing import Any

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE
from pptx.oxml.ns import qn
from pptx.util import Inches, Pt

from kb.exports.cells import strip_unprintable
from kb.exports.payloads import ExportHead

FONT = "Arial"


def _colour(code: str) -> RGBColor:
    made: RGBColor = RGBColor.from_string(code)  # type: ignore[no-untyped-call]  # python-pptx is typed in parts
    return made


INK, DARK, WHITE = _colour("1D4F5C"), _colour("1F1F1F"), _colour("FFFFFF")
_WIDTH, _HEIGHT = Inches(13.333), Inches(7.5)
_LEFT, _ROOM = Inches(0.7), Inches(11.9)
_TITLE_LAYOUT, _TEXT_LAYOUT, _TABLE_LAYOUT = 0, 1, 5  # of the library's own template


class Slides:
    """A set of slides, written from the first to the last."""

    def __init__(self, sheet: ExportHead) -> None:
        self._slides: Any = Presentation()  # python-pptx has no type hints that hold here
        self._slides.slide_width, self._slides.slide_height = _WIDTH, _HEIGHT
        self._properties(sheet)

    def opening(self, title: str, lines: Sequence[str]) -> None:
        """Add the title slide."""
        slide = self._new_slide(_TITLE_LAYOUT, title, top=2.0, height=1.8, size=40)
        under = slide.placeholders[1]
        _place(under, 4.0, 2.6)
        _fill(under.text_frame, lines, 18)

    def text(
        self, title: str, paragraphs: Sequence[str], size: float = 24, *, foot: Sequence[str] = (), notes: str = ""
    ) -> None:
        """Add a slide of paragraphs, with small lines at its foot."""
        slide = self._new_slide(_TEXT_LAYOUT, title)
        body = slide.placeholders[1]
        _place(body, 1.5, 4.4 if foot else 5.4)
        _fill(body.text_frame, paragraphs, size)
        if foot:
            box = slide.shapes.add_textbox(_LEFT, Inches(6.0), _ROOM, Inches(1.1))
            box.name = "Source and themes"
            _fill(box.text_frame, foot, 14)
        if notes:
            slide.notes_slide.notes_text_frame.text = strip_unprintable(notes)

    def table(self, title: str, heads: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[float]) -> None:
        """Add a slide with a native table; `widths` are shares."""
        slide = self._new_slide(_TABLE_LAYOUT, title)
        frame = slide.shapes.add_table(
            len(rows) + 1, len(heads), _LEFT, Inches(1.5), _ROOM, Inches(0.5) * (len(rows) + 1)
        )
        frame.name = strip_unprintable(title)
        frame._element.nvGraphicFramePr.cNvPr.set(
            "descr", strip_unprintable(f"Table: {title}. Columns: {', '.join(heads)}.")
        )
        table = frame.table
        for column, share in zip(table.columns, widths, strict=True):
            column.width = int(_ROOM * share / sum(widths))
        for cells, words in zip(table.rows, (heads, *rows), strict=True):
            for cell, said in zip(cells.cells, words, strict=True):
                _fill(cell.text_frame, [said], 14)
                if words is heads:
                    cell.fill.solid()
                    cell.fill.fore_color.rgb = INK
                    _paint(cell.text_frame, WHITE)

    def to_bytes(self) -> bytes:
        """Return the file."""
        out = io.BytesIO()
        self._slides.save(out)
        return out.getvalue()

    def _new_slide(self, layout: int, title: str, top: float = 0.4, height: float = 1.0, size: float = 28) -> Any:
        slide = self._slides.slides.add_slide(self._slides.slide_layouts[layout])
        _place(slide.shapes.title, top, height)
        _fill(slide.shapes.title.text_frame, [title], size)
        _paint(slide.shapes.title.text_frame, INK)
        return slide

    def _properties(self, sheet: ExportHead) -> None:
        properties = self._slides.core_properties
        properties.title = strip_unprintable(sheet.title)[:255]
        properties.author = strip_unprintable(sheet.library)[:255]
        properties.last_modified_by = ""
        properties.language = "en-GB"
        made = datetime.datetime.fromisoformat(sheet.date)
        properties.created = properties.modified = made.replace(tzinfo=None)


def _place(shape: Any, top: float, height: float) -> None:
    shape.left, shape.top, shape.width, shape.height = _LEFT, Inches(top), _ROOM, Inches(height)


def _fill(frame: Any, paragraphs: Sequence[str], size: float) -> None:
    """Put paragraphs into a frame: left, at the top, without bullets, in one font and language."""
    frame.word_wrap = True
    frame.auto_size = MSO_AUTO_SIZE.NONE
    frame.vertical_anchor = MSO_ANCHOR.TOP
    for number, words in enumerate(paragraphs):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        paragraph.alignment = 1  # left
        paragraph.space_after = Pt(size / 3)
        style = paragraph._p.get_or_add_pPr()
        style.set("marL", "0")
        style.set("indent", "0")
        style.append(style.makeelement(qn("a:buNone"), {}))
        run = paragraph.add_run()
        run.text = strip_unprintable(words)
        run.font.size = Pt(size)
        run.font.name = FONT
        run.font.color.rgb = DARK
        run._r.get_or_add_rPr().set("lang", "en-GB")


def _paint(frame: Any, colour: RGBColor) -> None:
    for paragraph in frame.paragraphs:
        for run in paragraph.runs:
            run.font.color.rgb = colour
            run.font.bold = True
