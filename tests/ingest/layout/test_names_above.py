"""Tables whose columns are named above their first rule."""

from __future__ import annotations

import pytest

from ingest.layout.grid import Grid, Place
from ingest.layout.lines import TextLine
from ingest.layout.names_above import with_names_above

XS = (30.0, 60.0, 240.0, 420.0)
YS = (120.0, 180.0, 240.0)
GRID = Grid(XS, YS, tuple(Place(r, c, XS[c], YS[r], XS[c + 1], YS[r + 1]) for r in range(2) for c in range(3)))


def line(text: str, x0: float, y: float) -> TextLine:
    return TextLine(text, x0, x0 + 5 * len(text), y, 10.0, False, 0)


BODY = [
    line("1", 34.0, 135.0),
    line("Ferries should name a lead for deaf", 64.0, 135.0),
    line("passengers.", 64.0, 147.0),
    line("A lead was named in May.", 244.0, 135.0),
]


def test_the_names_above_the_first_rule_are_the_first_row() -> None:
    grid = with_names_above(GRID, [line("What was asked", 64.0, 114.0), line("What was done", 244.0, 114.0), *BODY])
    assert len(grid.ys) == len(YS) + 1
    place, below = grid.at(70.0, 111.0), grid.at(70.0, 135.0)
    assert place is not None
    assert (place.row, place.column) == (0, 1)
    assert below is not None
    assert below.row == 1


def test_names_may_run_over_two_lines() -> None:
    names = [
        line("Asked", 64.0, 114.0),
        line("What has been", 244.0, 102.0),
        line("done since", 244.0, 114.0),
    ]
    grid = with_names_above(GRID, [*names, *BODY])
    assert grid.ys[0] < 100.0


@pytest.mark.parametrize(
    "above",
    [
        [],
        [line("Six recommendations", 64.0, 114.0)],
        [line("The table below says what was asked, and what has been done since.", 34.0, 114.0)],
        [line("What was asked", 64.0, 60.0), line("What was done", 244.0, 60.0)],
        [line("It was done.", 64.0, 114.0), line("What was done", 244.0, 114.0)],
    ],
    ids=["nothing", "a caption", "a paragraph", "far above", "a sentence"],
)
def test_what_names_no_columns_is_no_row(above: list[TextLine]) -> None:
    assert with_names_above(GRID, [*above, *BODY]) is GRID


def test_a_table_that_names_its_columns_in_its_first_row_needs_no_other() -> None:
    own = [line("No", 34.0, 135.0), line("Asked", 64.0, 135.0), line("Done", 244.0, 135.0)]
    names = [line("Section 2", 64.0, 114.0), line("April 2024", 244.0, 114.0)]
    assert with_names_above(GRID, [*names, *own]) is GRID
