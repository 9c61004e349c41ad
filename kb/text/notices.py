"""A content notice in words."""

from __future__ import annotations

from collections.abc import Iterable

from kb.core.case_values import ContentNotice
from kb.text.formatting import join_words

BEFORE = "Before you read"


def notice_sentence(notice: ContentNotice) -> str:
    """Return a content notice as one sentence; "" where there is nothing to tell."""
    return f"{BEFORE}: {_includes(notice.all_subjects)}" if notice.all_subjects else ""


def notice_pairs(notices: Iterable[ContentNotice]) -> tuple[tuple[str, str], ...]:
    """Return what a paper on several reviews says beforehand, as label and words; () where there is nothing to tell."""
    subjects = tuple(dict.fromkeys(subject for notice in notices for subject in notice.all_subjects))
    return ((BEFORE, _includes(subjects)),) if subjects else ()


def _includes(subjects: Iterable[str]) -> str:
    return f"this includes {join_words(list(subjects))}."
