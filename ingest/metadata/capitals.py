"""A line set in capitals as a sentence would write it."""

from __future__ import annotations

import re
from functools import cache

from ingest.words import wordlist
from kb.core.expressions import expression

SMALL_WORDS = frozenset("and of upon on with the in le under by next near y yr ar a ac cum sub nan".split())
_LOUD = expression(r"\b[A-Z][A-Z’'-]{4,}(?:\s+[A-Z][A-Z’'-]*)+\b")  # a name in capitals within a sentence
_SHORT_BODY = expression(
    r"(?:HSCP|RSB|[LS]?SC[BP]|SSCB|SSCP|L?SAB|SSAB|CSP|SCPB|MASA|CPC|APC|ACPC|CDRP|PCSP|CDOP|CCG|PCT|IJB|ICB|MBC)S?[.,]?"
)


@cache
def other_names() -> dict[str, str]:
    """Return the names by which areas are found, by their other names: short forms, Welsh and Gaelic names."""
    return {other: name for name, others in wordlist("area_other_names").items() for other in others}


def sentence_case(text: str) -> str:
    """Return a line set in capitals as a sentence would write it: "Larkmoor Safeguarding Children Partnership"."""
    letters = [char for char in text if char.isalpha()]
    if len(letters) < 4 or " " not in text:
        return text
    if sum(char.isupper() for char in letters) < 0.9 * len(letters):
        return _LOUD.sub(lambda loud: _as_sentence(loud[0]), text)
    return _as_sentence(text)


def _as_sentence(text: str) -> str:
    words: list[str] = []
    for word in text.split():
        if _SHORT_BODY.fullmatch(word) or word.strip(",.") in other_names():
            words.append(word)
        elif words and word.lower() in SMALL_WORDS:
            words.append(word.lower())
        else:
            words.append("-".join(_capitalise(part) for part in word.split("-")))
    return " ".join(words)


def _capitalise(word: str) -> str:
    low = word.lower()
    if low in SMALL_WORDS:
        return low
    return re.sub(r"^(\W*)(\w)", lambda head: head[1] + head[2].upper(), low)
