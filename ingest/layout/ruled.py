"""Tables, with and without ruled lines, taken out of a page's flow."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.layout.grid import Grid, Place, grids_between, grids_of, with_names_above
from ingest.layout.lines import TextLine, join_lines, lines_of
from ingest.layout.markers import marker_of
from ingest.layout.marks import LetterRun, Rule
from ingest.layout.pieces import LayoutPiece
from ingest.layout.tables import laid_out
from ingest.layout.unruled import grid_going_on, grids_below_names
from kb.core.document import Role, TableCell
from kb.core.expressions import expression

_WIDE = 0.5  # type sizes: a gap as wide may part two columns
_NAMES_FINDINGS = expression(r"\b(?:recommendations?|actions?|findings?|lessons?|progress)\b", re.IGNORECASE)
_FEWEST = 2  # cells with words
_NAME = 8  # words of a column's name


@dataclass(frozen=True, slots=True)
class RuledTable:
    """A table, or the part of it that stands on one page."""

    grid: Grid
    cells: tuple[tuple[Place, tuple[TextLine, ...]], ...]  # those with words, row by row

    def row(self, number: int) -> tuple[str, ...]:
        """Return what the cells of a row say."""
        return tuple(" ".join(line.text for line in lines) for place, lines in self.cells if place.row == number)

    @property
    def rows(self) -> tuple[int, ...]:
        """The numbers of the rows that hold words, counted from 0."""
        return tuple(sorted({place.row for place, _ in self.cells}))

    @property
    def placeholder(self) -> TextLine:
        """A line without words that stands for the table in the order of the page's lines."""
        top, bottom = self.grid.ys[0], self.grid.ys[-1]
        return TextLine("", self.grid.xs[0], self.grid.xs[-1], bottom, (bottom - top) / 0.8, False, 0)


def taken_out(
    runs: Sequence[LetterRun], rules: Sequence[Rule], before: Grid | None = None
) -> list[LetterRun | RuledTable]:
    """Return the page's runs with each table in the place of its first run.

    `before` is the table with which the page before ends: it may go on without its names.
    """
    grids = [*_with_names(runs, grids_of(rules) if rules else [])] or _grids_by_words(runs, rules)
    if not grids and before is not None and (more := grid_going_on(before, lines_of(runs, _WIDE))):
        grids = [more]
    held: dict[int, list[tuple[Place, LetterRun]]] = {}
    first: dict[int, int] = {}
    inside: dict[int, int] = {}
    for at, run in enumerate(runs):
        x, y = (run.x0 + run.x1) / 2, run.y - 0.3 * run.size
        for number, grid in enumerate(grids):
            place = grid.at(x, y) if grid.covers(x, y) else None
            if place is not None:
                held.setdefault(number, []).append((place, run))
                first.setdefault(number, at)
                inside[at] = number
                break
    tables = {number: _table(grids[number], cells) for number, cells in held.items()}
    kept = {number: table for number, table in tables.items() if _is_table(table)}
    flow: list[LetterRun | RuledTable] = []
    for at, run in enumerate(runs):
        of = inside.get(at)
        if of is None or of not in kept:
            flow.append(run)
        elif first[of] == at:
            flow.append(kept[of])
    return flow


def _grids_by_words(runs: Sequence[LetterRun], rules: Sequence[Rule]) -> list[Grid]:
    """Return the tables whose rules alone make no grid, or that have no rules, by where their words stand."""
    is_ruled = len(rules) > 3
    names_findings = any(_NAMES_FINDINGS.search(run.text) for run in runs)
    if not is_ruled and not names_findings:
        return []
    lines = lines_of(runs, _WIDE)
    words = [(line.y, line.x0, line.x1) for line in lines]
    between = [_with_rows_above(grid, lines) for grid in grids_between(rules, words)] if is_ruled else []
    return between or (grids_below_names(lines) if names_findings else [])


def _with_names(runs: Sequence[LetterRun], grids: Sequence[Grid]) -> Iterator[Grid]:
    """Yield the tables, each with the names of its columns where they stand above its rules and none within them."""
    lines = lines_of(runs, _WIDE) if grids else []
    for grid in grids:
        first = [line for line in lines if grid.ys[0] < line.y < grid.ys[1] and grid.xs[0] < line.x0 < grid.xs[-1]]
        yield grid if first and all(line.bold for line in first) else _with_rows_above(grid, lines)


def _with_rows_above(grid: Grid, lines: Sequence[TextLine]) -> Grid:
    """Return a table with its names, and with the row between them and its first rule where that is drawn below it."""
    words = [(line.y, line.x0, line.x1) for line in lines]
    named = with_names_above(grid, words)
    if named is grid:
        return grid
    said: Counter[Place] = Counter()
    for line in lines:
        if named.ys[0] < line.y < named.ys[1] and (place := named.at((line.x0 + line.x1) / 2, line.y)):
            said[place] += len(line.text.split())
    return with_names_above(named, words) if said and max(said.values()) > _NAME else named


def _table(grid: Grid, cells: Sequence[tuple[Place, LetterRun]]) -> RuledTable:
    by_place: dict[Place, list[LetterRun]] = {}
    for place, run in cells:
        by_place.setdefault(place, []).append(run)
    ordered = sorted(by_place, key=lambda place: (place.row, place.column))
    lines = ((place, tuple(join_lines(lines_of(by_place[place])))) for place in ordered)
    return RuledTable(grid, tuple((place, words) for place, words in lines if words))


def _is_table(table: RuledTable) -> bool:
    return len(table.cells) >= _FEWEST and len({place.column for place, _ in table.cells}) > 1


def places_panels(table: RuledTable) -> bool:
    """Return whether the table only lays out panels."""
    structured = any(_is_panel(lines) for _, lines in table.cells)
    return laid_out([table.row(number) for number in table.rows], holds_structure=structured) and structured


def _is_panel(lines: Sequence[TextLine]) -> bool:
    """Return whether a cell holds a heading over words of its own, or a list."""
    headed = len(lines) > 2 and lines[0].bold and not all(line.bold for line in lines)
    return headed or sum(marker_of(line.text) is not None for line in lines) > 1


def is_header(table: RuledTable, number: int) -> bool:
    """Return whether a row names the columns: all of it bold, or short words over longer ones."""
    lines = [line for place, lines in table.cells if place.row == number for line in lines]
    if lines and all(line.bold for line in lines):
        return True
    short = all(len(words.split()) <= 5 and not words.endswith((".", ";")) for words in table.row(number))
    later = [words for row in table.rows if row > number for words in table.row(row)]
    return short and len(table.row(number)) > 1 and any(len(words.split()) > 8 for words in later)


def cells_of(page: int, table: RuledTable, number: int) -> Iterator[LayoutPiece]:
    """Yield the table's cells as pieces of the table with this number."""
    header = table.rows[0] if is_header(table, table.rows[0]) else -1
    for row, printed in enumerate(table.rows):
        for place, lines in (cell for cell in table.cells if cell[0].row == printed):
            cell = TableCell(number, row, place.column, header=printed == header)
            for group in _parts(lines):
                yield LayoutPiece(page, group, Role.CELL, cell=cell)


def _parts(lines: Sequence[TextLine]) -> Iterator[tuple[TextLine, ...]]:
    """Part a cell's lines before each that begins with a bullet or after a wide step."""
    part: list[TextLine] = []
    for line in lines:
        step = line.y - part[-1].y if part else 0.0
        bullet = marker_of(line.text)
        if part and (step > 1.75 * line.size or (bullet is not None and not bullet.number)):
            yield tuple(part)
            part = []
        part.append(line)
    if part:
        yield tuple(part)
