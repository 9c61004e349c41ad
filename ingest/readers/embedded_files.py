"""Files that stand whole inside another: a Word file among slides, a page in a Word file, a workbook in either."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from lxml import etree

from ingest.layout.manuscript import Manuscript
from ingest.readers import Limits, read
from ingest.readers.office_zip import Package, attribute, local_name
from kb.core.document import Document, Note
from kb.core.errors import FileRefused

_READABLE = ("htm", "html", "xhtml", "docx", "docm", "dotx", "txt")
_OBJECTS = ("OLEObject", "oleObj")
LIES_ELSEWHERE = Note("part_not_read", "A part of the document lies in another file, which was not read. Add that too.")


def objects_in(element: etree._Element) -> Iterator[str]:
    """Yield the ids of the relations under which files lie that stand in the text as objects, but no formula."""
    for part in element.iter():
        called = attribute(part, "ProgID") or attribute(part, "progId") or ""
        if local_name(part) in _OBJECTS and not called.startswith("Equation"):
            yield attribute(part, "id") or ""


def part_not_read(path: str, kind: str = "") -> Note:
    """Return a note on a file inside another, or to which that only leads ("external"), that was not read."""
    if kind == "external":
        return LIES_ELSEWHERE
    ending = path.rpartition(".")[2].lower()
    return Note("part_not_read", f"A file of the kind .{ending} that stands inside the document was not read.")


def file_inside(package: Package, relation: tuple[str, str], limits: Limits) -> Document | Note:
    """Return a file that stands whole in a document's place as it is read by itself, or a note that it was not."""
    kind, path = relation
    ending = path.rpartition(".")[2].lower()
    try:
        if ending in _READABLE and kind != "external":
            return read(package.bytes_of(path), path.rpartition("/")[2], limits)
    except FileRefused:
        pass
    return part_not_read(path, kind)


def written_in(paper: Manuscript, inside: Document, tables: int) -> int:
    """Write a document into another's manuscript and return how many tables that has now."""
    most = tables
    for block in inside.blocks:
        cell = block.cell
        if cell is not None:
            cell = replace(cell, table=cell.table + tables)
            most = max(most, cell.table + 1)
        paper.add(
            inside.text[block.start : block.end],
            block.role,
            level=block.level,
            marker=block.marker,
            size=block.size,
            bold=block.bold,
            cell=cell,
        )
    return most
