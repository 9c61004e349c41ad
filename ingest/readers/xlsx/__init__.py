"""Workbooks (.xlsx), as boards keep their action plans: each sheet's heading, its lines above the table, its table."""

from __future__ import annotations

from ingest.readers import Limits
from kb.core.document import Document

FORMAT = "xlsx"
CALLED = "Excel (.xlsx)"
ENDINGS = (".xlsx",)


def claims(data: bytes, _: str) -> bool:
    """Return whether the bytes are a zip archive with a workbook inside."""
    inside = b"xl/workbook" in data and b"word/document" not in data and b"ppt/presentation" not in data
    return data.startswith(b"PK\x03\x04") and inside


def read(data: bytes, name: str, limits: Limits) -> Document:
    """Return the sheets that are shown, each with its name as a heading, its single lines and its rows of cells."""
    from ingest.readers.xlsx.document import document_of  # here, since other formats need not wait for lxml

    return document_of(data, name, limits)
