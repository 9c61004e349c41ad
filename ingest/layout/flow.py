"""Pages without tags: lines put in reading order and joined to paragraphs and items by their places on the page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.layout.columns import in_columns
from ingest.layout.levels import Nesting
from ingest.layout.lines import Line, joined, lines_of, marks_alone, on_one_line
from ingest.layout.markers import bullet_alone, marker_alone, marker_of
from ingest.layout.marks import Run
from ingest.layout.pieces import Piece
from ingest.layout.prose import runs_on
from kb.model import Role

_MORE_SPACE = 1.22  # of the usual leading: lines further apart are two paragraphs
_USUAL_LEADING = 1.22  # of the type size
_SHARE_OF_HOPS = 0.12  # of the lines: more sideways hops over a gutter mean columns written row by row
_LETTER = 0.5  # of the type size: the width of a letter
_INDENT = 6.0  # points


@dataclass(frozen=True, slots=True)
class Setting:
    """How the document sets its text: the distance of baselines within a paragraph, by size of type."""

    leading: dict[float, float]

    def apart(self, size: float) -> float:
        """Return the distance of baselines within a paragraph of this size."""
        return self.leading.get(size, size * _USUAL_LEADING)


def setting_of(pages: Iterable[Sequence[Line]]) -> Setting:
    """Return the leading that most neighbouring lines of each size keep."""
    steps: dict[float, Counter[float]] = {}
    for lines in pages:
        for above, line in pairwise(lines):
            step = line.y - above.y
            if above.size == line.size and 0.95 * line.size <= step <= 2.2 * line.size and _overlap(above, line):
                steps.setdefault(line.size, Counter())[round(step * 2) / 2] += 1
    return Setting({size: _usual(counts) for size, counts in steps.items() if counts.total() >= 3})


def _usual(counts: Counter[float]) -> float:
    """Return the commonest step; of two nearly as common the smaller, since paragraphs of one line part wider."""
    most = max(counts.values())
    return min(step for step, count in counts.items() if count >= 0.5 * most)


def in_order(runs: Iterable[Run]) -> list[Line]:
    """Return a page's lines in reading order: the file's own, unless it writes columns row by row."""
    lines = lines_of(runs)
    return joined(in_columns(joined(lines, bullets=True)) if _interleaved(lines) else lines)


def _interleaved(lines: Sequence[Line]) -> bool:
    """Whether the file goes from column to column on one baseline, again and again."""
    hops = sum(
        on_one_line(above, line) and line.x0 > above.x1 and not marks_alone(above) for above, line in pairwise(lines)
    )
    return hops >= max(3, _SHARE_OF_HOPS * len(lines))


def pieces_of(page: int, lines: Sequence[Line], setting: Setting) -> Iterator[Piece]:
    """Yield the paragraphs and items that a page's lines make."""
    nesting = Nesting(step=_INDENT)
    for group, marker in _groups(lines, setting):
        first = group[0]
        printed = None if marker else marker_of(first.text)
        if marker or printed:
            level = nesting.level(first.x0, printed.sort if printed else marker)
            yield Piece(page, tuple(group), Role.ITEM, level, marker)
        else:
            if not nesting.holds(first.x0):
                nesting.clear()
            yield Piece(page, tuple(group), Role.PARAGRAPH)


def _groups(lines: Sequence[Line], setting: Setting) -> Iterator[tuple[list[Line], str]]:
    """Part the lines into groups that belong together, each with a marker that stood on a line of its own."""
    group: list[Line] = []
    marker = ""
    edges = _edges(lines)
    for line in lines:
        if group and not _goes_on(group, line, setting, edges[_zone(group[-1])]):
            yield group, marker
            group, marker = [], ""
        if not group and not marker and line is not lines[-1] and (bullet_alone(line.text) or marker_alone(line.text)):
            marker = line.text
        else:
            group.append(line)
    if group:
        yield group, marker


def _goes_on(group: Sequence[Line], line: Line, setting: Setting, right: float) -> bool:
    """Whether `line` belongs to the paragraph or item that `group` began."""
    above = group[-1]
    step = line.y - above.y
    if not 0.2 * line.size < step <= _MORE_SPACE * setting.apart(above.size) + 0.5 or not _overlap(above, line):
        return False
    if abs(line.size - above.size) > 0.12 * max(line.size, above.size) or bullet_alone(line.text):
        return False
    word = len(line.text.split(" ", 1)[0]) + 1
    full = right - above.x1 - word * _LETTER * line.size <= 0.6 * line.size
    if above.bold != line.bold and not (full and runs_on(above.text, line.text)):
        return False
    if marker_of(line.text) and not (full and _is_number_in_sentence(above, line)):
        return False
    return runs_on(above.text, line.text) or (full and not _is_set_in(group, line))


def _is_number_in_sentence(above: Line, line: Line) -> bool:
    """Whether a number that begins a line belongs to the sentence that the line above left open."""
    return line.text[0].isdigit() and above.text[-1] not in ".:;?!" and abs(line.x0 - above.x0) < 2


def _is_set_in(group: Sequence[Line], line: Line) -> bool:
    """Whether the line begins a paragraph by its indent."""
    if len(group) > 1:
        return abs(line.x0 - group[-1].x0) > _INDENT
    return line.x0 > group[0].x0 + _INDENT and marker_of(group[0].text) is None


def _edges(lines: Sequence[Line]) -> dict[int, float]:
    """Return how far right the lines of a column reach, by zones of the page in which lines begin."""
    reach: dict[int, float] = {}
    for line in lines:
        zone = _zone(line)
        reach[zone] = max(reach.get(zone, 0.0), line.x1)
    return {zone: max(reach.get(near, 0.0) for near in (zone - 1, zone, zone + 1)) for zone in reach}


def _zone(line: Line) -> int:
    return int(line.x0 // 36)


def _overlap(a: Line, b: Line) -> bool:
    return min(a.x1, b.x1) - max(a.x0, b.x0) > 0
