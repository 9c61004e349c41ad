"""Read ages from texts, in years: the ages of the people a case is about, not of those around them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from kb.core.case_values import AGE_SPANS, Standing
from kb.core.expressions import expression
from kb.text import formatting

ADULT_AGE = 18

_ONES = (
    "nought one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
_TENS = {word: 10 * at for at, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)}
_VALUES = {word: at for at, word in enumerate(_ONES)} | _TENS
_N = rf"(?:\d{{1,2}}|(?:{'|'.join(_TENS)})(?:[ -](?:{'|'.join(_ONES[1:10])}))?|{'|'.join(_ONES[1:])})"
_UNIT = r"(?P<unit>day|week|month|year)s?"
_AFTER = r"(?=[,.;:)]|$| (?:day|week|month|year|and |when|who|were|was|at ))"
_LIST = rf"(?P<n>{_N}(?:(?:, | and |, and ){_N}\b{_AFTER})*)"
_NOT_A_PERSON = (
    r"(?!Finding|Recommendation|Section|Article|Figure|Appendix|Action|Lesson|Table|Note|Chapter|Part|Page|Schedule|"
    r"Regulation|Theme|Term|Phase|Stage|Level|Step|Episode)"
)
_FORMS = (
    expression(rf"\b(?P<n>{_N})[ -]{_UNIT}?[ -]old\b", re.IGNORECASE),
    expression(
        rf"\b(?:aged?|ages)(?: of)? (?:only |just |about )?{_LIST}\b(?! to |[-–]\w)(?: {_UNIT}\b)?", re.IGNORECASE
    ),
    expression(rf"\b{_NOT_A_PERSON}[A-Z][a-z]+ \((?:aged )?(?P<n>\d{{1,2}})(?: {_UNIT})?\)"),
    expression(rf"\b{_NOT_A_PERSON}[A-Z][a-z]+, (?:aged )?(?P<n>\d{{1,2}})(?: {_UNIT})?,(?= [a-z])"),
    expression(
        rf"\b(?:boy|girl|child|baby|man|woman|son|daughter|lad) of (?P<n>{_N})(?: {_UNIT})?"
        r"(?=[,.;:)]|$| (?:was|who|had|has|when|and|with|is|lived|lives|living)\b)",
        re.IGNORECASE,
    ),
    expression(rf"\b(?:was|were|is) (?P<n>{_N})(?: {_UNIT})?(?: old)?(?= when\b| and (?:had|lived|was)\b)"),
)
_EACH = expression(rf"\b{_N}\b", re.IGNORECASE)
# "10 to 25-year-olds", "under the age of 18", "16 and over" bound a group and are nobody's age.
_BOUND_BEFORE = expression(
    rf"(?:\b(?:under|over|above|below|up to|until|between {_N} and|{_N} to)|\d[-–])(?: the)? ?$", re.IGNORECASE
)
_BOUND_AFTER = expression(r" (?:and|or) (?:over|under|above|below|older|younger|more)\b|\+", re.IGNORECASE)
# Whose age it is not where a child's is looked for: "his mother, aged 19".
_AROUND = expression(
    r"\b(?:mother|father|mum|dad|parent|partner|grand\w+|uncle|aunt|cousin|carer|perpetrator|step-?\w+|boyfriend|girlfriend|"
    r"husband|wife|neighbour|friend|offender)s?\b(?:[’']s)?\W*(?:\w+\W+){0,2}$",
    re.IGNORECASE,
)
_MONTHS = "January February March April May June July August September October November December".split()
_DATE = rf"(?:\d{{1,2}}(?:st|nd|rd|th)? )?(?:(?P<month>{'|'.join(_MONTHS)}),? )?(?P<year>(?:19|20)\d\d)\b"
_BORN = expression(rf"\b(?P<who>[A-Z]\w*(?: [A-Z]\b)?),? (?:was )?born (?:in |on )?{_DATE}")
_DIED = rf"\b[^.\n]{{0,60}}?\bdied\b[^.\n]{{0,80}}?\b(?:in|on) {_DATE}"
_SAID = {  # words by which an age is stated without a number
    "unborn": expression(r"\bunborn\b|\bpre-?birth\b|\bpregnan(?:t|cy)\b|\bante-?natal", re.IGNORECASE),
    "under-1": expression(r"\bnew-?born\b|\bbab(?:y|ies)\b", re.IGNORECASE),
    "under-5": expression(
        r"\bnew-?born\b|\bbab(?:y|ies)\b|\btoddlers?\b|\bunder[\s-]+fives?\b|\bunder[\s-]5", re.IGNORECASE
    ),
    "5-10": expression(r"\bprimary[\s-]school(?:[\s-]aged?)? (?:child|boy|girl)", re.IGNORECASE),
    "11-17": expression(r"\bteenage[rd]?s?\b|\bsecondary[\s-]school(?:[\s-]aged?)? (?:child|boy|girl)", re.IGNORECASE),
}


@dataclass(frozen=True, slots=True)
class Age:
    """An age as it is stated: `low` and `high` in years differ where only the dates of a life are."""

    low: float
    high: float
    words: str  # "4 months", "34"
    at: int = 0

    def within(self, span: str) -> bool:
        """Return whether it lies in a span whatever its bounds leave open."""
        _, low, high = AGE_SPANS[span]
        return low <= self.low and self.high < high


@lru_cache(maxsize=50_000)  # a page on a wide theme asks this of every finding of its reviews
def ages(text: str) -> tuple[Age, ...]:
    """Return the ages that a text states, each with its words; nothing is worked out from dates."""
    return tuple(sorted(_ages(text), key=lambda one: one.at))


def _ages(text: str) -> Iterator[Age]:
    for form in _FORMS:
        for match in form.finditer(text):
            before, after = text[max(match.start() - 30, 0) : match.start()], text[match.end() : match.end() + 12]
            if _BOUND_BEFORE.search(before) or _BOUND_AFTER.match(after):
                continue
            unit = (match["unit"] or "year").casefold()
            for number in _EACH.findall(match["n"]):
                amount = _value(number)
                years = amount / {"day": 365, "week": 52, "month": 12, "year": 1}[unit]
                yield Age(
                    years,
                    years,
                    str(amount) if unit == "year" else formatting.count_phrase(amount, unit),
                    match.start(),
                )


def _value(number: str) -> int:
    if number.isdigit():
        return int(number)
    return sum(_VALUES[part] for part in re.split(r"[ -]", number.casefold()))


@lru_cache(maxsize=2_000)
def ages_told(story: str, concerns: str = "") -> tuple[Age, ...]:
    """Return the ages of those of whom a story tells, with lives whose first and last dates it states.

    In a review that always `concerns` "adults" a partner's or a parent's age may well be that of the case; in one that
    concerns "children" no grown-up's age is.
    """
    of_adults, of_children = concerns == "adults", concerns == "children"
    found = []
    for one in ages(story):
        grown = one.low >= ADULT_AGE
        around = bool(_AROUND.search(story[max(one.at - 40, 0) : one.at]))
        if not (grown and of_children) and not (around and not (grown and of_adults)):
            found.append(one)
    return tuple({one.words: one for one in (*found, *_lives(story))}.values())


def _lives(story: str) -> Iterator[Age]:
    """Yield the lives of which a story dates birth and death by name: "Ash, born in May 2017", "Ash died in"."""
    for born in _BORN.finditer(story):
        died = re.search(rf"\b{re.escape(born['who'])}{_DIED}", story)
        if died is None:
            continue
        (first, begun), (ended, last) = _months(born), _months(died)
        if begun <= last:
            dates = (" ".join(part for part in (one["month"], one["year"]) if part) for one in (born, died))
            yield Age(max(ended - begun, 0) / 12, (last - first) / 12, "born {}, died {}".format(*dates), born.start())


def _months(date: re.Match[str]) -> tuple[int, int]:
    """Return the first and the last month that a date may mean, counted from the year 0."""
    january = int(date["year"]) * 12
    if date["month"] is None:
        return january, january + 11
    return january + _MONTHS.index(date["month"]), january + _MONTHS.index(date["month"])


def of_age(text: str, span: str) -> bool:
    """Return whether a text states an age in this span, as a number or in words such as "unborn" and "newborn"."""
    return states_age(text, span) or has_age_word(text, span)


def states_age(text: str, span: str) -> bool:
    """Return whether a text states an age in this span as a number."""
    return any(one.within(span) for one in ages(text))


def has_age_word(text: str, span: str) -> bool:
    """Return whether a text has a word for a person of this age, such as "toddler"."""
    said = _SAID.get(span)
    return bool(said and said.search(text))


def otherwise(text: str, span: str) -> bool:
    """Return whether a text states ages, none of this span; a grown-up's says nothing of children, nor the reverse."""
    grown = span == "adult"
    stated = [one for one in ages(text) if (one.low >= ADULT_AGE) == grown]
    return bool(stated) and not any(one.within(span) for one in stated)


def standing(story: str, findings: Iterable[str], span: str, concerns: str = "") -> Standing:
    """Tell whether a case is of this age: by its story, or by its findings where the story states no age."""
    told = [one for one in ages_told(story, concerns) if (one.low >= ADULT_AGE) == (span == "adult")]
    if any(one.within(span) for one in told):
        return Standing.STATED
    if has_age_word(story, span) and all(one.high < 1 for one in told):
        return Standing.STATED
    if told:
        return Standing.OTHER
    texts = tuple(findings)
    stated = [one for text in texts for one in ages_told(text, concerns) if (one.low >= ADULT_AGE) == (span == "adult")]
    if any(one.within(span) for one in stated):
        return Standing.STATED
    return Standing.HINTED if not stated and any(has_age_word(text, span) for text in texts) else Standing.OTHER
