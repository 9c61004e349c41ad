"""Word papers: what the form is called, and who writes it (`kb/exports/word_papers.py`)."""

from __future__ import annotations

from kb.exports import payloads
from kb.exports.late_writers import late_writers

ENDING = "docx"
MEDIA = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
LABEL = "Word document"
SHORT = "Word"
PLACE = 1
MADE_WHOLE = True

WRITERS = late_writers(  # python-docx would make a start a tenth longer
    {
        payloads.Findings: "kb.exports.word_papers:findings",
        payloads.FollowedUp: "kb.exports.word_papers:follow_up",
        payloads.RecurrenceTable: "kb.exports.recurrence_paper:recurrence",
        payloads.Threads: "kb.exports.word_papers:threads",
        payloads.Pack: "kb.exports.word_papers:case_pack",
        payloads.Quiz: "kb.exports.word_papers:quiz",
        payloads.Contrast: "kb.exports.word_papers:contrast",
        payloads.History: "kb.exports.word_papers:history",
        payloads.CheckedDraft: "kb.exports.word_papers:checked_draft",
    },
)
