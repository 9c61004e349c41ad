"""Places on a PDF page: the six numbers that turn the file's own into points from the top left of the page as shown."""

from __future__ import annotations

Matrix = tuple[float, float, float, float, float, float]

IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def times(m: Matrix, n: Matrix) -> Matrix:
    """Return the matrix that applies `m` first and `n` then."""
    a, b, c, d, e, f = m
    g, h, i, j, k, o = n
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + o)


def frame_matrix(box: tuple[float, float, float, float], rotation: int) -> tuple[Matrix, float, float]:
    """Return the matrix to places from the top left of the page as shown, and its width and height.

    `box` is left, bottom, right and top of what is shown; `rotation` is in degrees clockwise.
    """
    left, bottom, right, top = box
    if right - left < 1 or top - bottom < 1:
        left, bottom, right, top = 0.0, 0.0, 595.0, 842.0
    width, height = right - left, top - bottom
    turn = rotation // 90 % 4
    if turn == 1:
        return (0.0, 1.0, 1.0, 0.0, -bottom, -left), height, width
    if turn == 2:
        return (-1.0, 0.0, 0.0, 1.0, right, -bottom), width, height
    if turn == 3:
        return (0.0, -1.0, -1.0, 0.0, top, right), height, width
    return (1.0, 0.0, 0.0, -1.0, -left, top), width, height
