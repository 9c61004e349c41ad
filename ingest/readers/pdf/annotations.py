"""What is typed on a PDF page beside its drawing instructions: form fields, notes on the page, boxes over it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import unescape

from pypdf import PageObject
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, StreamObject

from ingest.layout.marks import UNMARKED, LetterRun
from ingest.readers.pdf.colours import DEVICE, lightness
from ingest.readers.pdf.ink import Box
from ingest.readers.pdf.matrices import Matrix
from kb.core.expressions import expression

_HIDDEN, _NO_VIEW = 1 << 1, 1 << 5
_SIZE = 10.0  # of type, where the note does not say
_LINE = 1.25  # of the size
_PAD = 2.0
_WIDE = 0.5  # of the size: the mean width of a letter
_MOST = 2000  # annotations of a page
_DEEPEST = 12
_LINES = ("/Line", "/Ink", "/PolyLine")
_DRAWN = (*_LINES, "/Square", "/Polygon", "/Stamp", "/Circle")
_LEVEL = 0.7  # of the size: baselines this near are of one line
_COMMENTS = ("/Text", "/Highlight", "/Underline", "/Squiggly", "/StrikeOut", "/Caret")
_THICK = 5.0  # points of a pen that can hide letters
_TAG, _PARAGRAPH_END = expression(r"<[^>]*>"), expression(r"</p>|<br\s*/?>")
_BOXES = ("/Square", "/Redact", "/Highlight", "/Polygon", "/Stamp")


@dataclass(frozen=True, slots=True)
class TypedWords:
    """Words typed into a field or on the page, as runs; or a dark box, or a drawing, that covers what is below it."""

    runs: tuple[LetterRun, ...] = ()
    covers: Box | None = None
    drawing: DictionaryObject | None = None
    shown: DictionaryObject | None = None  # whose words only its drawing gives


def typed_on(
    page: PageObject, base: Matrix, is_off: Callable[[object], bool] = lambda _: False
) -> Iterator[TypedWords]:
    """Yield what is typed or drawn on a page by annotations that a viewer shows."""
    for note in _shown_annotations(page):
        if "/OC" in note and is_off(note.raw_get("/OC")):
            continue
        box = _box(note, base)
        kind = str(note.get("/Subtype"))
        if box is None:
            continue
        if kind in ("/Widget", "/FreeText"):
            words = _value(note) if kind == "/Widget" else _text(note.get("/Contents")) or _rich_text(note)
            if words.strip() or "/AP" not in note or _is_button(note):
                yield TypedWords(tuple(_lines(words, box)))
            else:
                yield TypedWords(shown=note)
        elif kind in _BOXES and _is_dark(note, kind):
            yield TypedWords(covers=box)
        elif kind in _DRAWN and "/AP" in note:
            yield TypedWords(drawing=note)
        elif kind in _LINES and _is_thick(note, box):
            yield TypedWords(covers=box)


def is_commented(page: PageObject) -> bool:
    """Return whether somebody wrote notes on a page, or marked words in it and said something of them."""
    return any(
        str(note.get("/Subtype")) in _COMMENTS and bool(_text(note.get("/Contents")).strip())
        for note in _shown_annotations(page)
    )


def _shown_annotations(page: PageObject) -> Iterator[DictionaryObject]:
    stated = page.get("/Annots")
    stated = stated.get_object() if stated is not None else None
    for one in list(stated)[:_MOST] if isinstance(stated, ArrayObject) else ():
        note = one.get_object() if isinstance(one, IndirectObject) else one
        if isinstance(note, DictionaryObject) and not int(note.get("/F", 0)) & (_HIDDEN | _NO_VIEW):
            yield note


def put_in_place(runs: Sequence[LetterRun], typed: Sequence[LetterRun]) -> list[LetterRun]:
    """Return the runs of a page with typed ones on their line, beside the nearest words, or after the last above."""
    first = typed[0]
    near = _nearest_run(runs, first)
    if near is not None:
        run = runs[near]
        at = near + (run.x1 <= first.x0 + 1)
        level = [first._replace(y=run.y, mark=run.mark), *typed[1:]]
        return [*runs[:at], *level, *runs[at:]]
    above = [place for place, run in enumerate(runs) if run.y <= first.y + 0.3 * first.size]
    at = above[-1] + 1 if above else 0
    return [*runs[:at], *typed, *runs[at:]]


def _nearest_run(runs: Sequence[LetterRun], typed: LetterRun) -> int | None:
    """Return the run beside typed words that stands on their line and is nearest to them, or None."""
    beside = [
        (min(abs(run.x0 - typed.x1), abs(typed.x0 - run.x1)), place)
        for place, run in enumerate(runs)
        if run.turn == 0
        and run.text.strip()
        and abs(run.y - typed.y) <= _LEVEL * typed.size
        and (run.x0 >= typed.x1 - 1 or run.x1 <= typed.x0 + 1)
    ]
    return min(beside)[1] if beside else None


def _box(note: DictionaryObject, base: Matrix) -> Box | None:
    stated = note.get("/Rect")
    stated = stated.get_object() if stated is not None else None
    if not isinstance(stated, ArrayObject) or len(stated) != 4:
        return None
    a, b, c, d, e, f = base
    x0, y0, x1, y1 = (float(number) for number in stated)
    across = [a * x + c * y + e for x in (x0, x1) for y in (y0, y1)]
    down = [b * x + d * y + f for x in (x0, x1) for y in (y0, y1)]
    return min(across), min(down), max(across), max(down)


def _is_button(note: DictionaryObject) -> bool:
    return str(_inherited_value(note, "/FT") or "") == "/Btn"


def _value(note: DictionaryObject) -> str:
    """Return what a form field holds: its text, the choice made, or a box ticked or empty."""
    sort = str(_inherited_value(note, "/FT") or "")
    if sort == "/Btn":
        if int(_number(_inherited_value(note, "/Ff"))) & (1 << 16):
            return ""  # a button to be pressed
        state = str(note.get("/AS") or _inherited_value(note, "/V") or "/Off")
        return "☐" if state == "/Off" else "☒"
    if sort not in ("/Tx", "/Ch") or int(_number(_inherited_value(note, "/Ff"))) & (1 << 13):
        return ""
    value = _inherited_value(note, "/V")
    shown = _options(note) if sort == "/Ch" else {}
    chosen = [_text(one) for one in value] if isinstance(value, ArrayObject) else [_text(value)]
    return ", ".join(shown.get(one, one) for one in chosen)


def _options(note: DictionaryObject) -> dict[str, str]:
    """Return what a list of choices shows for each value that it keeps, where the two differ."""
    stated = _inherited_value(note, "/Opt")
    pairs = [one.get_object() for one in stated] if isinstance(stated, ArrayObject) else []
    return {_text(one[0]): _text(one[1]) for one in pairs if isinstance(one, ArrayObject) and len(one) == 2}


def _inherited_value(note: DictionaryObject, name: str) -> object:
    for _ in range(_DEEPEST):
        if name in note:
            found = note.get(name)
            return found.get_object() if isinstance(found, IndirectObject) else found
        above = note.get("/Parent")
        above = above.get_object() if above is not None else None
        if not isinstance(above, DictionaryObject):
            return None
        note = above
    return None


def _text(value: object) -> str:
    value = value.get_object() if isinstance(value, IndirectObject) else value
    return value if isinstance(value, str) else ""


def _rich_text(note: DictionaryObject) -> str:
    """Return the words of a note that keeps them as a small page alone."""
    stated = note.get("/RC")
    stated = stated.get_object() if isinstance(stated, IndirectObject) else stated
    page = stated.get_data().decode("utf-8", "replace") if isinstance(stated, StreamObject) else _text(stated)
    return unescape(_TAG.sub(" ", _PARAGRAPH_END.sub("\n", page))).strip()


def _number(value: object) -> float:
    return float(value) if isinstance(value, (int, float)) else 0.0


def _lines(text: str, box: Box) -> Iterator[LetterRun]:
    """Yield the lines of a text as they fit into a box, broken where a viewer would break them."""
    left, top, right, bottom = box
    size = min(_SIZE, max(6.0, bottom - top - _PAD))
    most = max(int((right - left) / (_WIDE * size)), 8)
    y = top + _PAD + 0.8 * size
    for paragraph in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        for line in _break_lines(" ".join(paragraph.split()), most):
            yield LetterRun(
                line, left + _PAD, min(right, left + _PAD + len(line) * _WIDE * size), y, size, False, UNMARKED, 0
            )
            y += _LINE * size


def _break_lines(text: str, most: int) -> Iterator[str]:
    line = ""
    for word in text.split():
        if line and len(line) + 1 + len(word) > most:
            yield line
            line = word
        else:
            line = f"{line} {word}" if line else word
    if line:
        yield line


def _is_thick(note: DictionaryObject, box: Box) -> bool:
    """Return whether a line is so thick and dark that it hides the words of one line of type."""
    style = note.get("/BS")
    style = style.get_object() if style is not None else None
    width = _number(style.get("/W", 1)) if isinstance(style, DictionaryObject) else 1.0
    return width >= _THICK and box[3] - box[1] <= 2 * width and _is_dark(note, "/Highlight")


def _is_dark(note: DictionaryObject, kind: str) -> bool:
    """Return whether an annotation lays a dark box on the page, or marks words to be taken out that are there."""
    if kind == "/Redact":
        return True
    if _number(note.get("/CA", 1)) < 0.9 and "/CA" in note:
        return False
    inside = note.get("/IC") or (note.get("/C") if kind == "/Highlight" else None)
    inside = inside.get_object() if isinstance(inside, IndirectObject) else inside
    if not isinstance(inside, ArrayObject) or not inside:
        return False
    shade = lightness(DEVICE, [float(part) for part in inside])
    return shade is not None and shade < 0.3
