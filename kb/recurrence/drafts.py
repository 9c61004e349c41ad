"""Before you recommend: what is vague about a draft recommendation.

The three questions are those that panels themselves ask of a recommendation: who, by when, and how will it be shown.
"""

from __future__ import annotations

import re

from kb.recurring import Vague

_MONTH = "(?:january|february|march|april|may|june|july|august|september|october|november|december)"


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(patterns) + r")\b", re.IGNORECASE)


_DATE = _any(
    r"(?:by|before|from|until|no later than)\s+(?:the\s+end\s+of\s+)?"
    rf"(?:{_MONTH}|20\d\d|\d{{1,2}}\b|spring|summer|autumn|winter|next|q[1-4])",
    r"within\s+(?:the\s+next\s+)?\w+\s+(?:days?|weeks?|months?|years?)",
    rf"{_MONTH}\s+20\d\d",
    r"immediately|annually|quarterly|monthly",
    r"every\s+\w+\s+(?:months?|weeks?|years?)|each\s+(?:year|quarter|month)",
)
_MEASURE = _any(
    r"audit(?:s|ed)?|measur\w+|evidence[ds]?|evaluat\w+|dip.sampl\w+|data|percent(?:age)?|per cent|\d+\s?%",
    r"report(?:s|ing)?\s+to|monitor\w*|performance|indicator\w*|assur\w+|outcome measures?|survey\w*",
    r"feedback|compliance",
)
_OWNER = _any(
    r"partnership|board|council|police|constabulary|trust|integrated care board|icb|ccg",
    r"children['\u2019]?s (?:social care|services)|adult social care|social care|probation|cafcass|housing",
    r"health visit\w+|midwif\w+|gps?|primary care|schools?|college|nhs|hospital|ambulance|mash|ofsted",
    r"director|head of|chief|commissioner\w*|department|authority|authorities|service manager",
    r"government|ministry|home office|department for education",
)
_MUST = re.compile(
    r"\b(?:should|must|will|to|is recommended to|are recommended to|needs? to|ensures?|review)\b", re.IGNORECASE
)
_ALL = re.compile(
    r"\b(?:all agencies|agencies|partners|professionals|practitioners|everyone|relevant (?:agencies|partners))\b", re.I
)
_SOFT = re.compile(
    r"\b(?:consider|explore|raise awareness|remind\w*|be mindful|promote|encourage|where appropriate|as needed)\b", re.I
)
_TRAINING = re.compile(r"\b(?:train(?:ing|ed)?|awareness|briefings?|workshops?|e-?learning)\b", re.IGNORECASE)


def vague(text: str) -> Vague:
    """Say what a draft recommendation leaves open: no owner, no date, no measure; and words that others found weak."""
    must = _MUST.search(text)
    owner = _OWNER.search(text[: must.start()] if must else text) or _OWNER.search(text)
    no_owner, no_date, no_measure = owner is None, not _DATE.search(text), not _MEASURE.search(text)
    notes = []
    if no_owner:
        everyone = _ALL.search(text)
        notes.append(
            f"It names no one who must act: “{everyone.group()}” is everyone and so no one."
            if everyone
            else "It names no one who must act."
        )
    if no_date:
        notes.append("It gives no date by which it is to be done.")
    if no_measure:
        notes.append("It does not say how anyone will know that it was done and made a difference.")
    soft = _SOFT.search(text)
    if soft:
        notes.append(f"“{soft.group()}” can be met without anything changing.")
    if _TRAINING.search(text) and no_measure:
        notes.append("Training is asked for without saying how a change in practice would be seen.")
    return Vague(no_owner, no_date, no_measure, tuple(notes))
