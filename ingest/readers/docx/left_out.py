"""What of a Word document was left out or put right, and the notes that say so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ingest.readers.characters import STRUCK_OUT
from kb.core.document import Note

_COVERED = (
    "POSSIBLE FAILED REDACTION: words that are black on black are still in the file. They were left out here; tell the "
    "publisher, and have the file replaced."
)


@dataclass(slots=True)
class LeftOut:
    """Counts what was left out, by why."""

    hidden: int = 0
    deleted: int = 0
    comments: int = 0
    struck: int = 0
    covered: int = 0

    def notes(self) -> Iterator[Note]:
        """Yield a note for each sort of which there was any."""
        if self.hidden:
            yield Note("hidden_text", "Hidden text in the file was left out.")
        if self.covered:
            yield Note("failed_redaction", _COVERED)
        if self.deleted:
            yield Note("deleted_text", "Tracked deletions were left out; tracked insertions were kept.")
        if self.struck:
            yield STRUCK_OUT
        if self.comments:
            yield Note("comments", "Comments in the margin were left out.")
