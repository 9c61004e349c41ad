"""When a document was published, by what stands before a date: "Report published", "Dated", a version, a date alone.

A date that something else bears (a death, a meeting, an inspection, a deadline) is none, and where only a period is
printed its end is taken and marked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ingest.metadata.date_weights import ANNUAL, DAY_NAMES, LABEL, NEXT, WEIGHTS, YEAR_ENDED, DateInLine, weigh_date
from kb.core.expressions import expression
from kb.text.printed_dates import dates_of

WEAKEST = 3  # of the weights: a year alone, or a sentence that tells of some report
_MARKED = "the end of the period printed"
_VERSIONS = expression(  # a table of them in one line
    r"\bv(?:ersion)?\.?\s?\d.*\bv(?:ersion)?\.?\s?\d|\bversions?\s+(?:history|control|log)\b", re.IGNORECASE
)
_VERSION_HEAD = expression(
    r"^\W*(?:version|revision|ver|rev|draft|v)\.?(?:\s+(?:no\.?|number|control))?\W*$", re.IGNORECASE
)
_LATER = expression(
    r"\b(?:review|due|target|next|completion)\s+(?:by|date)\b|\bnext\s+review\b|\bdate\s+of\s+(?:next\s+)?review\b|\breview\s+due\b|\bdeadline\b|\btimescales?\b|\bto\s+be\s+reviewed\b|\bexpir\w*\b|\bvalid\s+(?:to|until)\b",
    re.IGNORECASE,
)
_A_VERSION = expression(r"(?:\d\.\d+|\bv\d+|\b(?:draft|final))\W*$", re.IGNORECASE)
_BOUND = expression(
    r"\s+[|•·]\s+|(?<=[a-z\d)])[.;]\s+(?=[A-Z(]|[a-z]+\s)|\s*;\s*|\t+|\n+|\s*\((?=(?:last\s+)?(?:updated|revised|amended|first))"
)
_CAPTIONS = expression(r"\b(?:dates?|period|timeframe|scope|published|issued|born|died)\b", re.IGNORECASE)
_RUNS_TO = expression(r"^\s*(?:-|–|—|to|until|and|up\s+to)\s*$", re.IGNORECASE)
_MET = expression(r"\b(?:held|meeting|minutes|met|date)\b", re.IGNORECASE)
_ASIDE = expression(
    r"\bpage\s+\d+(?:\s+of\s+\d+)?\b|(?:(?<=[:–—-])|^)\s*\d{1,2}[:.]\d\d(?:\s?[ap]\.?m\.?|\s?hrs)?,?\s+(?:on\s+)?(?=(?:[A-Z][a-z]+day,?\s+)?\d{1,2}(?:st|nd|rd|th)?\s+[A-Z])|\bat\s+\d{1,2}(?:[:.]\d\d)?\s?(?:[ap]\.?m\b)?(?!\s*\w)|©\s*$",
    re.IGNORECASE,
)
_OF_ITSELF = expression(
    r"\bThis\s+(?:[\w-]+\s+){0,2}(?:report|review|chapter|briefing|paper|document|summary|bulletin|plan)\b(?!\s+(?:about|into|of)\b)"
    r"(?:.{0,300}?\bpublished\s+(?:by\s+[^.]{0,60}?\s+)?|\s+(?:was|has\s+been)\s+(?:first\s+)?(?:produced|written|issued|prepared)\s+)(?:on|in)\s+",
)
_LATEST = (WEIGHTS["final"], WEIGHTS["draft"], WEIGHTS["updated"])  # of several of these the latest counts
_UNNAMED = (WEIGHTS["alone"], WEIGHTS["year"])  # what is no caption's and no label's
_LONGEST = 40
_WEEKDAY = 14  # letters that may stand between "published on" and its date
_TELLING = 9  # words from which a line with a full stop is a sentence, that may tell of another report
_CAPTION = 7  # words of a line that names what the next one states


@dataclass(frozen=True, slots=True)
class Publication:
    """A date of publication: as ISO, how firmly it is said to be one, and what to say of a period."""

    iso: str
    weight: float
    marked: str = ""


def publication(lines: Sequence[tuple[str, bool]]) -> tuple[int, Publication] | None:
    """Return the firmest date of publication among lines, and its line's number, from 0; the upper of two alike.

    Of versions, drafts and updates it is the latest, in either order of their table.

    With each line comes whether it is a table's cell: there a date that bears no name is some row's.
    """
    best: tuple[int, Publication] | None = None
    above = ""
    listed = _last_version(lines)
    for place, (line, in_cell) in enumerate(lines):
        if in_cell and listed is not None:
            continue
        captioned = _captions(above, line)
        found = published_in(f"{above.rstrip(': ')}: {line}" if captioned else line)
        above = line
        if in_cell and not captioned and found is not None and found.weight in _UNNAMED:
            continue
        if found is not None and (best is None or _is_firmer(found, best[1])):
            best = place, found
    return listed if listed is not None and (best is None or _is_firmer(listed[1], best[1])) else best


def _last_version(lines: Sequence[tuple[str, bool]]) -> tuple[int, Publication] | None:
    """Return the latest day in a table of versions among lines, and the number of its line."""
    cells = [(place, line) for place, (line, in_cell) in enumerate(lines) if in_cell]
    heads = [line for _, line in cells]
    if not (any(map(_VERSION_HEAD.match, heads)) and any(map(LABEL.match, heads))) or any(map(_LATER.search, heads)):
        return None
    days = [(one.iso, place) for place, line in cells for one in dates_of(line) if one.sort in ("day", "month")]
    if not days:
        return None
    latest, place = max(days)
    return place, Publication(latest, WEIGHTS["final"])


def _is_firmer(found: Publication, best: Publication) -> bool:
    later = found.weight == best.weight and found.weight in _LATEST and found.iso > best.iso
    return found.weight > best.weight or later


def meeting(lines: Iterable[str]) -> tuple[int, Publication] | None:
    """Return the day on which the meeting was held whose minutes these lines begin, and the number of its line."""
    for place, line in enumerate(lines):
        dated = [one for one in dates_of(line) if one.sort == "day" and not NEXT.search(line[: one.begins])]
        if dated and (_MET.search(line) or not re.search(r"\w", DAY_NAMES.sub("", line[: dated[0].begins]))):
            return place, Publication(dated[0].iso, WEIGHTS["date"], "the day of the meeting")
    return None


def _captions(above: str, line: str) -> bool:
    """Return whether a line names what the next one, a date and nothing else, states: "Date of death", "Published"."""
    if not above or any(char.isdigit() for char in above) or len(above.split()) > _CAPTION:
        return False
    dated = [*dates_of(line)]
    bare = bool(dated) and not re.search(r"\w", f"{line[: dated[0].begins]}{line[dated[-1].ends :]}")
    spans = len(dated) > 1 and bool(_RUNS_TO.match(line[dated[0].ends : dated[-1].begins]))
    named = above.rstrip().endswith(":") or _CAPTIONS.search(above)
    return bare and (len(dated) == 1 or spans) and bool(named)


def published_in(line: str) -> Publication | None:
    """Return the date of publication that a line states, or None."""
    text = " ".join((line if " " in line.strip() else line.replace("_", " ")).split())
    itself = _OF_ITSELF.search(text)
    if itself is not None and (told := next(dates_of(text[itself.end() :]), None)) and told.begins <= _WEEKDAY:
        return Publication(told.iso, WEIGHTS["published"])
    if not any(char.isdigit() for char in text) or len(text.split()) > _LONGEST:
        return None
    found = [one for part in _BOUND.split(_ASIDE.sub(" ", text)) for one in _dates_in_part(part, text)]
    if not found:
        return None
    if len(text.split()) > _TELLING and text.rstrip().endswith("."):
        found = [Publication(one.iso, max(1, one.weight - 6), one.marked) for one in found]
    best = max(one.weight for one in found)
    firm = [one for one in found if one.weight == best]
    latest = best in _LATEST or _VERSIONS.search(text)
    return max(firm, key=lambda one: one.iso) if latest else firm[0]


def _dates_in_part(part: str, text: str) -> Iterator[Publication]:
    """Yield the dates in a part of a line, `text`, that may be the document's, weighed by the words around them."""
    dated = [*dates_of(part)]
    for place, date in enumerate(dated):
        before, runs = part[dated[place - 1].ends if place else 0 : date.begins], False
        if place and _RUNS_TO.match(before):
            before, runs = part[dated[place - 2].ends if place > 1 else 0 : dated[place - 1].begins], True
        weight = weigh_date(DateInLine(date, before, part[date.ends :], part, len(dated) == 1))
        if runs:
            weight = _of_span(before, weight)
        if not weight and _A_VERSION.search(before) and _VERSIONS.search(text):
            weight = WEIGHTS["final"]
        if weight:
            marked = _MARKED if runs or date.sort == "period" or YEAR_ENDED.search(before) else ""
            yield Publication(date.iso, weight, marked)


def _of_span(before: str, weight: float) -> float:
    """Return how firmly the last of two days dates a document: a yearly report's does, any other hardly."""
    if ANNUAL.search(before):
        return WEIGHTS["titled"]
    return WEIGHTS["year"] if weight == WEIGHTS["alone"] else 0
