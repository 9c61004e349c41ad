"""Excel workbooks: a first sheet that says what was asked, then the rows under a heading that stays in sight.

For people, so values are labels and contact details are left out; CSV and JSON Lines carry slugs.
"""

from __future__ import annotations

import datetime
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any, Literal

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from kb.core.model import FindingInContext
from kb.core.recurrence_values import FollowUp, ThemeCountsRow
from kb.exports import follow_up as exports_follow_up
from kb.exports.cells import safe_cell
from kb.exports.citations import beside, publication_time
from kb.exports.payloads import Event, ExportHead, Findings, FollowedUp, History, RecurrenceTable
from kb.text.citations import finding as cited
from kb.text.formatting import count_phrase, format_date, place
from kb.text.masking import mask
from kb.vocabulary import Vocabulary
from kb.vocabulary.labels import (
    agency_label,
    finding_kind_label,
    name,
    polarity_label,
    publication_date,
    review_type_label,
    status_label,
    theme_label,
    theme_labels,
)
from kb.vocabulary.labels import sources as reviews_in_words

CELL_CHARACTERS = 32_000  # Excel holds 32,767 characters in a cell
_CUT = " … [cut here; the whole text is in the CSV form]"
_TOP = Alignment(vertical="top", wrap_text=True)
_DATE = Alignment(horizontal="left", vertical="top")
_NUMBER = Alignment(horizontal="right", vertical="top", indent=1)  # kept apart from words in the next column
_TEXT, _STRONG, _HEADING, _TITLE = "Library text", "Library strong", "Library heading", "Library title"

Value = str | int | float | datetime.date | None


@dataclass(frozen=True, slots=True)
class _Heading:
    """A column: its words, its width in characters, and its value in a row."""

    words: str
    width: int
    of: Callable[[Any], Value]  # takes the row of its own table


def findings(payload: Findings, head: ExportHead) -> tuple[bytes]:
    """Write findings, such as the answer to a search."""
    holdings = list(payload.holdings)
    among = reviews_in_words((held.review for held in holdings), head.vocabulary)
    told = f"{count_phrase(len(holdings), 'finding')} in {among}"
    return _book(head, told, "Findings", _finding_headings(head), holdings, printed=6)


def _finding_headings(head: ExportHead) -> Sequence[_Heading]:
    words = head.vocabulary
    return (
        _Heading("What it is", 17, lambda h: name(h, words)),
        _Heading("Words", 62, lambda h: h.finding.text),
        _Heading("Review", 26, lambda h: h.review.title),
        _Heading("Published", 17, lambda h: _date(publication_date(h))),
        _Heading("Where", 18, lambda h: place(h.finding, h.document)),
        _Heading("Themes", 24, lambda h: "; ".join(theme_labels(h.finding, words))),
        _Heading("Type of finding", 18, lambda h: finding_kind_label(h.finding, words)),
        _Heading("Type of review", 24, lambda h: review_type_label(h.review.review_type, words)),
        _Heading("Area", 18, lambda h: h.review.area),
        _Heading("Under the heading", 32, lambda h: " > ".join(h.finding.heading)),
        _Heading("Agencies", 24, lambda h: "; ".join(agency_label(one.slug, words) for one in h.finding.agencies)),
        _Heading("What went well or badly", 16, lambda h: polarity_label(h.finding.polarity, words)),
        _Heading("Status", 18, lambda h: status_label(h.finding.status, words) if h.finding.status else ""),
        _Heading("Who must act", 22, lambda h: h.finding.owner),
        _Heading("By when", 16, lambda h: h.finding.due),
        _Heading("Reference", 60, lambda h: cited(h, head.date).text),
        _Heading("Address", 40, lambda h: head.address(h.finding.id)),
    )


def follow_up(payload: FollowedUp, head: ExportHead) -> tuple[bytes]:
    """Write a review's recommendations with what was answered and what was found later."""
    answered = sum(bool(row.answers) for row in payload.rows)
    asked = count_phrase(len(payload.rows), "recommendation")
    told = f"{asked}; {answered} with an action or response recorded in this library"
    return _book(head, told, "Recommendations", _follow_up_headings(head), payload.rows, printed=8)


def _follow_up_headings(head: ExportHead) -> Sequence[_Heading]:
    words = head.vocabulary
    return (
        _Heading("Recommendation", 16, lambda r: name(r.recommendation, words)),
        _Heading("Words", 42, lambda r: r.recommendation.finding.text),
        _Heading("Who must act", 16, lambda r: r.owner),
        _Heading("By when", 13, lambda r: r.due),
        _Heading("Status", 16, lambda r: exports_follow_up.status(r, words)),
        _Heading("Actions and responses recorded", 40, lambda r: _lines(held for _, held in r.answers)),
        _Heading("Possible matches in later sources", 11, lambda r: len(r.later)),
        _Heading("Later findings", 36, lambda r: _lines(held for _, held in r.later)),
        _Heading("Where", 20, lambda r: place(r.recommendation.finding, r.recommendation.document)),
        _Heading("Address", 40, lambda r: head.address(r.recommendation.finding.id)),
    )


def recurrence(payload: RecurrenceTable, head: ExportHead) -> tuple[bytes]:
    """Write in how many reviews each theme was found, by year, area or review type."""
    table, words = payload.table, head.vocabulary
    said = _column_label(table.by, words)
    headings = [
        _Heading("Theme", 40, lambda r: theme_label(r.theme, words)),
        *(_Heading(said(one), 6 if table.by == "year" else 16, _reviews_in(one)) for one in table.columns),
        _Heading("All sources", 12, lambda r: r.total_reviews),
        _Heading("Share of sources", 12, lambda r: r.total_reviews / table.all_reviews if table.all_reviews else None),
        _Heading("Findings", 12, lambda r: r.total_findings),
        _Heading("Note", 24, lambda r: "In nearly every review" if r.weak else ""),
    ]
    told = f"{count_phrase(table.all_reviews, 'source')} counted; each counts once, however many files it has"
    if table.undated:
        told += (
            f"; {count_phrase(table.undated, 'source')} left out because the document does not give this information"
        )
    bases = (table.bases.get(one, 0) for one in table.columns)
    last: list[Value] = ["All sources in the library", *bases, table.all_reviews]
    return _book(head, told, "Themes", headings, table.rows, last)


def history(payload: History, head: ExportHead) -> tuple[bytes]:
    """Write what was said on a matter, in the order of time."""
    told = payload.said or count_phrase(len(payload.events), "finding")
    return _book(head, told, "In date order", _history_headings(head), payload.events, printed=8)


def _history_headings(head: ExportHead) -> Sequence[_Heading]:
    words = head.vocabulary
    return (
        _Heading("Date", 17, lambda e: _event_date(e.holding)),
        _Heading("What it is", 16, lambda e: exports_follow_up.STAGES[e.stage]),
        _Heading("Match", 14, lambda e: "Similar wording, not yet checked" if e.near else ""),
        _Heading("Finding", 17, lambda e: name(e.holding, words)),
        _Heading("Words", 60, lambda e: e.holding.finding.text),
        _Heading("Status", 16, lambda e: exports_follow_up.event_status(e, words)),
        _Heading("Review", 26, lambda e: e.holding.review.title),
        _Heading("Where", 18, lambda e: place(e.holding.finding, e.holding.document)),
        _Heading("Answers", 28, lambda e: "; ".join(name(one, words) for one in e.answers)),
        _Heading("Area", 18, lambda e: e.holding.review.area),
        _Heading("Address", 40, lambda e: head.address(e.holding.finding.id)),
    )


def _column_label(by: str, words: Vocabulary) -> Callable[[str], str]:
    return (lambda slug: review_type_label(slug, words)) if by == "review_type" else str


def _reviews_in(column: str) -> Callable[[ThemeCountsRow], int]:
    return lambda row: row.reviews.get(column, 0)


def _book(
    head: ExportHead,
    told: str,
    tab: str,
    headings: Sequence[_Heading],
    rows: Iterable[FindingInContext | FollowUp | ThemeCountsRow | Event],
    last: Sequence[Value] = (),
    printed: int = 0,
) -> tuple[bytes]:
    book = Workbook(write_only=True)
    _properties(book, head)
    _enter_styles(book)
    _first(book.create_sheet("About"), head, told)
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
        cells = [_write_value(page, heading, row) for heading in headings]
        pairs = zip(cells, headings, strict=True)
        page.row_dimensions[written].height = _height((str(cell.value), heading.width) for cell, heading in pairs)
        page.append(cells)
    page.auto_filter.ref = f"A1:{get_column_letter(len(headings))}{written}"
    page.print_title_rows = "1:1"
    _lay_out_for_paper(page, head, "landscape")
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


def _lay_out_for_paper(page: Worksheet, head: ExportHead, orientation: Literal["portrait", "landscape"]) -> None:
    """Fit the width to A4 with narrow margins, so that it prints as large as it can, and number the pages."""
    page.page_setup.orientation = orientation
    page.page_setup.paperSize = 9  # A4
    page.page_setup.fitToHeight = 0
    page.page_margins = PageMargins(left=0.4, right=0.4, top=0.5, bottom=0.7, header=0.3, footer=0.3)  # inches
    footer = page.oddFooter
    if footer is not None:
        footer.left.text = safe_cell(head.title).replace("&", "&&")[:200]
        footer.right.text = "Page &P of &N"


def _first(page: Worksheet, head: ExportHead, told: str) -> None:
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    _lay_out_for_paper(page, head, "portrait")
    page.column_dimensions["A"].width = 20
    page.column_dimensions["B"].width = 80
    page.append([_cell(page, head.title, _TITLE)])
    page.append([])
    for number, (label, words) in enumerate((("Summary", told), *head.about), 3):
        page.row_dimensions[number].height = _height([(label, 20), (mask(words), 80)])
        page.append([_cell(page, label, _STRONG), _cell(page, words)])


def _properties(book: Workbook, head: ExportHead) -> None:
    book.properties.title = safe_cell(head.title)
    book.properties.creator = safe_cell(head.library)
    book.properties.language = "en-GB"
    made = datetime.datetime.fromisoformat(head.date)
    book.properties.created = book.properties.modified = made.replace(tzinfo=None)


def _write_value(page: Worksheet, heading: _Heading, row: FindingInContext | FollowUp | ThemeCountsRow | Event) -> Cell:
    made = _cell(page, heading.of(row))
    if heading.words.startswith("Share"):
        made.number_format = "0%"
    if isinstance(made.value, datetime.date):
        made.number_format = "d mmmm yyyy"
        made.alignment = _DATE
    elif isinstance(made.value, (int, float)):
        made.alignment = _NUMBER
    return made


def _cell(page: Worksheet, value: Value, style: str = _TEXT) -> Cell:
    """Make a cell; a text is always a text, never a formula, and without contact details."""
    made = WriteOnlyCell(page, _fitting(value) if isinstance(value, str) else value)  # type: ignore[arg-type]  # openpyxl takes dates too
    if isinstance(value, str):
        made.data_type = "s"
    made.style = style
    return made


def _enter_styles(book: Workbook) -> None:
    """Name the styles of cells once: to give each cell its font by itself takes half of the time."""
    plain, strong = Font(name="Arial", size=11), Font(name="Arial", size=11, bold=True)
    white = Font(name="Arial", size=11, bold=True, color="FFFFFF")
    book.add_named_style(
        NamedStyle(_TEXT, font=plain, alignment=_TOP, border=Border(bottom=Side(style="hair", color="808080")))
    )
    book.add_named_style(NamedStyle(_STRONG, font=strong, alignment=_TOP))
    book.add_named_style(
        NamedStyle(_HEADING, font=white, alignment=_TOP, fill=PatternFill("solid", start_color="1D4F5C"))
    )
    book.add_named_style(NamedStyle(_TITLE, font=Font(name="Arial", size=16, bold=True)))


def _fitting(text: str) -> str:
    shown = "\n".join(safe_cell(line) for line in mask(text).split("\n"))
    return shown if len(shown) <= CELL_CHARACTERS else shown[: CELL_CHARACTERS - len(_CUT)] + _CUT


def _date(iso: str) -> Value:
    """Return a whole date as one that a workbook can sort, and a month or a year as it is read."""
    try:
        return datetime.date.fromisoformat(iso) if len(iso) == len("2000-01-01") else format_date(iso)
    except ValueError:
        return format_date(iso)


def _event_date(held: FindingInContext) -> Value:
    stated = publication_date(held)
    return _date(stated) if stated else publication_time(held) or "no date"


def _lines(holdings: Iterable[FindingInContext]) -> str:
    return "\n".join(f"{held.finding.text} ({beside(held)})" for held in holdings)
