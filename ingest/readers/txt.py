"""Plain text. The Document's text is the file's own, letter for letter but for line ends and control characters."""

from __future__ import annotations

from ingest.layout.plain import blocks_of, pages_of
from ingest.readers import Limits
from ingest.readers.characters import decode, is_text
from kb.core.document import Document

FORMAT = "txt"
CALLED = "plain text"
ENDINGS = (".txt", ".text")


def claims(data: bytes, ending: str) -> bool:
    """Return whether these bytes are text and the name has an ending for plain text or none."""
    return ending in (*ENDINGS, "") and is_text(data)


def read(data: bytes, name: str, limits: Limits) -> Document:
    """Return the text with its paragraphs, items and headings as blocks."""
    text, notes = decode(data[: 4 * limits.max_text + 4])
    return Document(
        name=name,
        sha256="",
        format=FORMAT,
        text=text,
        pages=pages_of(text),
        blocks=blocks_of(text),
        notes=notes,
        properties=(),
        engine="text 1",
    )
