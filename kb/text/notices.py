"""A content notice in words."""

from __future__ import annotations

from kb.core.case_values import ContentNotice
from kb.text.formatting import join_words


def notice_sentence(notice: ContentNotice) -> str:
    """Return what a reader is told beforehand as one sentence; "" where there is nothing to tell."""
    return f"Before you read: this includes {join_words(notice.all_subjects)}." if notice.all_subjects else ""
