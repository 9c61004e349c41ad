"""By which names of a review another paper calls that review: in its title, over what it tells of it, or in words.

A report is known by its own names, which are then looked for; a plan or an annual report need not lead to them in a
form of words that is known beforehand.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from kb.core.expressions import expression
from kb.store.case_names import is_code
from kb.text.number_words import one_of_numbers
from kb.text.title_names import NO_NAME

_REVIEW = r"(?:L?CSPR|LSCPR|SCR|SAR|DHR|DARDR|CPR|APR|CMR|SUSR|OWHR|MHHR|reviews?)"
_HEADING = 7  # words of a line that heads the text about a case
_LOOKS_BACK = frozenset(  # of a heading that says how far things have come since
    """looking back at since after remember remembering now today on later years year months are is stand stands things
    got get been has have had was were did done changed change became become came come happened happening next so far
    are being still then position""".split()
)
_WORD = expression(r"[A-Za-zÀ-ž’'-]+")
_MANY = rf"(?:{one_of_numbers(2)}|both|several|[2-9]|1\d)"
_MADE = r"(?:published|completed|concluded|finished|carried\s+out|undertaken)"
_COUNTED = expression(  # that a report on the year tells of several, whether or not it names each
    rf"\b{_MANY}\s+(?:[\w’'-]+\s+){{0,5}}?{_REVIEW}\b[^.;\n]{{0,40}}?\b{_MADE}\b|"
    rf"\b{_MADE}\s+{_MANY}\s+(?:[\w’'-]+\s+){{0,5}}?{_REVIEW}\b",
    re.IGNORECASE,
)
_CALLED = expression(  # a name right beside the short word for a review
    r"\b(?:L?CSPR|SCR|SAR|DHR|DARDR)s?\s*[-–:]?\s+[“‘\"]?(?P<after>[A-Z][a-z]+)\b|\b(?P<before>[A-Z][a-z]+)[”’\"]?\s+(?:L?CSPR|SCR|SAR|DHR|DARDR)\b"
)


def names_met(names: Collection[str], title: str, text: str, places: str = "") -> frozenset[str]:
    """Return those of a review's names by which another paper calls the review.

    A plan is titled with it; minutes head what they tell with "4. Juno and Max"; a report on the year says "one review
    was published: Juno". A name that only stands in a sentence is anybody's. `places` may stand beside it.
    """
    plain = {word for name in names for word in name.split()}
    plain |= {word.lower() for word in _WORD.findall(places)}
    return frozenset(
        name
        for name in names
        if any(_lines_with(name, title)) or any(_calls_review(line, name, plain) for line in _lines_with(name, text))
    )


def tells_of_several(text: str, names: Collection[str]) -> bool:
    """Return whether a paper says that it tells of several reviews, or calls one by a name that is none of `names`."""
    known = {word for name in names for word in name.split()} | NO_NAME
    called = {hit["after"] or hit["before"] for hit in _CALLED.finditer(text)}
    return bool(_COUNTED.search(text)) or any(word.lower() not in known for word in called)


def _lines_with(name: str, text: str) -> Iterator[str]:
    words = name.split()
    code = words[-1].upper() if is_code(name) else ""
    spoken = [re.escape(word) for word in (words[:-1] if code else words)]
    # as a title writes it, each word with a capital or as it stands after the first, or the whole in capitals
    small = r"\s+".join(
        [_capital(spoken[0]), *(f"(?:{_capital(word)}|{word})" for word in spoken[1:]), *([code] if code else [])]
    )
    loud = r"\s+".join([*(word.upper() for word in spoken), *([code] if code else [])])
    found = re.compile(rf"^.*\b(?:{small}|{loud})\b.*$", re.MULTILINE)
    yield from (" ".join(hit[0].split()) for hit in found.finditer(text))


def _capital(word: str) -> str:
    """Return the pattern of a word of a name, given escaped and in small letters: "Vaughan-Cole", "Ash-on-Wend"."""
    first, *others = word.split(r"\-")
    joined = "".join(rf"\-(?:{other[:1].upper()}|{other[:1]}){other[1:]}" for other in others)
    return first[:1].upper() + first[1:] + joined


def _calls_review(line: str, name: str, plain: Collection[str]) -> bool:
    """Return whether a line is a heading of the case and nothing else, or says the name beside a word for a review."""
    said = [word.lower().strip("’'") for word in _WORD.findall(line)]
    said = [word.removesuffix("’s").removesuffix("'s") for word in said]
    if len(said) <= _HEADING and all(word in plain or word in NO_NAME or word in _LOOKS_BACK for word in said):
        return True
    if re.match(rf"(?i:(?:\d+(?:[./]\d+)*[.)]?\s+)?{re.escape(name)}[.:]\s)", line):
        return True  # before what minutes tell of it: "Edda. The desk had been told ..."
    return bool(
        re.search(
            rf"(?i:\b{_REVIEW}\b[^.;\n]{{0,40}}?\b{re.escape(name)}\b|\b{re.escape(name)}\b[^.;,\n]{{0,20}}?\b{_REVIEW}\b)",
            line,
        )
    )
