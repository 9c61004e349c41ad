"""Who a recommendation asks to act, in its own words: the subject of the sentence that asks."""

from __future__ import annotations

import re

from kb.core.expressions import expression

_LABEL = r"(?:(?:recommendation|action|priority)\s+)?[\dA-Z]{0,3}(?:\.\d+)*[.):]?\s*"
_WHO = r"(?P<who>(?:[Tt]he |All |Each |Every )?[A-Z][^.;:!?]{1,110}?)"
_VERB = (
    r"\s+(?:should|must|shall|will|needs? to|ought to|(?:is|are) (?:asked|required|recommended|invited) to|"
    r"(?:is|are) to)\b"
)
_ASKS = expression(rf"(?:^|[.;:]\s+)(?:{_LABEL})?{_WHO}{_VERB}")
_THAT = expression(
    rf"\b(?:recommends?|recommended|request(?:s|ed)?|ask(?:s|ed)?) that (?P<who>(?:the )?[^.;:!?]{{2,110}}?){_VERB}"
)
# What asks or what is asked about, not who: "This should", "Training must".
_NO_BODY = expression(
    r"^(?:this|that|these|those|it|there|they|he|she|we|such|any|what|where|when|if|how|as|in|for|to|following|within|"
    r"(?:the |a |an )?(?:training|guidance|polic(?:y|ies)|procedures?|protocols?|audits?|plans?|reviews?|reports?|"
    r"recommendations?|findings?|processe?s?|systems?|assessments?|referrals?|records?|information|learning|work|"
    r"supervision|consideration|children|child|famil(?:y|ies)|parents?|meetings?|outcomes?|progress|actions?|tools?)\b)",
    re.IGNORECASE,
)
# Who can act, though it may be called after children: "Children's Social Care", "Child protection chairs".
_BODY = expression(
    r"\b(?:services?|social (?:care|workers?)|health|partnerships?|boards?|councils?|trusts?|commissioners?|"
    r"chairs?|managers?|teams?|hubs?|courts?|homes?|hospitals?|police|leads?|practitioners|workers|staff|agencies)\b",
    re.IGNORECASE,
)
# What is done or decided about, whoever it belongs to: "A woman's case should stay", "Changes should be".
_THING = expression(
    r"\b(?:cases?|changes?|decisions?|moves?|transfers?|steps?|arrangements?|visits?|appointments?|calls?|letters?|notes?|"
    r"minutes|chronolog(?:y|ies)|invitations?|notifications?|concerns?|risks?|needs|views|voices?|wishes|address(?:es)?|files?|"
    r"thresholds?|targets?|standards?|handovers?|discharges?|checks?|agendas?|contracts?|budgets?|posts?|caseloads?|"
    r"rooms?|lists?|registers?|databases?|forms?|templates?|copies|copy|evidence|feedback|advice|support|"
    r"access|funding|time|attention|priority|emphasis|responsibility|use)$",
    re.IGNORECASE,
)
# A heading that runs on into the sentence without a stop: "Training on Neglect The Partnership should".
_RUN_IN = expression(r"(?<=[a-z)]) (?=The [A-Z])")
_COMPLEMENT = expression(r"\b(?:of|for|in|to|with|about|from|on|between|by|who|which|that)\b")


def who_must_act(text: str) -> str:
    """Return who is asked to act as a recommendation names them, or "" where its sentences name nobody."""
    for form in (_THAT, _ASKS):
        for found in form.finditer(text):
            who = _RUN_IN.split(found["who"].strip(" ,"))[-1]
            head = _COMPLEMENT.split(who, maxsplit=1)[0]
            if (not _is_thing(head) and (not _NO_BODY.match(who) or _is_body(head))) and len(who.split()) <= 14:
                return who[:1].upper() + who[1:]
    return ""


def _is_thing(head: str) -> bool:
    """Return whether a noun phrase ends in a word for what cannot act; "Victim Support" is a name."""
    words = head.split()
    named = len(words) > 1 and words[-1].istitle()
    return not named and bool(_THING.search(head.rstrip()))


def _is_body(head: str) -> bool:
    """Return whether a noun phrase ends in a word for who can act."""
    last = [found.end() for found in _BODY.finditer(head)]
    return bool(last) and last[-1] == len(head.rstrip())
