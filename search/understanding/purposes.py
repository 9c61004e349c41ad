"""What a reader wants to do with an answer, and how it should be: "… for a slide", "under 30 words", "gentle enough".

These words are no part of what a question is about, and are not searched. How long an answer should be, that it should
be easy to read and that it is for training is only said so where a question asks for something that can be ("case",
"quote"): "staff had no time for training" and "a child with under 30 words" have subjects.
"""

from __future__ import annotations

import re

from kb.core.expressions import expression
from search.understanding.part_coverage import telling_words

_WHOSE = "(?:a|an|my|our|the|some|your)"
_WITH_WHAT = r"(?:[\w-]+ ){0,2}"  # what stands before it: "training slides", "staff away day"
_USE = (
    rf"{_WITH_WHAT}(?:slides?|(?:slide ?)?decks?|power ?points?|ppts?|presentations?|hand-?outs?|newsletters?|posters?"
    r"|workshops?|displays?|audiences?"
    r"|inset(?: days?)?|team meetings?|trainers?|webinars?|seminars?|lectures?|inductions?|(?:away|study) days?"
    r"|(?:training|learning|teaching) (?:days?|events?|sessions?|exercises?)|(?:team|staff) sessions?)"
)
_USED_BY = r"training|teaching|supervision|staff|students|learners|trainees|the team|(?:training |team )?sessions?"
_SHOWN_TO = "staff|team|starters|colleagues|students|learners|trainees|meeting|briefing|screen|wall"  # not "a court"
_PURPOSE = expression(
    rf"[\s,-]*\b(?:(?:suitable|appropriate|usable|useful|fit|good) for (?:use in )?(?:{_WHOSE} )?"
    rf"(?:{_USE}|{_WITH_WHAT}(?:training|teaching|sessions?))"
    rf"|(?:that |which )?(?:i|we|you|they|staff) (?:can|could) use (?:in|for|with|at) (?:{_WHOSE} )?"
    rf"(?:{_USE}|{_USED_BY})"
    r"|(?:that |which )?(?:i|we|you) (?:can|could) (?:use|show|put up|read out|hand out|print)"
    rf"(?: (?:(?:to|with|for|at|in|on) )?(?:{_WHOSE} )?(?:{_USE}|(?:[\w-]+ )?(?:{_SHOWN_TO})))?"
    rf"|(?:to use |to put |i can use |i can put )?(?:(?:for|on) {_WHOSE} {_USE}|(?:for|in) {_WHOSE} (?:powerpoint"
    r"|presentation|newsletter|handout)))\s*[.?]*$",
    re.IGNORECASE,
)

# What is wanted besides is no part of what is wanted: "good practice on …, not just failures".
_NOT_ONLY = expression(
    r"[\s,;–-]+(?:and |but )?not (?:just|only|merely|simply)(?: (?:the|on|about))?"
    r" (?:failures?|failings?|problems?|shortcomings|mistakes|concerns|weaknesses|criticisms?"
    r"|bad (?:examples?|practice|news)|what went wrong)"
    r"\s*[.?]*$",
    re.IGNORECASE,
)

HARD_TO_READ = "graphic|gory|gruesome|explicit|traumatic|distressing|upsetting|harrowing"
UNLESS_SUBJECT = r"(?! (?:explicit|traumatic)\b)"  # "roles not explicit" is a subject, "nothing explicit" none
# That it should not be hard to read is no subject, whatever is asked for.
_WITHOUT_DETAIL = expression(
    rf"[\s,;–-]+(?:but )?(?:with )?(?:(?:(?:that|which)(?: (?:is|are)|['’]s) not|(?:that|which) (?:isn|aren)['’]?t"
    rf"|without|excluding|minus|nothing|(?:not|no|less|low|minimal){UNLESS_SUBJECT}) |non[- ]?)"
    rf"(?:too |very |overly |any |the )*(?:{HARD_TO_READ})"
    r"(?: details?| contents?| material| descriptions?"
    r"| (?:anyone|anybody|people|staff|students|learners|them))?\s*[.?]*$",
    re.IGNORECASE,
)

_CAN_BE_SO = (
    r"(?:quotes?|quotations?|case (?:stud(?:y|ies)|examples?)|case(?! \w*(?:work|conference|manage|load|note|record"
    r"|file|hold|law|discuss))|cases|examples?|stor(?:y|ies)|scenarios?|vignettes?|summar(?:y|ies)|briefings?|lessons"
    r"|(?:in|from) (?:a|any|the) (?:review|scr|cspr|sar|dhr)\b"
    r"|reviews? (?:about|involving|featuring|mentioning|where)\b|learning (?:from|about|on|points)|ideas|tips"
    r"|own words|words (?:of|from) \w+"
    r"|(?:something|things|what) (?:\w+ ){1,3}(?:said|told|say))"
)
_ASKED = expression(rf"\b{_CAN_BE_SO}\b", re.IGNORECASE)
_NUMBER = r"(?:\d{1,3}|ten|twenty|thirty|forty|fifty|a hundred)"
_WORDS = (
    rf"(?:(?:of|in|with) )?(?:(?:under|below|less than|fewer than|up to|no (?:more|longer) than|at most|within|about"
    rf"|max(?:imum)?(?: of)?) )?{_NUMBER} words?(?: or (?:less|fewer|under)| max(?:imum)?)?"
)
_PAGES = r"(?:(?:on|in|fits? on) )?(?:one|1|a single|two|2|half a) (?:pages?|sides?)(?: of a4)?(?: long)?"
_PLACED = r"(?:(?:that|which) )?(?:will |can |could |would )?(?:fits?|goes|go) (?:on|in|into) (?:a|one|the) (?:\w+ )?"
_GENTLE = (
    r"(?:(?:but |and )?(?:not|nothing) (?:(?:too|very|overly) )?(?:graphic|distressing|upsetting|harrowing|heavy"
    r"|shocking|long|detailed|hard)|gentle|(?:that(?: is|['’]s) )?(?:safe|fine|ok|okay) to (?:share|use|show|read)"
    r"|(?:a )?(?:gentle|mild|sensitive|softer|short) version"
    r"|(?:(?:with )?(?:low|minimal) |light on )(?:graphic )?details?"
    r"|(?:that(?: is|['’]s) )?(?:safe|fine|ok|okay|right) for (?:an?|any|the|all|our)? ?"
    r"(?:mixed|new|general|wider|junior|student|whole|multi[- ]agency)(?: \w+)? "
    r"(?:groups?|audiences?|teams?|staff|rooms?|class(?:es)?|sessions?)"
    r"|low[- ]distress|sensitively (?:written|told|worded|handled|put)"
    r"|(?:gentle|short|brief|small|snappy|simple|easy|clear|safe|mild|suitable) enough)"
)
_READABLE = r"(?:easy to (?:read|follow|understand|share|use)|quick to read|(?:in |written in )?plain english)"
_TRAINING = (
    rf"for (?:use in )?(?:{_WHOSE} )?(?:{_USE}"
    r"|(?:(?:staff|team|new staff|multi-agency) )?(?:training|teaching|induction|team meetings?)(?: \w+)?)"
)
# What a reader's own people are to have: "for my team", and not "for our children".
_OWN_PEOPLE = (
    r"for (?:my|our) (?:[\w-]+ )?(?:teams?|colleagues|students|staff|workers|practitioners|learners|trainees|group)"
)
_WHOM = r"(?: (?:for|to|in|at|with) [^,;]{1,30})?"  # who is to read it: "easy to read for new staff"
_MANNER = expression(
    rf"[\s,;–-]+(?:{_WORDS}|{_PAGES}|{_PLACED}(?:slide|page|handout|side|screen)|(?:{_GENTLE}|{_READABLE}){_WHOM}"
    rf"|{_TRAINING}|{_OWN_PEOPLE})\s*[.?]*$",
    re.IGNORECASE,
)
_FIGURE = expression(r"\b[1-9]\d{0,2}(?= words?\b)", re.IGNORECASE)
# "No time for training" and "support for our staff" are subjects, and so is "visits that were not too long".
_OF_SOMETHING = expression(
    r"\b(?:time|money|funding|budget|need|needs|released?|plans?|demand|call|responsible|paid|available|arrangements"
    r"|requirements?|opportunit(?:y|ies)|support|care|caring|help|safety|supervision|wellbeing|counselling|is|are|was|were|be|been|being)$",
    re.IGNORECASE,
)
_MANNER_BEFORE = expression(
    r"\b(?:(?:short|brief|quick|simple|gentle|one[- ]page|easy[- ]to[- ]read)(?:,? | and ))+"
    r"(?=(?:(?:real|case) )?(?:case|cases|examples?|stor(?:y|ies)|scenarios?|vignettes?|summar(?:y|ies)"
    r"|stud(?:y|ies))\b"
    r"(?! (?:work|conference|manage|load|note|record|file)))",
    re.IGNORECASE,
)


# What is to be used for something is learning; by itself "learning from reviews reaches staff" is a subject.
_LEARNING = expression(
    r"^(?:any |the |key |some |what )?learning (?:from|on|about|around)\s+(?!the job\b)", re.IGNORECASE
)


def without_purpose(text: str) -> str:
    """Return a question without what its answer is for, how it should be, or what else there is.

    Where it has no other words, they stay.
    """
    return _divide(text)[0]


def purposes(text: str) -> tuple[str, ...]:
    """Return the words that say what an answer is for and how it should be, in their order in the question."""
    return _divide(text)[1]


def most_words(text: str) -> int:
    """Return how many words an answer may have, 1 to 999, where a question says so in figures; else 0."""
    found = _FIGURE.search(" ".join(purposes(text)))
    return int(found.group()) if found else 0


def _divide(text: str) -> tuple[str, tuple[str, ...]]:
    """Return a question without its purposes, and these."""
    rest = _NOT_ONLY.sub("", text)
    told: list[str] = []
    while found := _last_purpose(rest):
        told.insert(0, found.group().strip(" ,;–-.?"))
        rest = rest[: found.start()]
    told[:0] = [found.group().strip(" ,") for found in _MANNER_BEFORE.finditer(rest)]
    rest = _MANNER_BEFORE.sub("", rest).strip()
    subject = _LEARNING.sub("", rest) if told else rest
    rest = subject if telling_words(subject) else rest
    return (rest, tuple(told)) if rest else (text, ())


def _last_purpose(text: str) -> re.Match[str] | None:
    """Return where a question ends with what its answer is for or how it should be."""
    found = _PURPOSE.search(text)
    gentle = _WITHOUT_DETAIL.search(text)
    if found or (gentle and not _OF_SOMETHING.search(text[: gentle.start()])):
        return found or gentle
    found = _MANNER.search(text)
    before = text[: found.start()] if found else ""
    asked = _ASKED.search(before) and telling_words(before) and not _OF_SOMETHING.search(before)
    return found if asked else None
