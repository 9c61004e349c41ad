"""The order in which a page's lines are read: the file's own where it makes sense, else by white space."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from ingest.layout.columns import in_columns
from ingest.layout.lines import TextLine, join_lines, lines_of, marks_alone, on_one_line
from ingest.layout.marks import LetterRun
from ingest.layout.ruled import RuledTable

_SHARE_OF_HOPS = 0.12  # of the lines: more sideways hops over a gutter mean columns written row by row
_REACH = 60.0  # points from a bullet to its words
_MOST_ALONE = 300  # bullets of one page
_BACK = 2.5  # type sizes: a line so far above one drawn before it was not drawn in order


def in_order(flow: Sequence[LetterRun | RuledTable]) -> list[TextLine | RuledTable]:
    """Return the lines and tables of a page in reading order."""
    tables: list[RuledTable] = []
    lines: list[TextLine] = []
    runs: list[LetterRun] = []
    for part in flow:
        if isinstance(part, LetterRun):
            runs.append(part)
            continue
        lines += [*lines_of(runs), part.placeholder]
        tables.append(part)
        runs = []
    lines = _beside_words(lines + lines_of(runs))
    if _is_interleaved(lines) or _drawn_out_of_order(lines):
        lines = in_columns(join_lines(lines, bullets=True))
    waiting = {id(table): table for table in tables}
    ordered: list[TextLine | RuledTable] = []
    for line in join_lines(lines):
        table = next((t for t in waiting.values() if not line.text and t.placeholder == line), None)
        ordered.append(table if table is not None else line)
        if table is not None:
            del waiting[id(table)]
    return ordered


def _is_interleaved(lines: Sequence[TextLine]) -> bool:
    """Return whether the file goes from column to column on one baseline, again and again."""
    hops = sum(
        on_one_line(above, line) and line.x0 > above.x1 and not marks_alone(above) for above, line in pairwise(lines)
    )
    return hops >= max(3, _SHARE_OF_HOPS * len(lines))


def _drawn_out_of_order(lines: Sequence[TextLine]) -> bool:
    """Return whether a line was drawn after one that stands below it in the same column."""
    lowest: dict[int, float] = {}  # by zones of the page's width
    for line in lines:
        zones = range(int(line.x0 // 24), int(line.x1 // 24) + 1)
        if any(lowest.get(zone, 0.0) > line.y + _BACK * line.size for zone in zones):
            return True
        for zone in zones:
            lowest[zone] = max(lowest.get(zone, 0.0), line.top)
    return False


def _beside_words(lines: Sequence[TextLine]) -> list[TextLine]:
    """Put each bullet that stands alone before the words to its right; some programs draw all bullets last."""
    alone = [
        at
        for at, line in enumerate(lines)
        if marks_alone(line) and not (at + 1 < len(lines) and _follows(line, lines[at + 1]))
    ]
    if len(alone) > _MOST_ALONE:
        return list(lines)
    before: dict[int, TextLine] = {}
    moved: set[int] = set()
    for at in alone:
        bullet = lines[at]
        beside = [n for n, line in enumerate(lines) if _follows(bullet, line) and n not in before]
        if beside:
            before[min(beside, key=lambda n: lines[n].x0)] = bullet
            moved.add(at)
    ordered: list[TextLine] = []
    for at, line in enumerate(lines):
        if at in before:
            ordered.append(before[at])
        if at not in moved:
            ordered.append(line)
    return ordered


def _follows(bullet: TextLine, line: TextLine) -> bool:
    near = -1 <= line.x0 - bullet.x1 <= _REACH
    return near and bool(line.text) and on_one_line(bullet, line) and not marks_alone(line)
