"""What the properties of runs, cells and controls in a Word document say: fonts, fills, boxes, unfilled text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lxml import etree

from ingest.readers.cell_colours import colour_of
from ingest.readers.office_zip import attribute, child, local_name
from ingest.readers.whole_numbers import whole_number

_BLACK = "000000"
_OFF = ("0", "false", "off")


def is_placeholder(element: etree._Element) -> bool:
    """Return whether a control still shows the words that ask for its content: "Click or tap here to enter text."."""
    return local_name(element) == "sdt" and child(element, "sdtPr", "showingPlcHdr") is not None


def is_ticked(box: etree._Element) -> bool:
    """Return whether a form's tick box is ticked, by what was last set or else by how it began."""
    stated = child(box, "checked")
    stated = child(box, "default") if stated is None else stated
    return stated is not None and (attribute(stated, "val") or "1").lower() not in _OFF


def chosen_entry(choices: etree._Element) -> str:
    """Return the words that a form's drop-down list shows: the choice made, else the one that it began with."""
    entries = [attribute(one, "val") or "" for one in choices if local_name(one) == "listEntry"]
    stated = child(choices, "result")
    stated = child(choices, "default") if stated is None else stated
    place = whole_number(attribute(stated, "val"), 0, digits=3)
    return entries[place] if place < len(entries) else ""


def fonts(properties: etree._Element | None) -> Iterator[str]:
    """Yield the fonts that a run's properties name."""
    stated = child(properties, "rFonts")
    for name in ("ascii", "hAnsi", "cs"):
        if font := attribute(stated, name):
            yield font


def is_struck(properties: etree._Element | None) -> bool:
    """Return whether a run's letters are struck through."""
    for name in ("strike", "dstrike"):
        stated = child(properties, name)
        if stated is not None and (attribute(stated, "val") or "1").lower() not in _OFF:
            return True
    return False


def is_blackened(properties: etree._Element | None) -> bool:
    """Return whether a run's letters are black on black, as somebody sets them who means to hide them.

    Letters without a colour of their own turn white on a dark ground, and stay black under a black highlighter.
    """
    colour = (attribute(child(properties, "color"), "val") or "auto").lower()
    ground = (attribute(child(properties, "shd"), "fill") or "").lower()
    if attribute(child(properties, "highlight"), "val") == "black":
        return colour in ("auto", _BLACK)
    return ground == _BLACK == colour


def symbol_code(stated: str | None) -> int:
    """Return the code of a symbol as it is written, in sixteens."""
    try:
        return int(stated or "", 16)
    except ValueError:
        return 0


SIGNS_OF_COLOUR = "●⬤■◆▲▼★⚫◼"  # what a cell shows in a colour of its own in place of words


def colours_of_row(
    row: Sequence[tuple[etree._Element, int, bool]], texts: Sequence[str]
) -> tuple[tuple[int, str], ...]:
    """Return the colours of a row's cells that hold no words, each with its column, counted from 0."""
    found = (
        (column, colour_of(attribute(child(cell, "tcPr", "shd"), "fill") or "") or _colour_within(cell, words))
        for (cell, column, _), words in zip(row, texts, strict=True)
        if not words.strip(SIGNS_OF_COLOUR + " \u00a0")
    )
    return tuple(one for one in found if one[1])


def _colour_within(cell: etree._Element, words: str) -> str:
    """Return the colour of a cell's only sign, or of the ground of its paragraph; "" where neither has one."""
    fills = (attribute(part, "fill") for part in cell.iter() if local_name(part) == "shd")
    colours = (
        attribute(child(run, "rPr", "color"), "val") for run in cell.iter() if local_name(run) == "r" and words.strip()
    )
    return next((name for one in (*colours, *fills) if (name := colour_of(one or ""))), "")
