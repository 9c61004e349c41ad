"""Which share of the work a status line says is done: "40 %", "3 of 4 sessions", "two of the three districts"."""

from __future__ import annotations

import re

from kb.core.expressions import expression
from kb.text.number_words import figures_of, one_of_numbers

_PERCENT = expression(r"(?P<number>\d{1,3})\s*(?:%|per\s?cent\b)")
_SAMPLED = expression(
    r"(?<=\w\W)\W*\b(?:an?\s+)?(?:(?:re-?)?audit|dip[\s-]sampl\w+|sample|survey|spot[\s-]checks?|re-?checks?|"
    r"(?:records|figures|data|returns)\s+show)\b",
    re.IGNORECASE,
)
_FOUND_IN_CHECK = expression(
    r"\b(?:sampl\w+|checks?|checked|audit\w*|review\w*|surveys?|look(?:ed)?) (?:of |at )?(?P<all>\d+)\b"
    r"[^.;%]{0,60}?[^\d.;%](?P<some>\d+)\b(?!\s*(?:%|per|[/.]\d))",
    re.IGNORECASE,
)
_COUNTED = expression(r"(?<![\d/.])(?P<some>\d+)\s*(?:/|of|out of)\s*(?:the\s+)?(?P<all>\d+)\b(?!\s*/)", re.IGNORECASE)
_OF_EACH = expression(  # "six in ten are in time", "three in every four", and no "two in ten days"
    r"(?<![\d/.])\b(?P<some>\d{1,2})\s+in\s+(?:every\s+)?(?P<all>[2-9]|10|12|20|100)\b"
    r"(?!\s*(?:[/.]\d|hours?|days?|weeks?|months?|years?|terms?|sessions?|rounds?|stages?|areas?|wards?|sites?|towns?|districts?))",
    re.IGNORECASE,
)
_SPELT = expression(rf"\b{one_of_numbers(0, 12)}\b", re.IGNORECASE)


def share_done(text: str) -> float | None:
    """Return which share is said to be done, 0 to 1, or None where a line counts nothing."""
    text = _SAMPLED.split(text)[0]  # what an audit found is no share of what was done
    percent = _PERCENT.search(text)
    if percent is not None:
        return min(int(found["number"]) for found in _PERCENT.finditer(text)) / 100
    spelt = _SPELT.sub(lambda word: figures_of(word.group()), text)
    counted = _COUNTED.search(spelt)
    if counted is not None and "/" in counted.group() and int(counted["some"]) <= 12 and int(counted["all"]) > 12:
        return None  # a month of a year: "6/21"
    if counted is not None and 0 < int(counted["all"]) < 1000:
        share = int(counted["some"]) / int(counted["all"])
        return share if 0 <= share <= 1 else None
    each = _OF_EACH.search(spelt)
    if each is not None and int(each["some"]) < int(each["all"]):
        return int(each["some"]) / int(each["all"])
    return None


def share_found(text: str) -> float | None:
    """Return in which share of what was checked something was found, 0 to 1: 0.9 of "sample of 30, 27 had a plan"."""
    found = _FOUND_IN_CHECK.search(_SPELT.sub(lambda word: figures_of(word.group()), text))
    if found is None or not 0 <= int(found["some"]) <= int(found["all"]) or int(found["all"]) == 0:
        return None
    return int(found["some"]) / int(found["all"])
