"""The kind of a finding by the form of its sentence, where its heading may stand over findings of any kind.

These forms do not say whether a sentence is a finding: "A new nurse took up post in April" may be part of a story.
"""

from __future__ import annotations

import re

from ingest.findings.classification import Classification
from ingest.findings.grammar import SentenceTraits
from kb.core.expressions import expression
from kb.core.model import Kind
from kb.text.number_words import one_of_numbers

_BODY = (
    r"(?:boards?|trusts?|councils?|committees?|partnerships?|partners|police|force|constables?|governments?|departments?|ministers?|"
    r"agenc(?:y|ies)|services?|commissioners?|providers?|practices|surgeries|schools?|colleges?|GPs|teams?|managers?|leads?|officers|"
    r"organisations?|authorit(?:y|ies)|group|executive|hospitals?|NHS|ICBs?|HSCPs?|SABs?|SBNI|CPCs?|APCs?)"
)
_BODY_IS_TO = expression(  # "Health boards to satisfy themselves that ...", and no "Access to services was slow"
    rf"^(?:(?:all|each|every|the|both|local)\s+)*(?:[\w’'&-]+\s+){{0,6}}?{_BODY}(?:\s+(?:in|for|of|across)\s+(?:[\w’'&-]+\s+){{1,4}}?)?\s*(?::|\s)\s*(?:to\s+)"
    r"(?:(?:also|jointly|together|now|formally|not)\s+)?(?!the\b|an?\b|all\b|each\b|every\b|any\b|this\b|these\b|his\b|her\b|their\b|its\b)"
    r"(?P<verb>[a-z]{2,})\b(?!\s+(?:was|were|is|are|had|has|have|did|went|came)\b)",
    re.IGNORECASE,
)
_BODY_TOLD = expression(  # the order behind a colon: "The Trust: agree a shared protocol with ..."
    rf"^(?:(?:all|each|the|both)\s+)*(?:[\w’'&-]+\s+){{0,8}}?{_BODY}\s*:\s+"
    r"(?:agree|review|ensure|develop|provide|consider|publish|audit|train|write|set|make|work|share|remind|check|report|revise|stop|"
    r"start|name|appoint|use|ask|give|introduce|put|bring)\s+(?!(?:and|or|of|was|were|is|are|has|had)\b)\w",
    re.IGNORECASE,
)
_FINITE = expression(
    r"\b(?:was|were|is|are|had|has|did|went|came|rose|fell|took|led|could|would|will|told|said|wrote|sent|rang|gave|made|left|[a-z]{2,}ed)\b"
)
_WAS_OPEN = expression(  # what could have been done, told as the chance that it was
    r"\b(?:it\s+(?:was|had\s+been|would\s+have\s+been)\s+(?:\w+\s+)?open\s+to\s+(?:\w+\s+){1,6}?to|"
    r"it\s+would\s+have\s+been\s+(?:possible|easy|simple|straightforward|reasonable|sensible|right)\s+(?:for\s+[^.]{3,60}\s+)?to|"
    r"there\s+(?:was|had\s+been)\s+(?:still\s+|then\s+|ample\s+|a\s+)?(?:time|scope|room|opening|chance|moment|window)\s+(?:here\s+|then\s+)?"
    r"(?:for\s+[^.]{3,60}\s+)?to)\b",
    re.IGNORECASE,
)
_COULD_THEN_HAVE = expression(  # "The school could at this stage have called the partners together."
    r"\b(?:could|might)\s+(?:also\s+|then\s+|here\s+|already\s+|by\s+then\s+|at\s+(?:this|that)\s+(?:stage|point|time|moment)\s+)+have\s+\w+",
    re.IGNORECASE,
)
_GAP_LEFT = expression(
    r"\b(?:left|leaves|leaving|created|opened)\s+(?:an?\s+|some\s+|serious\s+|clear\s+|wide\s+)*gaps?\b", re.IGNORECASE
)
_SEIZED = expression(r"\b(?:and|which)\s+(?:\w+\s+){0,3}?(?:did|was\s+(?:taken|used|seized))\b", re.IGNORECASE)
_AVERAGE = expression(  # "The average caseload at the time was 31."
    r"^(?:the|our|its|an?)?\s*(?:\w+\s+)?(?:average|mean|median|typical|usual|longest|shortest)\b[^.;,]{0,70}?\b"
    rf"(?:was|were|is|are|stood\s+at|stands\s+at|came\s+to|reached|of)\s+(?:about\s+|some\s+|around\s+|nearly\s+|over\s+|under\s+|just\s+)*"
    rf"(?:£?\d|{one_of_numbers()}\b)",
    re.IGNORECASE,
)
_SHARE = expression(  # what was counted, told first: "Of nine carers who spoke to us, seven", "A third of the files"
    rf"^(?:of|among|from)\s+(?:the\s+|our\s+|those\s+)?(?:\d+|{one_of_numbers(2, 12)})\s+[^.;]{{3,70}}?,\s+"
    rf"(?:only\s+|just\s+)?(?:\d+|{one_of_numbers(0, 12)}|none|half|most)\b|"
    r"^(?:(?:just|well|slightly|a\s+little)\s+)?(?:(?:under|over|about|around|nearly|almost|more\s+than|less\s+than|fewer\s+than|only)\s+)?"
    r"(?:a|one|two|three|four)[\s-](?:half|halves|thirds?|quarters?|fifths?|sixths?|tenths?)\s+of\s+(?:the\s+|all\s+|our\s+)?(?:\w+\s+){0,2}?"
    r"(?:files?|records?|cases?|plans?|assessments?|referrals?|visits?|staff|respondents|practitioners|carers|families|children|adults|schools|calls|reports|notes|letters)\b",
    re.IGNORECASE,
)
_BEGINS = r"(?:starts?|begins?|opens?)"
_MEASURE = (
    r"(?:courses?|training|programmes?|pilots?|schemes?|services?|clinics?|sessions?|groups?|forums?|projects?|campaigns?|audits?|recruitment|"
    r"work|posts?|teams?|systems?|hubs?|helplines?|workshops?)"
)
_WILL = expression(  # what a body says that it will do, and no habit: "Services will close when nobody asks"
    r"^(?![^.]*\b(?:when|whenever|where|if|unless|who)\b)"
    rf"(?:(?:(?:the|our|all|each|both)\s+)*(?:[\w’'&-]+\s+){{0,5}}?{_BODY}\s+(?:will|shall)\s+(?:also\s+|now\s+|then\s+|jointly\s+)?"
    r"(?!need|have\s+to|want|wish|often|always|sometimes|usually|rarely|never|not\b|be\s+(?:asked|expected|required|invited|urged|able)|"
    r"find|see|know|feel|recogni[sz]e|remember|understand|benefit|struggle|fail)[a-z]{3,}\b|"
    rf"(?:(?:[\w’'&-]+\s+){{0,6}}?{_MEASURE}(?:\s+[\w’'&-]+){{0,5}}?\s+{_BEGINS}|[^.;]{{4,70}}?\b(?:goes\s+live|is\s+(?:due|set|planned)\s+to\s+"
    r"(?:start|begin|open|go\s+live)))\s+(?:in|on|from|next|this)\s+(?:the\s+)?"
    r"(?:new\s+(?:year|term)|(?:jan|febr)uary|march|april|may|june|july|august|(?:septem|octo|novem|decem)ber|spring|summer|autumn|winter|\d|week|month|year|term))",
    re.IGNORECASE,
)
_IN_POST = expression(
    r"\b(?:(?:took|taken|takes)\s+up\s+(?:the\s+|his\s+|her\s+|their\s+)?(?:post|role|appointment)|(?:came|come)\s+into\s+post|"
    r"(?:has|have)\s+been\s+in\s+post\s+since|(?:has|have)\s+(?:now\s+|since\s+)?(?:joined|started\s+with)\s+(?:the|each|every|our)\s+(?:\w+\s+)?"
    r"(?:team|ward|service|unit|trust|force|board))\b",
    re.IGNORECASE,
)


def kind_by_form(moods: SentenceTraits) -> Classification | None:
    """Return the kind that a finding's form tells, by the first form that fits, or None."""
    text = moods.text
    if moods.is_question:
        return None
    asked = _asked_of(text)
    if asked:
        return Classification(Kind.RECOMMENDATION, f'says who is to do what: "{asked}"', (asked,))
    if (was_open := _WAS_OPEN.search(text) or _COULD_THEN_HAVE.search(text)) and not _SEIZED.search(text):
        return Classification(Kind.MISSED_OPPORTUNITY, f'says what was open: "{was_open[0]}"', (was_open[0],))
    if gap := _GAP_LEFT.search(text):
        return Classification(Kind.CONCERN, f'says that something was left open: "{gap[0]}"', (gap[0],))
    if counted := _AVERAGE.match(text) or _SHARE.match(text):
        return Classification(Kind.EVIDENCE, "gives what was counted", (counted[0],))
    if promised := _WILL.match(text):
        return Classification(Kind.ACTION, f'says what will be done: "{promised[0]}"', (promised[0],))
    if (filled := _IN_POST.search(text)) and moods.sentiment.blame <= moods.sentiment.praise:
        return Classification(Kind.ACTION, f'says that a post was filled: "{filled[0]}"', (filled[0],))
    return None


def _asked_of(text: str) -> str:
    """Return the words by which a sentence without a verb of its own says which body is to do what, or ""."""
    led = _BODY_TOLD.match(text) or _BODY_IS_TO.match(text)
    return led[0] if led and not _FINITE.search(led[0]) else ""
