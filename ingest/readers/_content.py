"""The drawing instructions of a PDF page, followed for what they show: letters with their places, rules, pictures.

pypdf opens the file, decrypts and unpacks it and explains its fonts; only the loop over the instructions is ours. Its
own loop hands out no widths, without which words and columns cannot be told apart, and parses each instruction into
objects, which costs more than all else together.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from math import hypot

from pypdf.generic import ArrayObject, DictionaryObject, EncodedStreamObject, IndirectObject, StreamObject

from ingest.layout.marks import ARTIFACT, UNMARKED, Rule, Run
from ingest.readers._faces import Face

Matrix = tuple[float, float, float, float, float, float]

_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_STRING = rb"\((?:[^()\\]++|\\.|\((?:[^()\\]++|\\.|\((?:[^()\\]++|\\.)*+\))*+\))*+\)"
_HEX = rb"<[0-9A-Fa-f\s]*+>"
_TOKEN = re.compile(
    rb"((?:[-+.\d]+\s+)*+)([A-Za-z'\"][\w*]*+|'|\")"  # 1 numbers, 2 the operator they belong to
    rb"|(/[^\s()<>\[\]{}/%]*+)"  # 3 name
    rb"|(\[(?:[^\[\]()<>]++|" + _STRING + rb"|" + _HEX + rb")*+\])"  # 4 array of strings and numbers
    rb"|(" + _STRING + rb")"  # 5 string
    rb"|(<<(?:[^<>()]++|"
    + _STRING
    + rb"|"
    + _HEX
    + rb"|<<(?:[^<>()]++|"
    + _STRING
    + rb"|"
    + _HEX
    + rb")*+>>)*+>>)"  # 6
    rb"|(" + _HEX + rb")"  # 7 hexadecimal string
    rb"|([-+.\d]+)"  # 8 a number whose operator comes later
    rb"|%[^\r\n]*+",
    re.DOTALL,
)
_PIECE = re.compile(rb"(" + _STRING + rb")|(" + _HEX + rb")|([-+]?[\d.]+)", re.DOTALL)
_ESCAPE = re.compile(rb"\\(?:([nrtbf])|([0-7]{1,3})|\r\n|[\r\n]|(.))", re.DOTALL)
_ESCAPED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_IMAGE_END = re.compile(rb"\sEI(?=\s|$)")
_MCID = re.compile(rb"/MCID\s+(\d{1,6})")
_ACTUAL = re.compile(rb"/ActualText\s*(" + _STRING + rb"|" + _HEX + rb")", re.DOTALL)
_DEEPEST = 12  # forms within forms
_MOST_FORMS = 2000  # of one page
_MOST_BYTES = 32 * 1024 * 1024  # of instructions of one page
_MOST_RULES = 6000
_THIN = 3.0  # points; a filled box no thicker is a drawn line
FORM_MARKS = 1 << 20  # marks inside a form are numbered apart from the page's own


def times(m: Matrix, n: Matrix) -> Matrix:
    """Return the matrix that applies `m` first and `n` then."""
    a, b, c, d, e, f = m
    g, h, i, j, k, o = n
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + o)


def unpacked(stream: StreamObject) -> bytes:
    """Return what a stream holds, without pypdf keeping it: a long report unpacks to hundreds of megabytes."""
    data = stream.get_data()
    if isinstance(stream, EncodedStreamObject):
        stream.decoded_self = None
    return data


def frame_matrix(box: tuple[float, float, float, float], rotation: int) -> tuple[Matrix, float, float]:
    """Return the matrix to places from the top left of the page as shown, and its width and height.

    `box` is left, bottom, right and top of what is shown; `rotation` is in degrees clockwise.
    """
    left, bottom, right, top = box
    if right - left < 1 or top - bottom < 1:
        left, bottom, right, top = 0.0, 0.0, 595.0, 842.0
    width, height = right - left, top - bottom
    turn = rotation // 90 % 4
    if turn == 1:
        return (0.0, 1.0, 1.0, 0.0, -bottom, -left), height, width
    if turn == 2:
        return (-1.0, 0.0, 0.0, 1.0, right, -bottom), width, height
    if turn == 3:
        return (0.0, -1.0, -1.0, 0.0, top, right), height, width
    return (1.0, 0.0, 0.0, -1.0, -left, top), width, height


class Content:
    """Follows the instructions of one page and of the forms that it uses."""

    def __init__(self, base: Matrix, face: Callable[[DictionaryObject, str], Face]) -> None:
        self.runs: list[Run] = []
        self.rules: list[Rule] = []
        self.pictures = 0.0  # the area of the largest, in square points
        self._face = face
        self._ctm = base
        self._forms = self._read = 0
        self._within: list[int] = []
        self._mark = UNMARKED
        self._marks: list[tuple[int, str | None]] = []
        self._actual: str | None = None
        self._clear_text_state()

    def _clear_text_state(self) -> None:
        self._font = Face(None)
        self._size = self._tc = self._tw = self._leading = self._rise = 0.0
        self._stretch = 1.0
        self._heavy = False
        self._tm = self._line = _IDENTITY

    def follow(self, data: bytes, resources: DictionaryObject, base: int = 0) -> None:
        """Follow the instructions in `data`. Marks found in it are numbered from `base`."""
        self._read += len(data)
        if self._read > _MOST_BYTES:
            raise ValueError("more drawing instructions than a page can hold")
        saved: list[tuple[object, ...]] = []
        pending: list[bytes] = []
        path: list[tuple[float, float, float, float]] = []
        self._base = base
        for numbers, operator in _operations(data, pending):
            step = _SHOWS.get(operator)
            if step is not None:
                step(self, numbers, pending, resources)
            elif operator == b"q":
                saved.append(self._state())
            elif operator == b"Q":
                if saved:
                    self._restore(saved.pop())
            elif operator == b"re":
                box = _floats(numbers)
                if len(box) == 4:
                    path.append((box[0], box[1], box[0] + box[2], box[1] + box[3]))
            elif operator in (b"m", b"l"):
                point = _floats(numbers)
                if len(point) == 2:
                    if operator == b"l" and path:
                        path.append((path[-1][2], path[-1][3], point[0], point[1]))
                    else:
                        path.append((point[0], point[1], point[0], point[1]))
            elif operator in _PAINTS:
                self._draw(path, filled=operator in _FILLS)
                path.clear()
            elif operator == b"n":
                path.clear()
            pending.clear()

    # -- state

    def _state(self) -> tuple[object, ...]:
        return (
            self._ctm,
            self._font,
            self._size,
            self._tc,
            self._tw,
            self._stretch,
            self._leading,
            self._rise,
            self._heavy,
        )

    def _restore(self, state: tuple[object, ...]) -> None:
        (
            self._ctm,
            self._font,
            self._size,
            self._tc,
            self._tw,
            self._stretch,
            self._leading,
            self._rise,
            self._heavy,
        ) = state  # type: ignore[assignment]  # a tuple made by _state, in its order

    def _cm(self, numbers: bytes, _: list[bytes], __: DictionaryObject) -> None:
        matrix = _floats(numbers)
        if len(matrix) == 6:
            self._ctm = times((*matrix,), self._ctm)  # type: ignore[arg-type]  # six, as just counted

    def _bt(self, _: bytes, __: list[bytes], ___: DictionaryObject) -> None:
        self._tm = self._line = _IDENTITY

    def _tf(self, numbers: bytes, pending: list[bytes], resources: DictionaryObject) -> None:
        size = _floats(numbers)
        if pending and size:
            self._font = self._face(resources, _name(pending[-1]))
            self._size = size[-1]

    def _td(self, numbers: bytes, _: list[bytes], __: DictionaryObject) -> None:
        move = _floats(numbers)
        if len(move) == 2:
            a, b, c, d, e, f = self._line
            x, y = move
            self._tm = self._line = (a, b, c, d, x * a + y * c + e, x * b + y * d + f)

    def _tdl(self, numbers: bytes, pending: list[bytes], resources: DictionaryObject) -> None:
        move = _floats(numbers)
        if len(move) == 2:
            self._leading = -move[1]
            self._td(numbers, pending, resources)

    def _settm(self, numbers: bytes, _: list[bytes], __: DictionaryObject) -> None:
        matrix = _floats(numbers)
        if len(matrix) == 6:
            self._tm = self._line = (*matrix,)  # type: ignore[assignment]  # six, as just counted

    def _next_line(self, _: bytes, __: list[bytes], ___: DictionaryObject) -> None:
        a, b, c, d, e, f = self._line
        self._tm = self._line = (a, b, c, d, e - self._leading * c, f - self._leading * d)

    def _number(self, numbers: bytes) -> float | None:
        found = _floats(numbers)
        return found[-1] if found else None

    def _set_tc(self, numbers: bytes, _: list[bytes], __: DictionaryObject) -> None:
        self._tc = self._number(numbers) or 0.0

    def _set_tw(self, numbers: bytes, _: list[bytes], __: DictionaryObject) -> None:
        self._tw = self._number(numbers) or 0.0

    def _set_tz(self, numbers: bytes, _: list[bytes], __: DictionaryObject) -> None:
        self._stretch = (self._number(numbers) or 100.0) / 100

    def _set_tl(self, numbers: bytes, _: list[bytes], __: DictionaryObject) -> None:
        self._leading = self._number(numbers) or 0.0

    def _set_ts(self, numbers: bytes, _: list[bytes], __: DictionaryObject) -> None:
        self._rise = self._number(numbers) or 0.0

    def _set_tr(self, numbers: bytes, _: list[bytes], __: DictionaryObject) -> None:
        self._heavy = self._number(numbers) == 2.0  # filled and outlined: bold without a bold face

    # -- marked content

    def _begin_mark(self, _: bytes, pending: list[bytes], resources: DictionaryObject) -> None:
        self._marks.append((self._mark, self._actual))
        tag = pending[0] if pending else b""
        properties = pending[-1] if len(pending) > 1 else b""
        if properties.startswith(b"/"):
            properties = _listed(resources, _name(properties))
        numbered = _MCID.search(properties)
        if numbered:
            self._mark = self._base + int(numbered.group(1))
        elif tag == b"/Artifact":
            self._mark = ARTIFACT
        actual = _ACTUAL.search(properties)
        if actual:
            self._actual = _text_string(_bytes(actual.group(1)))

    def _end_mark(self, _: bytes, __: list[bytes], ___: DictionaryObject) -> None:
        if self._marks:
            self._mark, self._actual = self._marks.pop()

    # -- letters

    def _show_one(self, _: bytes, pending: list[bytes], __: DictionaryObject) -> None:
        if pending:
            self._show(((_bytes(pending[-1]), 0.0),))

    def _show_next_line(self, numbers: bytes, pending: list[bytes], resources: DictionaryObject) -> None:
        self._next_line(numbers, pending, resources)
        self._show_one(numbers, pending, resources)

    def _show_spaced(self, numbers: bytes, pending: list[bytes], resources: DictionaryObject) -> None:
        if len(pending) >= 3:
            self._tw, self._tc = self._number(pending[-3]) or 0.0, self._number(pending[-2]) or 0.0
        self._show_next_line(numbers, pending, resources)

    def _show_many(self, _: bytes, pending: list[bytes], __: DictionaryObject) -> None:
        if pending:
            pieces = _PIECE.findall(pending[-1])
            self._show((_bytes(s or h), 0.0) if s or h else (b"", _float(n)) for s, h, n in pieces)

    def _show(self, pieces: Iterator[tuple[bytes, float]] | tuple[tuple[bytes, float], ...]) -> None:
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
        text = "".join(words)
        if self._actual is not None:
            text, self._actual = self._actual, ""
        if not text:
            return
        a, b, c, d, e, f = times(self._tm, self._ctm)
        x, y = e + begun * a + self._rise * c, f + begun * b + self._rise * d
        width = abs(ended - begun)
        size = abs(self._size) * hypot(c, d)
        scale = hypot(a, b)
        if abs(b) <= 0.02 * scale:
            turn = 0 if a > 0 else 2
        elif abs(a) <= 0.02 * scale:
            turn = 1 if b > 0 else 3
        else:
            turn = -1
        heavy = self._font.bold or self._heavy
        run = Run(text, x, x + width * scale, y, size, heavy, self._mark, turn)
        if self.runs and turn == 0:
            longer = _lengthened(self.runs[-1], run)
            if longer is not None:
                self.runs[-1] = longer
                return
        self.runs.append(run)

    # -- drawings

    def _draw(self, path: list[tuple[float, float, float, float]], *, filled: bool) -> None:
        """Keep the straight lines of a path. A filled shape is a line only where it is thin."""
        for x0, y0, x1, y1 in _thin(path) if filled else path:
            if len(self.rules) >= _MOST_RULES:
                return
            if x0 == x1 and y0 == y1:
                continue
            a, b, c, d, e, f = self._ctm
            px, py, qx, qy = a * x0 + c * y0 + e, b * x0 + d * y0 + f, a * x1 + c * y1 + e, b * x1 + d * y1 + f
            left, right, top, bottom = min(px, qx), max(px, qx), min(py, qy), max(py, qy)
            if right - left <= _THIN or bottom - top <= _THIN:
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

    def _picture(self, _: bytes, __: list[bytes], ___: DictionaryObject) -> None:
        a, b, c, d, _e, _f = self._ctm
        self.pictures = max(self.pictures, abs(a * d - b * c), 1.0)

    def _do(self, _: bytes, pending: list[bytes], resources: DictionaryObject) -> None:
        """Follow a form, or count a picture."""
        if not pending:
            return
        form = self._form(resources, _name(pending[-1]))
        if form is None:
            return
        if form.get("/Subtype") == "/Image":
            self._picture(b"", pending, resources)
            return
        if form.get("/Subtype") != "/Form" or id(form) in self._within or len(self._within) >= _DEEPEST:
            return
        self._forms += 1
        if self._forms > _MOST_FORMS:
            return
        self._follow_form(form, resources)

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

    def _follow_form(self, form: StreamObject, resources: DictionaryObject) -> None:
        state, text, base, marks = self._state(), (self._tm, self._line), self._base, self._marks
        matrix = form.get("/Matrix")
        if isinstance(matrix, ArrayObject) and len(matrix) == 6:
            self._ctm = times(tuple(float(n) for n in matrix), self._ctm)  # type: ignore[arg-type]  # six, as counted
        own = form.get("/Resources")
        reference = form.indirect_reference
        numbered = "/StructParents" in form and reference is not None
        self._within.append(id(form))
        self._marks = []
        mark, actual = self._mark, self._actual
        self.follow(
            unpacked(form),
            own.get_object() if own is not None else resources,
            FORM_MARKS * reference.idnum if numbered and reference else base,
        )
        self._mark, self._actual = mark, actual
        self._within.pop()
        self._restore(state)
        (self._tm, self._line), self._base, self._marks = text, base, marks


def _lengthened(last: Run, run: Run) -> Run | None:
    """Return one run for two of the same type that touch each other on one baseline, or None for others."""
    if last.y != run.y or last.size != run.size or last.mark != run.mark or last.bold != run.bold or last.turn:
        return None
    gap = run.x0 - last.x1
    if not -0.1 * run.size <= gap <= 0.14 * run.size:
        return None
    return Run(last.text + run.text, last.x0, run.x1, run.y, run.size, run.bold, run.mark, 0)


def _thin(path: list[tuple[float, float, float, float]]) -> Iterator[tuple[float, float, float, float]]:
    """Yield the box of each part of a path that is no thicker than a line. A part begins where its pen was set down."""
    part: list[tuple[float, float, float, float]] = []
    for piece in [*path, (0.0, 0.0, 0.0, 0.0)]:
        set_down = piece[0] == piece[2] and piece[1] == piece[3]
        whole = not set_down and (not part or piece[:2] != part[-1][2:])  # a box, drawn by one instruction
        if (set_down or whole) and part:
            box = _around(part)
            if min(box[2] - box[0], box[3] - box[1]) <= _THIN:
                yield box
            part = []
        part.append(piece)


def _around(part: list[tuple[float, float, float, float]]) -> tuple[float, float, float, float]:
    across = [x for piece in part for x in (piece[0], piece[2])]
    down = [y for piece in part for y in (piece[1], piece[3])]
    return min(across), min(down), max(across), max(down)


_FILLS = frozenset((b"f", b"F", b"f*"))
_PAINTS = frozenset((b"S", b"s", b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*"))
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
    b"Tj": Content._show_one,
    b"TJ": Content._show_many,
    b"'": Content._show_next_line,
    b'"': Content._show_spaced,
    b"BDC": Content._begin_mark,
    b"BMC": Content._begin_mark,
    b"EMC": Content._end_mark,
    b"Do": Content._do,
    b"ID": Content._picture,
}


def _operations(data: bytes, pending: list[bytes]) -> Iterator[tuple[bytes, bytes]]:
    """Yield each operator with its numbers; its other operands stand in `pending`, which the caller clears."""
    at = 0
    while at < len(data):
        for token in _TOKEN.finditer(data, at):
            operator = token.group(2)
            if operator is None:
                if token.lastindex:
                    pending.append(token.group(token.lastindex))
                continue
            if operator == b"ID":  # the data of a picture follow
                yield b"", b"ID"
                end = _IMAGE_END.search(data, token.end())
                at = end.end() if end else len(data)
                pending.clear()
                break
            yield token.group(1), operator
        else:
            return


def _floats(numbers: bytes) -> list[float]:
    try:
        return [float(n) for n in numbers.split()]
    except ValueError:
        return [_float(n) for n in numbers.split()]


def _float(number: bytes) -> float:
    try:
        return float(number)
    except ValueError:
        return 0.0


def _name(token: bytes) -> str:
    name = token.decode("latin-1")
    return re.sub(r"#([0-9A-Fa-f]{2})", lambda m: chr(int(m.group(1), 16)), name) if "#" in name else name


def _bytes(token: bytes) -> bytes:
    """Return what a string token, in brackets or hexadecimal, holds."""
    if token.startswith(b"("):
        inner = token[1:-1]
        return _ESCAPE.sub(_unescaped, inner) if b"\\" in inner else inner
    digits = b"".join(token[1:-1].split())
    return bytes.fromhex((digits + b"0" if len(digits) % 2 else digits).decode("ascii"))


def _unescaped(match: re.Match[bytes]) -> bytes:
    letter, octal, other = match.groups()
    if letter:
        return _ESCAPED[letter]
    return bytes((int(octal, 8) & 255,)) if octal else other or b""


def _text_string(data: bytes) -> str:
    if data.startswith(b"\xfe\xff"):
        return data[2:].decode("utf-16-be", "replace")
    return data[3:].decode("utf-8", "replace") if data.startswith(b"\xef\xbb\xbf") else data.decode("latin-1")


def _listed(resources: DictionaryObject, name: str) -> bytes:
    """Return a property list that the resources hold, as its number alone."""
    lists = resources.get("/Properties")
    found = lists.get_object().get(name) if lists is not None else None
    found = found.get_object() if found is not None else None
    number = found.get("/MCID") if isinstance(found, DictionaryObject) else None
    return b"/MCID %d" % number if isinstance(number, int) and number >= 0 else b""
