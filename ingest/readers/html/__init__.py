"""Web pages (.html): the main content, with its headings, lists and tables; what a page has around it is left out."""

from __future__ import annotations

import re

from ingest.readers import Limits
from ingest.readers.characters import is_text
from kb.core.document import Document
from kb.core.expressions import expression

FORMAT = "html"
CALLED = "web page (.html)"
ENDINGS = (".html", ".htm", ".xhtml")

_BEGINS = expression(rb"(?:\s|<\?xml[^>]*>|<!--.*?-->)*<(?:!doctype\s+html|html[\s>])", re.I | re.S)
_TAG = expression(rb"<(?:p|div|h[1-6]|ul|li|table|body|head|title|meta|br|span|a)[\s>/]", re.I)


def claims(data: bytes, ending: str) -> bool:
    """Return whether the bytes begin as a web page does, or are text with tags under a web page's name."""
    head = data[:4096].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe")
    if _BEGINS.match(head):
        return True
    return ending in ENDINGS and is_text(data) and bool(_TAG.search(data[:65536].replace(b"\0", b"")))


def read(data: bytes, name: str, limits: Limits) -> Document:
    """Return headings, paragraphs, items and cells of the page's main content."""
    from ingest.readers.html.document import document_of  # here, since other formats need not wait for lxml

    return document_of(data, name, limits)
