"""A status line in its plainest form: short forms spelled out, marks told in words as marks, and the frame of a
sentence ("I can confirm that this has been", "by the Board on 4 May") taken from around the word for a status.
"""

from __future__ import annotations

import re

from kb.core.expressions import expression
from kb.text.dates import DATE

_APOSTROPHES = str.maketrans("’‘", "''")
_SPACED = expression(r"[-‐‑/]")
_SHORT_FORMS = (
    (expression(r"\bwon't\b"), "will not"),
    (expression(r"\bcan't\b"), "cannot"),
    (expression(r"\bshan't\b"), "shall not"),
    (expression(r"(?<=\w)n't\b"), " not"),
    (expression(r"(?<=\w)'ve\b"), " have"),
    (expression(r"(?<=\w)'re\b"), " are"),
    (expression(r"(?<=\w)'ll\b"), " will"),
    (expression(r"\b(it|that|this|there|work|everything|all)'s (?=(?:now |all |already |since )?been\b)"), r"\1 has "),
    (expression(r"\b(it|that|this|there|here|what|everything|all)'s(?= )"), r"\1 is"),
)
_TOLD_MARK = expression(
    r"^(?:(?P<word>(?:a )?tick(?:ed)?|(?:a )?cross)\s*(?:$|[–—:;,(]\s*|[-‐‑]\s+|\s[-‐‑]\s*)"
    r"|[✓✔✅]\ufe0f?\s*[-–—:]?\s*(?=\w))"
    r"(?P<rest>[^✓✔✅☐☑☒□]*)$",
    re.IGNORECASE,
)
_DATED = expression(
    r"\b(?:(?:as (?:of|at)|in|on|since)\s+)?"
    rf"(?:\d{{1,2}}[./]\d{{1,2}}[./](?:20)?\d\d|{DATE}|[01]?\d[/.](?:20)?\d\d)(?![\w/])",
    re.IGNORECASE,
)
_SAID = expression(
    r"^(?:(?:i|we|the (?:board|trust|council|force|service|agency|school|provider)) "
    r"(?:(?:can|am able to|are able to) )?"
    r"(?:confirm|report|advise)s? (?:that )?)?"
    r"(?:(?:this|it|the|all)?\s*(?:work|action|recommendation|item)?s? "
    r"(?:is|are|was|were|has been|have been|has|have) )?"
    r"(?:now )?",
    re.IGNORECASE,
)
_BODY = (
    r"(?:Executive|Exec|Board|Committee|Panel|Group|Sub-?group|Partnership|Cabinet|Governors|Council|Chair|"
    r"Director(?:ate)?|Head ?teacher|Manager|Superintendent|Inspector|Commissioner|Nurse|Trustees|meeting)"
)
_BY_WHOM = expression(
    rf"\s+(?:by|at)\s+(?:the\s+|our\s+|its\s+)?(?:(?:[A-Z][\w&]*\s+){{0,3}}{_BODY}|(?i:{_BODY})|(?!EO[A-Z]\b|COP\b|Q\d)[A-Z]{{2,6}})"
    r"(?:\s+meeting)?(?=\W*$)"
)
EDGES = " \t\n-–—:;,.|/()"  # signs around the words of a status that say nothing


def spelled_out(text: str) -> str:
    """Return a line in small letters, with spaces for hyphens and strokes and its short forms spelled out."""
    line = " ".join(_SPACED.sub(" ", text.lower().translate(_APOSTROPHES)).split())
    for pattern, words in _SHORT_FORMS:
        line = pattern.sub(words, line)
    return line


def mark_and_remark(text: str) -> tuple[str, str] | None:
    """Return "tick" or "cross", where a line begins with its sign or word, and what follows: "Tick - on the wall"."""
    found = _TOLD_MARK.match(text.strip())
    if found is None:
        return None
    return ("cross" if "cross" in (found["word"] or "").lower() else "tick"), found["rest"].strip(EDGES)


def without_frame(text: str) -> str:
    """Return what a line says without who says or decided it and when: "Closed" of "Closed by the Board 1.9.23"."""
    words = _DATED.sub(" ", text).strip(EDGES)
    words = _BY_WHOM.sub("", words).strip(EDGES)
    return _SAID.sub("", words, count=1).strip(EDGES)
