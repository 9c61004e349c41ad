"""Tables that rule no lines: a row of column names, and words straight below each name."""

from __future__ import annotations

import pytest

from ingest.layout.lines import TextLine
from ingest.layout.unruled import grid_going_on, grids_below_names

NAMES = ("No", "Finding", "Recommendation")
LEFTS = (40.0, 80.0, 240.0)
ROW = ("1", "Health was not called.", "Health should be called.")


def line(text: str, x0: float, y: float) -> TextLine:
    return TextLine(text, x0, x0 + 5 * len(text), y, 10.0, False, 0)


def table(names: tuple[str, ...] = NAMES, rows: int = 3, lefts: tuple[float, ...] = LEFTS) -> list[TextLine]:
    lines = [line(name, x0, 100.0) for name, x0 in zip(names, lefts, strict=True)]
    for row in range(rows):
        lines += [line(words, x0, 130.0 + 40 * row) for words, x0 in zip(ROW, lefts, strict=True)]
        lines.append(line("for years.", lefts[1], 142.0 + 40 * row))
    return lines


def test_columns_begin_at_their_names_and_rows_at_their_numbers() -> None:
    (grid,) = grids_below_names(table())
    assert len(grid.xs) == 4
    assert len(grid.ys) == 5
    place = grid.at(90.0, 139.0)
    assert place is not None
    assert (place.row, place.column) == (1, 1), "the second line of a cell is of its row"


def test_a_table_ends_at_the_first_words_that_keep_to_no_column() -> None:
    after = line("A paragraph that runs over the whole of the page below the table.", 40.0, 300.0)
    (grid,) = grids_below_names([*table(), after])
    assert grid.ys[-1] < after.top


@pytest.mark.parametrize(
    ("names", "rows"),
    [
        (("Kit", "Wren", "Ash"), 3),
        (("Lead", "Date", "Status"), 3),
        (("Action", "was taken by", "Lead"), 3),
        (NAMES, 1),
    ],
    ids=["no names", "no column of findings", "words of a sentence", "one row"],
)
def test_what_names_no_columns_over_rows_is_no_table(names: tuple[str, ...], rows: int) -> None:
    assert grids_below_names(table(names, rows)) == []


def test_words_that_cross_a_column_make_no_table() -> None:
    crossing = [line("Health was not called to the meeting in the spring.", 80.0, 130.0 + 40 * row) for row in range(3)]
    assert grids_below_names([*table()[:3], *crossing]) == []


def test_names_may_go_on_below_in_small_letters() -> None:
    lower = [line("asked for", LEFTS[1], 112.0), line("made since", LEFTS[2], 112.0)]
    (grid,) = grids_below_names([*table(), *lower])
    place = grid.at(90.0, 110.0)
    assert place is not None
    assert place.row == 0
    assert len(grid.ys) == 5


def _body(rows: int) -> list[TextLine]:
    return [line(words, x0, 60.0 + 40 * row) for row in range(rows) for words, x0 in zip(ROW, LEFTS, strict=True)]


@pytest.mark.parametrize("rows", [1, 2])
def test_a_table_goes_on_at_the_top_of_the_next_page_without_its_names(rows: int) -> None:
    (before,) = grids_below_names(table())
    after = line("A paragraph that runs over the whole of the page below the table.", 40.0, 300.0)
    grid = grid_going_on(before, [*_body(rows), after])
    assert grid is not None
    assert (len(grid.xs), len(grid.ys)) == (4, rows + 1)
    assert grid.ys[-1] < after.top


@pytest.mark.parametrize(
    "lines",
    [
        [],
        [line("A paragraph that runs over the whole of the page.", 40.0, 40.0), *_body(2)],
        [line("Health was not called.", 80.0, 60.0), line("Health should be called.", 240.0, 60.0)],
    ],
    ids=["nothing", "a paragraph before it", "no words in one column"],
)
def test_other_words_at_the_top_of_a_page_are_no_table(lines: list[TextLine]) -> None:
    (before,) = grids_below_names(table())
    assert grid_going_on(before, lines) is None


def test_a_column_that_numbers_the_rows_needs_no_name() -> None:
    named = [one for one in table() if one.text != "No"]
    progress = [line("Progress", 420.0, 100.0), *(line("It was done.", 420.0, 130.0 + 40 * row) for row in range(3))]
    (grid,) = grids_below_names([*named, *progress])
    assert (len(grid.xs), len(grid.ys)) == (5, 5)
    first = grid.at(45.0, 127.0)
    assert first is not None
    assert (first.row, first.column) == (1, 0)
