"""What an annotation paints over a page by drawing instructions of its own, as a stamp or a box does."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, StreamObject

from ingest.layout.marks import LetterRun
from ingest.readers.pdf.content_stream import Content
from ingest.readers.pdf.fonts import Face
from ingest.readers.pdf.matrices import IDENTITY, Matrix, times

_LEAST = 0.01  # points of a box that shows anything
_SENTENCE = 6  # words of a stamp that says more than "DRAFT" or who approved it


class _Overlay(Content):
    """Instructions of which the fills count, and the letters do not."""

    def _emit(self, words: list[str], begun: float, ended: float) -> None:
        pass


def lay_over(
    note: DictionaryObject, page: Content, base: Matrix, face: Callable[[DictionaryObject, str], Face]
) -> None:
    """Lay what an annotation draws over the letters of a page, so that those beneath its dark fills are hidden."""
    drawn = _appearance(note)
    if drawn is not None:
        overlay = _Overlay(_place(note, drawn, base), face, area=page.area)
        overlay.ink, overlay.runs = page.ink, page.runs
        overlay.follow_form(drawn)


def words_shown(
    note: DictionaryObject, page: Content, base: Matrix, face: Callable[[DictionaryObject, str], Face]
) -> list[LetterRun]:
    """Return the letters that an annotation draws, as a field does that keeps its words in its drawing alone."""
    drawn = _appearance(note)
    if drawn is None:
        return []
    overlay = Content(_place(note, drawn, base), face, area=page.area)
    overlay.follow_form(drawn)
    return [run for run in overlay.runs if run.text.strip()]


def tells_something(drawn: Sequence[LetterRun]) -> bool:
    """Return whether what a stamp draws is a sentence of the page's text, and no mark that says how to treat it."""
    said = " ".join(run.text for run in drawn)
    return len(said.split()) >= _SENTENCE and sum(map(str.islower, said)) > sum(map(str.isupper, said))


def _place(note: DictionaryObject, drawn: StreamObject, base: Matrix) -> Matrix:
    """Return the matrix that puts an annotation's drawing on its page."""
    matrix, box = _numbers(drawn.get("/Matrix")), _numbers(note.get("/Rect"))
    form: Matrix = (*matrix,) if len(matrix) == 6 else IDENTITY  # type: ignore[assignment]  # six, as just counted
    return times(_fit(_numbers(drawn.get("/BBox")), form, box), base)


def _appearance(note: DictionaryObject) -> StreamObject | None:
    stated = _resolve(note.get("/AP"))
    normal = _resolve(stated.get("/N")) if isinstance(stated, DictionaryObject) else None
    if isinstance(normal, DictionaryObject) and not isinstance(normal, StreamObject):
        normal = _resolve(normal.get(str(note.get("/AS"))))
    return normal if isinstance(normal, StreamObject) else None


def _fit(bounds: list[float], form: Matrix, box: list[float]) -> Matrix:
    """Return the matrix that brings the bounds of a drawing into the box of its annotation."""
    if len(bounds) != 4 or len(box) != 4:
        return IDENTITY
    a, b, c, d, e, f = form
    across = [a * x + c * y + e for x in bounds[::2] for y in bounds[1::2]]
    up = [b * x + d * y + f for x in bounds[::2] for y in bounds[1::2]]
    wide, high = max(across) - min(across), max(up) - min(up)
    if wide < _LEAST or high < _LEAST:
        return IDENTITY
    x_scale, y_scale = abs(box[2] - box[0]) / wide, abs(box[3] - box[1]) / high
    left, bottom = min(box[0], box[2]), min(box[1], box[3])
    return (x_scale, 0.0, 0.0, y_scale, left - x_scale * min(across), bottom - y_scale * min(up))


def _numbers(stated: object) -> list[float]:
    found = _resolve(stated)
    return [float(one) for one in found] if isinstance(found, ArrayObject) else []


def _resolve(thing: object) -> object:
    return thing.get_object() if isinstance(thing, IndirectObject) else thing
