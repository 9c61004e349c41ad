"""Dates and periods as lines near a document's beginning print them, beyond the plain dates of kb.text.dates.

Weekdays, two digits of a year, hyphens, seasons, quarters, school and financial years, Welsh months. Of a period its
end is taken, and it is said that it is one.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from kb.core.expressions import expression

_MONTHS = "january february march april may june july august september october november december".split()
_WELSH = "ionawr chwefror mawrth ebrill mai mehefin gorffennaf awst medi hydref tachwedd rhagfyr".split()
# As they are written after "o": "3 o Fai 2019".
_MUTATED = {"fawrth": 3, "fai": 5, "fehefin": 6, "orffennaf": 7, "fedi": 9, "dachwedd": 11, "ragfyr": 12}
_BY_NAME = {
    **_MUTATED,
    **{name: place for place, name in enumerate(_MONTHS, 1)},
    **{name[:3]: place for place, name in enumerate(_MONTHS, 1)},
    **{name: place for place, name in enumerate(_WELSH, 1)},
    "sept": 9,
}
_MONTH = "|".join(sorted(_BY_NAME, key=len, reverse=True))
_ORDINAL = r"(?:st|nd|rd|th|ain|af|fed|ed|eg|ydd|il)"
_DAY = rf"\d{{1,2}}\s?{_ORDINAL}?"
_YEAR = r"(?:(?:19|20)\d\d|[’'‘]\d\d)"
# Welsh has one word for October and autumn; beside a year on a cover it is the month.
_SEASONS = {
    "easter": 4,
    "christmas": 12,
    "spring": 5,
    "summer": 8,
    "autumn": 11,
    "winter": 2,
    "gwanwyn": 5,
    "haf": 8,
    "gaeaf": 2,
}
_TERMS = {"spring": 4, "summer": 7, "autumn": 12, "michaelmas": 12, "hilary": 4, "lent": 4, "trinity": 7}
_SPELT = """first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth
    fifteenth sixteenth seventeenth eighteenth nineteenth twentieth twenty-first twenty-second twenty-third
    twenty-fourth twenty-fifth twenty-sixth twenty-seventh twenty-eighth twenty-ninth thirtieth thirty-first""".split()
_SPELT_DAY = "|".join(sorted(_SPELT, key=len, reverse=True)).replace("-", "[- ]")
_DATED_BEFORE = expression(
    r"\b(?:updated|revised|published|publication|issued?|produced|ratified|version|final|dated?|released|amended)\W*$|\b(?:no\.?|number|issue)\s?\d{1,3}\s?[-–—,|]\s*$",
    re.IGNORECASE,
)
_TO = r"\s*(?:-|–|—|/|to|and|until|&)\s*"
_LATEST = 2100
_PATTERN = expression(
    rf"(?P<spelt>\b(?P<sday>{_SPELT_DAY})\s+(?:day\s+)?(?:of\s+)?"
    rf"(?P<smonth>{_MONTH})\b,?\s+(?P<syear>(?:19|20)\d\d)\b)"
    r"|(?P<halves>\b(?:(?P<half>first|second)\s+half\s+of|h(?P<halfnumber>[12]))\s+(?P<halfyear>(?:19|20)\d\d)\b)"
    rf"|(?P<terms>\b(?P<term>{'|'.join(_TERMS)})\s+term,?\s+(?P<termyear>(?:19|20)\d\d)\b)"
    rf"|(?P<seasons>\b(?P<twoseasons>(?:spring|summer|autumn)\s*/\s*)?(?P<season>{'|'.join(_SEASONS)})\s*,?\s+(?:of\s+)?(?:(?:19|20)\d\d\s*[/–-]\s*)?(?P<seasonyear>(?:19|20)\d\d|[’'‘]\d\d|\d\d(?!\s+(?!edition|issue|newsletter|bulletin|term|update|report|review)(?-i:[a-z])))\b)"
    r"|(?P<quarters>\b(?:q|quarter\s*)(?P<quarter>[1-4])\s*,?\s*(?:of\s+)?(?P<quarteryear>(?:19|20)\d\d)"
    r"(?:\s*[/–-]\s*(?P<quarterend>(?:20)?\d\d))?\b)"
    r"|(?P<wordquarters>\b(?P<wordquarter>first|second|third|fourth|1st|2nd|3rd|4th|last|final)\s+quarter\s+(?:of\s+)?(?P<wordquarteryear>(?:19|20)\d\d)\b(?!\s*[/–-]\s*\d))"
    rf"|(?P<months>\b(?:{_MONTH})(?:\s+(?:19|20)\d\d)?{_TO}(?P<lastmonth>{_MONTH})\.?,?\s+(?P<lastyear>{_YEAR})\b)"
    rf"|(?P<ranges>(?<![\d.])(?<!version )(?<!v)(?!0){_DAY}(?:\s+(?:{_MONTH})\b)?(?:\s+(?:19|20)\d\d)?"
    rf"{_TO}(?P<rangeday>\d{{1,2}})(?:st|nd|rd|th)?\s+"
    rf"(?P<rangemonth>{_MONTH})\.?,?\s+(?P<rangeyear>{_YEAR})\b)"
    rf"|(?P<worded>(?<![\d./])\b(?P<day>\d{{1,2}})\s?{_ORDINAL}?(?:\s+day)?[\s.-]*(?:of\s+|o\s+)?"
    rf"(?P<month>{_MONTH})\b[.,]?[\s,-]*(?P<year>{_YEAR}|(?<=[-\s])\d\d(?![:.]\d))(?!\d))"
    rf"|(?P<glued>(?<![\w./-])(?P<gday>\d{{1,2}})(?P<gmonth>{_MONTH})(?P<gyear>(?:20)?\d\d)\b)"
    rf"|(?P<yearfirst>(?<![\d./-])(?P<fyyear>(?:19|20)\d\d),?\s+\(?(?P<fymonth>(?=(?-i:[A-Z])){_MONTH})\b"
    r"(?:\s+(?P<fyday>\d{1,2})(?:st|nd|rd|th)?\b|(?!\s+(?-i:[a-z])))"  # no "In 2019 may ..."
    r"(?!,?\s+(?:19|20)\d\d)(?!\s*[-–/&]|\s+(?:to|and|until)\b))"
    r"|(?P<downward>(?<![\d./-])(?P<dyear>(?:19|20)\d\d)(?P<dsep>[./])(?P<dmonth>\d{1,2})(?P=dsep)(?P<dday>\d{1,2})(?![\d./-]*\d))"
    rf"|(?P<turned>\b(?P<tmonth>{_MONTH})\s+(?P<tday>\d{{1,2}}){_ORDINAL}?,?\s+(?P<tyear>(?:19|20)\d\d)\b)"
    rf"|(?P<monthly>\b(?P<omonth>{_MONTH})(?:\b|(?=20\d\d))(?:\s+half[\s-]term\b)?[.,]?(?:\s*-\s*(?P<ohyphen>(?:20)?\d\d)|(?P<oquoted>[’'‘]\d\d)|[\s,]+(?:of\s+)?(?P<oyear>{_YEAR}|[12]\d(?=\W*$))|(?P<oglued>20\d\d))(?!\d))"
    r"|(?P<iso>\b(?P<iyear>(?:19|20)\d\d)-(?P<imonth>\d\d)(?:-(?P<iday>\d\d))?\b(?!\s*[-–/]\s*\d))"
    r"|(?P<monthfigures>(?<![\d./-])(?P<mmonth>0[1-9]|1[0-2])\s?[./-]\s?(?P<myear>(?:19|20)\d\d)(?![\d/.-]*\d))"
    r"|(?P<shortmonth>(?<![\d./-])(?P<xmonth>0?[1-9]|1[0-2])\s?/\s?(?P<xyear>\d\d)(?=\s*(?:$|[|;,)\]])))"
    r"|(?P<compact>(?<![\w./-])(?:(?P<cyear>20\d\d)(?P<cmonth>0[1-9]|1[0-2])(?P<cday>[0-3]\d)|(?P<kday>[0-3]\d)(?P<kmonth>0[1-9]|1[0-2])(?P<kyear>20\d\d))(?!\w|[./-]\d))"
    r"|(?P<figures>(?<![\d./-])(?P<fday>\d{1,2})\s?(?P<sep>[/.-])\s?(?P<fmonth>\d{1,2})\s?(?P=sep)\s?(?P<fyear>(?:19|20)\d\d|\d\d)(?![\d/.-]*\d))"
    r"|(?P<romanmonths>(?<![\d./-])(?P<rday>\d{1,2})(?P<rsep>[ ./-])(?P<rmonth>x|xii?|ix|iv|v?i{1,3}|v)"
    r"(?P=rsep)(?P<ryear>(?:19|20)\d\d)(?![\d/.-]*\d))"
    rf"|(?P<romanyears>(?:\b(?P<rymonth>{_MONTH})\s+)?(?-i:\b(?P<romanyear>MM(?:X{{0,3}})(?:IX|IV|V?I{{0,3}}))\b)(?<!MM))"
    r"|(?P<years>(?<![\d/.-])(?P<from>(?:19|20)\d\d)\s*(?:[/–-]|to\b)\s*(?P<until>(?:20)?\d\d)(?![\d/.-]*\d))"
    r"|(?P<alone>(?<![\d/.-])(?P<only>(?:19|20)\d\d)(?![\d/.-]*\d))",
    re.IGNORECASE,
)
_MONTH_BEFORE = expression(
    r"\b(?:published|publication|publication\s+date|published\s+date|date\s+published|issued|dated?)\W*$", re.IGNORECASE
)
_DAY_FORMS = {  # forms that state a whole day, with the groups of year, month and day
    "ranges": ("rangeyear", "rangemonth", "rangeday"),
    "worded": ("year", "month", "day"),
    "glued": ("gyear", "gmonth", "gday"),
    "downward": ("dyear", "dmonth", "dday"),
    "turned": ("tyear", "tmonth", "tday"),
    "figures": ("fyear", "fmonth", "fday"),
}
_ROMAN = {"i": 1, "v": 5, "x": 10, "m": 1000}
_QUARTERS = ("first", "second", "third", "fourth", "1st", "2nd", "3rd", "4th")
_WHOLE_YEAR = expression(r"(?:19|20)\d\d")
_SCHOOL_AFTER = expression(r"\s*(?:school|academic|college)\s+years?\b", re.IGNORECASE)
_SCHOOL = expression(r"\b(?:school|academic|college)\s+years?\W*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date or period in a line: as ISO, its first character and the one after its last, and what sort it is of.

    `sort` is "day", "month", "year", or "period" where only the end of one is taken.
    """

    iso: str
    begins: int
    ends: int
    sort: str
    spans: bool = False  # from one day to another, as a meeting or an inspection runs


def dates_of(text: str) -> Iterator[DateMention]:
    """Yield the dates and periods of a line in order; what is no date of the calendar is left out."""
    for found in _PATTERN.finditer(text):
        iso, sort = _iso(found, text)
        if iso:
            yield DateMention(
                iso,
                found.start(),
                found.end(),
                sort,
                bool(found["ranges"]) and len(_WHOLE_YEAR.findall(found.group())) < 2,
            )


IsoAndSort = tuple[str, str]  # "" twice where it is no date


def _iso(found: re.Match[str], text: str) -> IsoAndSort:
    """Return a date as ISO and its sort; "" twice where it is none. The outermost group that matched is its form."""
    form = str(found.lastgroup)
    if parts := _DAY_FORMS.get(form):
        year, month, day = found.group(*parts)
        number = int(month) if month.isdigit() else _number(month)
        return _day(year, number, day), "period" if found["ranges"] else "day"
    return _FORMS[form](found, text)


def _day_in_words(found: re.Match[str], _: str) -> IsoAndSort:
    day = _SPELT.index(found["sday"].lower().replace(" ", "-")) + 1
    return _day(found["syear"], _number(found["smonth"]), str(day)), "day"


def _half(found: re.Match[str], _: str) -> IsoAndSort:
    first = found["halfnumber"] == "1" or (found["half"] or "").lower() == "first"
    return f"{found['halfyear']}-{'06' if first else '12'}", "period"


def _term(found: re.Match[str], _: str) -> IsoAndSort:
    return f"{found['termyear']}-{_TERMS[found['term'].lower()]:02}", "period"


def _season(found: re.Match[str], _: str) -> IsoAndSort:
    season = found["season"].lower()
    within = bool(found["twoseasons"]) and season == "winter"  # "autumn/winter 2019" ends with its year
    return f"{_whole_year(found['seasonyear'])}-{12 if within else _SEASONS[season]:02}", "period"


def _quarter(found: re.Match[str], _: str) -> IsoAndSort:
    """Return the end of a quarter: of a financial year where two years are named, else of a calendar year."""
    quarter = int(found["quarter"])
    if not found["quarterend"]:
        return f"{found['quarteryear']}-{quarter * 3:02}", "period"
    year, month = int(found["quarteryear"]), 3 + quarter * 3
    return f"{year}-{month:02}" if month <= 12 else f"{year + 1}-{month - 12:02}", "period"


def _quarter_in_words(found: re.Match[str], _: str) -> IsoAndSort:
    word = found["wordquarter"].lower()
    month = 3 * (_QUARTERS.index(word) % 4 + 1) if word in _QUARTERS else 12
    return f"{found['wordquarteryear']}-{month:02}", "period"


def _months(found: re.Match[str], _: str) -> IsoAndSort:
    return f"{_whole_year(found['lastyear'])}-{_number(found['lastmonth']):02}", "period"


def _year_first(found: re.Match[str], _: str) -> IsoAndSort:
    month = _number(found["fymonth"])
    if found["fyday"]:
        return _day(found["fyyear"], month, found["fyday"]), "day"
    return f"{found['fyyear']}-{month:02}", "month"


def _month(found: re.Match[str], _: str) -> IsoAndSort:
    year = found["oyear"] or found["ohyphen"] or found["oglued"] or found["oquoted"]
    return f"{_whole_year(year)}-{_number(found['omonth']):02}", "month"


def _iso_form(found: re.Match[str], text: str) -> IsoAndSort:
    if found["iday"]:
        return _day(found["iyear"], int(found["imonth"]), found["iday"]), "day"
    if int(found["imonth"]) <= 12:
        return f"{found['iyear']}-{found['imonth']}", "month"
    return _years(found["iyear"], found["imonth"], text[: found.start()], text[found.end() :])


def _month_in_figures(found: re.Match[str], text: str) -> IsoAndSort:
    dated = _DATED_BEFORE.search(text[: found.start()])  # else it may be the number of a case: "CPR 02/2016"
    return (f"{found['myear']}-{found['mmonth']}", "month") if dated else ("", "")


def _short_month(found: re.Match[str], text: str) -> IsoAndSort:
    dated = _MONTH_BEFORE.search(text[: found.start()])
    return (f"20{found['xyear']}-{int(found['xmonth']):02}", "month") if dated else ("", "")


def _digits_alone(found: re.Match[str], text: str) -> IsoAndSort:
    if not _DATED_BEFORE.search(text[: found.start()]):
        return "", ""  # it may be the number of a case or a telephone
    order = "c" if found["cyear"] else "k"
    return _day(found[f"{order}year"], int(found[f"{order}month"]), found[f"{order}day"]), "day"


def _two_years(found: re.Match[str], text: str) -> IsoAndSort:
    return _years(found["from"], found["until"], text[: found.start()], text[found.end() :])


def _roman_month(found: re.Match[str], _: str) -> IsoAndSort:
    """Return a day as it is written by hand: "9.xi.2020"."""
    return _day(found["ryear"], _figures(found["rmonth"]), found["rday"]), "day"


def _roman_year(found: re.Match[str], _: str) -> IsoAndSort:
    year = str(_figures(found["romanyear"]))
    if found["rymonth"]:
        return f"{year}-{_number(found['rymonth']):02}", "month"
    return year, "year"


def _figures(roman: str) -> int:
    """Return a Roman number in figures."""
    values = [_ROMAN[letter] for letter in roman.lower()]
    return sum(-value if value < behind else value for value, behind in zip(values, [*values[1:], 0], strict=True))


def _year_alone(found: re.Match[str], _: str) -> IsoAndSort:
    return found["only"], "year"


_FORMS: Mapping[str, Callable[[re.Match[str], str], IsoAndSort]] = {  # what each form of `_PATTERN` states in its line
    "spelt": _day_in_words,
    "halves": _half,
    "terms": _term,
    "seasons": _season,
    "quarters": _quarter,
    "wordquarters": _quarter_in_words,
    "months": _months,
    "yearfirst": _year_first,
    "monthly": _month,
    "iso": _iso_form,
    "monthfigures": _month_in_figures,
    "shortmonth": _short_month,
    "compact": _digits_alone,
    "romanmonths": _roman_month,
    "romanyears": _roman_year,
    "years": _two_years,
    "alone": _year_alone,
}


def _years(first: str, last: str, before: str, after: str) -> tuple[str, str]:
    """A school year ends in August, any other two years in a row in March."""
    ends = int(_whole_year(last))
    if ends != int(first) + 1 and len(last) == 2 and 1 <= int(last) <= 12 and _MONTH_BEFORE.search(before):
        return f"{first}-{last}", "month"
    if ends != int(first) + 1:
        return "", ""
    return f"{ends}-{'08' if _SCHOOL.search(before) or _SCHOOL_AFTER.match(after) else '03'}", "period"


def _number(month: str) -> int:
    return _BY_NAME[month.lower().rstrip(".")]


def _whole_year(year: str) -> str:
    digits = year.strip("’'‘")
    return digits if len(digits) == 4 else f"20{digits}"


def _day(year: str, month: int, day: str) -> str:
    whole, number = int(_whole_year(year)), int(re.sub(r"\D", "", day))
    if not 1 <= month <= 12 or not 1 <= number <= monthrange(whole, month)[1] or whole > _LATEST:
        return ""
    return f"{whole}-{month:02}-{number:02}"
