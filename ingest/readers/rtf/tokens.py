"""The tokens of which a rich text file is made, in the order of the file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from kb.core.expressions import expression

_SIGN = expression(
    rb"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})?[ ]?|\\'(?P<hex>[0-9a-fA-F]{2})|\\(?P<symbol>[^a-zA-Z])"
    rb"|(?P<brace>[{}])|(?P<letters>[^\\{}\r\n\0]+)|[\r\n\0]+"
)


class RtfToken(NamedTuple):
    """A control word with its number, a brace, or letters as bytes in the file's own encoding."""

    kind: str  # "word", "{", "}", "symbol", "letters"
    word: str = ""
    number: int | None = None
    data: bytes = b""


def tokens_of(data: bytes) -> Iterator[RtfToken]:
    """Yield the tokens of a file; binary data is passed over by its stated length."""
    at = 0
    while at < len(data):
        found = _SIGN.match(data, at)
        if found is None:  # a stroke at the very end
            return
        at = found.end()
        if found["word"] is not None:
            word, number = found["word"].decode(), int(found["number"]) if found["number"] else None
            if word == "bin":
                at += max(number or 0, 0)
                continue
            yield RtfToken("word", word, number)
        elif found["hex"] is not None:
            yield RtfToken("letters", data=bytes([int(found["hex"], 16)]))
        elif found["symbol"] is not None:
            yield RtfToken("symbol", found["symbol"].decode("latin-1"))
        elif found["brace"] is not None:
            yield RtfToken(found["brace"].decode())
        elif found["letters"] is not None:
            yield RtfToken("letters", data=found["letters"])
