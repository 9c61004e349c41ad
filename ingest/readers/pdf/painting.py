"""The part of a page's instructions that lays ink down: colours, fills, and how they cover what was there before."""

from __future__ import annotations

from pypdf.generic import DictionaryObject

from ingest.layout.marks import LetterRun
from ingest.readers.pdf.colours import DEVICE, first_lightness, lightness, space_of
from ingest.readers.pdf.ink import DARK, Box, Ink
from ingest.readers.pdf.matrices import Matrix
from ingest.readers.pdf.operators import name_in, numbers_in
from ingest.readers.pdf.pen import Path

_OPAQUE = 0.9  # of one, from which a fill cannot be seen through
_THICK = 2.5  # points: half of a pen that can hide letters
_SLACK = 2.0  # points by which letters may lie outside
CLEAR = 0.05  # of one: what is filled with no more cannot be seen


class Painting:
    """The ink of one page, as its instructions lay it down."""

    def __init__(self, base: Matrix, area: float) -> None:
        self.ink = Ink()
        self.runs: list[LetterRun] = []
        self._ctm = base
        self.area = area
        self._off = 0  # layers within each other, of which the outermost is switched off
        self._shade: float | None = 0.0  # of what is filled
        self._opaque = True
        self._alpha = 1.0  # of what is filled, letters too
        self._pen_shade: float | None = 0.0  # of what is drawn
        self._space = self._pen_space = DEVICE
        self._clip: Box | None = None  # outside of which nothing is shown; None where all of the page is
        self._pen_width = 1.0

    def _set_pen_shade(self, numbers: bytes, _: list[bytes], __: DictionaryObject) -> None:
        self._pen_shade, self._pen_space = lightness(DEVICE, numbers_in(numbers)), DEVICE

    def _set_pen_shade_in_space(self, numbers: bytes, _: list[bytes], __: DictionaryObject) -> None:
        self._pen_shade = lightness(self._pen_space, numbers_in(numbers))

    def _set_pen_space(self, _: bytes, pending: list[bytes], resources: DictionaryObject) -> None:
        self._pen_space = self._space_named(pending, resources)
        self._pen_shade = first_lightness(self._pen_space)

    def _space_named(self, pending: list[bytes], resources: DictionaryObject) -> str:
        return space_of(resources, name_in(pending[-1])) if pending else DEVICE

    def _set_pen_width(self, numbers: bytes, _: list[bytes], __: DictionaryObject) -> None:
        widths = numbers_in(numbers)
        self._pen_width = abs(widths[0]) if widths else 1.0

    def _set_shade(self, numbers: bytes, _: list[bytes], __: DictionaryObject) -> None:
        self._shade, self._space = lightness(DEVICE, numbers_in(numbers)), DEVICE

    def _set_shade_in_space(self, numbers: bytes, _: list[bytes], __: DictionaryObject) -> None:
        self._shade = lightness(self._space, numbers_in(numbers))

    def _set_space(self, _: bytes, pending: list[bytes], resources: DictionaryObject) -> None:
        self._space = self._space_named(pending, resources)
        self._shade = first_lightness(self._space)

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
        self.ink.fill((-1e6, -1e6, 1e6, 1e6), None, self.runs, self.area, opaque=False)

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
                self.ink.fill(box, self._pen_shade, self.runs, self.area, opaque=self._opaque)

    def _fill(self, path: Path) -> None:
        """Lay a filled shape down."""
        if self._off:
            return
        for box in path.solid_boxes():
            self.ink.fill(self._place_box(box), self._shade, self.runs, self.area, opaque=self._opaque)

    def _clip_to(self, box: Box) -> None:
        """Show nothing outside this box from here on."""
        a, b, c, d, e, f = self._ctm
        if b == c == 0.0:  # upright, as nearly every page is
            x0, y0, x1, y1 = box
            left, right = (a * x0 + e, a * x1 + e) if a * (x1 - x0) >= 0 else (a * x1 + e, a * x0 + e)
            top, bottom = (d * y0 + f, d * y1 + f) if d * (y1 - y0) >= 0 else (d * y1 + f, d * y0 + f)
        else:
            left, top, right, bottom = self._place_box(box)
        if self._clip is not None:
            x0, y0, x1, y1 = self._clip
            left, top, right, bottom = max(left, x0), max(top, y0), min(right, x1), min(bottom, y1)
        self._clip = left, top, right, bottom

    def _is_cut_off(self, run: LetterRun) -> bool:
        """Return whether letters lie wholly outside of what is shown where they are drawn."""
        if self._clip is None or run.turn != 0:
            return False
        left, top, right, bottom = self._clip
        high, low = run.y - 0.7 * run.size, run.y
        return run.x1 < left - _SLACK or run.x0 > right + _SLACK or low < top - _SLACK or high > bottom + _SLACK

    def _place_box(self, box: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
        a, b, c, d, e, f = self._ctm
        x0, y0, x1, y1 = box
        across = [a * x + c * y + e for x in (x0, x1) for y in (y0, y1)]
        down = [b * x + d * y + f for x in (x0, x1) for y in (y0, y1)]
        return min(across), min(down), max(across), max(down)
