"""How well white words are read on a colour."""

from __future__ import annotations

CONTRAST = 4.5  # of white words on a colour, as WCAG 2.2 asks of words of any size (AA)


def contrast_with_white(colour: str) -> float:
    """Return the contrast of white and a colour, from 1 to 21, as WCAG 2.2 defines it."""
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)
