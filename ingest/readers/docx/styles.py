"""What the styles of a Word document say of its paragraphs: headings, lists, weight and size."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from ingest.readers.office_zip import attribute, child, children, local_name
from ingest.readers.whole_numbers import whole_number
from kb.core.expressions import expression

_HEADING = expression(r"heading\s*([1-9])$", re.I)
_DEEPER = expression(r"list (?:bullet|number) ([2-9])$", re.I)
_OFF = ("0", "false", "off", "none")


@dataclass(frozen=True, slots=True)
class LetterStyle:
    """Weight, size and visibility of letters; None where nothing is said."""

    bold: bool | None = None
    size: float | None = None
    hidden: bool | None = None
    white: bool | None = None

    def under(self, above: LetterStyle) -> LetterStyle:
        """Return this look with what it leaves unsaid taken from `above`."""
        return LetterStyle(
            above.bold if self.bold is None else self.bold,
            above.size if self.size is None else self.size,
            above.hidden if self.hidden is None else self.hidden,
            above.white if self.white is None else self.white,
        )


@dataclass(frozen=True, slots=True)
class Style:
    """One style, with all that it takes from the styles on which it is based."""

    heading: int = 0  # level, 0 for none
    title: bool = False
    list: tuple[str, int] | None = None
    look: LetterStyle = LetterStyle()
    caption: bool = False
    contents: bool = False
    deeper: int = 0  # of a list style of its own for a deeper level
    filled: bool = False  # set on a colour of its own


class Styles:
    """The styles of a document by their ids."""

    def __init__(self, root: etree._Element | None) -> None:
        self._elements = {attribute(style, "styleId") or "": style for style in children(root, "style")}
        self._known: dict[str, Style] = {}
        defaults = look_of(child(root, "docDefaults", "rPrDefault", "rPr"))
        self._base = Style(look=defaults.under(LetterStyle(False, 10.0, False)))
        self._filled_tables = {
            name for name, style in self._elements.items() if any(local_name(one) == "shd" for one in style.iter())
        }
        usual = next((n for n, s in self._elements.items() if _is_usual(s)), "")
        self.usual = self.style(usual) if usual else self._base

    def fills_table(self, name: str) -> bool:
        """Return whether a table's style lays colours behind some of its cells."""
        return name in self._filled_tables

    def style(self, name: str, depth: int = 0) -> Style:
        """Return the style of this id; an unknown one is the document's usual style."""
        known = self._known.get(name)
        if known is not None:
            return known
        element = self._elements.get(name)
        if element is None or depth > 20:
            return self._base
        above = attribute(child(element, "basedOn"), "val")
        base = self.style(above, depth + 1) if above else self._base
        made = self._known[name] = _style(element, base)
        return made


def _style(element: etree._Element, base: Style) -> Style:
    called = (attribute(child(element, "name"), "val") or "").strip().casefold()
    named = _HEADING.match(called)
    outline = whole_number(attribute(child(element, "pPr", "outlineLvl"), "val"), None)
    deeper = _DEEPER.match(called)
    level = int(named.group(1)) if named else base.heading
    if outline is not None:
        level = outline + 1 if outline < 9 else 0
    return Style(
        level,
        called == "title" or (base.title and called != "subtitle"),
        numbering_of(child(element, "pPr")) or base.list,
        look_of(child(element, "rPr")).under(base.look),
        called == "caption" or base.caption,
        called.startswith("toc ") or base.contents,
        int(deeper.group(1)) - 1 if deeper else base.deeper,
        is_filled(child(element, "pPr")) or is_filled(child(element, "rPr")) or base.filled,
    )


def look_of(properties: etree._Element | None) -> LetterStyle:
    """Return the look that some run properties state."""
    if properties is None:
        return LetterStyle()
    size = whole_number(attribute(child(properties, "sz"), "val"), None, digits=4)
    return LetterStyle(
        _switch(child(properties, "b")),
        None if size is None else size / 2,
        _switch(child(properties, "vanish")),
        is_white(attribute(child(properties, "color"), "val")),
    )


def is_white(stated: str | None) -> bool | None:
    """Return whether a colour cannot be distinguished from paper; None where none is stated."""
    if stated is None:
        return None
    return re.fullmatch(r"(?:[fF][8-9a-fA-F]){3}|white", stated) is not None


def is_filled(properties: etree._Element | None) -> bool:
    """Return whether properties lay a colour behind the letters."""
    shade = child(properties, "shd")
    fill = attribute(shade, "fill")
    behind = fill not in (None, "auto") and not is_white(fill)
    pattern = attribute(shade, "val") not in (None, "clear", "nil")
    return behind or pattern or attribute(child(properties, "highlight"), "val") not in (None, "none", "white")


def numbering_of(properties: etree._Element | None) -> tuple[str, int] | None:
    """Return the list and the depth that some paragraph properties state."""
    stated = child(properties, "numPr")
    if stated is None:
        return None
    name, depth = attribute(child(stated, "numId"), "val"), attribute(child(stated, "ilvl"), "val")
    return name or "", whole_number(depth, 0, digits=2)


def _switch(element: etree._Element | None) -> bool | None:
    return None if element is None else (attribute(element, "val") or "1").lower() not in _OFF


def _is_usual(style: etree._Element) -> bool:
    return attribute(style, "type") == "paragraph" and attribute(style, "default") in ("1", "true")
