"""The kind that a finding's form tells against the weight of its words, in a review or a report of a year.

As in `kind_by_form`, these forms do not say whether a sentence is a finding, only of what kind one is.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from ingest.findings.classification import Classification
from kb.core.expressions import expression
from kb.core.model import Kind
from kb.text.number_words import one_of_numbers

_WORKER = (
    r"(?:(?:social|support|key|youth|link|care|case|family|outreach|throughcare|housing)\s+workers?|worker|mentor|midwife|nurse|teacher|tutor|doctor|GP|"
    r"health\s+visitor|officer|warden|carer|teaching\s+assistant|assistant|pharmacist|dentist|paramedic|therapist|counsellor|receptionist|advocate|matron)"
)
_HARM = (
    r"(?:exclusions|suspensions|deaths|injuries|falls|waits|waiting\s+times|complaints|readmissions|absences?|"
    r"overdoses|evictions|re-?referrals|assaults|restraints|vacancies|arrests)"
)
_PEOPLE = (
    r"(?:families|children|people|adults|carers|parents|mothers|fathers|patients|residents|households|"
    r"pupils|tenants|babies)"
)
_PUT_DOWN = expression(  # "A nurse noticed the bruise, and took it for a mark of birth": a chance that was there
    r"\b(?:saw|noticed|heard|found|observed|spotted)\b[^.;]{5,120}?,?\s+(?:and|but)\s+(?:\w+ly\s+)?(?:put\s+(?:it|this|that|them)\s+down\s+to|"
    r"thought\s+no\s+more\s+of|took\s+(?:it|this|that|them)\s+(?:for|to\s+be)|assumed\s+(?:that\s+)?(?:it|this|somebody|someone)|let\s+it\s+(?:pass|go))\b",
    re.IGNORECASE,
)
_WENT_FURTHER = expression(  # "Her nurse stayed with her until the ambulance came"
    rf"^\W*(?:[\w’'-]+\s+){{0,3}}?{_WORKER}\b[^.;]*?\b(?:(?:in|on)\s+(?:his|her|their)\s+(?:own\s+time|day\s+off|way\s+home)|came\s+to\s+every|"
    r"went\s+(?:with|along\s+with|back\s+to\s+see)\s+(?:him|her|them)|stayed\s+(?:with|until|on)|sat\s+with|without\s+(?:being|having\s+been)\s+asked)\b",
    re.IGNORECASE,
)
_AGAINST_IT = expression(
    r"\b(?:but|however|although|though|failed|never|nobody|no\s+one|should\s+have|ought|too\s+late)\b", re.IGNORECASE
)
_COMMENDED = expression(
    r"^\W*(?:the|this|our)\s+(?:[\w’'-]+\s+){1,3}?(?:commend(?:s|ed)|prais(?:es|ed)|congratulat(?:es|ed)|appla(?:uds|uded))\b",
    re.IGNORECASE,
)
_ROSE = expression(  # a rise of what should fall: "Evictions nevertheless rose from 12 to 19"
    rf"\b{_HARM}\b(?:(?!\s+(?:when|as|because|after|was|were|fell))[^.;,]){{0,60}}?\b(?:rose|has\s+risen|have\s+risen|increased|have\s+increased|went\s+up|have\s+gone\s+up|grew|doubled)\b",
    re.IGNORECASE,
)
_STAYED = expression(  # "What parents told us had helped was ..."
    r"^\W*what\s+(?:[\w’'-]+\s+){1,4}?(?:said|told\s+(?:us|me|the\s+\w+)|say|tell\s+us)\s+(?:had\s+|has\s+|have\s+)?(?:stayed\s+with|struck|surprised|helped|"
    r"moved|changed|stuck\s+with|mattered)\b[^.;]{0,60}?\b(?:was|is)\b",
    re.IGNORECASE,
)
_REACHED = expression(  # how many were reached, and no deed
    rf"^\W*(?:they|it|the\s+(?:[\w’'-]+\s+){{1,3}}?)\s*(?:has|have)\s+(?:now\s+|since\s+|already\s+|so\s+far\s+)?(?:worked\s+with|seen|helped|reached|supported)\s+"
    rf"(?:(?:some|about|nearly|over|more\s+than)\s+)?(?:\d+|{one_of_numbers(2, 12)}|"
    rf"(?:twen|thir|four|for|fif|six|seven|eigh|nine)t(?:y|een)(?:-[a-z]+)?)\s+(?:\w+\s+)?{_PEOPLE}\b",
    re.IGNORECASE,
)
_THEY_SAY = expression(
    r",\s+(?:(?:the|their|our)\s+)?(?:heads|staff|parents|carers|families|teachers|nurses|managers|residents|tenants|they)\s+(?:say|tell\s+us|report),",
    re.IGNORECASE,
)
_BLAMED = (Kind.CONCERN, Kind.GOOD_PRACTICE, Kind.EVIDENCE)
_ANY = tuple(Kind)
_FORMS: tuple[tuple[re.Pattern[str], Collection[Kind], Kind, str], ...] = (
    (_PUT_DOWN, _BLAMED, Kind.MISSED_OPPORTUNITY, "says that a sign was seen and explained away"),
    (_COMMENDED, _ANY, Kind.GOOD_PRACTICE, "commends"),
    (_ROSE, (Kind.EVIDENCE, Kind.ACTION, Kind.GOOD_PRACTICE), Kind.CONCERN, "says that harm rose"),
    (_STAYED, (Kind.CONCERN, Kind.EVIDENCE, Kind.ACTION), Kind.LESSON, "says what was learned from those asked"),
    (_REACHED, (Kind.ACTION, Kind.LESSON), Kind.EVIDENCE, "gives how many were reached"),
    (_THEY_SAY, (Kind.LESSON,), Kind.EVIDENCE, "gives what they say"),
)


def kind_as_told(text: str, told: Classification) -> Classification:
    """Return what a finding was told to be, or the kind that its form tells where that may stand for it."""
    for form, instead_of, kind, why in _FORMS:
        if told.kind in instead_of and told.kind is not kind and (found := form.search(text)):
            return Classification(kind, f'{why}: "{found[0]}"', (found[0],))
    blamed = (Kind.CONCERN, Kind.MISSED_OPPORTUNITY, Kind.EVIDENCE)
    if told.kind in blamed and not _AGAINST_IT.search(text) and (found := _WENT_FURTHER.search(text)):
        return Classification(Kind.GOOD_PRACTICE, f'tells of a worker who went further: "{found[0]}"', (found[0],))
    return told
