"""The straight lines that a page draws."""

from __future__ import annotations

from collections.abc import Iterator

_MOST_PARTS = 40  # of one path that are looked at one by one
_THIN = 3.0  # points; a filled box no thicker is a drawn line
_LONGER = 1.25  # times the height of a tick's first stroke, which its second has; an arrow's are alike

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

    @property
    def count(self) -> int:
        """How many straight lines, boxes, points and bends it has."""
        return len(self._pieces) + len(self._bends)

    @property
    def bends(self) -> bool:
        """Return whether it has curves."""
        return bool(self._bends)

    @property
    def is_closed(self) -> bool:
        """Return whether it is drawn as a box, or has as many sides as it takes to close a shape."""
        whole = [piece for piece in self._pieces if piece[:2] != piece[2:]]
        if len(whole) == 1:
            return whole[0][0] != whole[0][2] and whole[0][1] != whole[0][3] and len(self._pieces) == 1
        return len(whole) >= 3

    @property
    def is_tick(self) -> bool:
        """Return whether it is drawn as a tick is: from the left a short way down, and a longer way up."""
        lines = [piece for piece in self._pieces if piece[:2] != piece[2:]]
        if len(lines) != 2 or self._bends or lines[0][2:] != lines[1][:2]:
            return False
        (x0, y0, x1, y1), (_, _, x2, y2) = lines
        return x0 < x1 < x2 and (y0 - y1) * (y2 - y1) > 0 and abs(y2 - y1) > _LONGER * abs(y0 - y1)

    def parts(self) -> list[Piece]:
        """Return the box around each part; around all of it where it has curves."""
        around = self.bounds()
        if self._bends:
            return [around] if around else []
        return [*_boxes_of_parts(self._pieces)]

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
