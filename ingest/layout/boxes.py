"""Put boxes on a page, such as the shapes of a slide, into reading order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Box:
    """A place on a page and what stands there, by its number. `heads` is whether it only names what is below it."""

    number: int
    x0: float
    y0: float
    x1: float
    y1: float
    heads: bool = False


def in_reading_order(boxes: Sequence[Box]) -> list[Box]:
    """Return rows from top to bottom and each row from left to right; columns under names are read column by column."""
    if len(boxes) < 2:
        return list(boxes)
    rows = _cut(boxes, lambda box: (box.y0, box.y1))
    columns = _cut(boxes, lambda box: (box.x0, box.x1))
    named = len(rows) > 1 and len(rows[0]) > 1 and all(box.heads for box in rows[0])
    if len(rows) > 1 and not (named and len(columns) > 1):
        return [box for row in rows for box in in_reading_order(row)]
    if len(columns) > 1:
        return [box for column in columns for box in in_reading_order(column)]
    return sorted(boxes, key=lambda box: (box.y0, box.x0))


def _cut(boxes: Sequence[Box], side: Callable[[Box], tuple[float, float]]) -> list[list[Box]]:
    """Split the boxes wherever a straight line touches none of them; a slight overlap is allowed."""
    parts: list[list[Box]] = []
    reach = float("-inf")
    for box in sorted(boxes, key=side):
        start, end = side(box)
        if not parts or start >= reach - 0.02 * abs(reach):
            parts.append([])
        parts[-1].append(box)
        reach = max(reach, end)
    return parts
