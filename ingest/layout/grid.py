"""Tables that a page rules: the lines it draws, the cells between them, and what stands in each."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from ingest.layout.marks import Rule

_NEAR = 2.5  # points: lines this near are one line, and ends this near touch
_SHORTEST = 5.0  # points of a line that parts cells
_OPEN = 7.0  # points: upright lines that reach this far beyond the last level one have an open row there
_WIDEST = 100.0  # points: a level line of a table without upright ones is no shorter
_ROWS = 4  # level lines of such a table
_ABOVE = 18.0  # points: what stands this near above a table's first line, or above such words, may name its columns
_GUTTER = 6.0  # points between its columns
_MOST_PAIRS = 250_000  # of lines across and down a page: more are a drawing
_MOST_CELLS = 6_000  # of one page


@dataclass(frozen=True, slots=True)
class Place:
    """A cell on the page, over whole rows and columns."""

    row: int
    column: int
    x0: float
    y0: float
    x1: float
    y1: float

    def holds(self, x: float, y: float) -> bool:
        """Return whether a point lies in the cell."""
        return self.x0 <= x <= self.x1 and self.y0 <= y <= self.y1


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table: where its columns begin and end, and its cells."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[Place, ...]

    def covers(self, x: float, y: float) -> bool:
        """Return whether a point lies within the table."""
        return self.xs[0] <= x <= self.xs[-1] and self.ys[0] <= y <= self.ys[-1]

    def at(self, x: float, y: float) -> Place | None:
        """Return the cell in which a point lies."""
        return next((cell for cell in self.cells if cell.holds(x, y)), None)


def grids_of(rules: Sequence[Rule]) -> list[Grid]:
    """Return the tables that drawn lines make, of at least two columns."""
    across = _merge_lines(((r.y0 + r.y1) / 2, r.x0, r.x1) for r in rules if r.across and r.x1 - r.x0 >= _SHORTEST)
    down = _merge_lines(((r.x0 + r.x1) / 2, r.y0, r.y1) for r in rules if not r.across and r.y1 - r.y0 >= _SHORTEST)
    if len(across) * len(down) > _MOST_PAIRS:
        return []
    found = []
    for level, upright in _connected_groups(across, down):
        xs, ys = _places(upright), _with_open_rows(_places(level), upright)
        if len(xs) > 2 and len(ys) > 1 and len(xs) * len(ys) < _MOST_CELLS:
            found.append(Grid(xs, ys, tuple(_cells(xs, ys, level, upright))))
    return found


def grids_between(rules: Sequence[Rule], words: Sequence[tuple[float, float, float]]) -> list[Grid]:
    """Return the tables of which only the rows are ruled.

    `words` are the stretches of words on the page, each with its baseline, begin and end: their common gaps are what
    parts the columns.
    """
    stacks: dict[tuple[int, int], list[float]] = {}
    for y, x0, x1 in _merge_lines(((r.y0 + r.y1) / 2, r.x0, r.x1) for r in rules if r.across):
        if x1 - x0 >= _WIDEST:
            stacks.setdefault((round(x0 / 4), round(x1 / 4)), []).append(y)
    found = []
    for (left, right), ys in stacks.items():
        inside = [(x0, x1) for y, x0, x1 in words if ys[0] < y < ys[-1] and x0 >= 4 * left - 4 and x1 <= 4 * right + 4]
        xs = _gaps(inside)
        if len(ys) >= _ROWS and xs:
            edges = (4.0 * left - 2, *xs, 4.0 * right + 2)
            rows, columns = range(len(ys) - 1), range(len(edges) - 1)
            cells = [Place(r, c, edges[c], ys[r], edges[c + 1], ys[r + 1]) for r in rows for c in columns]
            found.append(Grid(edges, tuple(ys), tuple(cells)))
    return found


def with_names_above(grid: Grid, words: Sequence[tuple[float, float, float]]) -> Grid:
    """Return a table with the row of names that stands right above its first line, outside what is ruled.

    `words` are the stretches of words on the page, each with its baseline, begin and end. Each of the names stands
    within one column, and most columns have one; a sentence or a heading above the table reaches over several.
    """
    beside = [
        word for word in words if word[0] <= grid.ys[0] + _NEAR and grid.xs[0] < word[2] and word[1] < grid.xs[-1]
    ]
    held: set[int] = set()
    top = grid.ys[0]
    for y, row in groupby(sorted(beside, reverse=True), key=lambda word: word[0]):
        named = {_column_of(grid, x0, x1) for _, x0, x1 in row}
        if top - y > _ABOVE or -1 in named:
            break
        held |= named
        top = y
    columns = len(grid.xs) - 1
    if len(held) < max(2, (columns + 1) // 2):
        return grid
    ys = (top - _ABOVE, *grid.ys)
    names = (Place(0, at, grid.xs[at], ys[0], grid.xs[at + 1], ys[1]) for at in range(columns))
    return Grid(grid.xs, ys, (*names, *(replace(cell, row=cell.row + 1) for cell in grid.cells)))


def _column_of(grid: Grid, x0: float, x1: float) -> int:
    """Return the column in which a stretch of words stands, or -1 where it reaches over several."""
    column = bisect_left(grid.xs, x0 + _NEAR) - 1
    return column if 0 <= column < len(grid.xs) - 1 and x1 <= grid.xs[column + 1] + _NEAR else -1


def _gaps(stretches: Sequence[tuple[float, float]]) -> list[float]:
    """Return the middle, in points, of each gap over which no stretch reaches."""
    gaps: list[float] = []
    reach = None
    for begin, end in sorted(stretches):
        if reach is not None and begin - reach >= _GUTTER:
            gaps.append((begin + reach) / 2)
        reach = end if reach is None else max(reach, end)
    return gaps


_Line = tuple[float, float, float]  # where it stands, where it begins, where it ends


def _merge_lines(lines: Iterable[_Line]) -> list[_Line]:
    """Join lines that go on in each other; borders are drawn cell by cell, and often twice."""
    rows: list[list[_Line]] = []
    for line in sorted(lines):
        if not rows or line[0] - rows[-1][0][0] > _NEAR:
            rows.append([])
        rows[-1].append(line)
    done: list[_Line] = []
    for row in rows:
        place = row[0][0]
        begin = end = None
        for _, start, stop in sorted(row, key=lambda line: line[1]):
            if end is None or begin is None or start > end + _NEAR:
                if end is not None and begin is not None:
                    done.append((place, begin, end))
                begin, end = start, stop
            else:
                end = max(end, stop)
        if end is not None and begin is not None:
            done.append((place, begin, end))
    return done


def _connected_groups(across: list[_Line], down: list[_Line]) -> list[tuple[list[_Line], list[_Line]]]:
    """Part the lines into groups that touch each other."""
    group = list(range(len(across) + len(down)))

    def root(at: int) -> int:
        while group[at] != at:
            group[at] = group[group[at]]
            at = group[at]
        return at

    for i, (y, x0, x1) in enumerate(across):
        for j, (x, y0, y1) in enumerate(down, len(across)):
            if x0 - _NEAR <= x <= x1 + _NEAR and y0 - _NEAR <= y <= y1 + _NEAR:
                group[root(i)] = root(j)
    parts: dict[int, tuple[list[_Line], list[_Line]]] = {}
    for at in range(len(group)):
        level, upright = parts.setdefault(root(at), ([], []))
        (level if at < len(across) else upright).append(across[at] if at < len(across) else down[at - len(across)])
    return [part for part in parts.values() if part[0] and part[1]]


def _places(lines: Iterable[_Line]) -> tuple[float, ...]:
    places: list[float] = []
    for place in sorted(line[0] for line in lines):
        if not places or place - places[-1] > _NEAR:
            places.append(place)
    return tuple(places)


def _with_open_rows(ys: tuple[float, ...], upright: Sequence[_Line]) -> tuple[float, ...]:
    """Add the ends of the upright lines: a row that a page break cuts is open there."""
    tops, ends = sorted(line[1] for line in upright), sorted(line[2] for line in upright)
    top, end = tops[len(tops) // 2], ends[len(ends) // 2]
    above = (top,) if ys and top < ys[0] - _OPEN else ()
    below = (end,) if ys and end > ys[-1] + _OPEN else ()
    return (*above, *ys, *below)


def _cells(xs: tuple[float, ...], ys: tuple[float, ...], level: list[_Line], upright: list[_Line]) -> Iterable[Place]:
    """Yield the cells, joined where no line parts two neighbours."""
    rows, columns = len(ys) - 1, len(xs) - 1
    taken: set[tuple[int, int]] = set()
    for row in range(rows):
        for column in range(columns):
            if (row, column) in taken:
                continue
            across, below = column + 1, row + 1
            while across < columns and not _parts(upright, xs[across], ys[row], ys[row + 1]):
                across += 1
            while below < rows and not _parts(level, ys[below], xs[column], xs[across]):
                below += 1
            taken.update((r, c) for r in range(row, below) for c in range(column, across))
            yield Place(row, column, xs[column], ys[row], xs[across], ys[below])


def _parts(lines: list[_Line], place: float, start: float, end: float) -> bool:
    """Return whether a line at `place` runs over most of the way from `start` to `end`."""
    first = bisect_left(lines, (place - _NEAR, float("-inf"), float("-inf")))
    covered = 0.0
    for at, begin, stop in lines[first:]:
        if at > place + _NEAR:
            break
        covered += max(0.0, min(end, stop) - max(start, begin))
    return covered >= 0.6 * (end - start)
