"""Does the lesson recur? Echoes, threads, tables of themes through time, and the check of a draft."""

from __future__ import annotations

from kb.core.recurrence_values import (
    STRONG_LIKENESS,
    CameBack,
    Confidence,
    FollowUp,
    Like,
    ThemeCountsRow,
    ThemeTable,
    Thread,
    ThreadStage,
    ThreadStep,
    VaguenessReport,
    by_status,
)
from kb.recurrence.again import found_after, found_again, is_praise
from kb.recurrence.came_back import find_came_back
from kb.recurrence.echoes import REARRANGED_FINDINGS, REARRANGED_SHARE, EchoFinder
from kb.recurrence.encoder import find_encoder
from kb.recurrence.follow_up import follow_up, later_echoes, reported_complete
from kb.recurrence.meanings import Meanings
from kb.recurrence.reprints import Reprints
from kb.recurrence.theme_table import by_theme
from kb.recurrence.threads import thread_from, threads, told_by
from kb.recurrence.ties import FAIR_LIKENESS, Ties
from kb.recurrence.vagueness import asks, find_vagueness
from kb.recurrence.word_vectors import field_vectors

__all__ = [
    "FAIR_LIKENESS",
    "REARRANGED_FINDINGS",
    "REARRANGED_SHARE",
    "STRONG_LIKENESS",
    "CameBack",
    "Confidence",
    "EchoFinder",
    "FollowUp",
    "Like",
    "Meanings",
    "Reprints",
    "ThemeCountsRow",
    "ThemeTable",
    "Thread",
    "ThreadStage",
    "ThreadStep",
    "Ties",
    "VaguenessReport",
    "asks",
    "by_status",
    "by_theme",
    "field_vectors",
    "find_came_back",
    "find_encoder",
    "find_vagueness",
    "follow_up",
    "found_after",
    "found_again",
    "is_praise",
    "later_echoes",
    "reported_complete",
    "thread_from",
    "threads",
    "told_by",
]
