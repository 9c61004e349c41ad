"""Tick boxes that a page draws with lines are read as boxes, ticked or empty, on the line of their words."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ingest.readers import read
from tests.ingest.readers.pdf.test_unshown import draw_pdf
from tests.ingest.reading import reading_of_file

Drawing = Callable[[float, float], str]
PLACES = (130, 230, 340)
CHOICES = ("Complete", "In progress", "Not started")


def _words(x: float, y: float, words: str) -> str:
    return f"BT /F1 11 Tf 1 0 0 1 {x} {y} Tm ({words}) Tj ET\n"


def _square(x: float, y: float) -> str:
    return f"{x} {y - 2} 10 10 re S\n"


def _ring(x: float, y: float, radius: float = 5, paint: str = "S") -> str:
    a, m, n, k = x + 5, y + 3, radius, 0.55 * radius
    return (
        f"{a + n} {m} m {a + n} {m + k} {a + k} {m + n} {a} {m + n} c {a - k} {m + n} {a - n} {m + k} {a - n} {m} c "
        f"{a - n} {m - k} {a - k} {m - n} {a} {m - n} c {a + k} {m - n} {a + n} {m - k} {a + n} {m} c {paint}\n"
    )


def _cross_at(x: float, y: float) -> str:
    return f"{x + 1} {y - 1} m {x + 9} {y + 7} l S {x + 1} {y + 7} m {x + 9} {y - 1} l S\n"


def _tick_at(x: float, y: float) -> str:
    return f"{x + 1} {y + 2} m {x + 4} {y - 1} l {x + 11} {y + 9} l S\n"


def _dot_at(x: float, y: float) -> str:
    return _ring(x, y, 2.5, "f")


def _plan(box: Drawing, mark: Drawing, marked: int | None) -> bytes:
    drawn = _words(72, 740, "Actions") + _words(72, 710, "Write to each school about moves.")
    for place, (x, choice) in enumerate(zip(PLACES, CHOICES, strict=True)):
        drawn += box(x, 690) + _words(x + 16, 690, choice) + (mark(x, 690) if place == marked else "")
    return draw_pdf(drawn)


@pytest.mark.parametrize(
    ("box", "mark"), [(_square, _cross_at), (_square, _tick_at), (_ring, _dot_at)], ids=["cross", "tick", "ring"]
)
@pytest.mark.parametrize("marked", [0, 1, 2])
def test_the_drawn_box_that_is_ticked_is_the_status(box: Drawing, mark: Drawing, marked: int) -> None:
    given = reading_of_file(_plan(box, mark, marked), "plan.pdf")
    action = next(one for one in given.findings if one.text.startswith("Write to each school"))
    assert action.status == ("reported_complete", "in_progress", "not_started")[marked]


def test_where_no_box_of_a_page_is_ticked_none_is_written() -> None:
    assert "☐" not in read(_plan(_square, _cross_at, None), "plan.pdf").text


@pytest.mark.parametrize("rise", [4, 4.4])
def test_an_arrow_that_points_down_is_no_tick(rise: float) -> None:
    arrow = f"60 692 m 64 688 l 68 {688 + rise} l S\n"
    assert read(draw_pdf(arrow + _words(76, 690, "Complete")), "plan.pdf").text == "Complete"


def test_a_large_frame_with_a_cross_in_it_is_no_box_to_be_ticked() -> None:
    drawn = _words(72, 740, "Findings of the panel") + "80 500 60 60 re S 80 500 m 140 560 l S 80 560 m 140 500 l S\n"
    assert "☒" not in read(draw_pdf(drawn), "plan.pdf").text


def test_a_tick_that_is_drawn_in_a_cell_counts_for_the_head_of_its_column() -> None:
    rules = "".join(f"66 {y} m 550 {y} l S\n" for y in (755, 730, 705, 680))
    rules += "".join(f"{x} 755 m {x} 680 l S\n" for x in (66, 325, 395, 475, 550))
    heads = zip((72, 330, 400, 480), ("Action", *CHOICES), strict=True)
    drawn = rules + "".join(_words(x, 740, head) for x, head in heads)
    drawn += _words(72, 714, "Write to each school about moves.") + _tick_at(425, 714)
    drawn += _words(72, 689, "Agree the form with the next area.") + _tick_at(505, 689)
    given = reading_of_file(draw_pdf(drawn), "plan.pdf")
    assert [one.status for one in given.findings] == ["in_progress", "not_started"]


@pytest.mark.parametrize("marked", [0, 1, 2])
def test_boxes_as_browsers_draw_them_are_ticked_where_they_are_filled_and_marked(marked: int) -> None:
    drawn = _words(72, 740, "Actions") + _words(72, 710, "Write to each school about moves.")
    for place, (x, choice) in enumerate(zip(PLACES, CHOICES, strict=True)):
        if place == marked:
            mark = f"1 G {x + 2} 692 m {x + 4} 690 l {x + 9} 696 l S"
            drawn += f"q 0 0.4 1 rg {x} 688 11 11 re f {mark} Q\n"
        else:
            drawn += f"q 0.5 G {x} 688 11 11 re S Q\n"
        drawn += _words(x + 16, 690, choice)
    action = next(one for one in reading_of_file(draw_pdf(drawn), "plan.pdf").findings if one.text.startswith("Write"))
    assert action.status == ("reported_complete", "in_progress", "not_started")[marked]


@pytest.mark.parametrize("marked", [0, 1, 2])
@pytest.mark.parametrize("named", ["Status", "Progress"])
def test_boxes_behind_their_words_are_the_status_of_the_action_above(named: str, marked: int) -> None:
    drawn = _words(72, 740, "Actions") + _words(72, 710, "Write to each school about moves.")
    drawn += _words(72, 690, named)
    for place, (x, choice) in enumerate(zip(PLACES, CHOICES, strict=True)):
        drawn += _words(x, 690, choice) + _ring(x + 64, 690) + (_dot_at(x + 64, 690) if place == marked else "")
    assert [one.status for one in reading_of_file(draw_pdf(drawn), "plan.pdf").findings] == [
        ("reported_complete", "in_progress", "not_started")[marked]
    ]


@pytest.mark.parametrize("marked", [0, 1, 2])
@pytest.mark.parametrize(("ticked", "empty"), [("n", "o"), ("4", "q")])
def test_signs_of_a_font_that_is_not_in_the_file_are_boxes(ticked: str, empty: str, marked: int) -> None:
    drawn = _words(72, 740, "Actions") + _words(72, 710, "Write to each school about moves.")
    for place, (x, choice) in enumerate(zip(PLACES, CHOICES, strict=True)):
        drawn += _words(x, 690, ticked if place == marked else empty).replace("/F1", "/F2") + _words(
            x + 16, 690, choice
        )
    font = "<< /Type /Font /Subtype /Type1 /BaseFont /ZapfDingbats >>"
    data = draw_pdf(drawn, objects=(font,)).replace(b"/F1 5 0 R >>", b"/F1 5 0 R /F2 6 0 R >>")
    action = next(one for one in reading_of_file(data, "plan.pdf").findings if one.text.startswith("Write"))
    assert action.status == ("reported_complete", "in_progress", "not_started")[marked]
