"""Word files of before 2007 (.doc): known by their bytes, and held until LibreOffice has made a newer file of them.

Nothing here reads them: ingest/sandbox/office.py has them converted, in limits of its own, where LibreOffice is there.
"""

from __future__ import annotations

from ingest.readers import Limits
from kb.core.document import NEEDS_OFFICE, Document, Note

FORMAT = "doc"
CALLED = "Word before 2007 (.doc)"
ENDINGS = (".doc", ".dot")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_WORD = "WordDocument".encode("utf-16-le")
_HELD = (
    "It is a Word file of before 2007. It is held and was not read, since LibreOffice is not on this machine: install "
    "it and run “kb reprocess”, or save the file as .docx and add that."
)


def claims(data: bytes, _: str) -> bool:
    """Return whether the bytes are a compound file that holds an old Word document."""
    return data.startswith(_OLE) and _WORD in data


def read(_data: bytes, name: str, _limits: Limits) -> Document:
    """Return a document without words and with a note of what it waits for."""
    return Document(name, "", FORMAT, "", notes=(Note(NEEDS_OFFICE, _HELD),))
