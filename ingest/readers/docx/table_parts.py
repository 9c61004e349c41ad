"""The parts of a Word table and of a drawing: rows and cells as tracked changes leave them, paragraphs, text boxes."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from ingest.readers.office_zip import attribute, child, local_name
from ingest.readers.whole_numbers import whole_number


def paragraphs_of(element: etree._Element) -> Iterator[etree._Element]:
    """Return all paragraphs in an element, at any depth."""
    return (part for part in element.iter() if local_name(part) == "p")


def rows_of(table: etree._Element, *, deleted: bool = False) -> Iterator[etree._Element]:
    """Yield the rows of a table, or those that a tracked change took out."""
    for element in table:
        name = local_name(element)
        if name == "tr" and (child(element, "trPr", "del") is not None) == deleted:  # a deleted row is not shown
            yield element
        elif name in ("sdt", "sdtContent", "customXml", "ins"):
            yield from rows_of(element, deleted=deleted)


def cells_of(row: etree._Element, column: int = 0) -> Iterator[tuple[etree._Element, int, bool]]:
    """Yield each cell with its column and whether it only goes on with the cell above."""
    for element in row:
        name = local_name(element)
        if name == "tc":
            properties = child(element, "tcPr")
            merge = child(properties, "vMerge")
            yield element, column, merge is not None and attribute(merge, "val") != "restart"
            column += whole_number(attribute(child(properties, "gridSpan"), "val"), 1, digits=3)
        elif name in ("sdt", "sdtContent", "customXml"):
            for cell in cells_of(element, column):
                yield cell
                column = cell[1] + 1


def boxes_in(element: etree._Element) -> Iterator[etree._Element]:
    """Yield the text boxes in a drawing; of two ways to draw one thing only the first counts."""
    for part in element:
        name = local_name(part)
        if name == "Fallback" and any(local_name(e) == "Choice" for e in element):
            continue
        if name == "txbxContent":
            yield part
        else:
            yield from boxes_in(part)
