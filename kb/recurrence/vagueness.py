"""Before you recommend: what is vague about a draft recommendation.

The questions are those that panels themselves ask of a recommendation: who, by when, how will it be shown, and does its
verb ask for more than to look at something. A draft that answers the first three is not asked about its verb.
"""

from __future__ import annotations

import re

from kb.core.expressions import expression
from kb.core.recurrence_values import VaguenessReport

_MONTH = "(?:january|february|march|april|may|june|july|august|september|october|november|december)"
_SPAN = r"(?:(?:working|calendar|school)\s+)?(?:days?|weeks?|months?|years?)"


def _any(*patterns: str) -> re.Pattern[str]:
    return expression(r"\b(?:" + "|".join(patterns) + r")\b", re.IGNORECASE)


_DATE = _any(
    r"(?:by|before|from|until|no later than)\s+(?:the\s+)?(?:(?:end|start|close|beginning)\s+of\s+)?(?:the\s+)?"
    rf"(?:{_MONTH}|20\d\d|\d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTH}|spring|summer|autumn|winter|next|q[1-4]|"
    r"(?:financial|calendar|academic|school)?\s*year|quarter|month)",
    rf"within\s+(?:the\s+next\s+)?\w+\s+{_SPAN}\s+(?:of\s+(?:publication|this|the\s+(?:report|review|publication)))",
    rf"within\s+(?:the\s+next\s+)?\w+\s+{_SPAN}",
    rf"(?:{_MONTH}|spring|summer|autumn|winter)\s+20\d\d|\d{{1,2}}[/.]\d{{1,2}}[/.](?:20)?\d\d",
    r"immediately|annually|quarterly|monthly",
    r"(?:every|each)\s+(?:\w+\s+)?(?:months?|weeks?|years?|quarters?)",
)
_MEASURE = _any(
    r"audit(?:s|ed)?|measur\w+|evidence[ds]?|evaluat\w+|dip.sampl\w+|data|percent(?:age)?|per cent|target",
    r"\d+\s?%|no (?:more|fewer) than|at least \w+|(?:the )?(?:share|number|proportion|rate|count) of",
    r"reports?\s+(?:[\w'\u2019-]+\s+){0,12}?(?:to|on)|reporting\s+to|monitor\w*|performance|indicator\w*|assur\w+",
    r"outcome measures?|survey\w*|feedback|compliance",
)
_BODY = (
    r"partnership|board|council|police|constabulary|trust|integrated care board|icb|ccg|commissioning group|"
    r"children['\u2019]?s (?:social care|services)|adult social care|social care|probation|cafcass|housing|"
    r"health visiting|midwif\w+|gps?|practices?|primary care|schools?|college|nhs|hospital|ambulance|mash|ofsted|"
    r"director|head of|chief|chair|commissioner\w*|department|authority|authorities|(?:\w+\s+)?manager|named \w+|"
    r"principal social worker|lead (?:officer|nurse|professional|member)|\w+ services?|\w+ team|\w+ unit|"
    r"government|ministry|home office|department for education"
)
_OWNER = _any(_BODY)
_NAMED = expression(
    r"(?:^|[.;:,]\s+|\b[Tt]he\s+)(?!By|Before|From|Within|In|On|All|Every|Each|It)"
    r"[A-Z][\w'\u2019-]+\s+(?:(?:and|of|for|the)\s+)?[A-Z][\w'\u2019-]+"
)
_HANDED = expression(
    r"\b(?:(?:led|owned|overseen|delivered|provided|done|carried out|taken forward|agreed|made)\s+by|"
    rf"recommend\w*\s+(?:that|to)|(?:lead|owner|responsible|who|"
    rf"by whom)\s*:)\s+(?:[\w'\u2019-]+\s+){{0,5}}?(?:{_BODY})\b",
    re.IGNORECASE,
)
_MUST = expression(
    r"\b(?:should|must|shall|will|to|is recommended to|are recommended to|needs? to|ensures?|review)\b", re.IGNORECASE
)
_ALL = expression(
    r"\b(?:all agencies|agencies|partners|professionals|practitioners|staff|everyone|all (?:services|organisations)|"
    r"relevant (?:agencies|partners))\b",
    re.IGNORECASE,
)
_WEAK = expression(
    r"\b(?:re-?view(?!\s+(?:panel|team|group|report))|consider|explore|ensure|promote|encourage|support|strengthen|"
    r"improve|continue|reflect|revisit|look (?:at|into)|seek|examine|embed|raise (?:the )?awareness|remind\w*|"
    r"reinforce|"
    r"enhance|be mindful|be aware|work together|where appropriate|as needed|where possible)\b",
    re.IGNORECASE,
)
_TRAINING = expression(r"\b(?:train(?:ing|ed)?|awareness|briefings?|workshops?|e-?learning)\b", re.IGNORECASE)
_ASKS = expression(r"\b(?:should|must|shall|recommend\w*|needs? to|will)\b", re.IGNORECASE)
_BEGINS = expression(
    r"^\W*(?:(?:recommendation|action)\s*\d*\W+|\(?\w[.)]\s+)?(?:to\s+)?"
    r"(?:re-?view|consider|explore|ensure|promote|encourage|support|strengthen|improve|continue|revisit|examine|"
    r"embed|raise|"
    r"remind|reinforce|enhance|develop|provide|train|deliver|introduce|implement|establish|create|agree|adopt|publish|"
    r"require|appoint|audit|set|make|write|update|produce|commission|extend|increase|undertake|share|work|seek|"
    r"monitor)\b",
    re.IGNORECASE,
)


def asks(text: str) -> bool:
    """Return whether a sentence by itself asks for something: "X should …", or begins with a verb: "Review …"."""
    return bool(_ASKS.search(text) or _BEGINS.match(text))


def find_vagueness(text: str) -> VaguenessReport:
    """Say what a draft recommendation leaves open: no owner, no date, no measure, a verb that asks for little."""
    no_owner, no_date, no_measure = not _is_owned(text), not _DATE.search(text), not _MEASURE.search(text)
    weak = _WEAK.search(text) if no_owner or no_date or no_measure else None
    notes = []
    if no_owner:
        everyone = _ALL.search(text)
        notes.append(
            f"It does not say who must act: “{everyone.group()}” could mean anyone."
            if everyone
            else "It does not say who must act."
        )
    if no_date:
        notes.append("It does not say by when.")
    if no_measure:
        notes.append("It does not say how you will know that it was done and made a difference.")
    if weak:
        notes.append(f"“{weak.group()}” can be done without anything changing.")
    if _TRAINING.search(text) and no_measure:
        notes.append("It asks for training but does not say how you will see a change in practice.")
    return VaguenessReport(no_owner, no_date, no_measure, tuple(notes), weak.group() if weak else "")


def _is_owned(text: str) -> bool:
    """Return whether a body or a post is named before the verb, or as the one by whom it is done.

    A body named later is mostly whom the matter concerns: "review training for schools" leaves open who reviews it.
    """
    must = _MUST.search(text)
    before = text[: must.start()] if must else ""
    return bool(_OWNER.search(before) or _NAMED.search(before) or _HANDED.search(text))
