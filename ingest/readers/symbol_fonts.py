"""Ticks, crosses and boxes of symbol fonts, by the codes that those fonts give them."""

from __future__ import annotations

_TICK, _CROSS, _BOX, _TICKED, _CROSSED, _BULLET = "✓✗☐☑☒•"
_FONTS = {
    "wingdings": {
        0xFC: _TICK,
        0xFB: _CROSS,
        0xFE: _TICKED,
        0xFD: _CROSSED,
        0xA8: _BOX,
        0x6F: _BOX,
        0x71: _BOX,
        0x72: _BOX,
        0x78: _CROSSED,
        0x6E: "■",
        0xA7: _BULLET,
        0x6C: _BULLET,
        0xD8: _BULLET,
        0x76: _BULLET,
    },
    "wingdings 2": {
        0x50: _TICK,
        0x4F: _CROSS,
        0x52: _TICKED,
        0x51: _CROSSED,
        0x53: _CROSSED,
        0x54: _CROSSED,
        0xA3: _BOX,
        0x2A: _BOX,
        0x30: _BOX,
        0x97: _BULLET,
    },
    "webdings": {0x61: _TICK, 0x72: _CROSS, 0x63: _BOX, 0x67: "■", 0x3D: _BULLET},
    "symbol": {0xD6: _TICK, 0xB7: _BULLET},
    "marlett": {0x61: _TICK, 0x62: _TICK, 0x72: _CROSS},
}


def is_symbol_font(name: str) -> bool:
    """Return whether a font shows symbols in place of letters."""
    return name.strip().casefold() in _FONTS


def symbol(font: str, code: int) -> str:
    """Return the symbol of this code in a symbol font, or "" where the code is unknown."""
    return _FONTS.get(font.strip().casefold(), {}).get(code & 0xFF, "")


def symbols(font: str, text: str) -> str:
    """Return a text in a symbol font as the symbols that it shows, without unknown ones."""
    return "".join(char if char.isspace() else symbol(font, ord(char)) for char in text)
