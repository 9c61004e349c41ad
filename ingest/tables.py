"""Tables of recommendations and actions: what each column holds, and each row's findings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ingest.announcements import Announcer
from ingest.headings import label_of
from ingest.phrases import Phrases, words_of
from ingest.pieces import Piece, Reader
from ingest.sections import Part
from kb.model import Kind

if TYPE_CHECKING:
    from ingest.kinds import Verdict
    from ingest.units import Unit

_COLUMNS = Phrases(
    {
        "number": ["no", "number", "ref", "reference", "item", "id", "rec no", "recommendation no", "recommendation number"],
        "recommendation": ["recommendation*", "area for improvement", "areas for improvement", "areas for priority action", "area for priority action", "what is recommended", "issue and recommendation"],
        "finding": ["finding*", "lesson*", "learning", "learning point*", "key learning", "theme and learning", "issue*", "concern*", "area of concern", "what did we find", "what we found"],
        "good_practice": ["good practice", "strength*", "what worked well"],
        "action": ["action*", "action to take", "actions taken", "action required", "response", "agency response", "what", "how", "what will we do", "what have we done", "progress", "update", "progress update", "current position", "key milestones", "milestones", "steps", "activity", "actions to be taken", "what we will do", "what has been done"],
        "owner": ["lead", "owner", "lead officer", "lead agency", "who", "who by", "by whom", "responsible", "responsible body", "responsible person", "responsibility", "responsible officer", "addressed to", "agency", "agencies", "for", "accountable", "lead person", "organisation"],
        "due": ["date", "target date", "when", "timescale*", "by when", "deadline", "due", "due date", "completion date", "review date", "date for completion", "time frame", "timeframe"],
        "status": ["status", "rag", "rag rating", "rag status", "current status", "complete", "completed", "outcome status", "state"],
        "outcome": ["outcome*", "intended outcome", "success measures", "evidence", "impact", "measure", "measures", "how will we know", "evidence of impact", "monitoring", "scope"],
    }
)
_ORDER = ("recommendation", "finding", "good_practice", "action", "status", "due", "owner", "number", "outcome")


@dataclass(frozen=True, slots=True)
class Details:
    """What a row says beside its findings, as printed."""

    owner: str = ""
    due: str = ""
    status: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """The findings of one table row. `place` is its table and row."""

    place: tuple[int, int]
    units: tuple[tuple[Unit, Verdict, Details], ...]


def rows_of(part: Part, reader: Reader, announcer: Announcer) -> Iterator[Row]:
    """Yield the rows of a section's tables that hold findings."""
    return iter(())
