"""A PDF read by the engine that does best by it, with notes on what was noticed."""

from __future__ import annotations

from ingest.layout.compose import write
from ingest.layout.pages import read_sheets
from ingest.readers import Limits
from ingest.readers._pypdf import ENGINE, Damaged, Opened
from kb.errors import Refused
from kb.model import Document, Note

_AGAIN = "Fetch it again from its source; if it opens in a PDF program, save a copy there and add that."


def document_of(data: bytes, name: str, limits: Limits) -> Document:
    """Return the file as a Document. Raises Refused: damaged, password, too_large, no_text."""
    try:
        opened = Opened(data, name)
    except Damaged as fault:
        raise Refused("damaged", f"{name} is damaged and cannot be opened. {_AGAIN}") from fault
    if opened.count > limits.max_pages:
        raise Refused("too_large", f"{name} has {opened.count:,} pages, more than the limit of {limits.max_pages:,}.")
    sheets = [opened.sheet(number) for number in range(opened.count)]
    notes: list[Note] = []
    paper = write(read_sheets(sheets, opened.tags()), opened.labels(), opened.count)
    return Document(
        name, "", "pdf", paper.text, tuple(paper.pages), tuple(paper.blocks), tuple(notes), opened.properties(), ENGINE
    )
