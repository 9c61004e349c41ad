"""What a slide takes from its layout and master."""

from __future__ import annotations

from lxml import etree

from ingest.readers.office_zip import Package, attribute, child, local_name


class InheritedLayout:
    """What a slide takes from its layout and master: places of placeholders, and which of them print bullets."""

    def __init__(self, package: Package, layout: str) -> None:
        self._layout = package.xml_or_none(layout)
        master = (
            next((t for kind, t in package.relations(layout).values() if kind == "slideMaster"), "") if layout else ""
        )
        self._master = package.xml_or_none(master)

    def place(self, kind: str, number: str) -> etree._Element | None:
        """Return the frame of the placeholder of this kind and number."""
        for root in (self._layout, self._master):
            for shape in (e for e in (root.iter() if root is not None else ()) if local_name(e) == "sp"):
                holder = child(shape, "nvSpPr", "nvPr", "ph")
                if holder is None:
                    continue
                same = number and attribute(holder, "idx") == number
                if same or (not number and (attribute(holder, "type") or "obj") == kind):
                    frame = child(shape, "spPr", "xfrm")
                    if frame is not None:
                        return frame
        return None

    def bulleted_kinds(self, depth: int) -> frozenset[str]:
        """Return the kinds of placeholders whose paragraphs of this depth print a bullet."""
        style = child(self._master, "txStyles", "bodyStyle", f"lvl{depth + 1}pPr")
        if style is None or child(style, "buNone") is not None:
            return frozenset()
        return frozenset(("body", "obj")) if _layout_prints(self._layout, depth) else frozenset(("obj",))


def _layout_prints(layout: etree._Element | None, depth: int) -> bool:
    """Return whether the layout leaves the master's bullets to its text placeholders."""
    for shape in (e for e in (layout.iter() if layout is not None else ()) if local_name(e) == "sp"):
        if attribute(child(shape, "nvSpPr", "nvPr", "ph"), "type") == "body":
            return child(shape, "txBody", "lstStyle", f"lvl{depth + 1}pPr", "buNone") is None
    return True
