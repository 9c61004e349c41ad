"""The names by which a document calls the case that it is about: "Child T", "Otis", "Mr Daniel Oake", "CPR 03/2021".

Read from where a document says what it is: its title, its first lines and the words that lead to a name ("the review
about", "the death of"). A word is no name where the document also writes it small, or where it names the place.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator

from kb.core.expressions import expression
from kb.text.title_names import NO_NAME, names_in_title

OPENING = 3_000  # characters from the beginning in which a document names its case
_COVER_LINE = 16  # words of a line that may be a title
_CAPITALS = 3  # letters from which a line in capitals is a name or words, and no abbreviation
_NAME = r"[A-ZÀ-ÖØ-Þ][a-zà-öø-ÿ’'-]*[a-zà-öø-ÿ](?:-[A-ZÀ-ÖØ-Þ][a-zà-öø-ÿ]+)?"  # also "Vaughan-Cole"
_WHO = r"(?:Mr|Mrs|Ms|Miss|Mx)\.?\s+"
_CODE = r"(?:[A-Z]{1,2}\d{0,3}|" + _NAME + r")"
SHORT_TYPE = r"(?:L?CSPR|LSCPR|SCR|SAR|DHR|DARDR|CPR|APR|CMR|SUSR|OWHR|MHHR)"
_SORT = (
    rf"(?:{SHORT_TYPE}|[Rr]eview|[Rr]eport|[Pp]lan|[Bb]riefing|[Ll]earning|[Ll]essons|[Ii]nquest|[Cc]ase|[Uu]pdate|[Pp]rogress|"
    r"[Ss]ummary|[Ss]lides|[Pp]oster|[Rr]esponse|[Ss]tatement|[Nn]ewsletter|[Bb]ulletin|"
    r"REVIEW|REPORT|PLAN|BRIEFING|LEARNING|CASE|SUMMARY|RESPONSE)"
)
_PERIODICAL = expression(  # a line that says of the title beside it that it comes out again and again
    r"^(?!.*\b(?:learning|lessons?|practice|briefing|reviews?)\b)(?:(?:the|a|our)\s+)?(?:[\w’'-]+\s+){0,4}?"
    r"(?:news(?:letter|\s+sheet)?|bulletin|magazine|gazette|round-?up)\b|"
    r"^(?!.*\b(?:reviews?|reports?|plans?)\b).*"  # which have volumes and issues too
    r"\b(?:issue|edition|volume)\s+(?:no\.?\s*|number\s+)?(?:\d{1,3}|one|two|three|four|five|six)\b",
    re.IGNORECASE,
)
_PERSON = r"child|baby|adult|young\s+person|infant|family|patient|sibling\s+group"
_CODED = expression(rf"\b(?P<sort>(?i:{_PERSON}))\s+(?P<code>{_CODE})\b(?![ \t]+[A-Z][a-z])")
_TOGETHER = expression(
    rf"^[“‘\"]?(?P<names>{_NAME}(?:\s*,\s*{_NAME})*\s+(?:and|&)\s+{_NAME})[”’\"]?(?=\s*(?:$|[:–—|,-]|\s{_SORT}\b))"
)  # brothers, or a couple, by whose names a cover calls one review
_CODED_SORT = expression(rf"^(?:{_PERSON}|mrs?|ms|miss|mx)\b", re.IGNORECASE)
_LEADS_ON = expression(
    r"(?:.*\s)?(?:concerning|regarding|in\s+respect\s+of|(?:death|life|case)\s+of|about|for|re:?)$", re.IGNORECASE
)
_ALIAS = expression(rf"\b(?i:{_PERSON})\s+{_CODE}\s*\([“‘\"]?(?P<name>{_NAME})[”’\"]?\)")
_BRACKETED = expression(rf"\b{_SORT}\s*\([“‘\"]?(?P<name>(?:{_WHO})?{_NAME})[”’\"]?\)")  # "Adults Review (Ottoline)"
_WOMAN = frozenset({"mrs", "ms", "miss"})
_LETTERED = expression(r"\b(?:Mr|Mrs|Ms|Miss|Mx)\.?[ ]+[A-Z]{1,2}\d?\b(?![.’'\w-]|[ ]+[A-Z])")
_NUMBERED = expression(
    rf"\b(?P<sort>{SHORT_TYPE})\s*(?:No\.?\s*)?[-:/ ]?\s*(?P<code>(?:[A-Z]{{1,4}}[/-]?)?\d{{1,4}}[/-]\d{{1,4}})\b"
)
_LED = expression(
    r"(?:\b(?:death|deaths|murder|killing|life|story|experience|experiences|care|case|circumstances)\s+of"
    r"|\b(?:known\s+(?:here\s+|in\s+this\s+\w+\s+)?as|called|named|subject:|re:|regarding|concerning|in\s+respect\s+of|in\s+relation\s+to"
    r"|relating\s+to|about|after|into|touching(?:\s+the\s+death\s+of)?|deaths?:|pseudonym)"
    rf"|\b{_SORT}s?\s*(?:\([A-Z]+\)\s*)?(?:[:–—|-]|on|for|of|from)"
    rf"|\b{_SORT}(?=\s+[“‘\"])|\b(?:[Rr]eview|REVIEW)(?=\s+(?:{_WHO})?{_NAME}(?:\s+{_NAME})?\W*$)"
    rf"|\b{SHORT_TYPE})\s+(?=(?:the\s+(?:late\s+)?)?[“‘\"]?(?P<name>(?:{_WHO})?{_NAME}(?:\s+{_NAME})?)(?P<next>(?:\s+{_NAME})?))",
)
_QUOTED = expression(rf"^[“‘\"](?P<name>(?:{_WHO})?{_NAME})[”’\"]\s*[:–—|-]\s")  # "“Kai”: what partners will do"
_LED_TOGETHER = expression(  # "Learning from Juno and Max"
    rf"\b{_SORT}s?\s+(?:on|for|of|from|about|into)\s+(?P<names>{_NAME}(?:\s*,\s*{_NAME})*\s+(?:and|&)\s+{_NAME})(?=\W*$|\s*[:–—(-])"
)
_LEADING = expression(
    rf"(?:^(?:\d+(?:[./]\d+)*[.)]?\s+)?|\bthe\s+)[“‘\"]?(?P<name>(?:{_WHO})?{_NAME}(?:\s+{_NAME})?)[”’\"]?(?:\s*[:–—|-]\s*(?=[^\n]*\b{_SORT}\b)|(?:[’']s)?\s+(?:{SHORT_TYPE}|review|case|story|journey)\b)",
    re.MULTILINE,
)
_LETTERS = expression(rf"\b{_NAME}\b")
_DOES = expression(  # what is told of a person
    rf"(?<![A-Za-z] )\b(?P<name>{_NAME})(?:,\s+(?:who|aged)|"
    r"\s+(?:was|had|died|lived|who|took|told|said|moved|did|and\s+h(?:is|er)))\b"
)
_LIVES = expression(  # what is told of a person alone, and of no body or place
    rf"\b(?P<name>{_NAME})(?:,\s+(?:aged|who\s+(?:died|lived|was\s+\d+))|"
    r"[’']s\s+(?:mother|father|parents?|mum|dad|sons?|daughters?|sisters?|brothers?|partner|husband|wife|children|death)|"
    r"\s+(?:died|lived|was\s+(?:\d+|born|found|killed|admitted)|and\s+h(?:is|er)|"
    r"had\s+(?:\w+\s+){0,2}?(?:sons?|daughters?|child(?:ren)?|brothers?|sisters?)))\b"
)
_FAMILY = expression(rf"\b[Tt]he\s+(?P<name>{_NAME})\s+(?:Family|family)\b")
_TOLD_WITHIN = 10_000  # characters in which a review has begun to tell of whoever it is about
_TELLS = 2  # times that a text tells something of whoever its cover names
_COVER_LINES = 12
_BUILDINGS = frozenset(
    "house home homes court lodge cottage grange manor unit ward centre flats hostel school avenue road street close "
    "gardens farm estate".split()
)


def case_names(title: str, text: str, places: str = "") -> frozenset[str]:
    """Return the names of a document's case, in small letters; `places` are words that name no case."""
    opening = f"{title}\n{text[:OPENING]}"
    not_these = frozenset(word.lower() for word in _LETTERS.findall(places))
    small = frozenset(re.findall(r"(?<![\w’'-])[a-zà-öø-ÿ]{3,}(?![\w])", text))
    found = {
        _normalise(f"{hit['sort']} {hit['code']}")
        for hit in _CODED.finditer(opening)
        if _codes(hit["code"], not_these, small)
    }
    found |= {_normalise(f"{hit['sort']} {hit['code']}") for hit in _NUMBERED.finditer(opening)}
    found |= {_normalise(hit[0].replace(".", "")) for hit in _LETTERED.finditer(opening)}
    found |= {_normalise(name) for name in _families(opening) if _is_name(name, not_these, small)}
    found |= {_normalise(name) for name in names_in_title(title, not_these, small)}
    bracketed = (hit["name"] for pattern in (_ALIAS, _BRACKETED) for hit in pattern.finditer(opening))
    for name in [*_spoken_name(opening), *bracketed]:
        who = re.match(_WHO, name)
        words = name[who.end() if who else 0 :].removesuffix("’s").removesuffix("'s").split()
        if words and all(_is_name(word, not_these, small) for word in words):
            called = who[0].replace(".", "") if who and len(words) == 1 else ""
            found.add(_normalise(f"{called}{' '.join(words)}"))
    return frozenset(found)


def told_of(text: str, places: str = "") -> frozenset[str]:
    """Return the name on a document's cover of whom its text tells: "Rosamund, who died", then "Rosamund was", "had".

    For a cover that leads to the name in no form of words that is known. `places` are words that name no case.
    """
    cover = "\n".join(line for line in text[:OPENING].split("\n")[:_COVER_LINES] if len(line.split()) <= _COVER_LINE)
    told = Counter(hit["name"] for hit in _DOES.finditer(text, 0, _TOLD_WITHIN))
    living = {hit["name"] for hit in _LIVES.finditer(text, 0, _TOLD_WITHIN)}
    named = {name for name in _LETTERS.findall(cover) if told[name] >= _TELLS and name in living}
    if not named:  # nearly always: what follows looks through the whole text
        return frozenset()
    not_these = frozenset(word.lower() for word in _LETTERS.findall(places))
    small = frozenset(re.findall(r"(?<![\w’'-])[a-zà-öø-ÿ]{3,}(?![\w])", text))
    found = {name for name in named if _is_name(name, not_these, small)}
    return frozenset(map(_normalise, found)) if len(found) == 1 else frozenset()


def _families(opening: str) -> Iterator[str]:
    """Yield the name of a family by which a line of the cover calls the case: "Practice Review: The Finch Family"."""
    for line in opening.split("\n")[:_COVER_LINES]:
        if len(line.split()) <= _COVER_LINE:
            yield from (hit["name"] for hit in _FAMILY.finditer(line))


def shared_names(one: Collection[str], other: Collection[str]) -> frozenset[str]:
    """Return the names that two documents share, as the one with fewer words says it: "baby heron" is "heron"."""
    return frozenset(min(first, second, key=len) for first in one for second in other if _is_one_name(first, second))


def _is_one_name(first: str, second: str) -> bool:
    """Return whether two names are one: "mr bell" is "bell", "mrs bell" is "ms bell", and neither is the other."""
    if first == second:
        return True
    (sort, bare), (other_sort, other_bare) = _split_sort(first), _split_sort(second)
    return bare == other_bare and (not sort or not other_sort or {sort, other_sort} <= _WOMAN)


def _split_sort(name: str) -> tuple[str, str]:
    """Return the "child" or "mr" before a pseudonym, and the pseudonym; a letter is no name by itself."""
    sort = None if is_code(name) else _CODED_SORT.match(name)
    return (sort[0], name[sort.end() :].strip()) if sort else ("", name)


def is_code(name: str) -> bool:
    """Return whether a name is a letter that boards give anew every few years: "child t"."""
    return bool(re.fullmatch(r"(?:\D+ )[a-z]{1,2}\d{0,3}", name))


def is_whole_name(name: str) -> bool:
    """Return whether a name is of two words, no code and no building or road, of which each town has one.

    "daniel oake" is one wherever it stands; "oak house" is not.
    """
    return (
        " " in name
        and name.split()[-1] not in _BUILDINGS
        and not is_code(name)
        and not any(letter.isdigit() for letter in name)
        and not _CODED_SORT.match(name)
    )


def _spoken_name(opening: str) -> Iterator[str]:
    """Yield what is led to as a name, or stands alone on a line of the cover beside one that says what this is."""
    lines = [" ".join(line.split()) for line in opening.split("\n") if line.strip()]
    lines[:12] = [line.title() if line.isupper() and len(line) > _CAPITALS else line for line in lines[:12]]
    for line in lines:
        yield from _names_led_to(line)
    for before, line, after in zip(["", *lines[:11]], lines[:12], [*lines[1:12], ""], strict=False):
        yield from _names_on_cover(before, line, after)


def _names_led_to(line: str) -> Iterator[str]:
    """Yield the names that a line leads to: "the death of Renata", "Juno: a review", "Learning from Juno and Max"."""
    for hit in _LED.finditer(line):
        if not hit["next"] or len(line.split()) > _COVER_LINE:
            yield hit["name"].split()[0] if hit["next"] else hit["name"]
        if len(hit["name"].split()) == 2:  # "Renata Overview Report" sets its name apart no further
            yield hit["name"].split()[0] if hit["name"].split()[1].lower() in NO_NAME else hit["name"]
    for hit in _LEADING.finditer(line):
        yield hit["name"]
    if quoted := _QUOTED.match(line):
        yield quoted["name"]
    if len(line.split()) <= _COVER_LINE and (both := _LED_TOGETHER.search(line)):
        yield from _each_name(both["names"])


def _names_on_cover(before: str, line: str, after: str) -> Iterator[str]:
    """Yield the names of which a cover's line consists, between two lines of which one says what this is."""
    # the title of a newsletter names no case
    beside = " ".join(one for one in (before, after) if not _PERIODICAL.search(one))
    both = _TOGETHER.match(re.sub(rf"^.*\b{_SORT}\s*[:–—-]\s*", "", line))
    if both and re.search(rf"\b{_SORT}\b", f"{beside} {line}"):
        yield from _each_name(both["names"])
    alone = re.fullmatch(rf"[“‘\"]?(?P<name>(?:{_WHO})?{_NAME})[”’\"]?", line)
    if alone and (_LEADS_ON.match(before) or re.search(rf"\b{_SORT}\b", beside)):
        yield alone["name"]


def _each_name(names: str) -> list[str]:
    return re.split(r"\s*,\s*|\s+(?:and|&)\s+", names)


def _is_name(word: str, places: frozenset[str], small: frozenset[str]) -> bool:
    plain = word.lower().strip("’'")
    return len(plain) > 2 and plain not in NO_NAME and plain not in places and plain not in small


def _codes(code: str, places: frozenset[str], small: frozenset[str]) -> bool:
    return bool(re.fullmatch(r"[A-Z]{1,2}\d{0,3}", code)) or _is_name(code, places, small)


def _normalise(name: str) -> str:
    return " ".join(name.lower().replace("’", "'").split())
