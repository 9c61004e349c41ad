"""Pages without tags: lines put in reading order and joined to paragraphs and items by their places on the page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.layout.levels import Nesting
from ingest.layout.lines import TextLine
from ingest.layout.markers import bullet_alone, marker_alone, marker_of
from ingest.layout.pieces import LayoutPiece
from ingest.layout.prose import runs_on
from kb.core.document import Role

_MORE_SPACE = 1.22  # of the usual leading: lines further apart are two paragraphs
_USUAL_LEADING = 1.22  # of the type size
_LETTER = 0.53  # of the type size: the width of most letters
_NARROW, _WIDE = 0.3, 0.72
_THIN = "iljtfIr.,;:'’!()[]- "
_SLACK = 0.5  # type sizes by which a line may seem to have room and have none
_STRETCH = 4.0  # type sizes: lines further apart say nothing of each other's width
_ENOUGH = 5  # lines that show the width of their column by themselves
_INDENT = 6.0  # points


@dataclass(frozen=True, slots=True)
class Setting:
    """How the document sets its text: the distance of baselines within a paragraph, by size of type."""

    leading: dict[float, float]

    def line_distance(self, size: float) -> float:
        """Return the distance of baselines, in points, within a paragraph whose type has this size."""
        return self.leading.get(size, size * _USUAL_LEADING)


def setting_of(pages: Iterable[Sequence[TextLine]]) -> Setting:
    """Return the leading that most neighbouring lines of each size keep."""
    steps: dict[float, Counter[float]] = {}
    for lines in pages:
        for above, line in pairwise(lines):
            step = line.y - above.y
            if above.size == line.size and 0.95 * line.size <= step <= 2.2 * line.size and _overlap(above, line):
                steps.setdefault(line.size, Counter())[round(step * 2) / 2] += 1
    return Setting({size: _usual_step(counts) for size, counts in steps.items() if counts.total() >= 3})


def _usual_step(counts: Counter[float]) -> float:
    """Return the commonest step in points; of two about as common the smaller: paragraphs of one line part wider."""
    most = max(counts.values())
    return min(step for step, count in counts.items() if count >= 0.5 * most)


def pieces_of(page: int, lines: Sequence[TextLine], setting: Setting) -> Iterator[LayoutPiece]:
    """Yield the paragraphs and items that a page's lines make."""
    nesting = Nesting(step=_INDENT)
    for group, marker in _groups(lines, setting):
        first = group[0]
        printed = None if marker else marker_of(first.text)
        if all(line.bold for line in group) and not (printed and not printed.number):
            nesting.clear()
            yield LayoutPiece(page, tuple(group), Role.ITEM if marker or printed else Role.PARAGRAPH, 0, marker)
        elif marker or printed:
            level = nesting.level(first.x0, printed.sort if printed else marker)
            yield LayoutPiece(page, tuple(group), Role.ITEM, level, marker)
        else:
            if not nesting.holds(first.x0):
                nesting.clear()
            yield LayoutPiece(page, tuple(group), Role.PARAGRAPH)


def _groups(lines: Sequence[TextLine], setting: Setting) -> Iterator[tuple[list[TextLine], str]]:
    """Part the lines into groups that belong together, each with its marker from a line of its own."""
    group: list[TextLine] = []
    marker = ""
    edges = _edges(lines)
    for at, line in enumerate(lines):
        if group and not _goes_on(group, line, setting, edges[at]):
            yield group, marker
            group, marker = [], ""
        if not group and not marker and line is not lines[-1] and (bullet_alone(line.text) or marker_alone(line.text)):
            marker = line.text
        else:
            group.append(line)
    if group:
        yield group, marker


def _goes_on(group: Sequence[TextLine], line: TextLine, setting: Setting, right: float) -> bool:
    """Return whether `line` belongs to the paragraph or item that `group` began."""
    above = group[-1]
    step = line.y - above.y
    if not 0.2 * line.size < step <= _MORE_SPACE * setting.line_distance(above.size) + 0.5 or not _overlap(above, line):
        return False
    if abs(line.size - above.size) > 0.12 * max(line.size, above.size) or bullet_alone(line.text):
        return False
    full = _is_full(above, line, right)
    if above.bold != line.bold and not (full and runs_on(above.text, line.text)):
        return False
    if marker_of(line.text) and not (full and _is_number_in_sentence(above, line)):
        return False
    return runs_on(above.text, line.text) or (full and not _is_set_in(group, line))


def _is_full(above: TextLine, line: TextLine, right: float) -> bool:
    """Return whether the first word of `line` had no room at the end of the line above."""
    room = right - above.x1 - _width(f" {line.text.split(' ', 1)[0]}") * line.size
    ended = above.text[-1] in ".?!:;"
    return room <= (_SLACK if ended else 2 * _SLACK) * line.size


def _width(word: str) -> float:
    """Return about how wide a word is set, in type sizes."""
    return sum(
        _NARROW if c in "iljtfIr.,;:'’!()[]- " else _WIDE if c in "mwMW%&" or c.isupper() else _LETTER for c in word
    )


def _is_number_in_sentence(above: TextLine, line: TextLine) -> bool:
    """Return whether a number that begins a line belongs to the sentence that the line above left open."""
    return line.text[0].isdigit() and above.text[-1] not in ".:;?!" and abs(line.x0 - above.x0) < 2


def _is_set_in(group: Sequence[TextLine], line: TextLine) -> bool:
    """Return whether the line begins a paragraph by its indent."""
    if len(group) > 1:
        return abs(line.x0 - group[-1].x0) > _INDENT
    return line.x0 > group[0].x0 + _INDENT and marker_of(group[0].text) is None


def _edges(lines: Sequence[TextLine]) -> list[float]:
    """Return for each line how far right its column reaches: as its own stretch does, or lines like it on the page."""
    stretches: list[list[TextLine]] = []
    like: dict[tuple[int, float], list[float]] = {}
    for line in lines:
        if not stretches or not _in_one_stretch(stretches[-1][-1], line):
            stretches.append([])
        stretches[-1].append(line)
        like.setdefault(_kind(line), []).append(line.x1)
    usual = {kind: sorted(ends)[-1 - len(ends) // 6] for kind, ends in like.items()}
    edges: list[float] = []
    for stretch in stretches:
        right = max(line.x1 for line in stretch)
        edges += [max(right, usual[_kind(line)]) if len(stretch) < _ENOUGH else right for line in stretch]
    return edges


def _kind(line: TextLine) -> tuple[int, float]:
    return round(line.x0 / 4), line.size


def _in_one_stretch(above: TextLine, line: TextLine) -> bool:
    alike = abs(above.size - line.size) <= 0.12 * max(above.size, line.size)
    return alike and 0.2 * line.size < line.y - above.y <= _STRETCH * line.size and _overlap(above, line)


def _overlap(a: TextLine, b: TextLine) -> bool:
    return min(a.x1, b.x1) - max(a.x0, b.x0) > 0
