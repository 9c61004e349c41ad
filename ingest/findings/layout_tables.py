"""Tables that lay out a page: their cells are read as paragraphs, under the headings that stand in some of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from ingest.findings.table_columns import is_grid, is_number
from ingest.structure.action_fields import role_of
from ingest.structure.heading_cues import HeadingCues
from ingest.structure.labels import label_of
from ingest.structure.letter_runs import count_in_letters
from ingest.structure.paragraphs import TextPiece
from kb.core.document import Role
from kb.core.model import Kind

_HEADED_ROWS = 2  # of a table whose first column says what kind of thing each row holds
_HEAD_WORDS = 8  # of a cell that heads its row
_JUDGEMENTS = frozenset([Kind.LESSON, Kind.GOOD_PRACTICE, Kind.CONCERN, Kind.MISSED_OPPORTUNITY])
_OF_PLANS = frozenset([Kind.RECOMMENDATION, Kind.ACTION])
_SAYING = 4  # words that the cells of a column have on the average where it says something


def flatten_layout_tables(pieces: Sequence[TextPiece], heading_cues: HeadingCues) -> tuple[TextPiece, ...]:
    """Return the pieces with the cells of layout tables as paragraphs and items."""
    done: list[TextPiece] = []
    for table, group in groupby(pieces, key=lambda piece: piece.cell.table if piece.cell else None):
        cells = list(group)
        if table is not None and (title := _title_row(cells, heading_cues)):
            done += [_as_heading(piece) for piece in title]
            cells = cells[len(title) :]
            if not is_grid(cells, heading_cues) and (column := _fullest(cells)) is not None:
                numbers = {piece.cell.row: piece.text for piece in cells if piece.cell and is_number(piece.text)}
                done += [
                    _as_item(piece, numbers.get(piece.cell.row, ""))
                    for piece in cells
                    if piece.cell and piece.cell.column == column
                ]
                continue
        if table is not None and _heads_in_first_column(cells, heading_cues):
            done += [
                _as_heading(piece) if piece.cell and not piece.cell.column else _without_cell(piece, tabled=False)
                for piece in cells
            ]
            continue
        if table is None or is_grid(cells, heading_cues):
            done += cells
        elif marks := _letters_beside(cells):
            done += [_as_item(piece, marks[piece.cell.row]) for piece in cells if piece.cell and piece.cell.column]
        else:
            rows = Counter(row for row, _ in {(piece.cell.row, piece.cell.column) for piece in cells if piece.cell})
            beside = sum(count > 1 for count in rows.values()) * 2 > len(rows)
            done += [_without_cell(piece, tabled=beside) for piece in cells]
    return tuple(done)


def _title_row(cells: Sequence[TextPiece], heading_cues: HeadingCues) -> list[TextPiece]:
    """Return the one cell that reaches over a table of several columns and announces findings: "Lessons learned"."""
    rows: dict[int, list[TextPiece]] = {}
    for piece in cells:
        rows.setdefault(piece.cell.row if piece.cell else -1, []).append(piece)
    first, *below = (rows[row] for row in sorted(rows))
    wide = below and all(len({piece.cell.column for piece in row if piece.cell}) > 1 for row in below)
    if len(first) != 1 or not wide or label_of(first[0].text) or _is_header_of_column(first[0]):
        return []
    announced = heading_cues.heading(first[0].text)
    return first if announced is not None and announced.kinds else []


def _is_header_of_column(piece: TextPiece) -> bool:
    """Return whether a cell alone in its row names its own column: the one beside numbers that have no name."""
    return piece.cell is not None and piece.cell.column > 0


def _letters_beside(cells: Sequence[TextPiece]) -> dict[int, str]:
    """Return by row the letters of a table of two columns that is a list: each row's letter and its words."""
    first = {piece.cell.row: piece.text for piece in cells if piece.cell and piece.cell.column == 0}
    beside = {piece.cell.row for piece in cells if piece.cell and piece.cell.column == 1}
    columns = {piece.cell.column for piece in cells if piece.cell}
    return first if columns == {0, 1} and first.keys() == beside and count_in_letters([*first.values()]) else {}


def _fullest(cells: Sequence[TextPiece]) -> int | None:
    """Return the one column of a table whose cells say something, or None where several do."""
    lengths: dict[int, list[int]] = {}
    for piece in cells:
        if piece.cell:
            lengths.setdefault(piece.cell.column, []).append(piece.length)
    speaking = [column for column, said in lengths.items() if sum(said) >= _SAYING * len(said)]
    return speaking[0] if len(speaking) == 1 else None


def _heads_in_first_column(cells: Sequence[TextPiece], heading_cues: HeadingCues) -> bool:
    """Return whether rows of a table of two columns are headed by the kinds of what they hold: "Strengths"."""
    columns: dict[int, list[TextPiece]] = {}
    for piece in cells:
        columns.setdefault(piece.cell.column if piece.cell else -1, []).append(piece)
    if sorted(columns) != [0, 1] or len(columns[0]) < _HEADED_ROWS:
        return False
    told = [heading_cues.heading(piece.text) for piece in columns[0] if piece.length <= _HEAD_WORDS]
    announced = [one.kinds[0] for one in told if one is not None and one.kinds]
    if _is_card(columns[0], heading_cues):
        return True
    known = len(announced) >= _HEADED_ROWS and len({*announced}) > 1 and bool(_JUDGEMENTS.intersection(announced))
    return known and not any(label_of(piece.text) or is_number(piece.text) for piece in columns[0])


def _is_card(names: Sequence[TextPiece], heading_cues: HeadingCues) -> bool:
    """Return whether the first column of a table names what is asked or done, and beside it who, by when or how far."""
    told = [heading_cues.heading(piece.text) for piece in names if piece.length <= _HEAD_WORDS]
    asks = any(one is not None and {*one.kinds} & _OF_PLANS for one in told)
    return asks and any(role_of(piece.text) for piece in names)


def _as_heading(piece: TextPiece) -> TextPiece:
    blocks = tuple(replace(block, role=Role.HEADING, level=0, cell=None) for block in piece.blocks)
    return replace(piece, blocks=blocks)


def _as_item(piece: TextPiece, number: str) -> TextPiece:
    """Return a cell as the item of a list, with the number that is printed in a cell of its own beside it."""
    blocks = [replace(block, role=Role.ITEM, level=1, cell=None) for block in piece.blocks]
    blocks[0] = replace(blocks[0], marker=blocks[0].marker or number)
    return replace(piece, blocks=tuple(blocks))


def _without_cell(piece: TextPiece, *, tabled: bool) -> TextPiece:
    blocks = tuple(
        replace(block, role=Role.ITEM if block.marker else Role.PARAGRAPH, cell=None) for block in piece.blocks
    )
    return replace(piece, blocks=blocks, tabled=tabled)
