"""The drawing instructions of a PDF page as a stream of operators and their operands."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kb.core.expressions import expression

_STRING = rb"\((?:[^()\\]++|\\.|\((?:[^()\\]++|\\.|\((?:[^()\\]++|\\.)*+\))*+\))*+\)"
_HEX = rb"<[0-9A-Fa-f\s]*+>"
_FLAT = rb"<<(?:[^<>()]++|" + _STRING + rb"|" + _HEX + rb")*+>>"
_TOKEN = expression(
    rb"((?:[-+.\d]+\s+)*+)([A-Za-z'\"][\w*]*+|'|\")"  # 1 numbers, 2 the operator they belong to
    rb"|(/[^\s()<>\[\]{}/%]*+)"  # 3 name
    rb"|(\[(?:[^\[\]()<>]++|" + _STRING + rb"|" + _HEX + rb")*+\])"  # 4 array of strings and numbers
    rb"|(" + _STRING + rb")"  # 5 string
    rb"|(<<(?:[^<>()]++|" + _STRING + rb"|" + _HEX + rb"|" + _FLAT + rb")*+>>)"  # 6 dictionary
    rb"|(" + _HEX + rb")"  # 7 hexadecimal string
    rb"|([-+.\d]+)"  # 8 a number whose operator comes later
    rb"|%[^\r\n]*+",
    re.DOTALL,
)
_PIECE = expression(rb"(" + _STRING + rb")|(" + _HEX + rb")|([-+]?[\d.]+)", re.DOTALL)
_ESCAPE = expression(rb"\\(?:([nrtbf])|([0-7]{1,3})|\r\n|[\r\n]|(.))", re.DOTALL)
_ESCAPED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_LET_THROUGH = expression(rb"/(?:IM|ImageMask)\s+true\b")
_IMAGE_END = expression(rb"\sEI(?=\s|$)")
_MCID = expression(rb"/MCID\s+(\d{1,6})")
_ACTUAL = expression(rb"/ActualText\s*(" + _STRING + rb"|" + _HEX + rb")", re.DOTALL)


def operations(data: bytes, pending: list[bytes]) -> Iterator[tuple[bytes, bytes]]:
    """Yield each operator with its numbers; its other operands stand in `pending`, which the caller clears."""
    at = 0
    while at < len(data):
        for token in _TOKEN.finditer(data, at):
            operator = token.group(2)
            if operator is None:
                if token.lastindex:
                    pending.append(token.group(token.lastindex))
                continue
            if operator == b"ID":  # the data of a picture follow
                described = data[max(data.rfind(b"BI", 0, token.start()), 0) : token.start()]
                pending[:] = [b"/ImageMask"] if _LET_THROUGH.search(described) else []
                yield b"", b"ID"
                end = _IMAGE_END.search(data, token.end())
                at = end.end() if end else len(data)
                pending.clear()
                break
            yield token.group(1), operator
        else:
            return


def numbers_in(numbers: bytes) -> list[float]:
    """Return the numbers before an operator; what is no number counts as 0."""
    try:
        return [float(n) for n in numbers.split()]
    except ValueError:
        return [number_in(n) for n in numbers.split()]


def number_in(number: bytes) -> float:
    """Return one number as it is written, 0 where it is none."""
    try:
        return float(number)
    except ValueError:
        return 0.0


def name_in(token: bytes) -> str:
    """Return the name that a token writes."""
    name = token.decode("latin-1")
    return re.sub(r"#([0-9A-Fa-f]{2})", lambda m: chr(int(m.group(1), 16)), name) if "#" in name else name


def bytes_in(token: bytes) -> bytes:
    """Return what a string token, in brackets or hexadecimal, holds."""
    if token.startswith(b"("):
        inner = token[1:-1]
        return _ESCAPE.sub(_unescape, inner) if b"\\" in inner else inner
    digits = b"".join(token[1:-1].split())
    return bytes.fromhex((digits + b"0" if len(digits) % 2 else digits).decode("ascii"))


def _unescape(match: re.Match[bytes]) -> bytes:
    letter, octal, other = match.groups()
    if letter:
        return _ESCAPED[letter]
    return bytes((int(octal, 8) & 255,)) if octal else other or b""


def text_in(data: bytes) -> str:
    """Return the letters of a text string."""
    if data.startswith(b"\xfe\xff"):
        return data[2:].decode("utf-16-be", "replace")
    return data[3:].decode("utf-8", "replace") if data.startswith(b"\xef\xbb\xbf") else data.decode("latin-1")


def pieces_in(array: bytes) -> Iterator[tuple[bytes, float]]:
    """Yield the strings of an array, and the moves between them."""
    for string, digits, number in _PIECE.findall(array):
        yield (bytes_in(string or digits), 0.0) if string or digits else (b"", number_in(number))


def mark_in(properties: bytes) -> int | None:
    """Return the number of marked content that a property list states, from 0; None where it states none."""
    found = _MCID.search(properties)
    return int(found.group(1)) if found else None


def actual_text_in(properties: bytes) -> str | None:
    """Return the words that a property list states in the place of the letters shown."""
    found = _ACTUAL.search(properties)
    return text_in(bytes_in(found.group(1))) if found else None
