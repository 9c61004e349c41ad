"""Excel workbooks: what the form is called, and who writes it (`kb/exports/workbook.py`)."""

from __future__ import annotations

from kb.exports.late_writers import late_writers
from kb.exports.payloads import Findings, FollowedUp, History, RecurrenceTable

ENDING = "xlsx"
MEDIA = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LABEL = "Excel workbook"
SHORT = "Excel"
PLACE = 4
MADE_WHOLE = True

WRITERS = late_writers(  # openpyxl would make a start a tenth longer
    {
        Findings: "kb.exports.workbook:findings",
        FollowedUp: "kb.exports.workbook:follow_up",
        RecurrenceTable: "kb.exports.workbook:recurrence",
        History: "kb.exports.workbook:history",
    },
)
