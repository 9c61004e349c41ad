"""Columns and panels that a file draws row by row: lines put in reading order by the white space between them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

from ingest.layout.lines import Line

_GUTTER = 0.9  # of the type size
_MOST = 600  # lines: a page of more is no page that somebody laid out
_FEWEST = 3  # lines of a column
_NARROWEST = 6.0  # type sizes: the width of a column of text rather than of labels


def in_columns(lines: Sequence[Line]) -> list[Line]:
    """Return the lines column after column, cutting at gutters first and at bands of white space otherwise."""
    if not 2 <= len(lines) <= _MOST:
        return list(lines)
    columns = _cut(lines, lambda line: (line.x0, line.x1), _GUTTER * min(line.size for line in lines))
    if len(columns) > 1 and all(_is_column(column) for column in columns):
        return [line for column in columns for line in in_columns(column)]
    band = _widest_band(lines)
    if band is None:
        return sorted(lines, key=lambda line: (round(line.y, 1), line.x0))
    above = [line for line in lines if line.y <= band]
    below = [line for line in lines if line.y > band]
    return in_columns(above) + in_columns(below)


def _cut(lines: Sequence[Line], side: Callable[[Line], tuple[float, float]], least: float) -> list[list[Line]]:
    """Part the lines wherever no line reaches over a gap of at least `least`."""
    parts: list[list[Line]] = []
    reach = float("-inf")
    for line in sorted(lines, key=lambda line: side(line)[0]):
        start, end = side(line)
        if not parts or start - reach >= least:
            parts.append([])
        parts[-1].append(line)
        reach = max(reach, end)
    return parts


def _is_column(lines: Sequence[Line]) -> bool:
    widths = sorted(line.x1 - line.x0 for line in lines)
    return len(lines) >= _FEWEST and widths[len(widths) // 2] >= _NARROWEST * min(line.size for line in lines)


def _widest_band(lines: Sequence[Line]) -> float | None:
    """Return the last baseline above the widest white band across all lines, or None where there is none."""
    parts = _cut(lines, lambda line: (line.top, line.y + 0.2 * line.size), 0.0)
    if len(parts) < 2:
        return None
    best, place = -1.0, 0.0
    for above, below in pairwise(parts):
        bottom = max(line.y + 0.2 * line.size for line in above)
        gap = min(line.top for line in below) - bottom
        if gap > best:
            best, place = gap, max(line.y for line in above)
    return place
