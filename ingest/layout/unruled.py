"""Tables without ruled lines, found by a row of column names and by the words straight below each name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from ingest.layout.grid import Grid, Place
from ingest.layout.lines import TextLine, on_one_line
from ingest.layout.markers import marker_alone
from ingest.words import wordlist
from kb.core.expressions import expression
from kb.text.phrases import Phrases, words_of

_NAMES = Phrases({"finding": ("finding*", "lesson*", "learning", "concern*", "issue*"), **wordlist("columns")})
_HOLD_FINDINGS = frozenset(
    ("finding", "recommendation", "action", "what", "progress")
)  # columns of which one must be there
_NUMBERS_A_ROW = expression(r"\(?(?:\d{1,2}(?:\.\d{1,2})?|[A-Za-z])[.):]?")
_FEWEST = 3  # columns; two could be a label and its value, line after line
_LONGEST = 5  # words of a column's name
_ROWS = 2
_SLACK = 3.0  # points by which words may begin to the left of their column's name
_STEP = 1.5  # type sizes: a line further down begins a row


def grids_below_names(lines: Sequence[TextLine]) -> list[Grid]:
    """Return the tables of a page whose columns are named on one line and whose words keep to their columns.

    `lines` are the page's stretches of words without a wide gap, in any order.
    """
    ordered = sorted(lines, key=lambda line: (line.y, line.x0))
    found: list[Grid] = []
    below = float("-inf")
    for names in _baselines(ordered):
        if names[0].y > below and _are_names(names):
            grid = _grid(names, [line for line in ordered if line.y > names[0].y and not on_one_line(line, names[0])])
            if grid is not None:
                found.append(grid)
                below = grid.ys[-1]
    return found


def _baselines(ordered: Sequence[TextLine]) -> Iterator[list[TextLine]]:
    row: list[TextLine] = []
    for line in ordered:
        if row and not on_one_line(row[0], line):
            yield sorted(row, key=lambda one: one.x0)
            row = []
        row.append(line)
    if row:
        yield sorted(row, key=lambda one: one.x0)


def _are_names(row: Sequence[TextLine]) -> bool:
    """Return whether each stretch of a line names a column, and at least one of them a column of findings."""
    if len(row) < _FEWEST:
        return False
    labels = [_label(line.text) for line in row]
    return all(labels) and any(label in _HOLD_FINDINGS for label in labels)


def _label(text: str) -> str:
    words = words_of(text)
    hits = [hit for hit in _NAMES.find(words) if (hit.end - hit.start) * 2 >= len(words)] if words else []
    return hits[0].label if hits and len(words) <= _LONGEST else ""


def _grid(names: Sequence[TextLine], below: Sequence[TextLine]) -> Grid | None:
    """Return the table under these names, down to the first words that keep to no column; None where it has no rows."""
    lefts = _of_numbers(names, below) + [line.x0 - _SLACK for line in names]
    kept = _lines_in_columns(lefts, below)
    starts = _row_starts(kept[_lines_of_names(names, kept) :])
    if len(starts) < _ROWS or len({column for column, _ in kept}) < len(names):
        return None
    right = max(line.x1 for line in (*names, *(line for _, line in kept)))
    return _grid_of((*lefts, right + _SLACK), (names[0].top, *(start.top for start in starts)), kept)


def _of_numbers(names: Sequence[TextLine], below: Sequence[TextLine]) -> list[float]:
    """Return where a column without a name begins that numbers the rows, left of the first name; [] without one.

    It holds one letter or number beside each row, the first one straight below the names.
    """
    lefts: list[float] = []
    for line in below:
        if line.x0 >= names[0].x0 - _SLACK:
            continue
        if not _NUMBERS_A_ROW.fullmatch(line.text.strip()) or line.x1 > names[0].x0:
            break
        lefts.append(line.x0)
    return [min(lefts) - _SLACK] if len(lefts) >= _ROWS else []


def grid_going_on(before: Grid, lines: Sequence[TextLine]) -> Grid | None:
    """Return the table at the top of a page that goes on from one at the end of the page before (`before`).

    Its words keep to the same columns, from the first line of the page on; None where it has no row with words in all.
    """
    lefts = before.xs[:-1]
    if len(lefts) < _FEWEST:
        return None
    kept = _lines_in_columns(lefts, sorted(lines, key=lambda line: (line.y, line.x0)))
    starts = _row_starts(kept)
    if not starts or len({column for column, _ in kept}) < len(lefts):
        return None
    right = max(before.xs[-1], *(line.x1 + _SLACK for _, line in kept))
    return _grid_of((*lefts, right), tuple(start.top for start in starts), kept)


def _lines_in_columns(lefts: Sequence[float], lines: Sequence[TextLine]) -> list[tuple[int, TextLine]]:
    """Return the lines with the column of each, down to the first that keeps to none."""
    kept: list[tuple[int, TextLine]] = []
    for line in lines:
        column = sum(left <= line.x0 for left in lefts) - 1
        if column < 0 or (column + 1 < len(lefts) and line.x1 > lefts[column + 1]):
            break
        kept.append((column, line))
    return kept


def _lines_of_names(names: Sequence[TextLine], kept: Sequence[tuple[int, TextLine]]) -> int:
    """Return how many of the lines below the names go on in them: each begins small, straight below."""
    count, above = 0, names[0]
    for _, line in kept:
        is_near = line.y - above.y <= _STEP * line.size
        if not is_near or not line.text[:1].islower():
            break
        count, above = count + 1, line
    return count


def _grid_of(xs: tuple[float, ...], tops: tuple[float, ...], kept: Sequence[tuple[int, TextLine]]) -> Grid:
    last = max((line for _, line in kept), key=lambda line: line.y)
    ys = (*tops, last.y + 0.5 * last.size)
    rows, columns = list(pairwise(ys)), list(pairwise(xs))
    cells = (
        Place(row, column, x0, y0, x1, y1)
        for row, (y0, y1) in enumerate(rows)
        for column, (x0, x1) in enumerate(columns)
    )
    return Grid(xs, ys, tuple(cells))


def _row_starts(kept: Sequence[tuple[int, TextLine]]) -> list[TextLine]:
    """Return the lines with which rows begin: in the first column, a number or after a step, beside other words."""
    starts: list[TextLine] = []
    above: TextLine | None = None
    for column, line in kept:
        if column:
            continue
        steps = above is None or line.y - above.y > _STEP * line.size or bool(marker_alone(line.text))
        beside = any(other and on_one_line(line, one) for other, one in kept)
        if steps and beside:
            starts.append(line)
        above = line
    return starts
