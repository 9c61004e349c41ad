"""Who must do what to whom: two findings in which the doer and the receiver change places are not one lesson."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kb.core.expressions import expression
from kb.recurrence.terms import normalise_word
from kb.text.stemming import english_stem

AGENCIES: tuple[tuple[str, str], ...] = (
    ("police", r"police|officers|constabulary"),
    ("school", r"schools?|head ?teachers?|teachers?|colleges?|academ(?:y|ies)"),
    ("nursery", r"nurser(?:y|ies)|early years settings?|childminders?"),
    ("gp", r"gps?|general practi(?:ce|tioners?)|family doctors?|surger(?:y|ies)|primary care"),
    ("health visitor", r"health visit(?:ors?|ing)|school nurs(?:es?|ing)"),
    ("midwife", r"midwi(?:fe|ves|fery)|maternity"),
    ("hospital", r"hospitals?|wards?|acute trusts?|paediatricians?|emergency departments?"),
    ("mental health", r"mental health (?:trusts?|services?|teams?)|camhs|psychiatrists?|crisis teams?"),
    ("ambulance", r"ambulance (?:crews?|services?|trusts?)|paramedics?"),
    ("probation", r"probation|offender managers?"),
    ("prison", r"prisons?|young offender institutions?"),
    ("housing", r"housing(?: officers?| departments?| providers?)?|landlords?"),
    ("adult social care", r"adult(?:s['’])? (?:social care|services)|safeguarding teams?"),
    ("social care", r"social (?:workers?|care)|children['’]s (?:services|social care)"),
    ("council", r"councils?|local authorit(?:y|ies)"),
    ("care home", r"care homes?|nursing homes?"),
    ("care agency", r"care (?:agenc(?:y|ies)|workers|providers)|domiciliary care"),
    ("foster carer", r"foster (?:carers?|parents?)"),
    ("trust", r"trusts?"),
    ("board", r"(?:safeguarding )?(?:partnerships?|boards?)"),
    ("coroner", r"coroners?"),
    ("court", r"courts?|cafcass"),
    ("manager", r"managers?|supervisors?"),
    ("practitioner", r"practitioners?|professionals?|staff"),
    ("father", r"fathers?|dads?"),
    ("mother", r"mothers?|mums?"),
    ("parent", r"parents?"),
    ("carer", r"carers?"),
    ("child", r"child(?:ren)?|pupils?|young (?:people|person)"),
    ("family", r"famil(?:y|ies)|relatives"),
)
_ANY = expression(
    "|".join(rf"\b(?P<r{place}>(?:{words}))\b" for place, (_, words) in enumerate(AGENCIES)), re.IGNORECASE
)
_PEOPLE = frozenset(("father", "mother", "parent", "carer", "child", "family", "manager", "practitioner"))
_AGENCY = expression("|".join(rf"\b(?:{words})\b" for who, words in AGENCIES if who not in _PEOPLE), re.IGNORECASE)
_VERB = expression(
    r"\b(?:should|must|shall|will|needs? to|did(?: not)?|do(?: not)?|does(?: not)?|(?:was|were|is|are|had|has|"
    r"have|been|be)(?: not)?|never|failed)\b",
    re.IGNORECASE,
)
_PASSIVE = expression(
    r"\b(?:be|is|are|was|were|been|being)(?: not)? (?:\w+ )?\w+(?:ed|en|wn|ld|nt|de|ght)\b", re.IGNORECASE
)
_TELLING = expression(
    r"\A(?!(?:nobody|no one|someone|somebody|anyone|everyone|they|he|she|it|we|who)\b)"
    r"(?:(?:the|an?|all|each|every|any) )?(?P<doer>(?:[\w'’-]+ ){0,3}?[\w'’-]+) "
    r"(?:should|must|shall|will|needs? to|(?:did|do|does|had|has|have) not|never|failed to)(?: \w+ly)? "
    r"(?:tell|told|inform(?:ed)?|notif(?:y|ied)|warn(?:ed)?|alert(?:ed)?|telephoned?|report(?:ed)? to)"
    r" (?:(?:the|an?|all|each|every|any|its|their) )?(?P<told>(?:[\w'’-]+ ){0,3}?[\w'’-]+)"
    r"(?=[,.;]|\Z| (?:of|about|when|whenever|where|if|that|why|how|whether|what|who|before|after|on|in|at|as|by|within"
    r"|for)\b)",
    re.IGNORECASE,
)
_BY = expression(r"\bby (?:the |an? |their |his |her )?\Z", re.IGNORECASE)
_BY_LETTERS = 12  # in which the longest of them stands, with the letter before it


@dataclass(frozen=True, slots=True)
class Parts:
    """Who does what a sentence speaks of, and who else stands in it."""

    doer: str
    others: frozenset[str]


def parts_of(text: str) -> Parts | None:
    """Return who does what the first sentence tells, and to whom, or None where that is not said."""
    sentence = re.split(r"(?<=[.!?])\s", text, maxsplit=1)[0]
    parts = _parts_by_agencies(sentence)
    return parts if parts is not None and parts.others else _parts_by_telling(sentence) or parts


def _parts_by_telling(sentence: str) -> Parts | None:
    """Return who tells whom, whatever they are called: "the drug team should tell pharmacies when ..."."""
    found = _TELLING.match(sentence)
    return Parts(_name_in(found["doer"]), frozenset((_name_in(found["told"]),))) if found else None


def _name_in(phrase: str) -> str:
    """Return the agency that a phrase names, else the stem of its last word."""
    named = [AGENCIES[int((one.lastgroup or "r0")[1:])][0] for one in _ANY.finditer(phrase)]
    return named[-1] if named else english_stem(normalise_word(phrase.split()[-1]))


def _parts_by_agencies(sentence: str) -> Parts | None:
    verb = _VERB.search(sentence)
    if verb is None:
        return None
    named = [(found.start(), AGENCIES[int((found.lastgroup or "r0")[1:])][0]) for found in _ANY.finditer(sentence)]
    before = [who for at, who in named if at < verb.start()]
    after = [(at, who) for at, who in named if at >= verb.end()]
    if _PASSIVE.match(sentence, verb.start()) or _PASSIVE.match(sentence, verb.end() + 1):
        by = next((who for at, who in after if _ends_by(sentence, at)), "")
        others = frozenset([*before, *(who for _, who in after)]) - {by}
        return Parts(by or (f"to {before[0]}" if before else ""), others) if by or before else None
    if not before:
        return None
    return Parts(before[0], frozenset(who for _, who in after) - {before[0]})


def without_agencies(text: str) -> str:
    """Return a text in which every agency is "service": what is to be learned does not hang on whose name it bears."""
    return _AGENCY.sub("service", text)


def agency_names(text: str) -> list[str]:
    """Return the words by which a text names agencies."""
    return [found.group() for found in _AGENCY.finditer(text)]


def _ends_by(sentence: str, at: int) -> bool:
    return _BY.search(sentence[max(0, at - _BY_LETTERS) : at]) is not None


def reversed_roles(one: Parts | None, other: Parts | None) -> bool:
    """Return whether the doer of each is the receiver in the other."""
    if one is None or other is None:
        return False
    first, second = _name(one), _name(other)
    return first != second and first in other.others and second in one.others


def _name(parts: Parts) -> str:
    return parts.doer.removeprefix("to ")
