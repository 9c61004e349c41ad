"""A content notice in words."""

from __future__ import annotations

from collections.abc import Iterable

from kb.core.case_values import ContentNotice
from kb.text.formatting import join_words

BEFORE = "Before you read"
_EITHER = "the death of or serious harm to "


def notice_sentence(notice: ContentNotice) -> str:
    """Return a content notice as one sentence; "" where there is nothing to tell."""
    return f"{BEFORE}: {_includes(notice.all_subjects)}" if notice.all_subjects else ""


def notice_pairs(notices: Iterable[ContentNotice]) -> tuple[tuple[str, str], ...]:
    """Return what a paper on several reviews says beforehand, as label and words; () where there is nothing to tell."""
    subjects = subjects_together(notices)
    return ((BEFORE, _includes(subjects)),) if subjects else ()


def subjects_together(notices: Iterable[ContentNotice]) -> tuple[str, ...]:
    """Return what several notices tell, each once: deaths and harm first, then subjects.

    "The death of or serious harm to a child" says what "serious harm to a child" beside it would say again.
    """
    every = tuple(notices)
    outcomes = dict.fromkeys(one.outcome for one in every if one.outcome)
    either = {one.removeprefix(_EITHER) for one in outcomes if one.startswith(_EITHER)}
    told = [one for one in outcomes if one.startswith(_EITHER) or not any(one.endswith(f" {whom}") for whom in either)]
    return tuple(dict.fromkeys((*told, *(subject for one in every for subject in one.subjects))))


def _includes(subjects: Iterable[str]) -> str:
    return f"this includes {join_words(list(subjects))}."
