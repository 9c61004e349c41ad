"""The part of a page's instructions that lays ink down: colours, fills, and how they cover what was there before."""

from __future__ import annotations

from pypdf.generic import DictionaryObject

from ingest.layout.marks import LetterRun
from ingest.readers.pdf.ink import DARK, Ink, shade_of
from ingest.readers.pdf.matrices import Matrix
from ingest.readers.pdf.operators import name_in, numbers_in
from ingest.readers.pdf.pen import Path

_OPAQUE = 0.9  # of one, from which a fill cannot be seen through
_THICK = 2.5  # points: half of a pen that can hide letters
CLEAR = 0.05  # of one: what is filled with no more cannot be seen


class Painting:
    """The ink of one page, as its instructions lay it down."""

    def __init__(self, base: Matrix, area: float) -> None:
        self.ink = Ink()
        self.runs: list[LetterRun] = []
        self._ctm = base
        self._area = area
        self._off = 0  # layers within each other, of which the outermost is switched off
        self._shade: float | None = 0.0  # of what is filled
        self._opaque = True
        self._alpha = 1.0  # of what is filled, letters too
        self._pen_shade: float | None = 0.0  # of what is drawn
        self._pen_width = 1.0

    def _set_pen_shade(self, numbers: bytes, _: list[bytes], __: DictionaryObject) -> None:
        self._pen_shade = shade_of(numbers_in(numbers))

    def _set_pen_space(self, _: bytes, __: list[bytes], ___: DictionaryObject) -> None:
        self._pen_shade = 0.0

    def _set_pen_width(self, numbers: bytes, _: list[bytes], __: DictionaryObject) -> None:
        widths = numbers_in(numbers)
        self._pen_width = abs(widths[0]) if widths else 1.0

    def _set_shade(self, numbers: bytes, _: list[bytes], __: DictionaryObject) -> None:
        self._shade = shade_of(numbers_in(numbers))

    def _set_space(self, _: bytes, __: list[bytes], ___: DictionaryObject) -> None:
        self._shade = 0.0

    def _set_state(self, _: bytes, pending: list[bytes], resources: DictionaryObject) -> None:
        """Take what a named state says of how ink covers: half seen through, or mixed with what is below."""
        states = resources.get("/ExtGState")
        states = states.get_object() if states is not None else None
        state = states.get(name_in(pending[-1])) if isinstance(states, DictionaryObject) and pending else None
        state = state.get_object() if state is not None else None
        if isinstance(state, DictionaryObject):
            if "/ca" in state:
                self._alpha = float(str(state["/ca"]))
                self._opaque = self._alpha > _OPAQUE
            if "/BM" in state:
                self._opaque = self._opaque and str(state["/BM"]) in ("/Normal", "/Compatible")

    def _paint_shading(self, _: bytes, __: list[bytes], ___: DictionaryObject) -> None:
        self.ink.fill((-1e6, -1e6, 1e6, 1e6), None, self.runs, self._area, opaque=False)

    def _stroke(self, path: Path) -> None:
        """Lay down the lines of a pen so thick that it can hide letters."""
        a, b, c, d, _e, _f = self._ctm
        half = self._pen_width * max(abs(a), abs(b), abs(c), abs(d)) / 2
        if self._off or half < _THICK or self._pen_shade is None or self._pen_shade > DARK:
            return
        for x0, y0, x1, y1 in path.visible_lines(filled=False):
            left, top, right, bottom = self._place_box((min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)))
            if right - left <= 2 * half or bottom - top <= 2 * half:
                across, down = (half, 0.0) if right - left < bottom - top else (0.0, half)
                box = (left - across, top - down, right + across, bottom + down)
                self.ink.fill(box, self._pen_shade, self.runs, self._area, opaque=self._opaque)

    def _fill(self, path: Path) -> None:
        """Lay a filled shape down."""
        if self._off:
            return
        for box in path.solid_boxes():
            self.ink.fill(self._place_box(box), self._shade, self.runs, self._area, opaque=self._opaque)

    def _place_box(self, box: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
        a, b, c, d, e, f = self._ctm
        x0, y0, x1, y1 = box
        across = [a * x + c * y + e for x in (x0, x1) for y in (y0, y1)]
        down = [b * x + d * y + f for x in (x0, x1) for y in (y0, y1)]
        return min(across), min(down), max(across), max(down)
