"""What the properties of runs, cells and controls in a Word document say: fonts, fills, boxes, unfilled text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lxml import etree

from ingest.readers.office_zip import attribute, child, local_name

_OFF = ("0", "false", "off")
_PLAIN = 40  # of 255; colours whose parts differ by less are greys


def is_unfilled(element: etree._Element) -> bool:
    """Whether a control still shows the words that ask for its content: "Click or tap here to enter text."."""
    return local_name(element) == "sdt" and child(element, "sdtPr", "showingPlcHdr") is not None


def is_ticked(box: etree._Element) -> bool:
    """Whether a form's tick box is ticked, by what was last set or else by how it began."""
    stated = child(box, "checked")
    stated = child(box, "default") if stated is None else stated
    return stated is not None and (attribute(stated, "val") or "1").lower() not in _OFF


def fonts(properties: etree._Element | None) -> Iterator[str]:
    """Yield the fonts that a run's properties name."""
    stated = child(properties, "rFonts")
    for name in ("ascii", "hAnsi", "cs"):
        if font := attribute(stated, name):
            yield font


def code(stated: str | None) -> int:
    """Return the code of a symbol as it is written, in sixteens."""
    try:
        return int(stated or "", 16)
    except ValueError:
        return 0


def speaks_by_colour(
    rows: Sequence[Sequence[tuple[etree._Element, int, bool]]], texts: Sequence[Sequence[str]]
) -> bool:
    """Whether a column of a table has cells below its header that hold a colour and no words."""
    coloured: dict[int, int] = {}
    for row, said in zip(rows[1:], texts[1:], strict=True):
        for (cell, column, _), words in zip(row, said, strict=True):
            if not words.strip() and _is_bright(attribute(child(cell, "tcPr", "shd"), "fill") or ""):
                coloured[column] = coloured.get(column, 0) + 1
    return any(count * 2 >= len(rows) - 1 for count in coloured.values())


def _is_bright(fill: str) -> bool:
    if len(fill) != 6:
        return False
    try:
        parts = [int(fill[at : at + 2], 16) for at in (0, 2, 4)]
    except ValueError:
        return False
    return max(parts) - min(parts) > _PLAIN
