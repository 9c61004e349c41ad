"""Make slides of native text with a language, titles, notes and codes to scan. Only this file and `formats/pptx.py` use
python-pptx.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Sequence
from math import ceil
from typing import Any

import segno
from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE
from pptx.oxml.ns import qn
from pptx.util import Inches, Pt

from kb.exports.cells import strip_unprintable
from kb.exports.office_properties import enter_properties
from kb.exports.payloads import ExportHead
from kb.text.formatting import shorten

FONT = "Arial"


def _colour(code: str) -> RGBColor:
    made: RGBColor = RGBColor.from_string(code)  # type: ignore[no-untyped-call]  # python-pptx is typed in parts
    return made


INK, DARK, WHITE, ACCENT = _colour("1D4F5C"), _colour("1F1F1F"), _colour("FFFFFF"), _colour("C8561B")
_WIDTH, _HEIGHT = Inches(13.333), Inches(7.5)
_LEFT, _ROOM = 0.9, 11.7  # inches
_TITLE_LAYOUT, _TEXT_LAYOUT = 0, 1  # of the library's own template
_SMALLEST = 12  # points
_LETTER = 0.53  # width of a letter of running text, of its size; Arial's is .5, and lines break at words
_ADDRESS_CHARACTERS = 90  # of an address at the foot; the code has all of it
_CODE = 1.15  # inches: the side of a code to scan
_DECORATIVE = "http://schemas.microsoft.com/office/drawing/2017/decorative"


class Slides:
    """A set of slides, written from the first to the last. No two have the same title."""

    def __init__(self, head: ExportHead) -> None:
        self._slides: Any = Presentation()  # python-pptx has no usable type hints here
        self._slides.slide_width, self._slides.slide_height = _WIDTH, _HEIGHT
        self._titles: Counter[str] = Counter()
        enter_properties(self._slides.core_properties, head)

    def opening(self, title: str, lines: Sequence[str], *, notes: str = "") -> None:
        """Add the title slide."""
        slide = self._new_slide(_TITLE_LAYOUT, title, top=1.6, height=2.2, size=40)
        _band(slide, 0.45)
        under = slide.placeholders[1]
        _place(under, 4.1, 2.9)
        _fill(under.text_frame, lines, 16)
        _add_notes(slide, notes)

    def text(
        self, title: str, paragraphs: Sequence[str], most: float = 28, *, foot: Sequence[str] = (), notes: str = ""
    ) -> None:
        """Add a slide of paragraphs as large as they fit, at `most` so many points, with small lines at its foot."""
        slide = self._new_slide(_TEXT_LAYOUT, title)
        _band(slide, 0.25)
        body = slide.placeholders[1]
        height = 4.1 if foot else 5.4
        _place(body, 1.6, height)
        _fill(body.text_frame, paragraphs, _fitting_size(paragraphs, most, height))
        if foot:
            _foot(slide, foot, _ROOM)
        _add_notes(slide, notes)

    def quotation(
        self,
        title: str,
        lead: Sequence[str],
        words: str,
        size: float,
        *,
        what: str,
        foot: str,
        address: str,
        notes: str,
    ) -> None:
        """Add a slide of a quotation under what leads to it; at its foot what it is, its source and a code to scan."""
        slide = self._new_slide(_TEXT_LAYOUT, title)
        _band(slide, 0.25)
        body = slide.placeholders[1]
        _place(body, 1.5, 4.3, left=_LEFT + 0.35, room=_ROOM - 0.35)
        _fill(body.text_frame, [*lead, words], size)
        for paragraph in body.text_frame.paragraphs[: len(lead)]:
            _paint([paragraph], INK)
        body.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE
        _stroke(slide)
        short = shorten(address.partition("://")[2], _ADDRESS_CHARACTERS)
        under = _foot(slide, [what, foot, *([short] if short else [])], _ROOM - (_CODE + 0.2 if address else 0))
        _paint(under.paragraphs[:1], INK)
        if address:
            _code(slide, address)
        _add_notes(slide, notes)

    def unused_title(self, titles: Sequence[str]) -> str:
        """Return the first of these titles that no slide has; the first title where all are taken."""
        return next((one for one in titles if one not in self._titles), titles[0])

    def to_bytes(self) -> bytes:
        """Return the file."""
        out = io.BytesIO()
        self._slides.save(out)
        return out.getvalue()

    def _new_slide(self, layout: int, title: str, top: float = 0.4, height: float = 1.0, size: float = 28) -> Any:
        slide = self._slides.slides.add_slide(self._slides.slide_layouts[layout])
        self._titles[title] += 1
        turn = self._titles[title]
        _place(slide.shapes.title, top, height)
        _fill(slide.shapes.title.text_frame, [f"{title} ({turn})" if turn > 1 else title], size)
        _paint(slide.shapes.title.text_frame.paragraphs, INK)
        return slide


def _fitting_size(paragraphs: Sequence[str], most: float, height: float) -> float:
    """Return the largest type size in points, at most `most`, at which paragraphs fit a box of so many inches."""
    for size in range(int(most), _SMALLEST, -1):
        letters = (_ROOM - 0.2) * 72 / (_LETTER * size)  # of a line
        lines = sum(ceil(len(one) / letters) or 1 for words in paragraphs for one in words.split("\n"))
        if lines * 1.2 * size + len(paragraphs) * size / 3 <= (height - 0.1) * 72:
            return size
    return _SMALLEST


def _place(shape: Any, top: float, height: float, left: float = _LEFT, room: float = _ROOM) -> None:
    shape.left, shape.top, shape.width, shape.height = Inches(left), Inches(top), Inches(room), Inches(height)


def _band(slide: Any, width: float) -> None:
    """Paint the left edge of a slide."""
    _paint_shape(slide, "Band", 0, 0, width, 7.5, INK)


def _stroke(slide: Any) -> None:
    """Paint the stroke beside a quotation."""
    _paint_shape(slide, "Stroke", _LEFT + 0.05, 1.6, 0.09, 4.1, ACCENT)


def _paint_shape(slide: Any, name: str, left: float, top: float, width: float, height: float, colour: RGBColor) -> None:
    made = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, Inches(left), Inches(top), Inches(width), Inches(height))
    made.name = name
    made.fill.solid()
    made.fill.fore_color.rgb = colour
    made.line.fill.background()
    made.shadow.inherit = False
    told = made._element.nvSpPr.cNvPr
    extensions = told.makeelement(qn("a:extLst"), {})
    extension = extensions.makeelement(qn("a:ext"), {"uri": "{C183D7F6-B498-43B3-948B-1728B52AA6E4}"})
    mark = extension.makeelement(f"{{{_DECORATIVE}}}decorative", {"val": "1"}, nsmap={"adec": _DECORATIVE})
    extension.append(mark)
    extensions.append(extension)
    told.append(extensions)
    slide.shapes._spTree.remove(made._element)
    slide.shapes._spTree.insert(2, made._element)  # behind the words, and read first of all where it is read


def _foot(slide: Any, lines: Sequence[str], room: float) -> Any:
    """Put small lines at the foot of a slide; return their frame."""
    box = slide.shapes.add_textbox(Inches(_LEFT), Inches(6.0), Inches(room), Inches(1.3))
    box.name = "Source"
    _fill(box.text_frame, lines, 14)
    return box.text_frame


def _code(slide: Any, address: str) -> None:
    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(out, kind="png", scale=8, border=2)
    out.seek(0)
    right = _LEFT + _ROOM - _CODE
    picture = slide.shapes.add_picture(out, Inches(right), Inches(6.05), Inches(_CODE), Inches(_CODE))
    picture.name = "Code to scan"
    picture._element.nvPicPr.cNvPr.set("descr", f"QR code that opens {strip_unprintable(address)}")


def _add_notes(slide: Any, notes: str) -> None:
    if notes:
        slide.notes_slide.notes_text_frame.text = strip_unprintable(notes)


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


def _paint(paragraphs: Sequence[Any], colour: RGBColor) -> None:
    for paragraph in paragraphs:
        for run in paragraph.runs:
            run.font.color.rgb = colour
            run.font.bold = True
