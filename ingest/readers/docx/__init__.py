"""Word documents (.docx), by an own walk over their XML: nothing doubled, nothing that a reader would not see."""

from __future__ import annotations

from ingest.readers import Limits
from kb.core.document import Document

FORMAT = "docx"
CALLED = "Word (.docx)"
ENDINGS = (".docx",)


def claims(data: bytes, _: str) -> bool:
    """Return whether the bytes are a zip archive with a Word document inside."""
    return data.startswith(b"PK\x03\x04") and b"word/document" in data and b"ppt/presentation" not in data


def read(data: bytes, name: str, limits: Limits) -> Document:
    """Return paragraphs, headings, items, cells and footnotes. A Word file has no pages until it is printed."""
    from ingest.readers.docx.document import document_of  # here, since other formats need not wait for lxml

    return document_of(data, name, limits)
