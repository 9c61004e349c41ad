"""Column names that stand above a table's first rule: on a band of colour, or with no rule over them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from ingest.layout.grid import Grid, Place
from ingest.layout.lines import TextLine, on_one_line

_REACH = 2.5  # type sizes above the first rule in which the last line of the names stands
_STEP = 1.6  # type sizes from one line of names to the next
_LONGEST = 6  # words of a name
_LEAST = 8  # words of a row that is no row of names
_SLACK = 3.0  # points by which a name may reach over its column
_MOST_LINES = 3


def with_names_above(grid: Grid, lines: Sequence[TextLine]) -> Grid:
    """Return the table with the line of short names that stands straight above it as its first row.

    Each name keeps to a column, all columns but one have one, and the row below is none of names.
    """
    if not _speaks(grid, lines):
        return grid
    names: list[TextLine] = []
    for row in _rows_above(grid, lines):
        below = names[-1].top if names else grid.ys[0]
        near = row[0].y > below - (_STEP if names else _REACH) * row[0].size
        if not near or (len(names) and row[0].y < names[0].y - _MOST_LINES * _STEP * row[0].size):
            break
        if any(_column(grid, line) is None for line in row):
            break
        names += row
    if not _are_names(grid, names):
        return grid
    top = min(line.top for line in names)
    cells = tuple(Place(0, at, x0, top, x1, grid.ys[0]) for at, (x0, x1) in enumerate(pairwise(grid.xs)))
    below_names = (Place(one.row + 1, one.column, one.x0, one.y0, one.x1, one.y1) for one in grid.cells)
    return Grid(grid.xs, (top, *grid.ys), (*cells, *below_names))


def _speaks(grid: Grid, lines: Sequence[TextLine]) -> bool:
    """Return whether the first row has more words than names have."""
    first = [line for line in lines if grid.ys[0] < line.y <= grid.ys[1] and grid.covers(line.x0 + 1, line.y)]
    return sum(len(line.text.split()) for line in first) > _LEAST


def _rows_above(grid: Grid, lines: Sequence[TextLine]) -> list[list[TextLine]]:
    """Return the lines above a table, from below, those of one baseline together."""
    left, right = grid.xs[0], grid.xs[-1]
    above = [line for line in lines if line.y <= grid.ys[0] and line.x1 > left and line.x0 < right]
    rows: list[list[TextLine]] = []
    for line in sorted(above, key=lambda line: -line.y):
        if rows and on_one_line(rows[-1][0], line):
            rows[-1].append(line)
        else:
            rows.append([line])
    return rows


def _column(grid: Grid, line: TextLine) -> int | None:
    """Return the one column to which a line keeps."""
    edges = enumerate(pairwise(grid.xs))
    return next((at for at, (x0, x1) in edges if x0 - _SLACK <= line.x0 and line.x1 <= x1 + _SLACK), None)


def _are_names(grid: Grid, names: Sequence[TextLine]) -> bool:
    said: dict[int | None, int] = {}
    for line in names:
        column = _column(grid, line)
        said[column] = said.get(column, 0) + len(line.text.split())
    columns = len(grid.xs) - 1
    named = len(said) >= max(2, columns - 1)
    return (
        named and max(said.values()) <= _LONGEST and not any(line.text.rstrip().endswith((".", ";")) for line in names)
    )
