"""What a Word document shows by other parts of its package: drawings made of text (SmartArt), charts, drawn words."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from ingest.readers.office_zip import attribute, child, children, local_name
from ingest.readers.whole_numbers import whole_number

_DEEPEST = 8
_MOST = 500  # shapes of a drawing


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
