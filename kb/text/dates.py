"""Dates as they are printed in Britain, and as ISO: 2022, 2022-01 or 2022-01-31."""

from __future__ import annotations

import re
from calendar import monthrange

from kb.core.expressions import expression

_MONTHS = "january february march april may june july august september october november december".split()
_MONTH = "|".join([*_MONTHS, *(month[:3] for month in _MONTHS if month != "may"), "sept"])
DATE = (
    rf"(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?)?(?P<month>{_MONTH})\b\.?,?\s+(?P<year>(?:19|20)\d\d)\b"
    rf"|(?P<nday>\d{{1,2}})[/.](?P<nmonth>\d{{1,2}})[/.](?P<nyear>(?:19|20)\d\d)\b"
    rf"|(?P<iyear>(?:19|20)\d\d)-(?P<imonth>\d\d)(?:-(?P<iday>\d\d))?\b"
)
_DATE = expression(DATE, re.IGNORECASE)
_ALONE = expression(rf"\s*(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+)?(?:{DATE})\s*+\.?\s*+", re.IGNORECASE)


def date_in(text: str) -> str:
    """Return the first date in a text as ISO, or ""."""
    found = _DATE.search(text)
    return _iso(found) if found else ""


def last_date_in(text: str) -> str:
    """Return the last date in a text as ISO, or "": the end of "October 2012 to September 2013"."""
    return next((date for found in reversed([*_DATE.finditer(text)]) if (date := _iso(found))), "")


def date_alone(text: str) -> str:
    """Return the date as ISO where a text holds nothing else; "" otherwise."""
    found = _ALONE.fullmatch(text)
    return _iso(found) if found else ""


def _iso(found: re.Match[str]) -> str:
    year = int(found["year"] or found["nyear"] or found["iyear"])
    if found["month"]:
        month = next(n for n, name in enumerate(_MONTHS, 1) if name.startswith(found["month"].lower()[:3]))
    else:
        month = int(found["nmonth"] or found["imonth"])
    day = int(found["day"] or found["nday"] or found["iday"] or 0)
    if not 1 <= month <= 12:
        return ""
    if not day:
        return f"{year}-{month:02}"
    return f"{year}-{month:02}-{day:02}" if day <= monthrange(year, month)[1] else ""
