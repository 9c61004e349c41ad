"""Columns and panels that a file draws row by row: lines put in reading order by the white space between them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

from ingest.layout.lines import TextLine

_GUTTER = 0.9  # of the type size
_MOST = 600  # lines: a page of more is no page that somebody laid out
_FEWEST = 3  # lines of a column
_NARROWEST = 6.0  # type sizes: the width of a column of text rather than of labels


def in_columns(lines: Sequence[TextLine]) -> list[TextLine]:
    """Return the lines column after column, cutting at gutters first and at bands of white space otherwise."""
    if len(lines) > _MOST:
        return list(lines)
    ordered: list[TextLine] = []
    waiting = [list(lines)]
    while waiting:
        part = waiting.pop()
        cuts = _columns(part) or _bands(part) if len(part) > 1 else []
        if cuts:
            waiting.extend(reversed(cuts))
        else:
            ordered.extend(sorted(part, key=lambda line: (round(line.y, 1), line.x0)))
    return ordered


def _columns(lines: Sequence[TextLine]) -> list[list[TextLine]]:
    """Return the lines parted at their gutters, or nothing where they make no columns."""
    columns = _cut(lines, lambda line: (line.x0, line.x1), _GUTTER * min(line.size for line in lines))
    return columns if len(columns) > 1 and all(_is_column(column) for column in columns) else []


def _cut(
    lines: Sequence[TextLine], side: Callable[[TextLine], tuple[float, float]], least: float
) -> list[list[TextLine]]:
    """Part the lines wherever no line reaches over a gap of at least `least`."""
    parts: list[list[TextLine]] = []
    reach = float("-inf")
    for line in sorted(lines, key=lambda line: side(line)[0]):
        start, end = side(line)
        if not parts or start - reach >= least:
            parts.append([])
        parts[-1].append(line)
        reach = max(reach, end)
    return parts


def _is_column(lines: Sequence[TextLine]) -> bool:
    widths = sorted(line.x1 - line.x0 for line in lines)
    return len(lines) >= _FEWEST and widths[len(widths) // 2] >= _NARROWEST * min(line.size for line in lines)


def _bands(lines: Sequence[TextLine]) -> list[list[TextLine]]:
    """Return the lines above and below the widest white band across all of them, or nothing where there is none."""
    parts = _cut(lines, lambda line: (line.top, line.y + 0.2 * line.size), 0.0)
    if len(parts) < 2:
        return []
    gaps = [min(line.top for line in below) - max(_foot(line) for line in above) for above, below in pairwise(parts)]
    widest = gaps.index(max(gaps)) + 1
    return [[line for part in side for line in part] for side in (parts[:widest], parts[widest:])]


def _foot(line: TextLine) -> float:
    return line.y + 0.2 * line.size
