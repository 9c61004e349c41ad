"""Columns of states that speak by other means than words: by colours, by marks, or by a choice that nobody can see."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from ingest.findings.colour_legend import legend_of
from ingest.findings.table_columns import columns_of, is_grid
from ingest.findings.table_rows import tables_of
from ingest.structure.heading_cues import HeadingCues
from ingest.structure.paragraphs import TextPiece

_ROWS = 3  # of a table whose empty column of states may say something by other means


def colours_in(pieces: Sequence[TextPiece], heading_cues: HeadingCues, text: str) -> tuple[bool, bool]:
    """Return whether colours of cells without words are read as states, and whether a column's colours stay unread.

    They are read in a column of states of a document whose `text` has a legend.
    """
    legend: dict[str, str] | None = None  # looked for in the whole text, so only where a table has colours
    read = unread = False
    for cells in tables_of(pieces):
        rows = {piece.cell.row: piece.cell.colours for piece in cells if piece.cell}
        counts = Counter(column for colours in rows.values() for column, _ in colours)
        if not counts:
            continue
        legend = legend_of(text) if legend is None else legend
        named = columns_of(cells, heading_cues)
        explained = bool(legend) and is_grid(cells, heading_cues)
        for column, count in counts.items():
            states = explained and column in named and named[column].role == "status"
            read = read or states
            unread = unread or (not states and count * 2 >= len(rows) - 1)
    return read, unread


def states_without_words(pieces: Sequence[TextPiece], heading_cues: HeadingCues) -> tuple[str, ...]:
    """Return the headers of columns of states of which no cell holds a word or a colour, in tables of findings."""
    found: dict[str, None] = {}
    for cells in tables_of(pieces):
        rows = {piece.cell.row for piece in cells if piece.cell}
        if len(rows) < _ROWS or not is_grid(cells, heading_cues):
            continue
        first = min(rows)
        spoken = {piece.cell.column for piece in cells if piece.cell and piece.cell.row > first}
        spoken |= {column for piece in cells if piece.cell for column, _ in piece.cell.colours}
        for column, named in columns_of(cells, heading_cues).items():
            if named.role == "status" and column not in spoken:
                heads = (one.text for one in cells if one.cell and (one.cell.row, one.cell.column) == (first, column))
                found |= dict.fromkeys(heads)
    return tuple(found)


def choices_unmarked(
    pieces: Sequence[TextPiece], heading_cues: HeadingCues, offers: Callable[[str], bool]
) -> tuple[str, ...]:
    """Return the headers of columns whose cells print all answers of a form, one perhaps circled or coloured.

    `offers` says whether a text is nothing but such answers: "Not started  In progress  Complete".
    """
    found: dict[str, None] = {}
    for cells in tables_of(pieces):
        rows = [piece.cell.row for piece in cells if piece.cell]
        for column, named in columns_of(cells, heading_cues).items() if len(set(rows)) > 1 else ():
            held = [one for one in cells if one.cell and one.cell.column == column]
            if named.role == "status" and any(offers(one.text) for one in held[1:]):
                found[held[0].text] = None
    return tuple(found)
