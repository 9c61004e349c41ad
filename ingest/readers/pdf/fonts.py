"""The type faces of a PDF: which letters its codes stand for, and how wide they are."""

from __future__ import annotations

import re

from pypdf._codecs.adobe_glyphs import adobe_glyphs
from pypdf.generic import DictionaryObject
from pypdf.generic._font import Font  # the only place that says what a code means and how wide it is

from ingest.readers.characters import without_unshown
from ingest.readers.symbol_fonts import symbol
from kb.core.expressions import expression

_CODED = expression(r"(?:uni|u)(?P<code>[0-9A-F]{4,5})")
_SYMBOLS = expression(r"(?P<name>wingdings|webdings)[\s-]*(?P<number>[23])?(?![a-z0-9])", re.I)
_BOLD = expression(r"bold|black|heavy|semibold|demi(?!-?italic$)|[-,]bd\b|ultra", re.I)
_FORCE_BOLD = 1 << 18
_UNKNOWN_WIDTH = 500.0
# Joined letters by the codes that typesetters give them, in the order of their codes, in fonts that do not name them.
_JOINED = {
    chr(first + place): joined
    for first in (0x0B, 0x1B)
    for place, joined in enumerate(("ff", "fi", "fl", "ffi", "ffl"))
}


class Face:
    """One font as a page uses it."""

    def __init__(self, resource: DictionaryObject | None) -> None:
        self._font = Font.from_font_resource(resource) if resource is not None else None
        self._shown: dict[bytes, tuple[str, float, int, int]] = {}
        self._glyphs: dict[str, tuple[str, float]] = {}
        self._signs = _symbol_font(resource)
        self.bold = self._font is not None and _is_bold(self._font)
        self.space = 0.25 if self._font is None else min(max(float(self._font.space_width) / 1000, 0.18), 0.4)

    def show(self, codes: bytes) -> tuple[str, float, int, int]:
        """Return what `codes` say, their width in thousandths of the type size, how many they are, how many spaces."""
        known = self._shown.get(codes)
        if known is None:
            known = self._shown[codes] = self._decode(codes)
        return known

    def _decode(self, codes: bytes) -> tuple[str, float, int, int]:
        font = self._font
        if font is None or not font.interpretable:
            return "\ufffd" * len(codes), _UNKNOWN_WIDTH * len(codes), len(codes), 0
        if isinstance(font.encoding, str):
            raw = codes.decode(font.encoding, "replace" if len(codes) % 2 else "surrogatepass")
            spaces = 0  # word spacing applies to single-byte codes alone
        else:
            raw = codes.decode("latin-1")
            spaces = codes.count(b" ")
        glyphs = [self._glyph(font, code) for code in raw]
        if not _JOINED.keys().isdisjoint(raw):
            glyphs = [
                (_JOINED[code], glyph[1]) if not glyph[0].strip() and _joins(raw, at) else glyph
                for at, (code, glyph) in enumerate(zip(raw, glyphs, strict=True))
            ]
        return "".join(g[0] for g in glyphs), sum(g[1] for g in glyphs), len(raw), spaces

    def _glyph(self, font: Font, code: str) -> tuple[str, float]:
        known = self._glyphs.get(code)
        if known is None:
            letter = code if isinstance(font.encoding, str) else font.encoding.get(ord(code), code)
            said = without_unshown(str(font.character_map.get(letter, letter))).replace("\n", " ")
            if said[:1] == "/" and len(said) > 2:
                said = _letters_named(said)
            if self._signs and len(code) == 1 and (sign := symbol(self._signs, ord(code))):
                said = sign
            width = font.space_width if code == font.space_char else font.get_text_width(code)
            known = self._glyphs[code] = (said, float(width))
        return known


def _symbol_font(resource: DictionaryObject | None) -> str:
    """Return the name of a font of symbols that does not say which letters its codes stand for, "" for others."""
    if resource is None or "/ToUnicode" in resource:
        return ""
    name = str(resource.get("/BaseFont", "")).rpartition("+")[2].lstrip("/")
    found = _SYMBOLS.match(name)
    return f"{found['name']} {found['number'] or ''}".strip() if found else ""


def _letters_named(name: str) -> str:
    """Return the letters that a glyph's name spells ("/f_f_i", "/uniFB01"); the name itself where it spells none."""
    letters = []
    for part in name[1:].partition(".")[0].split("_"):
        coded = _CODED.fullmatch(part)
        letter = chr(int(coded["code"], 16)) if coded else adobe_glyphs.get(f"/{part}", "")
        if not letter:
            return name
        letters.append(letter)
    return without_unshown("".join(letters))


def _joins(raw: str, at: int) -> bool:
    """Return whether a code is of joined letters, by a small letter before or behind it."""
    before, behind = raw[at - 1 : at] if at else "", raw[at + 1 : at + 2]
    beside = (behind,) if raw[at] == "\r" else (before, behind)  # a line's end may stand behind a word
    return raw[at] in _JOINED and any("a" <= letter <= "z" for letter in beside)


def _is_bold(font: Font) -> bool:
    descriptor = font.font_descriptor
    weight = str(descriptor.weight)
    heavy = weight.isdigit() and int(weight) >= 600
    flags = descriptor.flags if isinstance(descriptor.flags, int) else 0
    return heavy or bool(flags & _FORCE_BOLD) or bool(_BOLD.search(font.name))
