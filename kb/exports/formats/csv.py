"""CSV: one row a line, for spreadsheets and statistics.

Every cell is one line and none is a formula (`kb.exports.cells`). Lists are joined by "; ". The file begins with the
mark by which Excel knows UTF-8; read it as "utf-8-sig".
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from kb.core.model import CASE, SENSE
from kb.exports.cells import safe_cell
from kb.exports.columns import TABULAR, Value
from kb.exports.payloads import ExportHead, Payload

ENDING = "csv"
MEDIA = "text/csv; charset=utf-8"
LABEL = "CSV (spreadsheet)"
PLACE = 5


def rows(payload: Payload, head: ExportHead) -> Iterator[bytes]:
    """Yield the heads of the columns, then a line for each row."""
    shape = TABULAR[type(payload)]
    columns = [column for column in shape.columns if not column.lines_only]
    yield b"\xef\xbb\xbf" + _line([column.name for column in columns])
    for row in shape.rows(payload, head):
        yield _line([cell(column.of(row)) for column in columns])


def cell(value: Value) -> str:
    """Return a value as the words of a cell. Only texts can be risky; a number is written as it is."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, list):
        return safe_cell("; ".join(one if isinstance(one, str) else _pair(one) for one in value))
    return safe_cell(value)


def _pair(record: dict[str, str]) -> str:
    """Return the first two values of a record, and of a theme if its case or sense lends it: "neglect (case): "."""
    first, second, *_ = record.values()
    lent_by = f" ({record['where']})" if record.get("where") in (CASE, SENSE) else ""
    return f"{first}{lent_by}: {second}"


def _line(cells: list[str]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerow(cells)
    return out.getvalue().encode()


WRITERS = dict.fromkeys(TABULAR, rows)
