"""Word papers: what the form is called, and who writes it (`kb/exports/word_papers.py`)."""

from __future__ import annotations

from kb.exports.late_writers import late_writers
from kb.exports.payloads import (
    CheckedDraft,
    Contrast,
    Findings,
    FollowedUp,
    History,
    Pack,
    Quiz,
    RecurrenceTable,
    Threads,
)

ENDING = "docx"
MEDIA = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
LABEL = "Word document"
SHORT = "Word"
PLACE = 1
MADE_WHOLE = True

WRITERS = late_writers(  # python-docx would make a start a tenth longer
    {
        Findings: "kb.exports.word_papers:findings",
        FollowedUp: "kb.exports.word_papers:follow_up",
        RecurrenceTable: "kb.exports.recurrence_paper:recurrence",
        Threads: "kb.exports.word_papers:threads",
        Pack: "kb.exports.word_papers:case_pack",
        Quiz: "kb.exports.word_papers:quiz",
        Contrast: "kb.exports.word_papers:contrast",
        History: "kb.exports.word_papers:history",
        CheckedDraft: "kb.exports.word_papers:checked_draft",
    },
)
