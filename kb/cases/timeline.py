"""Which sentences of a case are dated events: the date as it is printed, and whether it dates what happened."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kb.core.expressions import expression
from kb.text.printed_dates import DateMention, dates_of

# A year alone dates an event only where words lead to it: "in 2018", not "Care Act 2014" or "Working Together 2018".
_LED = expression(
    r"\b(?:in|since|during|by|until|from|late|early|mid|throughout|after|before|around|about|between|and|to|spring|summer|"
    r"autumn|winter|year|born)[ -]$",
    re.IGNORECASE,
)
# Dates of the papers and not of the case.
_OF_PAPERS = expression(
    r"\b(?:(?-i:Act)|code|guidance|working together|regulations?|bill|census|strategy|standards?|framework|published|"
    r"publication|version|accessed|retrieved|edition|terms of reference|rapid review|period under review|scope|ofsted|"
    r"review (?:period|panel|considers|covers|looks)|(?:this|the) (?:report|review|panel|inquest|inspection|letter)|"
    r"inspectors?|commissioned|convened)\b",
    re.IGNORECASE,
)
_LEAST_WORDS = 2  # words beside the date that tell something


def event_date(sentence: str) -> DateMention | None:
    """Return the first date of a sentence if it tells an event of the case, or None."""
    if _OF_PAPERS.search(sentence):
        return None
    found = next(_events(sentence), None)
    if found is None or len(f"{sentence[: found.begins]} {sentence[found.ends :]}".split()) < _LEAST_WORDS:
        return None
    return found


def _events(sentence: str) -> Iterator[DateMention]:
    for one in dates_of(sentence):
        if one.sort != "year" or one.begins == 0 or _LED.search(sentence[: one.begins]):
            yield one
