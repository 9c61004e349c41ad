"""What the properties of runs, cells and controls in a Word document say: fonts, fills, boxes, unfilled text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lxml import etree

from ingest.readers.cell_colours import colour_of
from ingest.readers.office_zip import attribute, child, local_name

_OFF = ("0", "false", "off")


def is_placeholder(element: etree._Element) -> bool:
    """Return whether a control still shows the words that ask for its content: "Click or tap here to enter text."."""
    return local_name(element) == "sdt" and child(element, "sdtPr", "showingPlcHdr") is not None


def is_ticked(box: etree._Element) -> bool:
    """Return whether a form's tick box is ticked, by what was last set or else by how it began."""
    stated = child(box, "checked")
    stated = child(box, "default") if stated is None else stated
    return stated is not None and (attribute(stated, "val") or "1").lower() not in _OFF


def fonts(properties: etree._Element | None) -> Iterator[str]:
    """Yield the fonts that a run's properties name."""
    stated = child(properties, "rFonts")
    for name in ("ascii", "hAnsi", "cs"):
        if font := attribute(stated, name):
            yield font


def symbol_code(stated: str | None) -> int:
    """Return the code of a symbol as it is written, in sixteens."""
    try:
        return int(stated or "", 16)
    except ValueError:
        return 0


def colours_of_row(
    row: Sequence[tuple[etree._Element, int, bool]], texts: Sequence[str]
) -> tuple[tuple[int, str], ...]:
    """Return the colours of a row's cells that hold no words, each with its column, counted from 0."""
    found = (
        (column, colour_of(attribute(child(cell, "tcPr", "shd"), "fill") or ""))
        for (cell, column, _), words in zip(row, texts, strict=True)
        if not words.strip()
    )
    return tuple(one for one in found if one[1])
