"""A picture of one page of a PDF, with the words of a quotation outlined."""

from __future__ import annotations

from collections.abc import Sequence


def page_picture(data: bytes, page: int, width: int, outlines: Sequence[str] = ()) -> bytes:
    """Return page `page`, counted from 1, as PNG `width` dots across, with each stretch of text outlined.

    Of a stretch that is not found whole, the lines that are found are outlined. Raises FileRefused where the file
    cannot
    be opened ("damaged") or has no such page ("no_such_page"). A hostile file can end the process that draws it, so
    call this where a death is borne: in a worker.
    """
    from ingest.readers.pptx.shapes import draw_page  # here, since reading a text file need not wait for PDFium

    return draw_page(data, page, width, outlines)
