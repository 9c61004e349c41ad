"""Slides (.pptx): each slide is a page, its shapes in the order in which one reads them."""

from __future__ import annotations

from ingest.readers import Limits
from kb.core.document import Document

FORMAT = "pptx"
CALLED = "PowerPoint (.pptx)"
ENDINGS = (".pptx",)


def claims(data: bytes, _: str) -> bool:
    """Return whether the bytes are a zip archive with a presentation inside."""
    return data.startswith(b"PK\x03\x04") and b"ppt/presentation" in data


def read(data: bytes, name: str, limits: Limits) -> Document:
    """Return titles as headings, and paragraphs, items, cells and speaker notes, slide by slide."""
    from ingest.readers.pptx.document import document_of  # here, since other formats need not wait for lxml

    return document_of(data, name, limits)
