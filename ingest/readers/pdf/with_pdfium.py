"""PDFium's part in reading a PDF: the same marks of a page, for files that pypdf cannot open or make sense of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from ctypes import byref, c_double, c_int, create_string_buffer
from dataclasses import dataclass
from math import pi

import pypdfium2 as pdfium
from pypdfium2 import raw

from ingest.layout.marks import UNMARKED, LetterRun, MarkedPage, turn_upright
from ingest.readers.characters import without_unshown
from ingest.readers.pdf.matrices import Matrix, frame_matrix
from kb.core.expressions import expression

ENGINE = f"PDFium {pdfium.version.PDFIUM_INFO.build} (pypdfium2 {pdfium.version.PYPDFIUM_INFO.version})"

_BOLD = expression(r"bold|black|heavy|semibold|demi", re.I)
_HYPHENS = "\x02\ufffe"  # with which PDFium marks the hyphen at the end of a line


class PdfiumCannotOpen(Exception):
    """PDFium cannot open the file either."""


@dataclass(frozen=True, slots=True)
class _Letter:
    text: str
    x: float
    right: float
    y: float
    size: float
    bold: bool
    turn: int


class Second:
    """A PDF opened by PDFium."""

    def __init__(self, data: bytes) -> None:
        try:
            self._document = pdfium.PdfDocument(data)
            self.count = len(self._document)
        except pdfium.PdfiumError as fault:
            raise PdfiumCannotOpen(str(fault)) from fault

    def sheet(self, number: int) -> MarkedPage:
        """Return the marks of the page with this number, counted from 0; one that cannot be loaded is empty."""
        try:
            page = self._document[number]
            letters = page.get_textpage()
        except pdfium.PdfiumError:
            return MarkedPage(number + 1, 595.0, 842.0, ())
        matrix, width, height = frame_matrix(page.get_cropbox(), page.get_rotation())
        pictures = sum(obj.type == raw.FPDF_PAGEOBJ_IMAGE for obj in page.get_objects(max_depth=3))
        runs = tuple(_runs(_letters(letters, matrix)))
        return turn_upright(MarkedPage(number + 1, width, height, runs, (), 1.0 if pictures else 0.0))


def _letters(page: pdfium.PdfTextPage, matrix: Matrix) -> Iterator[_Letter | None]:
    """Yield the letters of a page, and None where a line ends."""
    x, y = c_double(), c_double()
    box = raw.FS_RECTF()
    flags = c_int()
    name = create_string_buffer(128)
    a, b, c, d, e, f = matrix
    bold_of: dict[bytes, bool] = {}
    for at in range(page.count_chars()):
        code = raw.FPDFText_GetUnicode(page, at)
        said = chr(code) if 0 < code < 0x110000 else ""
        if said in "\r\n" or not raw.FPDFText_GetCharOrigin(page, at, byref(x), byref(y)):
            yield None
            continue
        said = "-" if said in _HYPHENS else without_unshown(said)
        raw.FPDFText_GetLooseCharBox(page, at, byref(box))
        raw.FPDFText_GetFontInfo(page, at, name, len(name), byref(flags))
        if name.value not in bold_of:
            bold_of[name.value] = bool(_BOLD.search(name.value.decode("latin-1")))
        bold = bold_of[name.value] or raw.FPDFText_GetFontWeight(page, at) >= 600
        angle = raw.FPDFText_GetCharAngle(page, at)
        px, py = a * x.value + c * y.value + e, b * x.value + d * y.value + f
        across = max(box.right - box.left, 0.0)
        turn = round((angle if angle >= 0 else 0.0) / (pi / 2)) % 4
        shown = _shown_turn(turn, matrix)
        wide = across if turn % 2 == 0 else max(box.top - box.bottom, 0.0)
        yield _Letter(said, px, px + wide, py, raw.FPDFText_GetFontSize(page, at) or wide, bold, shown)


def _shown_turn(turn: int, matrix: Matrix) -> int:
    """Return the quarter turns of a letter on the page as it is shown."""
    a, b, *_ = matrix
    page = 0 if a > 0 else 2 if a < 0 else 1 if b > 0 else 3
    return (page - turn) % 4


def _runs(letters: Iterator[_Letter | None]) -> Iterator[LetterRun]:
    """Join letters of one type on one baseline."""
    open_: list[_Letter] = []
    for letter in letters:
        if open_ and (letter is None or not _joins(open_[-1], letter)):
            yield _run(open_)
            open_ = []
        if letter is not None and letter.text:
            open_.append(letter)
    if open_:
        yield _run(open_)


def _joins(last: _Letter, letter: _Letter) -> bool:
    same = last.turn == letter.turn and last.size == letter.size and last.bold == letter.bold
    if letter.turn != 0:
        return same and abs(last.y - letter.y) + abs(last.x - letter.x) < 3 * letter.size
    gap = letter.x - last.right
    return same and abs(last.y - letter.y) < 0.1 * letter.size and -0.5 * letter.size < gap < 0.9 * letter.size


def _run(letters: list[_Letter]) -> LetterRun:
    first, last = letters[0], letters[-1]
    text = "".join(letter.text for letter in letters)
    width = last.right - first.x if first.turn == 0 else sum(letter.right - letter.x for letter in letters)
    return LetterRun(text, first.x, first.x + width, first.y, first.size, first.bold, UNMARKED, first.turn)
