"""What a person is after beside findings, as far as the words say so: a quiz, a timeline, a comparison, a draft."""

from __future__ import annotations

import re

from kb.core.expressions import expression
from kb.text.stemming import stem
from kb.text.tokens import STOP_WORDS, tokens
from search.understanding.framing import FRAMING
from search.understanding.purposes import HARD_TO_READ, UNLESS_SUBJECT

_EXAMPLES = (
    r"(?:examples?|stor(?:y|ies)|scenarios?|vignettes?"
    r"|cases?(?= (?:on|about|of|with|where|that|which|for|to|we|i|you|staff|involving|featuring)\b|\W*$))"
)
_GENTLE = rf"sensitive|gentle|mild|non[- ]?(?:{HARD_TO_READ})"
# "Careful case recording" is a subject, and so are "safe sleep cases"; in "gentle drowning case" drowning is one.
GENTLE_CASES = rf"(?:(?:{_GENTLE}|safe|careful) {_EXAMPLES}|(?:{_GENTLE}) (?=\w+ {_EXAMPLES}\b))"
_NOT_HARD = (
    rf"(?:without|nothing|not{UNLESS_SUBJECT}|(?:isn|aren)['’]?t) (?:too |very |overly |any |the )*(?:{HARD_TO_READ})"
    r"(?: (?:anyone|people|staff))?"
)
_INTENTS = tuple(
    (intent, expression(rf"\b(?:{signs})\b", re.IGNORECASE))
    for intent, signs in (
        ("quiz", r"quiz(?:zes)?|spot the missed(?: opportunit(?:y|ies))?|test (?:yourself|my team|the team|staff)"),
        ("timeline", r"time-?\s?lines?|chronology of|sequence of events|what happened when"),
        ("contrast", r"contrast(?:s|ed|ing)?|side by side|same theme|(?:two|different) (?:agenc(?:y|ies)|reviews)"),
        ("compare", r"compar(?:e|es|ed|ing|isons?)|versus|vs"),
        ("came_back", r"(?:came|come|comes|coming) back|found again|despite (?:the )?actions?"
            r"|(?:that )?had (?:an )?actions?(?: and)?"),
        ("history", r"come up before|came up before|happened before|been said before|keeps? (?:on )?happening"
         r"|over time|recur(?:s|red|ring)?|history of"),
        (
            "follow_up",
            r"follow(?:ed)?[- ]up|implemented|completed?|what became of|evidence of completion|status of|afterwards"
            r"|what (?:has |was )?(?:changed|happened|done|did \w+ do) (?:next|after|since|about it)",
        ),
        ("check", r"(?:check|test|compare) (?:my|our|a|the|this) draft|draft (?:recommendations?|report|review|sar)"),
        (
            "case_pack",
            r"case packs?|training packs?|pack (?:on|about|for)|session (?:on|about|for)|handouts?"
            r"|\d+[- ]?min(?:ute)?s? (?:training |team )?(?:session|slot|exercise)(?: (?:on|about))?",
        ),
        ("cases", r"(?:short |real )?cases (?:on|about|of|with|where|mentioning|involving|featuring)"
         r"|case (?:stud(?:y|ies)|with|where|on|about|mentioning|involving|featuring)"
         r"|(?:suitable|appropriate|usable|gentle|safe|mild) (?:enough )?for (?:use in )?(?:a |my |our |the )?"
         r"(?:training(?: session)?|teaching|team meeting|session)"
         r"|a case|three cases|case examples?"
         rf"|(?:gentle|mild|sensitive|softer) version"
         rf"|{GENTLE_CASES}"
         rf"|{_NOT_HARD}"
         r"|case(?:s|,)? (?=(?:that |which )?(?:we|i|you|staff) (?:can|could) use\b)"),
        (
            "told_to_act",
            r"who (?:was|were|is|has been) (?:told|asked|to)(?: (?:to )?act)?(?: on| about)?"
            r"|who (?:should|must|has to)(?: act)?(?: on| about)?|owner of",
        ),
        (
            "similar",
            r"who else (?:made|has made|recommended|has recommended)(?: this| the same)?(?: recommendations?)?"
            r"|(?:the )?same recommendations?|recommendations? (?:like|similar to)|similar recommendations?",
        ),
        (
            "table",
            r"by (?:year|area|agency|(?:review )?type|type of review)"
            r"(?:(?:,| and| or) (?:year|area|agency|(?:review )?type|type of review))*|year by year|each year"
            r"|(?:present |found )?in every review|trends? (?:in|of|for)"
            r"|(?:findings? )?(?:repeated|recurring) (?:in|across)",
        ),
        (
            "used_before",
            r"(?:cases?|packs?|quiz(?:zes)?|handouts?) (?:\w+ ){0,3}used(?: before| already)?"
            r"(?: in (?:[\w'’]+ ){0,4}(?:packs?|sessions?|training))?"
            r"|last (?:term|month|year)['’]?s (?:training )?(?:packs?|sessions?)",
        ),
        ("questions", r"terms of reference(?: ideas| questions)?|(?:key )?lines of (?:en|in)quiry|KLOEs?"),
    )
)  # fmt: skip

# Of "in our area since 2012", "elsewhere": they say where and when to look, and no subject.
_WHERE_AND_WHEN = frozenset({"area", "areas", "borough", "county", "city", "since", "elsewhere", "earlier"})

_NUMBERED = expression(r"\brec(?:ommendation)?s?\.? ?(?:no\.? ?|number )?\d", re.IGNORECASE)  # one of them is a subject

_QUOTING = frozenset({"check", "similar"})


def intents(text: str) -> tuple[str, ...]:
    """Return what the person is after, as far as the words say so."""
    return tuple(intent for intent, signs in _INTENTS if signs.search(text))


def quoting_intents(text: str) -> tuple[str, ...]:
    """Return the intents of a text with search signs that come with quoted words, as those of a draft to check do."""
    return tuple(intent for intent in intents(text) if intent in _QUOTING)


def without_intents(text: str) -> str:
    """Return a question without the words that say what the person is after."""
    for _, signs in _INTENTS:
        text = signs.sub(" ", text)
    return " ".join(text.split())


def asks_for_a_page(text: str) -> bool:
    """Return whether a question asks for something that a page does, and names no subject beside it."""
    rest = without_intents(text)
    wanted = intents(text)
    return bool(wanted and not _NUMBERED.search(text)) and (
        "check" in wanted
        or not any(
            token.word not in STOP_WORDS
            and not token.word.isdigit()
            and token.word not in _WHERE_AND_WHEN
            and stem(token.word) not in FRAMING
            for token in tokens(rest)
        )
    )
