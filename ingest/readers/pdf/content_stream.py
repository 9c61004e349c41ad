"""The drawing instructions of a PDF page, followed for what they show: letters with their places, rules, pictures.

pypdf opens the file, decrypts and unpacks it and explains its fonts; only the loop over the instructions is ours. Its
own loop hands out no widths, without which words and columns cannot be distinguished, and parses each instruction into
objects, which costs more than all else together.
"""

from __future__ import annotations

from collections.abc import Callable
from operator import attrgetter
from typing import Any

from pypdf.generic import ArrayObject, DictionaryObject, EncodedStreamObject, IndirectObject, StreamObject

from ingest.layout.marks import Rule
from ingest.readers.pdf.drawn_boxes import DrawnBoxes, small_parts
from ingest.readers.pdf.fonts import Face
from ingest.readers.pdf.letters import Letters
from ingest.readers.pdf.matrices import Matrix, times
from ingest.readers.pdf.operators import name_in, numbers_in, operations
from ingest.readers.pdf.pen import Path

_DEEPEST = 12  # forms within forms
_MOST_FORMS = 2000  # of one page
_MOST_BYTES = 32 * 1024 * 1024  # of instructions of one page
_MOST_RULES = 6000
_FLAT = 3.0  # points; a drawn box no higher or wider is a line
FORM_MARKS = 1 << 20  # marks inside a form are numbered apart from the page's own


def unpack(stream: StreamObject) -> bytes:
    """Return what a stream holds, without pypdf keeping it: a long report unpacks to hundreds of megabytes."""
    data = stream.get_data()
    if isinstance(stream, EncodedStreamObject):
        stream.decoded_self = None
    return data


class Content(Letters):
    """Follows the instructions of one page and of the forms that it uses."""

    def __init__(
        self,
        base: Matrix,
        face: Callable[[DictionaryObject, str], Face],
        is_off: Callable[[object], bool] = lambda _: False,
        area: float = 595.0 * 842.0,
    ) -> None:
        self.rules: list[Rule] = []
        self.boxes = DrawnBoxes()
        self.pictures = 0.0  # the area of the largest, in square points
        super().__init__(base, area, face, is_off)
        self._forms = self._read = 0
        self._within: list[int] = []

    def follow(self, data: bytes, resources: DictionaryObject, base: int = 0) -> None:
        """Follow the instructions in `data`. Marks found in it are numbered from `base`."""
        self._read += len(data)
        if self._read > _MOST_BYTES:
            raise ValueError("more drawing instructions than a page can hold")
        saved: list[tuple[Any, ...]] = []
        pending: list[bytes] = []
        path, cuts = Path(), False
        self._base = base
        for numbers, operator in operations(data, pending):
            step = _SHOWS.get(operator)
            if step is not None:
                step(self, numbers, pending, resources)
            elif operator == b"q":
                saved.append(_state_of(self))
            elif operator == b"Q":
                if saved:
                    self._restore(saved.pop())
            elif (build := _BUILDS.get(operator)) is not None:
                build(path, numbers_in(numbers))
            elif operator in _ENDS:
                self._paint(path, operator)
                self._end_path(path, cuts=cuts)
                cuts = False
            elif operator in _CUTS:
                cuts = True
            pending.clear()

    def _end_path(self, path: Path, *, cuts: bool) -> None:
        """Forget a path that was drawn; where it cuts, show nothing outside it from here on."""
        bounds = path.bounds() if cuts else None
        if bounds is not None:
            self._clip_to(bounds)
        path.clear()

    # -- state

    def _restore(self, state: tuple[Any, ...]) -> None:
        self._ctm, self._font, self._size, self._tc, self._tw, self._stretch, self._leading, self._rise = state[:8]
        self._heavy, self._shade, self._opaque, self._alpha, self._pen_shade, self._pen_width = state[8:14]
        self._without_ink, self._space, self._pen_space, self._clip = state[14:]

    def _cm(self, numbers: bytes, _: list[bytes], __: DictionaryObject) -> None:
        matrix = numbers_in(numbers)
        if len(matrix) == 6:
            self._ctm = times((*matrix,), self._ctm)  # type: ignore[arg-type]  # six, as just counted

    # -- drawings

    def _paint(self, path: Path, operator: bytes) -> None:
        """Paint a path as an instruction says that ends it; `n` paints nothing."""
        if operator in _PAINTS:
            self._draw(path, filled=operator in _FILLS)
        if operator in _PAINTS and not self._off and (parts := small_parts(path)):
            places = [self._place_box(part) for part in parts]
            filled, stroked = operator in _FILLING, operator in _STROKING
            self.boxes.see(path, places, self._shade, filled=filled, stroked=stroked)
        if operator in _FILLING:
            self._fill(path)
        if operator in _STROKING:
            self._stroke(path)

    def _draw(self, path: Path, *, filled: bool) -> None:
        """Keep the straight lines of a path."""
        for x0, y0, x1, y1 in path.visible_lines(filled=filled):
            if len(self.rules) >= _MOST_RULES:
                return
            a, b, c, d, e, f = self._ctm
            px, py, qx, qy = a * x0 + c * y0 + e, b * x0 + d * y0 + f, a * x1 + c * y1 + e, b * x1 + d * y1 + f
            left, right, top, bottom = min(px, qx), max(px, qx), min(py, qy), max(py, qy)
            if right - left <= _FLAT or bottom - top <= _FLAT:
                self.rules.append(Rule(left, top, right, bottom))
            else:
                self.rules.extend(
                    (
                        Rule(left, top, right, top),
                        Rule(left, bottom, right, bottom),
                        Rule(left, top, left, bottom),
                        Rule(right, top, right, bottom),
                    )
                )

    def _inline_picture(self, _: bytes, pending: list[bytes], __: DictionaryObject) -> None:
        self._picture(opaque=b"/ImageMask" not in pending)

    def _picture(self, *, opaque: bool) -> None:
        a, b, c, d, _e, _f = self._ctm
        if self._off:
            return
        self.pictures = max(self.pictures, abs(a * d - b * c), 1.0)
        box = self._place_box((0.0, 0.0, 1.0, 1.0))
        self.ink.lay_picture(box, self.runs, self.area, opaque=opaque and self._opaque)

    def _do(self, _: bytes, pending: list[bytes], resources: DictionaryObject) -> None:
        """Follow a form, or count a picture."""
        if not pending:
            return
        form = self._form(resources, name_in(pending[-1]))
        if form is None:
            return
        if "/OC" in form and self._is_off(form.raw_get("/OC")):
            self._off += 1
            self._follow_any(form, resources)
            self._off -= 1
        else:
            self._follow_any(form, resources)

    def _follow_any(self, form: StreamObject, resources: DictionaryObject) -> None:
        if form.get("/Subtype") == "/Image":
            self._picture(opaque=not _SEEN_THROUGH & form.keys())
            return
        if form.get("/Subtype") != "/Form" or id(form) in self._within or len(self._within) >= _DEEPEST:
            return
        self._forms += 1
        if self._forms > _MOST_FORMS:
            return
        self.follow_form(form, resources)

    def _form(self, resources: DictionaryObject, name: str) -> StreamObject | None:
        """Return the form or picture of this name. Pictures are forgotten again, since they are large."""
        listed = resources.get("/XObject")
        listed = listed.get_object() if listed is not None else None
        if not isinstance(listed, DictionaryObject) or name not in listed:
            return None
        raw = listed.raw_get(name)
        form = raw.get_object()
        if not isinstance(form, StreamObject):
            return None
        if isinstance(raw, IndirectObject) and form.get("/Subtype") == "/Image":
            raw.pdf.resolved_objects.pop((raw.generation, raw.idnum), None)
        return form

    def follow_form(self, form: StreamObject, resources: DictionaryObject | None = None) -> None:
        """Follow a form's instructions; where it names no resources of its own it has those around it."""
        resources = resources if resources is not None else DictionaryObject()
        state, text, base, marks = _state_of(self), (self._tm, self._line), self._base, self._marks
        matrix = form.get("/Matrix")
        if isinstance(matrix, ArrayObject) and len(matrix) == 6:
            self._ctm = times(tuple(float(n) for n in matrix), self._ctm)  # type: ignore[arg-type]  # six, as counted
        bounds = form.get("/BBox")
        if isinstance(bounds, ArrayObject) and len(bounds) == 4:
            left, bottom, right, top = (float(number) for number in bounds)
            self._clip_to((min(left, right), min(bottom, top), max(left, right), max(bottom, top)))
        own = form.get("/Resources")
        reference = form.indirect_reference
        numbered = "/StructParents" in form and reference is not None
        self._within.append(id(form))
        self._marks = []
        mark, actual, off = self._mark, self._actual, self._off
        self.follow(
            unpack(form),
            own.get_object() if own is not None else resources,
            FORM_MARKS * reference.idnum if numbered and reference else base,
        )
        self._mark, self._actual, self._off = mark, actual, off
        self._within.pop()
        self._restore(state)
        (self._tm, self._line), self._base, self._marks = text, base, marks


_SEEN_THROUGH = frozenset(("/SMask", "/Mask", "/ImageMask"))  # of a picture through which the page is seen
_STATE = (
    *("_ctm", "_font", "_size", "_tc", "_tw", "_stretch", "_leading", "_rise", "_heavy", "_shade", "_opaque", "_alpha"),
    *("_pen_shade", "_pen_width", "_without_ink", "_space", "_pen_space", "_clip"),
)  # what q keeps and Q brings back, in the order of _restore
_state_of = attrgetter(*_STATE)
_CUTS = frozenset((b"W", b"W*"))
_FILLS = frozenset((b"f", b"F", b"f*"))
_STROKING = frozenset((b"S", b"s", b"B", b"B*", b"b", b"b*"))
_FILLING = frozenset((b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*"))
_PAINTS = _STROKING | _FILLING
_ENDS = _PAINTS | {b"n"}
_BUILDS: dict[bytes, Callable[[Path, list[float]], None]] = {
    b"re": Path.box,
    b"m": Path.move,
    b"l": Path.line,
    **dict.fromkeys((b"c", b"v", b"y"), Path.bend),
}
_SHOWS: dict[bytes, Callable[[Content, bytes, list[bytes], DictionaryObject], None]] = {
    b"cm": Content._cm,
    b"BT": Content._bt,
    b"Tf": Content._tf,
    b"Td": Content._td,
    b"TD": Content._tdl,
    b"Tm": Content._settm,
    b"T*": Content._next_line,
    b"Tc": Content._set_tc,
    b"Tw": Content._set_tw,
    b"Tz": Content._set_tz,
    b"TL": Content._set_tl,
    b"Ts": Content._set_ts,
    b"Tr": Content._set_tr,
    b"g": Content._set_shade,
    b"rg": Content._set_shade,
    b"k": Content._set_shade,
    b"sc": Content._set_shade_in_space,
    b"scn": Content._set_shade_in_space,
    b"cs": Content._set_space,
    b"G": Content._set_pen_shade,
    b"RG": Content._set_pen_shade,
    b"K": Content._set_pen_shade,
    b"SC": Content._set_pen_shade_in_space,
    b"SCN": Content._set_pen_shade_in_space,
    b"CS": Content._set_pen_space,
    b"w": Content._set_pen_width,
    b"gs": Content._set_state,
    b"sh": Content._paint_shading,
    b"Tj": Content._show_one,
    b"TJ": Content._show_many,
    b"'": Content._show_next_line,
    b'"': Content._show_spaced,
    b"BDC": Content._begin_mark,
    b"BMC": Content._begin_mark,
    b"EMC": Content._end_mark,
    b"Do": Content._do,
    b"ID": Content._inline_picture,
}
