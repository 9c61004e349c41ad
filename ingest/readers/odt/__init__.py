"""OpenDocument texts (.odt), as LibreOffice keeps them: headings, paragraphs, lists, tables and notes."""

from __future__ import annotations

from ingest.readers import Limits
from kb.core.document import Document

FORMAT = "odt"
CALLED = "OpenDocument (.odt)"
ENDINGS = (".odt",)
_MIME = b"mimetypeapplication/vnd.oasis.opendocument.text"


def claims(data: bytes, _: str) -> bool:
    """Return whether the bytes are a zip archive that says first that it is an OpenDocument text."""
    return data.startswith(b"PK\x03\x04") and _MIME in data[:200]


def read(data: bytes, name: str, limits: Limits) -> Document:
    """Return what the text shows; deleted and hidden words and comments are left out."""
    from ingest.readers.odt.document import document_of  # here, since other formats need not wait for lxml

    return document_of(data, name, limits)
