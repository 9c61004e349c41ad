"""Tell real tables from layout, find the column of each cell, and join tables that a page break splits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from ingest.layout.pieces import LayoutPiece
from kb.core.document import Role

_STEP = 12.0  # points: columns whose words begin this near on two pages are one column
_LONGEST_NAME = 8  # words of a column's name
_FEWEST_ANEW = 3  # columns that a row of its own fills at the head of a page
_MOST_COLUMNS = 400  # of a table; what stands beyond is hostile


def laid_out(rows: Sequence[Sequence[str]], *, holds_structure: bool) -> bool:
    """Return whether a table is used for layout: it only places panels beside each other.

    It does where no row holds words in two columns, where it has one row, or where its cells hold headings or lists and
    no row of short names heads its columns.
    """
    widest = max((sum(bool(words.strip()) for words in row) for row in rows), default=0)
    if widest < 2 or len(rows) < 2:
        return True
    first = [len(words.split()) for words in rows[0]]
    named = len(first) > 1 and all(0 < count <= _LONGEST_NAME for count in first)
    return holds_structure and not named


class ColumnsTaken:
    """Finds the column of each cell of a table, row by row, where cells reach over columns and rows beside them."""

    def __init__(self) -> None:
        self._last: dict[int, int] = {}  # of each column the last row that a cell from above reaches
        self._row, self._next = -1, 0

    def place(self, row: int, across: int, down: int) -> int:
        """Return the column, from 0, of the next cell of a row, which reaches over so many columns and rows."""
        if row != self._row:
            self._row, self._next = row, 0
        while self._next < _MOST_COLUMNS and self._last.get(self._next, -1) >= row:
            self._next += 1
        column, self._next = self._next, self._next + across
        self._last.update((column + reach, row + down - 1) for reach in range(across))
        return column


def joined_tables(pieces: Sequence[LayoutPiece]) -> list[LayoutPiece]:
    """Return the pieces with each table that only goes on from the page before numbered as a part of that one."""
    done: list[LayoutPiece] = []
    ends: list[LayoutPiece] = []  # of the table that may go on
    for table in _runs(pieces):
        if table[0].cell is None:
            done.extend(table)
            if any(piece.role not in (Role.FURNITURE, Role.NOTE) for piece in table):
                ends = []
            continue
        if ends and _goes_on(ends, table):
            table = _continue_table(ends, table)
            ends = ends + [piece for piece in table if piece.cell]
        else:
            ends = table
        done.extend(table)
    return _number_tables(_with_header_row(done))


def _with_header_row(pieces: Sequence[LayoutPiece]) -> list[LayoutPiece]:
    """Return the pieces with a table's first row as its header where all of it, and not all of the table, is bold."""
    stated = {piece.cell.table for piece in pieces if piece.cell and piece.cell.header}
    plain_first = {piece.cell.table for piece in pieces if piece.cell and piece.cell.row == 0 and not piece.is_bold}
    plain_later = {piece.cell.table for piece in pieces if piece.cell and piece.cell.row > 0 and not piece.is_bold}
    headed = plain_later - plain_first - stated
    return [
        replace(piece, cell=replace(piece.cell, header=True))
        if piece.cell and piece.cell.row == 0 and piece.cell.table in headed
        else piece
        for piece in pieces
    ]


def _number_tables(pieces: Sequence[LayoutPiece]) -> list[LayoutPiece]:
    """Number the tables from 0 in their order."""
    numbers: dict[int, int] = {}
    done = []
    for piece in pieces:
        if piece.cell:
            number = numbers.setdefault(piece.cell.table, len(numbers))
            piece = replace(piece, cell=replace(piece.cell, table=number))
        done.append(piece)
    return done


def _runs(pieces: Sequence[LayoutPiece]) -> list[list[LayoutPiece]]:
    """Part the pieces into tables and what stands between them; furniture within a table stays in its place."""
    runs: list[list[LayoutPiece]] = []
    for piece in pieces:
        table = piece.cell.table if piece.cell else None
        last = runs[-1][0].cell if runs else None
        if not runs or (last.table if last else None) != table:
            runs.append([])
        runs[-1].append(piece)
    return runs


def _goes_on(ends: Sequence[LayoutPiece], table: Sequence[LayoutPiece]) -> bool:
    """Return whether a table begins the page after the one that another ends, with the same columns."""
    old, new = _columns(ends), _columns(table)
    if table[0].page != ends[-1].page + 1:
        return False
    shared = old.keys() & new.keys()
    return max(old) == max(new) and all(abs(old[column] - new[column]) <= _STEP for column in shared)


def _columns(pieces: Sequence[LayoutPiece]) -> dict[int, float]:
    """Return where the words of each column begin."""
    found: dict[int, float] = {}
    for piece in pieces:
        if piece.cell:
            left = min(line.x0 for line in piece.lines)
            found[piece.cell.column] = min(found.get(piece.cell.column, left), left)
    return found


def _continue_table(ends: Sequence[LayoutPiece], table: Sequence[LayoutPiece]) -> list[LayoutPiece]:
    """Return the second part of a table under the first one's number, without the header that it repeats."""
    first = ends[0].cell
    assert first is not None
    above = max(piece.cell.row for piece in ends if piece.cell)
    repeated = _row(ends, 0) == _row(table, 0)
    skip = 1 if repeated else 0
    broken = 0 not in {piece.cell.column for piece in table if piece.cell and piece.cell.row == skip}
    broken = broken and not _begins_anew(_cells(ends, above), _cells(table, skip))
    filled = {piece.cell.column for piece in ends if piece.cell and piece.cell.row == above}
    done: list[LayoutPiece] = []
    seen: set[int] = set()
    for piece in table:
        cell = piece.cell
        if cell is None:
            done.append(piece)
        elif repeated and cell.row == 0:
            done.append(replace(piece, role=Role.FURNITURE, cell=None))
        else:
            row = above + 1 + cell.row - skip - broken
            goes_on = broken and cell.row == skip and cell.column in filled and cell.column not in seen
            seen.add(cell.column)
            place = replace(cell, table=first.table, row=row, header=False)
            done.append(replace(piece, cell=place, continues=piece.continues or goes_on))
    return done


def _begins_anew(above: Mapping[int, str], below: Mapping[int, str]) -> bool:
    """Return whether the first row of a page is one of its own below cells that reach over both, as a "Recommendation".

    A row that the page break cuts goes on amid a sentence, or only in the column that had the most to say.
    """
    shared = above.keys() & below.keys()
    if len(shared) < max(_FEWEST_ANEW, len(above) // 2) or any(below[column][:1].islower() for column in below):
        return False
    longest = max(shared, key=lambda column: len(above[column]))
    return above[longest].endswith((".", "!", "?"))


def _cells(pieces: Sequence[LayoutPiece], row: int) -> dict[int, str]:
    """Return what the cells of a row say, by column."""
    said: dict[int, str] = {}
    for piece in pieces:
        if piece.cell and piece.cell.row == row:
            said[piece.cell.column] = " ".join(f"{said.get(piece.cell.column, '')} {piece.text}".split())
    return said


def _row(pieces: Sequence[LayoutPiece], row: int) -> list[str]:
    return [" ".join(piece.text.split()) for piece in pieces if piece.cell and piece.cell.row == row]
