"""Excel workbooks: what the form is called, and who writes it (`kb/exports/workbook.py`)."""

from __future__ import annotations

from collections.abc import Iterable

from kb.exports.payloads import ExportHead, Findings, FollowedUp, History, Payload, RecurrenceTable, Writer

ENDING = "xlsx"
MEDIA = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LABEL = "Excel workbook"
SHORT = "Excel"
PLACE = 4
MADE_WHOLE = True


def _write(matter: Payload, sheet: ExportHead) -> Iterable[bytes]:
    from kb.exports import workbook  # only here: openpyxl would make a start a tenth longer

    writer: Writer = workbook.WRITERS[type(matter)]
    return writer(matter, sheet)


WRITERS = dict.fromkeys((Findings, FollowedUp, RecurrenceTable, History), _write)
