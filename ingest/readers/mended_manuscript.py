"""A manuscript whose words are put right where their letters had been saved twice through the wrong encoding."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ingest.layout.manuscript import Manuscript
from ingest.readers.characters import TWICE_ENCODED, singly_encoded
from kb.core.document import Document, Note, Role


class MendedManuscript(Manuscript):
    """The manuscript of a format that states the encoding of its letters, so that each file has one mistake or none."""

    def __init__(self) -> None:
        super().__init__()
        self._mended = False

    def add(self, words: str, role: Role, **look: Any) -> None:
        """Write a block as `Manuscript` does, its letters put right."""
        mended = singly_encoded(words)
        self._mended = self._mended or mended != words
        super().add(mended, role, **look)

    def document(
        self, name: str, form: str, engine: str, notes: Iterable[Note], properties: Iterable[tuple[str, str]]
    ) -> Document:
        """Return the document, with a note where letters were put right."""
        notes = (*notes, TWICE_ENCODED) if self._mended else notes
        return super().document(name, form, engine, notes, properties)
