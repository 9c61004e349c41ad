"""Rich text (.rtf), as older programs and case systems export it: headings, paragraphs, lists, tables and footnotes."""

from __future__ import annotations

from ingest.readers import Limits
from kb.core.document import Document

FORMAT = "rtf"
CALLED = "rich text (.rtf)"
ENDINGS = (".rtf",)


def claims(data: bytes, _: str) -> bool:
    """Return whether the bytes begin as rich text does."""
    return data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{\\rtf")


def read(data: bytes, name: str, limits: Limits) -> Document:
    """Return what the text shows; deleted, hidden and white words and comments are left out. Raises FileRefused."""
    from ingest.readers.rtf.document import document_of

    return document_of(data, name, limits)
