"""The years that a question names: "since 2012", "between 2015 and 2019", "in 2020", or a year alone.

"after 2012" begins with 2013 and "before 2012" ends with 2011; "since" and "until" hold the year itself.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kb.core.expressions import expression
from search.understanding.mentions import DAY, Spot

_YEAR = r"(?:19|20)\d\d"
_ANY_YEAR = expression(rf"\b{_YEAR}\b")
_FIRST, _LAST = rf"(?P<first>{_YEAR})", rf"(?P<last>{_YEAR})"
_SIGNS = tuple(  # what is said of years, and by how much the year itself is left out
    (expression(rf"\b{signs}\b", re.IGNORECASE), moved)
    for signs, moved in (
        (rf"(?:between|from|in|during) {_FIRST} (?:and|or|to|until|till) {_LAST}", 0),
        (rf"(?:since|from) {_FIRST}(?: on(?:wards)?)?", 0),
        (rf"after {_FIRST}", 1),
        (rf"before {_LAST}", -1),
        (rf"(?:until|till|up to) {_LAST}", 0),
        (rf"(?:in|during) (?P<only>{_YEAR})", 0),
    )
)


@dataclass(frozen=True, slots=True)
class YearSpan:
    """The first and last year that a question speaks of, None where it is open, and where it names them.

    `typed` are the words that say that findings of these years are wanted; "" where years are only named.
    """

    first: int | None
    last: int | None
    typed: str
    spots: tuple[Spot, ...]


def named_years(text: str) -> YearSpan | None:
    """Return the years that a question names, from the earliest to the latest of several; None where it names none."""
    text = DAY.sub(lambda day: " " * len(day.group()), text)  # a day is somebody's, no year of publication
    spots = tuple(Spot(found.group(), found.start(), found.end()) for found in _ANY_YEAR.finditer(text))
    if not spots:
        return None
    for signs, moved in _SIGNS:
        said = signs.search(text)
        if said and all(said.start() <= spot.start and spot.end <= said.end() for spot in spots):
            return _span(said, moved, spots)
    named = sorted(int(spot.value) for spot in spots)
    return YearSpan(named[0], named[-1], "", spots)


def _span(said: re.Match[str], moved: int, spots: tuple[Spot, ...]) -> YearSpan:
    years = {name: int(year) + moved for name, year in said.groupdict().items() if year}
    if "only" in years:
        return YearSpan(years["only"], years["only"], said.group(), spots)
    if len(years) == 2:
        return YearSpan(min(years.values()), max(years.values()), said.group(), spots)
    return YearSpan(years.get("first"), years.get("last"), said.group(), spots)
