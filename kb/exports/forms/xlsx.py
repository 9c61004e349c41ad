"""Excel workbooks: a first sheet that says what was asked, then the rows under a heading that stays in sight.

For people, so values are labels and contact details are left out; CSV and JSON Lines carry slugs.
"""

from __future__ import annotations

import datetime
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Font, NamedStyle, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from kb.citing import finding as cited
from kb.exports import following
from kb.exports.cells import safe
from kb.exports.citations import beside, timed
from kb.exports.values import Event, Findings, FollowedUp, History, Recurrence, Sheet
from kb.masking import masked
from kb.model import Holding
from kb.naming import (
    agency_label,
    kind_label,
    name,
    polarity_label,
    published,
    review_type_label,
    status_label,
    theme_label,
)
from kb.phrasing import counted, dated, place
from kb.recurring import FollowUp, Row
from kb.vocabulary import Vocabulary

ENDING = "xlsx"
MEDIA = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LABEL = "Excel workbook"

LONGEST = 32_000  # Excel holds 32,767 characters in a cell
_CUT = " … [cut here; the whole text is in the CSV form]"
_TOP = Alignment(vertical="top", wrap_text=True)
_TEXT, _STRONG, _HEADING, _TITLE = "Library text", "Library strong", "Library heading", "Library title"

Value = str | int | float | None


@dataclass(frozen=True, slots=True)
class _Heading:
    """A column: its words, its width in characters, and its value in a row."""

    words: str
    width: int
    of: Callable[[Any], Value]  # takes the row of its own table


def findings(matter: Findings, sheet: Sheet) -> tuple[bytes]:
    """Write findings, such as the answer to a search."""
    holdings = list(matter.holdings)
    reviews = len({held.review.slug for held in holdings})
    told = f"{counted(len(holdings), 'finding')} in {counted(reviews, 'review')}"
    return _book(sheet, told, "Findings", _finding_headings(sheet), holdings, printed=6)


def _finding_headings(sheet: Sheet) -> Sequence[_Heading]:
    words = sheet.vocabulary
    return (
        _Heading("What it is", 18, lambda h: name(h, words)),
        _Heading("Words", 70, lambda h: h.finding.text),
        _Heading("Review", 28, lambda h: h.review.title),
        _Heading("Published", 16, lambda h: dated(published(h))),
        _Heading("Where", 24, lambda h: place(h.finding, h.document)),
        _Heading("Themes", 30, lambda h: _joined(theme_label(one, words) for one in h.finding.themes)),
        _Heading("Kind", 18, lambda h: kind_label(h.finding.kind, words)),
        _Heading("Type of review", 24, lambda h: review_type_label(h.review.review_type, words)),
        _Heading("Area", 18, lambda h: h.review.area),
        _Heading("Under the heading", 32, lambda h: " > ".join(h.finding.heading)),
        _Heading("Agencies", 24, lambda h: _joined(agency_label(one.slug, words) for one in h.finding.agencies)),
        _Heading("Direction", 16, lambda h: polarity_label(h.finding.polarity, words)),
        _Heading("Reported status", 18, lambda h: status_label(h.finding.status, words) if h.finding.status else ""),
        _Heading("Who must act", 22, lambda h: h.finding.owner),
        _Heading("By when", 16, lambda h: h.finding.due),
        _Heading("Reference", 60, lambda h: cited(h, sheet.date).text),
        _Heading("Address", 40, lambda h: sheet.address(h.finding.id)),
    )


def follow_up(matter: FollowedUp, sheet: Sheet) -> tuple[bytes]:
    """Write a review's recommendations with what was answered and what was found later."""
    answered = sum(bool(row.answers) for row in matter.rows)
    told = f"{counted(len(matter.rows), 'recommendation')}; {answered} with an action recorded in this library"
    return _book(sheet, told, "Recommendations", _follow_up_headings(sheet), matter.rows, printed=9)


def _follow_up_headings(sheet: Sheet) -> Sequence[_Heading]:
    words = sheet.vocabulary
    return (
        _Heading("Recommendation", 18, lambda r: name(r.recommendation, words)),
        _Heading("Words", 46, lambda r: r.recommendation.finding.text),
        _Heading("Where", 20, lambda r: place(r.recommendation.finding, r.recommendation.document)),
        _Heading("Who must act", 16, lambda r: r.owner),
        _Heading("By when", 12, lambda r: r.due),
        _Heading("Reported status", 18, lambda r: following.status(r, words)),
        _Heading("Action recorded", 46, lambda r: _lines(held for _, held in r.answers)),
        _Heading("Possible echoes in later reviews", 12, lambda r: len(r.later)),
        _Heading("Later findings", 46, lambda r: _lines(held for _, held in r.later)),
        _Heading("Address", 40, lambda r: sheet.address(r.recommendation.finding.id)),
    )


def recurrence(matter: Recurrence, sheet: Sheet) -> tuple[bytes]:
    """Write in how many reviews each theme was found, by year, area or review type."""
    table, words = matter.table, sheet.vocabulary
    said = _column_label(table.by, words)
    headings = [
        _Heading("Theme", 44, lambda r: theme_label(r.theme, words)),
        *(_Heading(said(one), 8 if table.by == "year" else 16, _reviews_in(one)) for one in table.columns),
        _Heading("All reviews", 12, lambda r: r.total_reviews),
        _Heading("Share of reviews", 12, lambda r: r.total_reviews / table.all_reviews if table.all_reviews else None),
        _Heading("Findings", 12, lambda r: r.total_findings),
        _Heading("Note", 44, lambda r: "Common words: stands nearly everywhere" if r.weak else ""),
    ]
    told = f"{counted(table.all_reviews, 'review')} counted; numbers are reviews, not files or mentions"
    if table.undated:
        told += f"; {counted(table.undated, 'review')} left out because the value is not stated"
    bases = (table.bases.get(one, 0) for one in table.columns)
    last: list[Value] = ["Reviews in the library", *bases, table.all_reviews]
    return _book(sheet, told, "Themes", headings, table.rows, last)


def history(matter: History, sheet: Sheet) -> tuple[bytes]:
    """Write what was said on a matter, in the order of time."""
    told = matter.said or counted(len(matter.events), "finding")
    return _book(sheet, told, "In order of time", _history_headings(sheet), matter.events, printed=8)


def _history_headings(sheet: Sheet) -> Sequence[_Heading]:
    words = sheet.vocabulary
    return (
        _Heading("Date", 18, lambda e: timed(e.holding) or "no date stated"),
        _Heading("What it is", 18, lambda e: following.STAGES[e.stage]),
        _Heading("Said", 14, lambda e: "In other words" if e.near else ""),
        _Heading("Finding", 20, lambda e: name(e.holding, words)),
        _Heading("Words", 70, lambda e: e.holding.finding.text),
        _Heading("Reported status", 20, lambda e: following.event_status(e, words)),
        _Heading("Review", 32, lambda e: e.holding.review.title),
        _Heading("Where", 28, lambda e: place(e.holding.finding, e.holding.document)),
        _Heading("Answers", 28, lambda e: _joined(name(one, words) for one in e.answers)),
        _Heading("Area", 18, lambda e: e.holding.review.area),
        _Heading("Address", 40, lambda e: sheet.address(e.holding.finding.id)),
    )


def _column_label(by: str, words: Vocabulary) -> Callable[[str], str]:
    return (lambda slug: review_type_label(slug, words)) if by == "review_type" else str


def _reviews_in(column: str) -> Callable[[Row], int]:
    return lambda row: row.reviews.get(column, 0)


def _book(
    sheet: Sheet,
    told: str,
    tab: str,
    headings: Sequence[_Heading],
    rows: Iterable[Holding | FollowUp | Row | Event],
    last: Sequence[Value] = (),
    printed: int = 0,
) -> tuple[bytes]:
    book = Workbook(write_only=True)
    _properties(book, sheet)
    _enter_styles(book)
    _first(book.create_sheet("About"), sheet, told)
    page = book.create_sheet(tab)
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.freeze_panes = "B2"
    for number, heading in enumerate(headings, 1):
        page.column_dimensions[get_column_letter(number)].width = heading.width
    page.row_dimensions[1].height = _height((heading.words, heading.width) for heading in headings)
    page.append([_cell(page, heading.words, _HEADING) for heading in headings])
    written = 1
    for row in rows:
        written += 1
        cells = [_valued(page, heading, row) for heading in headings]
        pairs = zip(cells, headings, strict=True)
        page.row_dimensions[written].height = _height((str(cell.value), heading.width) for cell, heading in pairs)
        page.append(cells)
    page.auto_filter.ref = f"A1:{get_column_letter(len(headings))}{written}"
    page.print_title_rows = "1:1"
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = 9  # A4
    page.page_setup.fitToHeight = 0
    if printed:
        page.print_area = f"A1:{get_column_letter(printed)}{written}"
    if last:
        page.append([_cell(page, value, _STRONG) for value in last])
    out = io.BytesIO()
    book.save(out)
    return (out.getvalue(),)


def _height(cells: Iterable[tuple[str, int]]) -> float:
    """Return the height at which these texts can be read in columns of these widths, as far as a row can be high."""
    lines = (sum(ceil((len(part) + 1) / width * 1.15) for part in words.split("\n")) for words, width in cells)
    return min(15.0 * max(lines), 400.0)


def _first(page: Worksheet, sheet: Sheet, told: str) -> None:
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.page_setup.paperSize = 9  # A4
    page.page_setup.fitToHeight = 0
    page.column_dimensions["A"].width = 20
    page.column_dimensions["B"].width = 100
    page.append([_cell(page, sheet.title, _TITLE)])
    page.append([])
    for number, (label, words) in enumerate((("What is here", told), *sheet.about), 3):
        page.row_dimensions[number].height = _height([(label, 20), (masked(words), 100)])
        page.append([_cell(page, label, _STRONG), _cell(page, words)])


def _properties(book: Workbook, sheet: Sheet) -> None:
    book.properties.title = safe(sheet.title)
    book.properties.creator = safe(sheet.library)
    book.properties.language = "en-GB"
    made = datetime.datetime.fromisoformat(sheet.date)
    book.properties.created = book.properties.modified = made.replace(tzinfo=None)


def _valued(page: Worksheet, heading: _Heading, row: Holding | FollowUp | Row | Event) -> Cell:
    made = _cell(page, heading.of(row))
    if heading.words.startswith("Share"):
        made.number_format = "0%"
    return made


def _cell(page: Worksheet, value: Value, style: str = _TEXT) -> Cell:
    """Make a cell; a text is always a text, never a formula, and without contact details."""
    made = WriteOnlyCell(page, _fitting(value) if isinstance(value, str) else value)
    if isinstance(value, str):
        made.data_type = "s"
    made.style = style
    return made


def _enter_styles(book: Workbook) -> None:
    """Name the styles of cells once: to give each cell its font by itself takes half of the time."""
    plain, strong = Font(name="Arial", size=11), Font(name="Arial", size=11, bold=True)
    white = Font(name="Arial", size=11, bold=True, color="FFFFFF")
    book.add_named_style(NamedStyle(_TEXT, font=plain, alignment=_TOP))
    book.add_named_style(NamedStyle(_STRONG, font=strong, alignment=_TOP))
    book.add_named_style(
        NamedStyle(_HEADING, font=white, alignment=_TOP, fill=PatternFill("solid", start_color="1D4F5C"))
    )
    book.add_named_style(NamedStyle(_TITLE, font=Font(name="Arial", size=16, bold=True)))


def _fitting(text: str) -> str:
    shown = "\n".join(safe(line) for line in masked(text).split("\n"))
    return shown if len(shown) <= LONGEST else shown[: LONGEST - len(_CUT)] + _CUT


def _joined(words: Iterable[str]) -> str:
    return "; ".join(words)


def _lines(holdings: Iterable[Holding]) -> str:
    return "\n".join(f"{held.finding.text} ({beside(held)})" for held in holdings)


WRITERS = {Findings: findings, FollowedUp: follow_up, Recurrence: recurrence, History: history}
