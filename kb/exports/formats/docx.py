"""Word papers: what the form is called, and who writes it (`kb/exports/word_papers.py`)."""

from __future__ import annotations

from collections.abc import Iterable

from kb.exports.payloads import (
    CheckedDraft,
    Contrast,
    ExportHead,
    Findings,
    FollowedUp,
    History,
    Pack,
    Payload,
    Quiz,
    RecurrenceTable,
    Threads,
    Writer,
)

ENDING = "docx"
MEDIA = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
LABEL = "Word document"
SHORT = "Word"
PLACE = 1
MADE_WHOLE = True


def _write(matter: Payload, sheet: ExportHead) -> Iterable[bytes]:
    from kb.exports import word_papers  # only here: python-docx would make a start a tenth longer

    writer: Writer = word_papers.WRITERS[type(matter)]
    return writer(matter, sheet)


WRITERS = dict.fromkeys(
    (Findings, FollowedUp, RecurrenceTable, Threads, Pack, Quiz, Contrast, History, CheckedDraft), _write
)
