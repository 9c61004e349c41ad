"""Bytes to characters, and characters that no page means to show."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from functools import cache
from html import unescape

from kb.core.document import Note
from kb.core.expressions import expression

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# NUL ends strings in some databases, escapes drive terminals, and bidirectional overrides make text read otherwise
# than it is written; none of them is a word of the document.
_TWICE = expression(
    "[\u00c2-\u00f4][\u0080-\u00ff\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u2026\u2030\u2039\u203a\u20ac\u2122]+"
)
_OFTEN = expression("Ã(?:[\u0192\u201a\u201e\u2026\u2020\u2021\u02c6]|¢â)")  # saved three times
# Bytes of UTF-8 that were shown by an older code page: "childâ€™s" has many sisters ("child‚Äôs" on a Macintosh,
# "childÔÇÖs" in a command window). Only letters of British texts are put right, since a run of signs may be meant.
_OLDER_PAGES = ("mac_roman", "cp850", "cp437")
_USUAL = range(0x2010, 0x2040), range(0xA0, 0x180), range(0x20AC, 0x20AD), range(0x2122, 0x2123)
_ESCAPED_TWICE = expression(  # what a page shows where "&" itself was escaped: "child&rsquo;s"
    r"&(?:#\d{2,5}|#x[0-9a-f]{2,5}|[lr][sd]quo|[nm]dash|nbsp|hellip|pound|quot|apos|bull|shy|amp|[aeiouwy](?:circ|acute|grave|uml));",
    re.I,
)
_UNSHOWN = expression("[\x00-\x08\x0b\x0e-\x1f\x80-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]")


def decode(data: bytes) -> tuple[str, tuple[Note, ...]]:
    """Return the text of `data` with line feeds for line ends, and a note where its encoding had to be guessed."""
    text, notes = _decode(data)
    mended = singly_encoded(text)
    if mended != text:
        notes += (TWICE_ENCODED,)
    text = mended
    shown = without_unshown(text)
    if len(shown) < len(text) - text.count("\ufeff"):
        notes += (Note("control_characters", "Control characters in the file were left out of the text."),)
    return shown, notes


def without_unshown(text: str) -> str:
    """Return `text` with line feeds for line ends and without control characters."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0b", "\n").replace("\u2028", "\n")
    return _UNSHOWN.sub("", text.replace("\u2029", "\n").replace("\x85", "\n"))


TWICE_ENCODED = Note(
    "encoded_twice", "Letters that had been saved twice through the wrong encoding were put right; check them."
)
STRUCK_OUT = Note("struck_out", "Words that are struck through were left out.")


def singly_encoded(text: str) -> str:
    """Return `text` with letters put right that were saved twice through the wrong encoding: "childâ€™s"."""
    if text.isascii():
        return text
    while _OFTEN.search(text) and (mended := _saved_once_less(text)) != text:
        text = mended
    shown = _shown_by_older_pages()
    text = shown[0].sub(lambda run: shown[1][run.group()], text.replace("â€\ufffd", "”"))
    for _ in range(2):
        mended = _saved_once_less(text)
        if mended == text:
            break
        text = mended
    return text


def _saved_once_less(text: str) -> str:
    return _TWICE.sub(lambda run: "".join(_singly(run.group())), text)


def without_escapes(text: str) -> str:
    """Return the text of a page with letters whose names are shown in their place: "child&rsquo;s"."""
    for _ in range(2):
        if "&" not in text:
            break
        text = _ESCAPED_TWICE.sub(lambda name: unescape(name.group()), text)
    return text


@cache
def _shown_by_older_pages() -> tuple[re.Pattern[str], dict[str, str]]:
    """Return what finds letters whose bytes an older code page shows as several signs, and each such run's letter."""
    letters = {
        chr(code).encode().decode(page): chr(code)
        for page in _OLDER_PAGES
        for codes in _USUAL
        for code in codes
        if (chr(code).encode()[0] != 0xC2 or page != "mac_roman" or code in (0xA0, 0xA3))
    }
    return re.compile("|".join(map(re.escape, sorted(letters, key=len, reverse=True)))), letters


def _singly(run: str) -> Iterator[str]:
    """Yield the letters of a run that may hold bytes of UTF-8 shown as Windows-1252."""
    at = 0
    while at < len(run):
        length = next((n for n in (4, 3, 2) if at + n <= len(run) and _from_bytes(run[at : at + n]) is not None), 0)
        if length:
            yield _from_bytes(run[at : at + length]) or ""
        else:
            yield run[at]
        at += length or 1


def _from_bytes(run: str) -> str | None:
    """Return the one letter whose bytes a run shows, or None."""
    try:
        data = b"".join(char.encode("latin-1") if "\x80" <= char <= "\x9f" else char.encode("cp1252") for char in run)
        letter = data.decode("utf-8")
    except UnicodeError:
        return None
    return letter if len(letter) == 1 else None


def is_text(data: bytes) -> bool:
    """Return whether `data` can be text at all: no more than a few control characters once decoded."""
    sample = data[:65536]
    text, _ = _decode(sample)
    odd = sum(1 for c in text if (c < " " and c not in "\n\r\t\f\x0b\x1b") or c == "\ufffd")
    return odd <= max(3, len(text) // 50)


def _decode(data: bytes) -> tuple[str, tuple[Note, ...]]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) if encoding == "utf-8" else 0 :].decode(encoding, "replace"), ()
    wide = _guess_utf16(data)
    if wide:
        return data.decode(wide, "replace"), (_guessed_encoding_note(wide.upper()),)
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError as fault:
        if fault.start >= len(data) - 3:  # a sample cut inside a character
            return data.decode("utf-8", "replace"), ()
    if _mostly_utf8(data):
        said = "Some bytes are not valid UTF-8; the letters in those places were lost."
        return data.decode("utf-8", "replace"), (Note("encoding_mixed", said),)
    return data.decode("cp1252", "replace"), (_guessed_encoding_note("Windows-1252"),)


def _guessed_encoding_note(encoding: str) -> Note:
    return Note("encoding_guessed", f"The file does not say how its letters are encoded; it was read as {encoding}.")


def _guess_utf16(data: bytes) -> str:
    """Return utf-16-le or -be where every second byte of an unmarked file is mostly zero."""
    sample = data[:4096]
    if len(sample) < 8:
        return ""
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if odd > len(sample) * 0.35 and even < odd // 8:
        return "utf-16-le"
    if even > len(sample) * 0.35 and odd < even // 8:
        return "utf-16-be"
    return ""


def _mostly_utf8(data: bytes) -> bool:
    """Return whether far more non-ASCII sequences are valid UTF-8 than not."""
    text = data.decode("utf-8", "replace")
    good = sum(1 for c in text if c > "\x7f" and c != "\ufffd")
    return good > 2 * text.count("\ufffd")
