"""The colour of a table's empty cell by name, for plans that show states by colour alone: red, amber, green, blue."""

from __future__ import annotations

import colorsys

_VIVID, _LIT = 0.25, 0.3  # of 1; paler or darker fills are no colour that says anything
_HUES = ((18, "red"), (52, "amber"), (70, "yellow"), (170, "green"), (260, "blue"), (330, ""), (361, "red"))
_GREY_SPAN = 40  # of 255; fills whose parts differ by less are greys


def colour_of(fill: str) -> str:
    """Return the name of a fill given as six hexadecimal digits ("FF0000"), or "" for greys and unnamed colours."""
    try:
        parts = [int(fill[at : at + 2], 16) for at in (0, 2, 4)] if len(fill) == 6 else []
    except ValueError:
        return ""
    if not parts or max(parts) - min(parts) <= _GREY_SPAN:
        return ""
    hue, saturation, value = colorsys.rgb_to_hsv(*(part / 255 for part in parts))
    if saturation < _VIVID or value < _LIT:
        return ""
    return next(name for most, name in _HUES if hue * 360 < most)
