"""Does the lesson recur? Echoes, threads, tables of themes through time, and the check of a draft."""

from __future__ import annotations

from kb.recurrence.directions import Opposed, opposed
from kb.recurrence.drafts import asks, vague
from kb.recurrence.echoes import ANEW, GROWN, STRONG, Echoes, Like
from kb.recurrence.followup import by_status, follow_up, later, reported_complete
from kb.recurrence.restated import Restated
from kb.recurrence.returned import returned
from kb.recurrence.tables import by_theme
from kb.recurrence.threads import FAIR, Ties, thread_from, threads
from kb.recurring import Confidence, FollowUp, Returned, Row, Stage, Step, Table, Thread, Vague

__all__ = [
    "ANEW",
    "FAIR",
    "GROWN",
    "STRONG",
    "Confidence",
    "Echoes",
    "FollowUp",
    "Like",
    "Opposed",
    "Restated",
    "Returned",
    "Row",
    "Stage",
    "Step",
    "Table",
    "Thread",
    "Ties",
    "Vague",
    "asks",
    "by_status",
    "by_theme",
    "follow_up",
    "later",
    "opposed",
    "reported_complete",
    "returned",
    "thread_from",
    "threads",
    "vague",
]
