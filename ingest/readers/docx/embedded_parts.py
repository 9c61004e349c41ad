"""What a Word document shows by other parts of its package: drawings made of text (SmartArt), charts, drawn words."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from ingest.readers.office_zip import attribute, local_name
from ingest.readers.picture_words import heading_in_picture


def diagrams_in(element: etree._Element) -> Iterator[str]:
    """Yield the ids of the relations under which the words of SmartArt drawings lie."""
    for part in element.iter():
        if local_name(part) == "relIds" and (name := attribute(part, "dm")):
            yield name


def charts_in(element: etree._Element) -> Iterator[str]:
    """Yield the ids of the relations under which the words of charts lie."""
    for part in element.iter():
        if local_name(part) == "chart" and (name := attribute(part, "id")):
            yield name


def art_words(element: etree._Element) -> str:
    """Return words that are drawn as a shape (WordArt of older programs)."""
    return " ".join(
        string for part in element.iter() if local_name(part) == "textpath" and (string := attribute(part, "string"))
    )


def words_shown(drawing: etree._Element) -> str:
    """Return the words of a heading that was set as a picture, or ""."""
    told = (attribute(part, "descr") for part in drawing.iter() if local_name(part) == "docPr")
    return heading_in_picture(next(told, None))
