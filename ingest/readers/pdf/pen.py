"""The straight lines that a page draws."""

from __future__ import annotations

from collections.abc import Iterator

_MOST_PARTS = 40  # of one path that are looked at one by one
_THIN = 3.0  # points; a filled box no thicker is a drawn line

Piece = tuple[float, float, float, float]  # from x and y to x and y; where both are one, the pen was set down there


class Path:
    """The path that was drawn since the last stroke or fill."""

    def __init__(self) -> None:
        self._pieces: list[Piece] = []
        self._bends: list[Piece] = []  # where curves lead, which leave no straight line

    def box(self, numbers: list[float]) -> None:
        """Go around a box, given its corner, width and height."""
        if len(numbers) == 4:
            x, y, across, up = numbers
            self._pieces.append((x, y, x + across, y + up))

    def move(self, numbers: list[float]) -> None:
        """Set the pen down."""
        if len(numbers) == 2:
            x, y = numbers
            self._pieces.append((x, y, x, y))

    def line(self, numbers: list[float]) -> None:
        """Go straight on to a point."""
        if len(numbers) == 2 and self._pieces:
            x, y = numbers
            self._pieces.append((*self._pieces[-1][2:], x, y))
        else:
            self.move(numbers)

    def bend(self, numbers: list[float]) -> None:
        """Go along a curve."""
        if len(numbers) >= 4:
            x, y = numbers[-2:]
            self._bends.append((x, y, x, y))

    def clear(self) -> None:
        """Drop the path."""
        self._pieces.clear()
        self._bends.clear()

    def bounds(self) -> Piece | None:
        """Return the box around the whole path; None where it has no point."""
        gone = self._pieces + self._bends
        return _around(gone) if gone else None

    def solid_boxes(self) -> list[Piece]:
        """Return the box around each part that a fill covers; a part within another leaves only a frame of both."""
        if self._bends:
            gone = self._pieces + self._bends
            return [_around(gone)] if len([*_boxes_of_parts(self._pieces)]) <= 1 else []
        boxes = [*_boxes_of_parts(self._pieces)][:_MOST_PARTS]
        return [
            box
            for at, box in enumerate(boxes)
            if not any(_nest(box, other) for n, other in enumerate(boxes) if n != at)
        ]

    def visible_lines(self, *, filled: bool) -> Iterator[Piece]:
        """Yield the lines that a stroke leaves; a filled shape is a line only where it is thin."""
        for piece in _thin_boxes(self._pieces) if filled else self._pieces:
            if piece[:2] != piece[2:]:
                yield piece


def _thin_boxes(path: list[Piece]) -> Iterator[Piece]:
    """Yield the box of each part of a path that is no thicker than a line."""
    for box in _boxes_of_parts(path):
        if min(box[2] - box[0], box[3] - box[1]) <= _THIN:
            yield box


def _boxes_of_parts(path: list[Piece]) -> Iterator[Piece]:
    """Yield the box around each part of a path. A part begins where the pen was set down."""
    part: list[Piece] = []
    for piece in [*path, (0.0, 0.0, 0.0, 0.0)]:
        set_down = piece[:2] == piece[2:]
        whole = not set_down and (not part or piece[:2] != part[-1][2:])  # a box, drawn by one instruction
        if (set_down or whole) and part:
            yield _around(part)
            part = []
        part.append(piece)


def _nest(one: Piece, other: Piece) -> bool:
    """Return whether one of two boxes lies within the other."""
    return _within(one, other) or _within(other, one)


def _within(inner: Piece, outer: Piece) -> bool:
    return outer[0] <= inner[0] and outer[1] <= inner[1] and outer[2] >= inner[2] and outer[3] >= inner[3]


def _around(part: list[Piece]) -> Piece:
    across = [x for piece in part for x in (piece[0], piece[2])]
    down = [y for piece in part for y in (piece[1], piece[3])]
    return min(across), min(down), max(across), max(down)
