"""What the colours of a plan's cells mean, by the plan's own legend: green is "complete" here and "on track" there."""

from __future__ import annotations

import re

_COLOUR = r"red|amber|yellow|green|blue"
_IS = r"(?:[=:–—-]|means|is|indicates|denotes)"
_MEANS = re.compile(
    rf"\b(?P<colour>{_COLOUR})\b\s*{_IS}\s*(?P<words>[^;,|\n.=]{{3,60}}?)(?=\s*(?:[;,|\n.]|$|\b(?:{_COLOUR})\b\s*{_IS}))",
    re.IGNORECASE,
)
_FEWEST = 2  # colours that a legend explains; one alone may be a sentence in passing
_KEY = re.compile(r"^\W*(?:(?:colour|rag)\s+)?(?:key|code|legend|rating)s?\W+", re.IGNORECASE)
_SAID_TO_MEAN = re.compile(r"=|\b(?:means|indicates|denotes)\b", re.IGNORECASE)
_LINE, _TWO_WORDS = 12, 4  # words of a part of a legend
UNKNOWN = "?"


def legend_of(text: str) -> dict[str, str]:
    """Return what a document says that its colours mean, by colour; empty where it has no legend.

    A colour that is explained in two different ways is UNKNOWN: there are two legends, and nothing says which counts.
    """
    told: dict[str, set[str]] = {}
    for found in _MEANS.finditer(text):
        told.setdefault(found["colour"].lower(), set()).add(" ".join(found["words"].lower().split()))
    if len(told) < _FEWEST:
        return {}
    return {colour: next(iter(words)) if len(words) == 1 else UNKNOWN for colour, words in told.items()}


def explains_colours(text: str) -> bool:
    """Say whether a line is a legend, or a part of one: "Key: green = complete", "amber: in progress"."""
    said = _KEY.sub("", text)
    longest = (
        _LINE if said != text or _SAID_TO_MEAN.search(said) else _TWO_WORDS
    )  # "Green – leaflet sent to all" reports
    return len(said.split()) <= longest and bool(_MEANS.match(said))
