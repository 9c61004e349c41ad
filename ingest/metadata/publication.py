"""When a document was published, by what stands before a date: "Report published", "Dated", a version, a date alone.

A date that something else bears (a death, a meeting, an inspection, a deadline) is none, and where only a period is
printed its end is taken and marked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from kb.text.printed_dates import DateMention, dates_of

WEAKEST = 3  # of the weights: a year alone, or a sentence that tells of some report
_MARKED = "the end of the period printed"
_PUBLISHED = re.compile(
    r"\b(?:publi(?:shed|cation|sh)|released?|date\s+published|embargo(?:ed)?|made\s+public|cyhoedd\w*)\b", re.IGNORECASE
)
_REPORTED = re.compile(
    r"\b(?:issued?|issue\s+date|report\s+dated?|dated?\s+of\s+(?:this\s+|the\s+)?(?:report|letter|document|briefing|issue|summary)|"
    r"date\s+report|dated|letter\s+dated?|report|dyddiad)\b",
    re.IGNORECASE,
)
_FINAL = re.compile(
    r"\b(?:final(?:i[sz]ed)?|version|v\.?\s?\d+(?:\.\d+)*|complet(?:ed|ion)|approv(?:ed|al)|signed|ratified|"
    r"agreed|submitted|endorsed|draft\s+\d+|revision|rev)\b",
    re.IGNORECASE,
)
_UPDATED = re.compile(r"\b(?:last\s+)?(?:updated|revised|amended|modified|reviewed)\b", re.IGNORECASE)
_BARE = re.compile(r"^\W*(?:date|author|by|prepared|written|produced)?\b[^\d]{0,60}$", re.IGNORECASE)
_LABEL = re.compile(r"^\W*dates?\W*$", re.IGNORECASE)
_OTHER = re.compile(
    r"\b(?:due|target|deadline|next|review\s+(?:date|due|by|on|period)|to\s+be\s+reviewed|inspect(?:ion|ed|or)s?|visit(?:ed|s)?|fieldwork|"
    r"previous|death|died|dies|born|birth|dob|d\.o\.b|meeting|met|held|panel|incident|event|period|time\s?frame|timescale|scope|"
    r"commission(?:ed|ing)|referral|referred|inquest|hearing|trial|sentenc\w*|convict\w*|arrest\w*|murder\w*|killed|"
    r"implement(?:ed|ation)?|by|until(?!\s+\d\d:\d\d)|before|since|from|between|start(?:ed|s|ing)?|begin\w*|end(?:ed|s|ing)?|expir\w*|"
    r"comments?|consultation|response|respond|completion\s+date|for\s+completion|to\s+be\s+completed|to\s+complete|your|admitted|admission|discharged?|moved|notif\w*|"
    r"ref(?:erence)?|no\.?|tel(?:ephone)?|act|working\s+together|keeping\s+children\s+safe|guidance|code|regulations|census|"
    r"archived|accessed|retrieved|downloaded|printed|conference|training|appointed|aged|agenda|item|data|figures|"
    r"action|actions|milestone|attended|interview\w*|appendix|page|launch(?:ed)?|strategy|plan(?!\s+published))\b",
    re.IGNORECASE,
)
_BOUND = re.compile(
    r"\s+[|•·]\s+|(?<=[a-z\d)])[.;]\s+(?=[A-Z(]|[a-z]+\s)|\s*;\s*|\t+|\n+|\s*\((?=(?:last\s+)?(?:updated|revised|amended|first))"
)
_TITLED = re.compile(
    r"(?:report|review|briefing|summary|letter|bulletin|newsletter|response|annex|addendum|plan|update|board|"
    r"partnership|committee|council|trust|author|reviewer|chair|version|final|copyright|presentation|statement|guide|[A-Z]{3,5}|"
    r"learning|lessons|strategy|audit)\b[^\d]{0,40}$",
    re.IGNORECASE,
)
_YEAR_ENDED = re.compile(r"\byear\s+(?:ended|ending|to)\W*$", re.IGNORECASE)
_MET = re.compile(r"\b(?:held|meeting|minutes|met|date)\b", re.IGNORECASE)
_NEXT = re.compile(r"\b(?:next|last|previous|future)\b", re.IGNORECASE)
_WEEKDAYS = re.compile(r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b", re.IGNORECASE)
_EDITION = re.compile(r"^(?:edition|issue|update|newsletter|bulletin|briefing|version)$", re.IGNORECASE)
_OF_ITSELF = re.compile(
    r"\bThis\s+(?:\w+\s+){0,2}(?:report|review|chapter|briefing|paper|document|summary|bulletin|plan)\b(?!\s+(?:about|into|of)\b)"
    r".{0,300}?\bpublished\s+(?:by\s+[^.]{0,60}?\s+)?(?:on|in)\s+",
)
_COPYRIGHT = re.compile(r"©|\bcopyright\b", re.IGNORECASE)
_LAWS = re.compile(
    r"\b(?:act|working\s+together|keeping\s+children|guidance|regulations|order|rules|code)\b", re.IGNORECASE
)
_WEIGHTS = {
    "published": 9,
    "reported": 8,
    "alone": 7,
    "date": 7.5,
    "final": 6,
    "titled": 5,
    "updated": 4,
    "year": 3,
    "copyright": 2,
}
_UNNAMED = (_WEIGHTS["alone"], _WEIGHTS["year"])  # what is no caption's and no label's
_SHORT = 16  # words of a line that may bear a date without saying what it is
_LONGEST = 40
_WEEKDAY = 14  # letters that may stand between "published on" and its date
_TELLING = 9  # words from which a line with a full stop is a sentence, that may tell of another report
_CAPTION = 7  # words of a line that names what the next one states
_ANNUAL = re.compile(r"\bannual\b|\byear\b|\byearly\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Publication:
    """A date of publication: as ISO, how firmly it is said to be one, and what to say of a period."""

    iso: str
    weight: float
    marked: str = ""


def publication(lines: Iterable[tuple[str, bool]]) -> tuple[int, Publication] | None:
    """Return the firmest date of publication among lines, and the number of its line; the earlier of two alike.

    With each line comes whether it is a table's cell: there a date that bears no name is some row's.
    """
    best: tuple[int, Publication] | None = None
    above = ""
    for place, (line, in_cell) in enumerate(lines):
        captioned = _captions(above, line)
        found = published_in(f"{above.rstrip(': ')}: {line}" if captioned else line)
        above = line
        if in_cell and not captioned and found is not None and found.weight in _UNNAMED:
            continue
        if found is not None and (best is None or found.weight > best[1].weight):
            best = place, found
    return best


def meeting(lines: Iterable[str]) -> tuple[int, Publication] | None:
    """Return the day on which the meeting was held whose minutes these lines begin, and the number of its line."""
    for place, line in enumerate(lines):
        dated = [one for one in dates_of(line) if one.sort == "day" and not _NEXT.search(line[: one.begins])]
        if dated and (_MET.search(line) or not re.search(r"\w", _WEEKDAYS.sub("", line[: dated[0].begins]))):
            return place, Publication(dated[0].iso, _WEIGHTS["date"], "the day of the meeting")
    return None


def _captions(above: str, line: str) -> bool:
    """Whether a line names what the next one, a date and nothing else, states: "Date of death", "Published"."""
    if not above or any(char.isdigit() for char in above) or len(above.split()) > _CAPTION:
        return False
    dated = [*dates_of(line)]
    bare = len(dated) == 1 and not re.search(r"\w", f"{line[: dated[0].begins]}{line[dated[0].ends :]}")
    named = above.rstrip().endswith(":") or re.search(r"\b(?:date|published|issued|born|died)\b", above, re.IGNORECASE)
    return bare and bool(named)


def published_in(line: str) -> Publication | None:
    """Return the date of publication that a line states, or None."""
    text = " ".join(line.split())
    itself = _OF_ITSELF.search(text)
    if itself is not None and (told := next(dates_of(text[itself.end() :]), None)) and told.begins <= _WEEKDAY:
        return Publication(told.iso, _WEIGHTS["published"])
    if not any(char.isdigit() for char in text) or len(text.split()) > _LONGEST:
        return None
    found: list[Publication] = []
    for part in _BOUND.split(text):
        dated = [*dates_of(part)]
        for place, date in enumerate(dated):
            before = part[dated[place - 1].ends if place else 0 : date.begins]
            weight = _weight(before, part[date.ends :], date, alone=len(dated) == 1, whole=part)
            if weight:
                marked = _MARKED if date.sort == "period" or _YEAR_ENDED.search(before) else ""
                found.append(Publication(date.iso, weight, marked))
    if not found:
        return None
    if len(text.split()) > _TELLING and text.rstrip().endswith("."):
        found = [Publication(one.iso, max(1, one.weight - 6), one.marked) for one in found]
    # Of several versions the last counts; of anything else the first.
    best = max(one.weight for one in found)
    firm = [one for one in found if one.weight == best]
    return firm[-1] if best == _WEIGHTS["final"] else firm[0]


def _weight(before: str, after: str, date: DateMention, *, alone: bool, whole: str) -> float:
    """Return how firmly the words around a date say that it is the document's; 0 where they do not."""
    label = re.sub(
        r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\bw/c\b|\bweek\s+commencing\b|\b(?:early|mid|late)\b-?",
        " ",
        before,
        flags=re.IGNORECASE,
    )
    if date.sort == "year" and _LAWS.search(label):
        return 0
    if _PUBLISHED.search(label) and not re.search(
        r"\b(?:previous|last\s+report|target|due|inspection\s+dates?)\b", label, re.IGNORECASE
    ):
        near = _closes(label, _PUBLISHED) or len(whole.split()) <= _SHORT
        return _WEIGHTS["published"] if near else 0
    if date.spans:
        return 0
    if _YEAR_ENDED.search(label):
        return _WEIGHTS["year"]
    if _COPYRIGHT.search(label):
        return _WEIGHTS["copyright"]
    other = _OTHER.search(
        re.sub(
            r"\b(?:approved|signed(?:\s+off)?|agreed|ratified|endorsed|prepared|written|produced|completed|report|author(?:ed)?)\s+by\b",
            "approved",
            label,
            flags=re.IGNORECASE,
        )
    )
    if other is not None:
        return 0
    if _UPDATED.search(label):
        return _WEIGHTS["updated"]
    if _REPORTED.search(label) and _closes(label, _REPORTED):
        return _WEIGHTS["reported"] if date.sort != "year" else _WEIGHTS["titled"]
    if _LABEL.match(label):
        return _WEIGHTS["date"]
    if _FINAL.search(label):
        return _WEIGHTS["final"]
    if not re.search(r"\w", label):
        rest = after.strip(" .,)(:;-–—")
        if _EDITION.match(rest):
            return _WEIGHTS["titled"]
        if not rest:
            return _WEIGHTS["alone"] if date.sort in ("day", "month") else _WEIGHTS["year"]
        return 0
    if not alone or re.search(r"\w", after) or len(whole.split()) > _SHORT:
        return 0
    if date.sort == "period" and (
        _ANNUAL.search(label) or re.match(r"^\W*(?:published|school|academic|financial)\b", label, re.IGNORECASE)
    ):
        return _WEIGHTS["titled"]
    if _TITLED.search(label.rstrip(" ,–—-(:|")):
        return _WEIGHTS["titled"] if date.sort != "year" else _WEIGHTS["year"]
    return 0


def _closes(label: str, words: re.Pattern[str]) -> bool:
    """Whether a label ends with these words, or with little after them: "Report date:", "report on"."""
    last = [*words.finditer(label)][-1]
    return len(label[last.end() :].split()) <= 3
