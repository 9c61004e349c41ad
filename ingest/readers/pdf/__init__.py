"""PDF. Structure tags where they cover a page, else the page's own geometry; pypdf first, PDFium where it fails."""

from __future__ import annotations

from ingest.readers import Limits
from kb.core.document import Document

FORMAT = "pdf"
CALLED = "PDF"
ENDINGS = (".pdf",)


def claims(data: bytes, _: str) -> bool:
    """Return whether the bytes begin as a PDF does; some programs put a few bytes of their own before."""
    return b"%PDF-" in data[:1024]


def read(data: bytes, name: str, limits: Limits) -> Document:
    """Return the text of the pages with their paragraphs, items, headings and tables."""
    from ingest.readers.pdf.document import document_of  # here, since reading a text file need not wait for pypdf

    return document_of(data, name, limits)
