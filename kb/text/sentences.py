"""Sentences of a running text, as offsets."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kb.core.expressions import expression

# A stop, perhaps a closing quote or bracket or a footnote's number, then white space and what can begin a sentence.
_STOP = expression(r"""(?<![.!?…])[.!?…]++["'”’)\]]*+(?:\d{1,2})?(?=\s++["'“‘(\[]*+[A-Z0-9£])""")
_SHORT = expression(
    r"(?:\b(?:Mr|Mrs|Ms|Miss|Dr|Prof|Rev|Sgt|Insp|Col|Capt|Supt|Cllr|St|cf|vs|v|etc|e\.g|i\.e|c|al|approx)|\b[A-Z])\.$"
)
_NUMBERED = expression(r"\b(?:No|Nos|Fig|Figs|Art|Vol|para|paras|pg|pp|p|s|ss|sec|ref)\.$", re.IGNORECASE)
_FIRM = expression(r"\b(?:etc)\.$")  # may well end a sentence before a capital


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Yield for each sentence the offset of its first character and of the one after its last, white space left out."""
    start = 0
    for stop in _STOP.finditer(text):
        if _is_short(text, start, stop.start()):
            continue
        yield from _trim_span(text, start, stop.end())
        start = stop.end()
    yield from _trim_span(text, start, len(text))


def split_sentences(text: str) -> list[str]:
    """Return the sentences of `text`."""
    return [text[start:end] for start, end in sentences(text)]


def leaves_quotation_open(text: str) -> bool:
    """Return whether a quotation has begun in a text and not ended, so that the next sentence is part of it."""
    return text.count("“") > text.count("”") or text.count('"') % 2 == 1


def _is_short(text: str, start: int, stop: int) -> bool:
    """Return whether the stop at `stop` ends an abbreviation, an initial or a number at the sentence's head."""
    word = text[max(start, stop - 8) : stop + 1]
    if _FIRM.search(word):
        return False
    if _NUMBERED.search(word) and text[stop + 1 :].lstrip()[:1].isdigit():
        return True
    return bool(_SHORT.search(word)) or text[start:stop].strip().isdigit()


def _trim_span(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield start, end
