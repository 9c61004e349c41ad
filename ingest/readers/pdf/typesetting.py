"""The part of a page's instructions that sets type: the face, its size, and where the next letters stand."""

from __future__ import annotations

from collections.abc import Callable

from pypdf.generic import DictionaryObject

from ingest.readers.pdf.fonts import Face
from ingest.readers.pdf.matrices import IDENTITY, Matrix
from ingest.readers.pdf.operators import name_in, numbers_in
from ingest.readers.pdf.painting import Painting


class Typesetting(Painting):
    """The type of one page, as its instructions set it."""

    def __init__(self, base: Matrix, area: float, face: Callable[[DictionaryObject, str], Face]) -> None:
        super().__init__(base, area)
        self._face = face
        self._without_ink = False
        self._clear_text_state()

    def _clear_text_state(self) -> None:
        self._font = Face(None)
        self._size = self._tc = self._tw = self._leading = self._rise = 0.0
        self._stretch = 1.0
        self._heavy = False
        self._tm = self._line = IDENTITY

    def _bt(self, _: bytes, __: list[bytes], ___: DictionaryObject) -> None:
        self._tm = self._line = IDENTITY

    def _tf(self, numbers: bytes, pending: list[bytes], resources: DictionaryObject) -> None:
        size = numbers_in(numbers)
        if pending and size:
            self._font = self._face(resources, name_in(pending[-1]))
            self._size = size[-1]

    def _td(self, numbers: bytes, _: list[bytes], __: DictionaryObject) -> None:
        move = numbers_in(numbers)
        if len(move) == 2:
            a, b, c, d, e, f = self._line
            x, y = move
            self._tm = self._line = (a, b, c, d, x * a + y * c + e, x * b + y * d + f)

    def _tdl(self, numbers: bytes, pending: list[bytes], resources: DictionaryObject) -> None:
        move = numbers_in(numbers)
        if len(move) == 2:
            self._leading = -move[1]
            self._td(numbers, pending, resources)

    def _settm(self, numbers: bytes, _: list[bytes], __: DictionaryObject) -> None:
        matrix = numbers_in(numbers)
        if len(matrix) == 6:
            self._tm = self._line = (*matrix,)  # type: ignore[assignment]  # six, as just counted

    def _next_line(self, _: bytes, __: list[bytes], ___: DictionaryObject) -> None:
        a, b, c, d, e, f = self._line
        self._tm = self._line = (a, b, c, d, e - self._leading * c, f - self._leading * d)

    def _last(self, numbers: bytes) -> float | None:
        found = numbers_in(numbers)
        return found[-1] if found else None

    def _set_tc(self, numbers: bytes, _: list[bytes], __: DictionaryObject) -> None:
        self._tc = self._last(numbers) or 0.0

    def _set_tw(self, numbers: bytes, _: list[bytes], __: DictionaryObject) -> None:
        self._tw = self._last(numbers) or 0.0

    def _set_tz(self, numbers: bytes, _: list[bytes], __: DictionaryObject) -> None:
        self._stretch = (self._last(numbers) or 100.0) / 100

    def _set_tl(self, numbers: bytes, _: list[bytes], __: DictionaryObject) -> None:
        self._leading = self._last(numbers) or 0.0

    def _set_ts(self, numbers: bytes, _: list[bytes], __: DictionaryObject) -> None:
        self._rise = self._last(numbers) or 0.0

    def _set_tr(self, numbers: bytes, _: list[bytes], __: DictionaryObject) -> None:
        mode = self._last(numbers)
        self._heavy = mode == 2.0  # filled and outlined: bold without a bold face
        self._without_ink = mode in (3.0, 7.0)
