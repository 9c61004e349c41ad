"""The part of a page's instructions that shows letters: where they stand, under which mark, and which are not seen."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from math import hypot

from pypdf.generic import DictionaryObject

from ingest.layout.marks import ARTIFACT, UNMARKED, LetterRun
from ingest.readers.pdf.fonts import Face
from ingest.readers.pdf.ink import LAYER, OUTSIDE, TINY
from ingest.readers.pdf.matrices import Matrix, times
from ingest.readers.pdf.operators import actual_text_in, bytes_in, mark_in, name_in, pieces_in
from ingest.readers.pdf.painting import CLEAR
from ingest.readers.pdf.resources import property_number as _listed
from ingest.readers.pdf.resources import raw_property as _raw
from ingest.readers.pdf.typesetting import Typesetting

_FLATTENED = 0.05  # of their height: letters drawn no wider cannot be read
_SLANT = 0.02  # of its length, by which a baseline may lean and still be level or upright


class Letters(Typesetting):
    """The letters of one page as runs, and those that are drawn without ink."""

    def __init__(
        self,
        base: Matrix,
        area: float,
        face: Callable[[DictionaryObject, str], Face],
        is_off: Callable[[object], bool],
    ) -> None:
        super().__init__(base, area, face)
        self.unpainted: list[LetterRun] = []  # letters that are drawn without ink, as over a scan
        self._is_off = is_off
        self._base = 0
        self._mark = UNMARKED
        self._marks: list[tuple[int, str | None, int]] = []
        self._actual: str | None = None

    # -- marked content

    def _begin_mark(self, _: bytes, pending: list[bytes], resources: DictionaryObject) -> None:
        self._marks.append((self._mark, self._actual, self._off))
        tag = pending[0] if pending else b""
        properties = pending[-1] if len(pending) > 1 else b""
        if tag == b"/OC" and properties.startswith(b"/") and self._is_off(_raw(resources, name_in(properties))):
            self._off += 1
        if properties.startswith(b"/"):
            properties = _listed(resources, name_in(properties))
        number = mark_in(properties)
        if number is not None:
            self._mark = self._base + number
        elif tag == b"/Artifact":
            self._mark = ARTIFACT
        actual = actual_text_in(properties)
        if actual is not None:
            self._actual = actual

    def _end_mark(self, _: bytes, __: list[bytes], ___: DictionaryObject) -> None:
        if self._marks:
            self._mark, self._actual, self._off = self._marks.pop()

    # -- letters

    def _show_one(self, _: bytes, pending: list[bytes], __: DictionaryObject) -> None:
        if pending:
            self._show(((bytes_in(pending[-1]), 0.0),))

    def _show_next_line(self, numbers: bytes, pending: list[bytes], resources: DictionaryObject) -> None:
        self._next_line(numbers, pending, resources)
        self._show_one(numbers, pending, resources)

    def _show_spaced(self, numbers: bytes, pending: list[bytes], resources: DictionaryObject) -> None:
        if len(pending) >= 3:
            self._tw, self._tc = self._last(pending[-3]) or 0.0, self._last(pending[-2]) or 0.0
        self._show_next_line(numbers, pending, resources)

    def _show_many(self, _: bytes, pending: list[bytes], __: DictionaryObject) -> None:
        if pending:
            self._show(pieces_in(pending[-1]))

    def _show(self, pieces: Iterable[tuple[bytes, float]]) -> None:
        """Show strings and the moves between them; a move as wide as a space is one, a wide one parts two runs."""
        font, size, stretch = self._font, self._size, self._stretch
        words: list[str] = []
        begun = at = 0.0
        for codes, move in pieces:
            if codes:
                said, wide, count, spaces = font.show(codes)
                at += (wide * size / 1000 + count * self._tc + spaces * self._tw) * stretch
                words.append(said)
                continue
            step = -move * size / 1000 * stretch
            if step > 1.5 * size * stretch or step < -1.0 * size * stretch:
                self._emit(words, begun, at)
                words, begun = [], at + step
            elif step > 0.5 * font.space * size * stretch and words and not words[-1].endswith(" "):
                words.append(" ")
            at += step
        self._emit(words, begun, at)
        a, b, c, d, e, f = self._tm
        self._tm = (a, b, c, d, e + at * a, f + at * b)

    def _emit(self, words: list[str], begun: float, ended: float) -> None:
        """Keep letters between two places on their baseline, or say why they are not on the page."""
        text = "".join(words)
        if self._actual is not None:
            text, self._actual = self._actual, ""
        if not text:
            return
        matrix = times(self._tm, self._ctm)
        run = self._run_of(text, begun, ended, matrix)
        if self._off:
            self.ink.leave_out(LAYER, text)
        elif self._without_ink or self._alpha < CLEAR:
            self.unpainted.append(run)
        elif unseen := self._why_unseen(run, matrix):
            self.ink.leave_out(unseen, text)
        else:
            self._keep(run)

    def _run_of(self, text: str, begun: float, ended: float, matrix: Matrix) -> LetterRun:
        a, b, c, d, e, f = matrix
        x, y = e + begun * a + self._rise * c, f + begun * b + self._rise * d
        scale = hypot(a, b)
        size = abs(self._size) * hypot(c, d)
        heavy = self._font.bold or self._heavy
        return LetterRun(text, x, x + abs(ended - begun) * scale, y, size, heavy, self._mark, _turn_of(a, b, scale))

    def _why_unseen(self, run: LetterRun, matrix: Matrix) -> str:
        """Return why letters that are drawn cannot be read on the page, or ""."""
        if self._is_cut_off(run):
            return OUTSIDE
        a, b, c, d, _, _ = matrix
        flat = abs(self._stretch) * hypot(a, b) < _FLATTENED * hypot(c, d)
        return TINY if flat else self.ink.unseen_reason(run, self._shade)

    def _keep(self, run: LetterRun) -> None:
        longer = _lengthen(self.runs[-1], run) if self.runs and run.turn == 0 else None
        if longer is not None:
            self.runs[-1] = longer
        else:
            self.runs.append(run)


def _turn_of(a: float, b: float, scale: float) -> int:
    """Return the `turn` of letters whose baseline runs by `a` across and `b` up the page, and is `scale` long."""
    if abs(b) <= _SLANT * scale:
        return 0 if a > 0 else 2
    if abs(a) <= _SLANT * scale:
        return 1 if b > 0 else 3
    return -1


def _lengthen(last: LetterRun, run: LetterRun) -> LetterRun | None:
    """Return one run for two of the same type that touch each other on one baseline, or None for others."""
    if last.y != run.y or last.size != run.size or last.mark != run.mark or last.bold != run.bold or last.turn:
        return None
    gap = run.x0 - last.x1
    if not -0.1 * run.size <= gap <= 0.14 * run.size:
        return None
    return LetterRun(last.text + run.text, last.x0, run.x1, run.y, run.size, run.bold, run.mark, 0)
