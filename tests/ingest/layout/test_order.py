"""Lines, boxes and columns are put in the order in which one reads them."""

from __future__ import annotations

from itertools import permutations

from ingest.layout.boxes import Box, in_reading_order
from ingest.layout.columns import in_columns
from ingest.layout.lines import TextLine, join_lines, lines_of
from ingest.layout.marks import UNMARKED, LetterRun, MarkedPage, turn_upright


def line(text: str, x0: float, y: float, width: float = 150.0) -> TextLine:
    return TextLine(text, x0, x0 + width, y, 10.0, False, UNMARKED)


def run(text: str, x0: float, y: float = 100.0, size: float = 10.0, turn: int = 0) -> LetterRun:
    return LetterRun(text, x0, x0 + 5.0 * len(text), y, size, False, UNMARKED, turn)


def test_columns_follow_each_other_under_what_heads_them_both() -> None:
    head = line("head", 50, 40, 400)
    left = [line(f"left {n}", 50, 70 + 12 * n) for n in range(4)]
    right = [line(f"right {n}", 260, 70 + 12 * n) for n in range(4)]
    mixed = [head, *(one for pair in zip(left, right, strict=True) for one in pair)]
    assert in_columns(mixed) == [head, *left, *right]


def test_the_order_of_drawing_does_not_matter_to_columns() -> None:
    lines = [line("a", 50, 60), line("b", 50, 72), line("c", 50, 84), line("foot", 50, 200, 400)]
    assert all(in_columns(drawn) == lines for drawn in permutations(lines))


def test_boxes_are_read_row_by_row() -> None:
    boxes = [Box(1, 0, 0, 10, 10), Box(2, 20, 0, 30, 10), Box(3, 0, 20, 10, 30), Box(4, 20, 20, 30, 30)]
    assert [box.number for box in in_reading_order(boxes[::-1])] == [1, 2, 3, 4]


def test_boxes_under_names_are_read_column_by_column() -> None:
    boxes = [
        Box(1, 0, 0, 10, 5, heads=True),
        Box(3, 20, 0, 30, 5, heads=True),
        Box(2, 0, 10, 10, 30),
        Box(4, 20, 10, 30, 30),
    ]
    assert [box.number for box in in_reading_order(boxes)] == [1, 2, 3, 4]


def test_runs_that_touch_are_one_word_and_a_gap_parts_two() -> None:
    assert [one.text for one in lines_of([run("hel", 0), run("lo", 15.2), run("world", 29)])] == ["hello world"]


def test_a_wide_gap_parts_two_lines_that_can_be_joined_again() -> None:
    lines = lines_of([run("Owner", 0), run("Board", 100)])
    assert [one.text for one in lines] == ["Owner", "Board"]
    assert [one.text for one in join_lines(lines)] == ["Owner Board"]


def test_a_small_raised_figure_stays_on_its_line() -> None:
    assert [one.text for one in lines_of([run("plans", 0), run("2", 25.1, 96, 6), run("were", 32)])] == ["plans² were"]


def test_a_sheet_of_turned_letters_is_turned_back() -> None:
    sheet = MarkedPage(1, 600, 800, (run("words", 100, 700, turn=3), run("more", 120, 700, turn=3)))
    turned = turn_upright(sheet)
    assert (turned.width, turned.height) == (800, 600)
    assert [r.turn for r in turned.runs] == [0, 0]
    assert turned.runs[0].y < turned.runs[1].y


def test_a_line_of_monstrous_type_does_not_keep_the_cutting_from_ending() -> None:
    monster = TextLine("m", 50, 400, 60, 5000.0, False, UNMARKED)
    lines = [monster, *(line(f"line {n}", 50, 70 + 12 * n) for n in range(20))]
    assert sorted(one.text for one in in_columns(lines)) == sorted(one.text for one in lines)


def test_hundreds_of_lines_are_cut_without_end_of_the_stack() -> None:
    lines = [line(f"{n:03}", 50, 20 + 12 * n) for n in range(590)]
    assert in_columns(lines[::-1]) == lines
