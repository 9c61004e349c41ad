"""What drawings in Office files hold: lines of those made of text (SmartArt), and pictures that may hold words."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from ingest.readers.office_zip import attribute, child, children, local_name
from ingest.readers.whole_numbers import whole_number

_DEEPEST = 8
_MOST = 500  # shapes of a drawing
_LARGE = 1_300_000  # of the 360,000 to a centimetre: the shorter side of a picture that may hold a table


def has_large_picture(element: etree._Element) -> bool:
    """Return whether a picture stands in it that is large enough to hold a table or a page of words."""
    sizes = (part for pic in element.iter("{*}pic") for part in pic.iter("{*}ext"))
    return any(
        min(whole_number(attribute(size, side), 0, digits=9) for side in ("cx", "cy")) >= _LARGE for size in sizes
    )


def diagram_lines(root: etree._Element | None) -> Iterator[tuple[str, int]]:
    """Yield the lines of a SmartArt drawing with their depth, in the order in which it shows them."""
    points = {attribute(point, "modelId") or "": point for point in children(child(root, "ptLst"), "pt")}
    below: dict[str, list[tuple[int, str]]] = {}
    for link in children(child(root, "cxnLst"), "cxn"):
        if (attribute(link, "type") or "parOf") == "parOf":
            place = whole_number(attribute(link, "srcOrd"), 0, digits=5)
            below.setdefault(attribute(link, "srcId") or "", []).append((place, attribute(link, "destId") or ""))
    top = next((name for name, point in points.items() if attribute(point, "type") == "doc"), "")
    seen: set[str] = set()
    yield from _lines_below(top, points, below, 1, seen)
    for name, point in points.items():
        if name not in seen and (attribute(point, "type") or "node") in ("node", "asst"):
            yield from ((line, 1) for line in [_words(point)] if line)


def _lines_below(
    name: str,
    points: dict[str, etree._Element],
    below: dict[str, list[tuple[int, str]]],
    depth: int,
    seen: set[str],
) -> Iterator[tuple[str, int]]:
    for _, kid in sorted(below.get(name, ())):
        if kid in seen or kid not in points or len(seen) >= _MOST:
            continue
        seen.add(kid)
        if line := _words(points[kid]):
            yield line, depth
        if depth < _DEEPEST:
            yield from _lines_below(kid, points, below, depth + 1, seen)


def _words(point: etree._Element) -> str:
    lines = []
    for p in (part for part in point.iter() if local_name(part) == "p"):
        lines.append("".join(t.text or "" for t in p.iter() if local_name(t) == "t"))
    return " ".join(" ".join(lines).split())
