"""Which original files readers may download, and why another is not offered."""

from __future__ import annotations

from kb.core.model import DocumentSummary
from kb.core.settings import Settings

# codes of notes on what a file carries and its pages do not show
HIDDEN = frozenset(("hidden_text", "hidden_slide", "failed_redaction", "comments", "deleted_text"))


def why_not_offered(held: DocumentSummary, settings: Settings) -> str:
    """Return why readers may not download the original of a document, as a sentence; empty where they may."""
    if settings.originals == "none":
        return "This library does not offer original files."
    if settings.originals == "clean" and any(note.code in HIDDEN for note in held.notes):
        return "The original file is not offered here, because it carries words that its pages do not show."
    return ""
