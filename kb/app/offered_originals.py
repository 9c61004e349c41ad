"""Which original files readers may download, and why another is not offered."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from kb.core.errors import FileRefused, LibraryUnavailable, NotHeld
from kb.core.model import DocumentSummary
from kb.core.settings import Settings
from kb.store import Store

# codes of notes on what a file carries and its pages do not show
HIDDEN = frozenset(("hidden_text", "hidden_slide", "failed_redaction", "comments", "deleted_text"))


def why_not_offered(held: DocumentSummary, settings: Settings) -> str:
    """Return why readers may not download the original of a document, as a sentence; empty where they may."""
    if settings.originals == "none":
        return "This library does not offer original files."
    if settings.originals == "clean" and any(note.code in HIDDEN for note in held.notes):
        return "The original file is not offered here, because it carries words that its pages do not show."
    return ""


@contextmanager
def gone_if_withdrawn(store: Store, document_id: str) -> Iterator[None]:
    """Read an original file; where it is missing or changed since its document was withdrawn meanwhile, say that.

    Raises DocumentWithdrawn then, and otherwise what reading raised.
    """
    try:
        yield
    except (FileRefused, LibraryUnavailable, NotHeld):
        store.document(document_id)
        raise
