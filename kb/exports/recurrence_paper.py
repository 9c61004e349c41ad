"""A table of recurrence as a paper in Word: turned where it is wide, and parted where it is wider than a page."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from math import ceil

from kb.core.recurrence_values import ThemeTable
from kb.exports.payloads import (
    ExportHead,
    RecurrenceTable,
)
from kb.exports.word import WordPaper, add_summary
from kb.text.formatting import count_phrase
from kb.vocabulary import Vocabulary
from kb.vocabulary.labels import review_type_label, theme_label

COUNTS = (
    "Each number counts the sources (reviews, inspections, reports) with findings on the theme: problems, lessons and "
    "recommendations, unless others were chosen. It does not count files or mentions. "
    "Compare each number with the last row, which counts everything in the library."
)
WIDE_TABLE_COLUMNS = 6  # columns of a table past which the page is turned
THEME_COLUMN_CM, TOTAL_COLUMN_CM, CELL_EDGES_CM = (
    3.8,
    1.8,
    0.39,
)  # centimetres: the first and the last column, and the edges of a cell
LETTER_CM, DIGIT_CM, BROAD_LETTER_CM = 0.2, 0.186, 0.3  # centimetres of a head; capitals, m and w are broad


def recurrence(payload: RecurrenceTable, head: ExportHead) -> tuple[bytes]:
    """Write in how many reviews each theme was found."""
    table = payload.table
    paper = WordPaper(head, landscape=len(table.columns) > WIDE_TABLE_COLUMNS)
    add_summary(paper, head, f"{count_phrase(table.all_reviews, 'source')} counted")
    paper.text(COUNTS)
    if table.undated:
        paper.text(
            f"{count_phrase(table.undated, 'source')} left out because the document does not give this information."
        )
    said = _column_label(table.by, head.vocabulary)
    parts = list(_parts(table.columns, said, paper.room - THEME_COLUMN_CM - TOTAL_COLUMN_CM))
    for columns in parts:
        whole = len(parts) == 1
        paper.heading("Themes" if whole else f"Themes: {said(columns[0])} to {said(columns[-1])}")
        widths = [_needed_width(said(one)) for one in columns]
        paper.table(
            ["Theme", *(said(one) for one in columns), "All"],
            _counts(table, columns, head.vocabulary),
            [
                max(THEME_COLUMN_CM, paper.room - TOTAL_COLUMN_CM - sum(widths))
                if len(columns) > WIDE_TABLE_COLUMNS
                else THEME_COLUMN_CM,
                *widths,
                TOTAL_COLUMN_CM,
            ],
            "Number of sources with findings on each theme",
        )
    return (paper.to_bytes(),)


def _parts(columns: Sequence[str], said: Callable[[str], str], room: float) -> Iterator[Sequence[str]]:
    """Part columns into as many tables, of much the same number, as keep every head in whole words."""
    widths = [_needed_width(said(one)) for one in columns]
    most = ceil(len(columns) / max(1, ceil(sum(widths) / room)))
    part: list[str] = []
    for one in columns:
        if part and (len(part) == most or sum(_needed_width(said(other)) for other in (*part, one)) > room):
            yield part
            part = []
        part.append(one)
    yield part


def _needed_width(head: str) -> float:
    """Return how many centimetres the longest word of a head takes."""
    return CELL_EDGES_CM + max(sum(map(_column_width, word)) for word in re.split(r"[\s-]+", head))


def _column_width(one: str) -> float:
    return DIGIT_CM if one.isdigit() else BROAD_LETTER_CM if one.isupper() or one in "mw" else LETTER_CM


def _counts(table: ThemeTable, columns: Sequence[str], words: Vocabulary) -> list[list[str]]:
    rows = []
    for row in table.rows:
        label = theme_label(row.theme, words) + (" (in nearly every review)" if row.weak else "")
        numbers = (str(row.reviews.get(one, 0)) for one in columns)
        rows.append([label, *numbers, f"{row.total_reviews} of {table.all_reviews}"])
    bases = (str(table.bases.get(one, 0)) for one in columns)
    return [*rows, ["All sources in the library", *bases, str(table.all_reviews)]]


def _column_label(by: str, words: Vocabulary) -> Callable[[str], str]:
    return (lambda slug: review_type_label(slug, words)) if by == "review_type" else str
