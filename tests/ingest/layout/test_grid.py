"""Ruled lines make tables, and only where they do."""

from __future__ import annotations

from ingest.layout.grid import grids_between, grids_of, with_names_above
from ingest.layout.marks import Rule


def across(y: float, x0: float = 0.0, x1: float = 300.0) -> Rule:
    return Rule(x0, y, x1, y)


def down(x: float, y0: float = 0.0, y1: float = 90.0) -> Rule:
    return Rule(x, y0, x, y1)


TABLE = [across(0), across(30), across(60), across(90), down(0), down(100), down(200), down(300)]


def test_lines_that_cross_make_cells() -> None:
    (grid,) = grids_of(TABLE)
    assert (len(grid.xs) - 1, len(grid.ys) - 1, len(grid.cells)) == (3, 3, 9)
    place = grid.at(150, 45)
    assert place is not None
    assert (place.row, place.column) == (1, 1)


def test_borders_drawn_cell_by_cell_and_twice_make_the_same_table() -> None:
    pieces = [across(y, x, x + 100) for y in (0, 30, 60, 90) for x in (0, 100, 200)]
    pieces += [down(x + shift, y, y + 30) for x in (0, 100, 200, 300) for y in (0, 30, 60) for shift in (0.0, 0.8)]
    (grid,) = grids_of(pieces)
    assert len(grid.cells) == 9


def test_a_missing_line_joins_two_cells() -> None:
    without = [rule for rule in TABLE if rule != down(100)] + [down(100, 30, 90)]
    (grid,) = grids_of(without)
    assert grid.at(50, 15) == grid.at(150, 15)
    assert grid.at(50, 45) != grid.at(150, 45)


def test_a_row_left_open_by_a_page_break_is_a_row() -> None:
    (grid,) = grids_of([rule for rule in TABLE if rule != across(90)])
    assert grid.at(50, 80) is not None


def test_a_frame_is_no_table() -> None:
    assert grids_of([across(0), across(90), down(0), down(300)]) == []


def test_two_tables_on_a_page_are_two() -> None:
    below = [Rule(r.x0, r.y0 + 200, r.x1, r.y1 + 200) for r in TABLE]
    assert len(grids_of(TABLE + below)) == 2


def test_level_lines_alone_make_a_table_where_words_leave_columns() -> None:
    levels = [across(y) for y in (0, 30, 60, 90)]
    words = [(y, x0, x1) for y in (20.0, 50.0, 80.0) for x0, x1 in ((0.0, 80.0), (110.0, 290.0))]
    (grid,) = grids_between(levels, words)
    assert len(grid.cells) == 6
    assert grids_between(levels, [*words, (65.0, 0.0, 280.0)]) == []


def test_names_above_the_first_line_are_a_row_of_the_table() -> None:
    (grid,) = grids_of([Rule(r.x0, r.y0 + 100, r.x1, r.y1 + 100) for r in TABLE])
    names = [(92.0, 5.0, 60.0), (92.0, 105.0, 180.0), (80.0, 105.0, 150.0), (92.0, 205.0, 280.0)]
    named = with_names_above(grid, [*names, (50.0, 5.0, 280.0)])
    assert (len(named.ys), len(named.cells)) == (5, 12)
    place = named.at(120, 88)
    assert place is not None
    assert (place.row, place.column) == (0, 1)


def test_a_heading_or_a_sentence_above_a_table_names_no_columns() -> None:
    (grid,) = grids_of([Rule(r.x0, r.y0 + 100, r.x1, r.y1 + 100) for r in TABLE])
    for above in ([(92.0, 5.0, 180.0)], [(92.0, 5.0, 60.0)], [(60.0, 5.0, 60.0), (60.0, 105.0, 180.0)]):
        assert with_names_above(grid, above) == grid
