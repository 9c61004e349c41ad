"""Drawing a page with PDFium, and finding the words of a quotation on it."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from ctypes import byref, c_int
from itertools import pairwise

import pypdfium2 as pdfium
from PIL import Image, ImageChops, ImageDraw

from kb.core.errors import FileRefused
from kb.core.expressions import expression

_WIDEST = 2400  # dots; a page twice as wide as a screen is enough to read any print
_LEAST = 12  # letters: a line of fewer is not looked for by itself
_PAD = 2.0  # dots between the words and the outline
_FINE = 100_000  # steps across a page, since PDFium hands out whole numbers
_EDGE = (0, 94, 165)
_SHADE = (255, 243, 184)
_LETTER = expression(r"[^\W_]")

Box = tuple[float, float, float, float]  # left, top, right, bottom


def draw_page(data: bytes, page: int, width: int, outlines: Sequence[str]) -> bytes:
    """Return the page as PNG; see `ingest.readers.pdf.page_image`."""
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as fault:
        raise FileRefused("damaged", "The page cannot be shown: the stored file cannot be opened.") from fault
    try:
        if not 1 <= page <= len(document):
            raise FileRefused("no_such_page", f"There is no page {page} in this document.")
        return _picture(document[page - 1], max(60, min(width, _WIDEST)), outlines)
    finally:
        document.close()


def _picture(leaf: pdfium.PdfPage, width: int, outlines: Sequence[str]) -> bytes:
    scale = min(width / max(leaf.get_width(), 1.0), 3 * _WIDEST / max(leaf.get_height(), 1.0))
    image = leaf.render(scale=scale).to_pil().convert("RGB")
    boxes = [_on_picture(leaf, line, image.width, image.height) for line in _boxes(leaf, outlines)]
    image = _mark_boxes(image, boxes)
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def _boxes(leaf: pdfium.PdfPage, outlines: Sequence[str]) -> Iterator[Box]:
    """Yield a box for each line of each stretch, in points of the page."""
    if not outlines:
        return
    letters = leaf.get_textpage()
    places = [at for at in range(letters.count_chars()) if _LETTER.match(_letter(letters, at))]
    page = "".join(_letter(letters, at) for at in places)
    for words in outlines:
        for begin, end in _find_letters(page, words):
            yield from _lines([letters.get_charbox(at) for at in places[begin:end]])


def _letter(letters: pdfium.PdfTextPage, at: int) -> str:
    code = pdfium.raw.FPDFText_GetUnicode(letters, at)
    return chr(code).casefold()[:1] if 0 < code < 0x110000 else ""


def _find_letters(page: str, words: str) -> list[tuple[int, int]]:
    """Return where the letters of `words` stand among the letters of the page: whole, or else line by line."""
    wanted = _letters(words)
    at = page.find(wanted) if wanted else -1
    if at >= 0:
        return [(at, at + len(wanted))]
    found, after = [], 0
    for line in words.split("\n"):
        wanted = _letters(line)
        at = page.find(wanted, after) if len(wanted) >= _LEAST else -1
        if at >= 0:
            after = at + len(wanted)
            found.append((at, after))
    return found


def _letters(words: str) -> str:
    return "".join(c.casefold()[:1] for c in words if _LETTER.match(c))


def _lines(boxes: Sequence[Box]) -> Iterator[Box]:
    """Join the boxes of letters (left, bottom, right, top) that follow each other on one line."""
    if not boxes:
        return
    starts = [0, *(i for i, (a, b) in enumerate(pairwise(boxes), 1) if b[3] < a[1] or b[1] > a[3] or b[0] < a[0] - 1)]
    for begin, end in pairwise([*starts, len(boxes)]):
        line = boxes[begin:end]
        yield min(b[0] for b in line), min(b[1] for b in line), max(b[2] for b in line), max(b[3] for b in line)


def _on_picture(leaf: pdfium.PdfPage, box: Box, width: int, height: int) -> Box:
    """Return a box of the page in dots of the picture; PDFium knows how the page is cropped and turned."""
    corners = []
    for x, y in ((box[0], box[1]), (box[2], box[3])):
        across, down = c_int(), c_int()
        pdfium.raw.FPDF_PageToDevice(leaf, 0, 0, _FINE, _FINE, 0, x, y, byref(across), byref(down))
        corners.append((across.value * width / _FINE, down.value * height / _FINE))
    (ax, ay), (bx, by) = corners
    return min(ax, bx) - _PAD, min(ay, by) - _PAD, max(ax, bx) + _PAD, max(ay, by) + _PAD


def _mark_boxes(image: Image.Image, boxes: Sequence[Box]) -> Image.Image:
    """Return the picture with boxes shaded as by a marker pen, and outlined for those who do not see the shade."""
    shade = Image.new("RGB", image.size, (255, 255, 255))
    for box in boxes:
        ImageDraw.Draw(shade).rectangle(box, fill=_SHADE)
    marked = ImageChops.multiply(image, shade)
    for box in boxes:
        ImageDraw.Draw(marked).rectangle(box, outline=_EDGE, width=1)
    return marked
