"""What the colours of a plan's cells mean, by the plan's own legend: green is "complete" here and "on track" there."""

from __future__ import annotations

import re

_MEANS = re.compile(
    r"\b(?P<colour>red|amber|yellow|green|blue)\b\s*(?:[=:–—-]|means|is|indicates|denotes)\s*(?P<words>[^;,|\n.=]{3,60}?)"
    r"(?=\s*(?:[;,|\n.]|$|\b(?:red|amber|yellow|green|blue)\b\s*(?:[=:–—-]|means|is|indicates|denotes)))",
    re.IGNORECASE,
)
_FEWEST = 2  # colours that a legend explains; one alone may be a sentence in passing
UNKNOWN = "?"


def legend_of(text: str) -> dict[str, str]:
    """Return what a document says that its colours mean, by colour; empty where it has no legend.

    Of a colour explained twice and differently nothing is known: there are two legends, and which one counts is not.
    """
    told: dict[str, set[str]] = {}
    for found in _MEANS.finditer(text):
        told.setdefault(found["colour"].lower(), set()).add(" ".join(found["words"].lower().split()))
    if len(told) < _FEWEST:
        return {}
    return {colour: next(iter(words)) if len(words) == 1 else UNKNOWN for colour, words in told.items()}
