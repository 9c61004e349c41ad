"""Excel workbooks, opened again by the library that reads them."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from openpyxl import Workbook, load_workbook

from kb.exports import Payload, write
from kb.exports.follow_up import NONE
from tests.exports.scenes import CALL, FOLLOWED, FOUND, HISTORY, RECURS, SHEET, hostile_findings


def book(payload: Payload) -> Workbook:
    return load_workbook(io.BytesIO(b"".join(write(payload, "xlsx", SHEET))))


def cells(opened: Workbook, tab: str) -> list[list[object]]:
    return [[cell.value for cell in row] for row in opened[tab].iter_rows()]


def by_heading(opened: Workbook, tab: str) -> list[dict[object, object]]:
    heads, *rows = cells(opened, tab)
    return [dict(zip(heads, row, strict=True)) for row in rows]


@pytest.mark.parametrize("payload", [FOUND, FOLLOWED, RECURS, HISTORY], ids=lambda payload: type(payload).__name__)
def test_the_first_sheet_says_what_was_asked_when_and_by_which_library(payload: Payload) -> None:
    opened = book(payload)
    told = {str(row[0]): str(row[1]) for row in cells(opened, "About")[2:]}
    assert opened["About"]["A1"].value == SHEET.title
    assert told["Search"] == "core groups"
    assert told["Library"] == "Learning library"
    assert told["Created"] == "22 November 2026"
    assert told["Copyright"] == SHEET.licence
    assert told["Summary"]


def test_what_is_here_is_read_whole_on_the_first_sheet() -> None:
    page = book(replace(HISTORY, said="A sentence on what was said before. " * 12))["About"]
    assert (page.row_dimensions[3].height or 0) >= 15 * 5
    assert (page.row_dimensions[4].height or 0) < 30


@pytest.mark.parametrize(
    ("payload", "tab"),
    [(FOUND, "Findings"), (FOLLOWED, "Recommendations"), (RECURS, "Themes"), (HISTORY, "In date order")],
)
def test_the_heading_stays_in_sight_and_is_printed_on_each_page(payload: Payload, tab: str) -> None:
    page = book(payload)[tab]
    assert page.freeze_panes == "B2"
    assert page.print_title_rows == "$1:$1"
    assert page.column_dimensions["B"].width > 5


def test_findings_are_told_in_labels() -> None:
    first = by_heading(book(FOUND), "Findings")[0]
    assert first["Type of finding"] == "Lesson"
    assert first["Themes"] == "Child protection plans, conferences and core groups; Housing moves and rehousing"
    assert first["Type of review"] == "Child safeguarding practice review"
    assert first["Published"] == "May 2016"
    assert first["Where"] == "page 3"
    assert "Northmoor Partnership (2016) Review of Child A." in str(first["Reference"])


def test_a_recommendation_without_an_action_is_said_to_have_none_here() -> None:
    answered, not_answered = by_heading(book(FOLLOWED), "Recommendations")
    assert answered["Status"] == "Reported complete"
    assert "Housing officers have been invited" in str(answered["Actions and responses recorded"])
    assert answered["Possible matches in later sources"] == 1
    assert not_answered["Status"] == NONE
    assert not_answered["Possible matches in later sources"] == 0


def test_the_table_counts_reviews_and_ends_with_what_there_is() -> None:
    rows = by_heading(book(RECURS), "Themes")
    assert rows[0]["2016"] == 1
    assert rows[0]["2015"] == 0
    assert rows[0]["Share of sources"] == 1
    assert "nearly every review" in str(rows[1]["Note"])
    assert rows[-1]["Theme"] == "All sources in the library"
    assert rows[-1]["All sources"] == 3


def test_no_cell_is_a_formula_and_none_is_too_long() -> None:
    for page in book(hostile_findings()):
        for row in page.iter_rows():
            for cell in row:
                assert cell.data_type != "f"
                for line in str(cell.value or "").split("\n"):
                    assert line.strip("\ufeff\u00a0 \t\r")[:1] not in set("=+-@＝＋－＠"), line[:40]
                assert len(str(cell.value or "")) <= 32_767


def test_a_text_that_was_cut_says_so() -> None:
    words = [str(row["Words"]) for row in by_heading(book(hostile_findings()), "Findings")]
    assert [text for text in words if text.endswith("the whole text is in the CSV form]")]


def test_contact_details_are_left_out() -> None:
    words = [str(row["Words"]) for row in by_heading(book(FOUND), "Findings")]
    assert CALL.finding.text not in words
    assert "Ring Jo Bloggs on [phone number hidden] or write to [email address hidden] for the plan." in words


@pytest.mark.parametrize(
    ("payload", "tab"), [(FOUND, "Findings"), (FOLLOWED, "Recommendations"), (HISTORY, "In date order")]
)
def test_what_is_printed_is_large_enough_to_read_and_its_pages_are_numbered(payload: Payload, tab: str) -> None:
    page = book(payload)[tab]
    assert (page.page_setup.orientation, page.page_setup.fitToHeight) == ("landscape", 0)
    assert page.oddFooter is not None
    assert page.oddFooter.right.text == "Page &P of &N"
    assert page.page_margins.left < 0.5
    last = str(page.print_area).split(":")[1].strip("$0123456789")
    widths = [page.column_dimensions[chr(code)].width for code in range(ord("A"), ord(last) + 1)]
    assert sum(widths) <= 192  # characters, of which as many fill A4 across at 8.5 points
