"""The part of a page's instructions that lays ink down: colours, fills, and how they cover what was there before."""

from __future__ import annotations

from pypdf.generic import DictionaryObject

from ingest.layout.marks import LetterRun
from ingest.readers.pdf.ink import Ink, shade_of
from ingest.readers.pdf.matrices import Matrix
from ingest.readers.pdf.operators import name_in, numbers_in
from ingest.readers.pdf.pen import Path


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
                self._opaque = float(str(state["/ca"])) > 0.9
            if "/BM" in state:
                self._opaque = self._opaque and str(state["/BM"]) in ("/Normal", "/Compatible")

    def _paint_shading(self, _: bytes, __: list[bytes], ___: DictionaryObject) -> None:
        self.ink.fill((-1e6, -1e6, 1e6, 1e6), None, self.runs, self._area, opaque=False)

    def _fill(self, path: Path) -> None:
        """Lay a filled shape down."""
        box = path.around()
        if box is not None and not self._off:
            self.ink.fill(self._place_box(box), self._shade, self.runs, self._area, opaque=self._opaque)

    def _place_box(self, box: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
        a, b, c, d, e, f = self._ctm
        x0, y0, x1, y1 = box
        across = [a * x + c * y + e for x in (x0, x1) for y in (y0, y1)]
        down = [b * x + d * y + f for x in (x0, x1) for y in (y0, y1)]
        return min(across), min(down), max(across), max(down)
