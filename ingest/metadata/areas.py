"""Which area a line names: by a list of the country's areas, or by its form before a body's name, for any other place.

A name is taken whole or not at all: "Poole" is not taken where "Bournemouth, Christchurch and Poole" stands.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from ingest.words import wordlist
from kb.core.expressions import expression

BODY = (
    r"(?:(?:[Mm]ulti-?\s?[Aa]gency|Local|Regional|Joint|Integrated|Strategic)\s+)*(?:Policing\s+and\s+Community\s+Safety\s+Partnerships?|Safeguarding\s+(?:Children|Child|Adult|Families|People)(?:s|[’']s|s[’'])?\s+and\s+"
    r"(?:Adult|Children|Child|Vulnerable\s+Adult|Young\s+People)(?:s|[’']s|s[’'])?\s+(?:Partnership|Board|Committee)s?"
    r"|(?:Community\s+Safety\s+and\s+)?Safeguarding\s+(?:(?:Children|Child|Adult|Vulnerable\s+Adult)(?:s|[’']s|s[’'])?\s+)?"
    r"(?:and\s+Community\s+Safety\s+)?(?:(?:Strategic|Executive|Assurance|Improvement|Delivery|Management|Inter-?[Aa]gency|Multi-?[Aa]gency)\s+)?(?:Partnership\s+Board|Partnership|"
    r"Board|Committee|Arrangements|Partners|Executive)s?|Community\s+Safety\s+(?:Strategic\s+)?(?:Partnership|Board|Unit)s?"
    r"|Safer\s+(?:and\s+Stronger\s+)?(?:Communities|Neighbourhoods)\s+(?:Strategic\s+)?(?:Partnership|Board)"
    r"|Crime\s+(?:and|&)\s+Disorder\s+Reduction\s+Partnership|Violence\s+Reduction\s+(?:Unit|Partnership)|Alcohol\s+(?:and|&)\s+Drugs?\s+Partnership"
    r"|Integration\s+Joint\s+Board|Clinical\s+Commissioning\s+Groups?|Primary\s+Care\s+Trust|Children[’']s\s+(?:Services\s+)?Trust"
    r"|Youth\s+Offending\s+(?:Service|Team)|Corporate\s+Parenting\s+Board|Safeguarding\s+Children,\s+Young\s+People\s+and\s+Adults\s+(?:Partnership|Board)"
    r"|(?:Children|Child|Adults?)(?:[’']s|s[’']?)?(?:,?\s+(?:(?:and|&)\s+)?(?:Young\s+People|Adults?|Families)(?:[’']s|s[’']?)?)*\s+Safeguarding\s+(?:(?:Strategic|Executive|Assurance|Improvement)\s+)?(?:Partnership|Board|Committee)s?"
    r"|(?:(?:Area\s+)?(?:Child|Adult)|Public)\s+Protection\s+(?:Committee|Partnership)s?|Adult\s+Support\s+(?:and|&)\s+Protection\s+Committee"
    r"|Local\s+Area\s+Partnership|Public\s+Protection\s+Network|Strategic\s+Partnership\s+Boards?|Domestic\s+(?:Abuse|Violence)\s+(?:Local\s+)?(?:and\s+\w+\s+\w+\s+)?(?:Partnership\s+)?(?:Board|Partnership|Forum)"
    r"|Violence\s+Against\s+Women\s+Partnership|(?:Health\s+(?:and|&)\s+Social\s+Care|HSC)\s+(?:Trust|Partnership)|Child\s+Death\s+Overview\s+Panel|(?:University\s+|Teaching\s+)?"
    r"Health\s+Board|(?:Health\s+(?:and|&)\s+)?Well-?[Bb]eing\s+Board|Public\s+Services?\s+Board|Chief\s+Officers[’']?\s+Group|Integrated\s+Care\s+Board|Youth\s+Justice\s+(?:Service|Board|Partnership)"
    r"|(?:HSCP|LSCB|LSCP|SCP|SCB|SAB|SSCB|SSCP|SSAB|CSP|SCPB|MASA|CPC|APC|LSAB|ACPC|CDRP|PCSP|CDOP|CCG|PCT|IJB)s?(?=\W|$))"
)
_WORD = r"(?:St\.|(?!Councils?\b)[A-ZÀ-ÖØ-ÞŴŶ][\w’'.-]{0,60})"
_JOINS = r"(?:and|of|upon|on|with|the|in|le|under|by|next|near|y|yr|ar|a|ac|a'r|a’r|cum|sub|nan|h-\w+|&)"
PLACE = rf"{_WORD}(?:(?:,\s+|/|\s+)(?:{_JOINS}\s+){{0,2}}{_WORD}){{0,9}}"
_BEFORE = expression(
    rf"(?P<place>{PLACE})(?:[’']s|s[’'])?\s+(?:\((?:Metropolitan|Unitary|City|Borough|County)\)\s+)?(?P<body>{BODY})"
)
_BODY_FOR = expression(rf"\b(?P<body>{BODY})\s+(?:for|of|in)\s+(?:the\s+)?(?:area\s+of\s+)?(?P<place>{PLACE})")
_SAFER = expression(
    rf"\bSafer\s+(?P<place>(?!Communit|Neighbourhood|Together|Streets?\b|Homes?\b|Lives\b|Schools?\b|Places\b|Futures\b|Recruitment\b){PLACE}?)\s+(?P<body>(?:Communities\s+)?(?:Community\s+Safety\s+)?(?:Partnership|Board))\b"
)
_KEEPING = expression(
    rf"\bKeeping\s+(?P<place>{PLACE}?)\s+(?P<body>(?:Children\s+)?Safe(?:\s+(?:Partnership|Board))?)\b"
)
_STYLED = expression(
    rf"\b(?:London\s+Borough|Royal\s+(?:London\s+)?Borough|Metropolitan\s+Borough|Metropolitan\s+District|City\s+(?:and\s+\w+\s+)?|"
    rf"Borough|District|County(?:\s+Borough)?|County\s+Council|City\s+Council|Council)\s+of\s+(?:the\s+)?(?P<place>{PLACE})"
)
_COUNCIL = expression(
    rf"(?P<place>{PLACE})\s+(?:(?:County(?:\s+Borough)?|City|Borough|District|Metropolitan(?:\s+(?:Borough|District|City))?|MBC|Unitary|Town|Parish|"
    r"Islands|and\s+District)\s+)?(?P<body>Councils?|Combined\s+Authority|MBC)\b"
)
_BODY_IN = expression(rf"^(?:The\s+)?(?P<body>{BODY})(?:\s*,\s*|\s+[-–—:|]\s+|:\s*)(?P<place>{PLACE})\s*\.?$")
_CORONER = expression(
    r"(?<!\b[Cc]hief )"  # who is of no area
    rf"\b[Cc]oroner(?:[’']?s?\s+[Aa]rea)?,?\s+(?:for|of)\s+(?:the\s+)?(?:(?:coroner\s+area|coroner[’']s\s+area|area|county|city)\s+of\s+)?(?P<place>{PLACE})"
)
_CORONER_AREA = expression(  # and no name: "Dear Coroner, ..." or "Senior Coroner, Ms ..."
    rf"^(?!\W*Dear\b).*\b[Cc]oroner,\s+(?!(?:Mr|Mrs|Ms|Miss|Dr|Prof|Professor|Sir|Dame)\b)(?P<place>{PLACE})\W*$"
)
_WELSH_BODY = expression(r"(?:Bwrdd|Partneriaeth|Cyngor|Heddlu)\b")
_SAFEGUARDING_ALONE = expression(rf"^\W*(?P<place>{PLACE})\s+(?P<body>Safeguarding)\W*$")
_SAFEGUARDS = expression(rf"(?P<place>{PLACE})\s+(?P<body>Safeguarding\s+[A-Z]\w+)\b")
_NHS = expression(rf"\bNHS\s+(?P<place>{PLACE})")
_WELSH = expression(
    rf"\b(?P<body>Bwrdd\s+Diogelu(?:\s+(?:Plant|Oedolion|Rhanbarthol))*|Partneriaeth\s+Diogelwch\s+Cymunedol|Heddlu|Comhairle|Cyngor(?:\s+(?:Sir|Dinas|"
    rf"Bwrdeistref(?:\s+Sirol)?))?|Bwrdd\s+Iechyd(?:\s+(?:Prifysgol|Addysgu))?)\s+(?P<place>(?:nan\s+)?{PLACE})"
)
_HEALTH = expression(
    rf"(?P<place>{PLACE})\s+(?P<body>(?:(?:University|Teaching|General|District)\s+)*(?:(?:Hospitals?|Healthcare|Ambulance\s+Service|"
    r"Mental\s+Health|Community\s+Health|Partnership|Integrated\s+Care|Health\s+(?:and|&)\s+(?:Social\s+)?Care)\s+)*(?:University\s+)?"
    r"(?:NHS\s+(?:Foundation\s+)?(?:Trust|Partnership)|Integrated\s+Care\s+(?:System|Partnership)|ICB|ICS))\b"
)
_SMALL_BODY = expression(  # a body that a sentence describes: "the community safety partnership for Ellerton"
    r"(?:\bthe\s+|^\W*)(?:local\s+)?(?P<body>(?:[Cc]ommunity\s+safety|[Ss]afeguarding(?:\s+(?:children|adults?))?|(?:[Cc]hild|[Aa]dult|[Pp]ublic)"
    r"\s+protection)\s+(?:partnership|board|committee))\s+"
    rf"(?:for|of|in)\s+(?:the\s+)?(?P<place>{PLACE})"
)
_POLICE = expression(  # a line that is nothing but the name of a force or of who oversees it
    rf"^\W*(?P<place>{PLACE})\s+(?P<body>Police(?:\s+(?:Force|and\s+(?:Fire\s+and\s+)?Crime\s+Commissioner))?|Constabulary|"
    rf"Fire\s+(?:and|&)\s+Rescue(?:\s+(?:Service|Authority))?)\W*$"
)
_SAFER_ALONE = expression(  # a partnership that calls itself so
    rf"^\W*(?P<body>Safer|Safe|Safeguarding(?:\s+in)?|Keeping\s+(?:Children|Adults|People)\s+Safe\s+in)\s+(?P<place>{PLACE})\W*$"
)
_NAMED_AS_AREA = expression(  # "Local authority: Ellerton"
    rf"^\W*(?:Local\s+[Aa]uthority(?:\s+[Aa]rea)?|Coroner(?:[’']?s[’']?)?\s+[Aa]rea|Council|Borough|County)\s*:\s*(?P<place>{PLACE})\W*$"
)
_LABELLED = expression(  # "Area: Norfolk", and no "Area: Mental Health"
    rf"^\W*(?:(?:(?:Local|Review)\s+)?[Aa]rea|Authority(?:\s+[Aa]rea)?|Partnership)\s*:\s*(?P<place>{PLACE})\W*$"
)
_BODY_BEHIND = expression(rf"^\W*(?P<place>{PLACE})\s*(?:[-–—:|]\s+|\()(?P<body>{BODY})\)?\W*$")
_BODY_BEFORE = expression(rf"^\W*(?P<body>{BODY})\s+\((?P<place>{PLACE})\)\W*$")
_COMMISSIONER = expression(rf"\bPolice\s+(?:and|,)\s+(?:Fire\s+and\s+)?Crime\s+Commissioner\s+for\s+(?P<place>{PLACE})")
_SERVICES = expression(
    rf"(?P<place>{PLACE})(?:[’']s|s[’'])?\s+(?P<body>Local\s+Authority|C?BC|M\.B\.C\.|Children[’']?s[’']?\s+(?:Social\s+Care|Services)|"
    r"Adult(?:\s+Social\s+Care|\s+Services)|Metropolitan\s+Borough|Borough)(?=\W|$)"
)
_CORONER_OF = expression(rf"\bCoroner\s+(?P<place>{PLACE})\W*$")
_REVIEW_IN = expression(
    rf"\b(?:[Rr]eview|SCR|SAR|DHR|LCSPR|CSPR|[Hh]omicide)\s+in\s+(?:the\s+)?(?P<place>{PLACE})(?:\s+area)?\W*$"
)
_SLASHED = expression(rf"^\W*(?P<place>{PLACE})\s/\s$")
_CAREER = expression(  # where an author or chair was before: "formerly Director at Norfolk County Council"
    r"\b(?:formerly|previously|retired|worked|works|employed|seconded)\s+(?:[\w’'-]+\s+){0,5}?(?:of|at|for|by|with|in|from)\b[^.;:|]{0,80}$|"
    r"\b(?:former|ex-?|retired)\s*(?:[\w’'-]+\s+){0,4}?(?:director|head|manager|chair|officer|superintendent|inspector|nurse|detective)\b[^.;:|]{0,80}$",
    re.IGNORECASE,
)
_NOT_OF = expression(  # to which somebody has no tie: "The chair is independent of Halden Council"
    r"\b(?:is|was|are|were|being|been|wholly|entirely|fully|and)\s+independent\s+(?:of|from)\s+[^.;:|,]{0,60}$|"
    r"\b(?:no|any|without)\s+(?:\w+\s+){0,2}?(?:connections?|links?|ties?|involvement|association|employment|contract)\s+(?:with|to|by|from)\s+[^.;:|,]{0,60}$|"
    r"\b(?:never|not)\s+(?:been\s+)?(?:worked|employed|engaged|involved)\s+(?:for|by|with|in)\s+[^.;:|,]{0,60}$",
    re.IGNORECASE,
)
_OF_A_PERSON = expression(r"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr)\.?\s+(?:[A-Z][\w’'-]*\s+)?$")
# These forms say so little that only a place on the list is taken from them.
_OF_LISTED = (
    _NHS,
    _SAFEGUARDS,
    _SAFEGUARDING_ALONE,
    _SAFER_ALONE,
    _HEALTH,
    _BODY_BEHIND,
    _BODY_BEFORE,
    _COMMISSIONER,
    _POLICE,
    _SERVICES,
    _CORONER_OF,
    _REVIEW_IN,
    _LABELLED,
)
_NO_PLACE = frozenset(
    "the dear this that these their our your local area joint targeted inspection published by behalf national "
    "safeguarding children child "
    "adults adult chair independent department for from to at as when where which review reviews report reports "
    "january february march april "
    "may june july august september october november december spring summer autumn winter christmas easter "
    "ofsted serious case practice learning domestic "
    "homicide overview executive "
    "summary action plan annual thematic rapid final draft version title publisher author authors commissioned "
    "partner partnership board committee "
    "multi-agency multi agency regional statutory mr mrs ms miss dr professor sir lead reviewer manager director "
    "service services "
    "young person people family baby briefing minute seven note letter response addendum council councils county "
    "borough new "
    "strategic safer stronger community both each every all no any bwrdd diogelu iechyd prifysgol "
    "cyngor sir dinas bwrdeistref sirol partneriaeth plant oedolion rhanbarthol adroddiad adolygiad ymarfer gan "
    "subject case: name: independent chairs member members nhs lb rb bi-borough tri-borough europe ministers "
    "redacted withheld anonymised".split()
)
_TOWN_OF_OFFICE = expression(r",\s+(?![^,]*(?:,|\band\b|&))[^,]+$")  # "NHS Ellerby, Marl"
_PRISON = expression(r"(?:HMP|HMYOI|YOI)\b")  # it bears the name of its town
_SINGLE = expression(r"^[A-Z]\d?$")
_STYLE = expression(r"(?:Royal\s+|London\s+)*(?:City|Borough|County|District)\s+of\s+(?!London\b|Derry\b)")
_SAINT = expression(r"(?:^|\s)(?:St\.?|Saint)\s+\S+$")
_WIDE = expression(r"-[Ww]ide$")
# "a city-wide plan" names no place
_REACHES = frozenset("city district country nation system region area town state authority".split())
_WITHIN_LIST = expression(  # "Ash and Royal Borough of Elm", "Ash Borough and Elm"
    r"\s+Borough(?=,|\s+and\b|\s+&)|(?<=\band\s)(?:the\s+)?(?:(?:Royal|London)\s+)?(?:Borough|City)\s+of\s+(?=[A-Z])"
)
_LONGEST = 120  # letters of a name with all its places
_LAST_JOIN = expression(r"\b(?:and|ac|a)\b|&")
_DIGIT = expression(r"\d")
_LOUD = expression(r"\b[A-Z][A-Z’'-]{4,}(?:\s+[A-Z][A-Z’'-]*)+\b")  # a name in capitals within a sentence
_PSEUDONYM_NEXT = frozenset("child baby mr mrs ms miss adult family dr".split())
_SMALL = frozenset("and of upon on with the in le under by next near y yr ar a ac cum sub nan".split())
_ACCENTED_OFF = str.maketrans({"’": "'", "‘": "'", "&": " and ", "-": " ", "‐": " ", "‑": " ", ".": " ", "/": " / "})
_TAIL = expression(
    r"(?<!\band)(?<!&)(?:\s+(?:City\s+and\s+(?:District|County)|"
    r"(?:Children|Child|Adults?)(?:[’']s|s[’']?)?(?:,?\s+(?:(?:and|&)\s+)?(?:Young\s+People|Vulnerable\s+Adults?|Adults?|Families))+(?:[’']s|s[’']?)?|"
    r"Local|Area|Regional|Joint|Integrated|Multi-?Agency|(?:University|Teaching|General|District|Acute)\s+Hospitals?|Hospitals|University|Teaching|County|City|Borough|District|Metropolitan|Unitary|MBC|"
    r"Strategic|Safeguarding|Partnership|Council|Town|Parish|(?:Children|Adult)(?:[’']s|s[’']?)?|(?:[A-Z]\.){3,}))+\Z"
)


@dataclass(frozen=True, slots=True)
class AreaMention:
    """A place as a line prints it, with the body that bears it ("" for a council) and where the name begins."""

    name: str
    body: str
    at: int
    called: str  # the body by its whole name, as far as a line gives it


def places_in(line: str) -> list[AreaMention]:
    """Return the places that a line names by a body, a council or a style, in order; Welsh names after English ones."""
    text = _WITHIN_LIST.sub("", _sentence_case(" ".join(line.split())))
    found: list[AreaMention] = []
    for pattern in (
        _BEFORE,
        _SAFER,
        _KEEPING,
        _WELSH,
        _BODY_FOR,
        _BODY_IN,
        _SMALL_BODY,
        _STYLED,
        _COUNCIL,
        _CORONER,
        _CORONER_AREA,
        _NAMED_AS_AREA,
        *_OF_LISTED,
    ):
        for match in pattern.finditer(text):
            town = _TOWN_OF_OFFICE.search(match["place"]) if pattern is _NHS else None
            place = _place(text, match.start("place"), match.end("place") - len(town.group() if town else ""))
            if place is None or any(one.at <= place[1] < one.at + len(one.name) for one in found):
                continue
            body = match.groupdict().get("body") or ""
            name, at = place
            name, at = _of_one_body(text, name, at, nhs=pattern is _NHS)
            if not name:
                continue
            name, at = _with_place_before_stroke(text, name, at)
            if _OF_A_PERSON.search(text, 0, at) or is_of_a_career(text, at):
                continue
            if pattern in _OF_LISTED and not (is_listed(name) or (pattern is _HEALTH and _is_partly_listed(name))):
                continue
            named_by_body = pattern in (_WELSH, _BODY_FOR) and not name.startswith(body)
            whole = f"{body} {name}" if named_by_body else text[at : match.end()] if body else name
            found.append(AreaMention(name, body, at, whole))
    return sorted(found, key=lambda one: (has_welsh_name(one.called), one.at))


def _with_place_before_stroke(text: str, name: str, at: int) -> tuple[str, int]:
    """Return a listed place with another that a stroke parts from it: of "Ellerby / Fernholt CSP" not only one."""
    first = _SLASHED.search(text, 0, at)
    if first is None or not (is_listed(first["place"]) and is_listed(name)) or _key(first["place"]) == _key(name):
        return name, at
    return text[first.start("place") : at + len(name)], first.start("place")


def _of_one_body(text: str, name: str, at: int, *, nhs: bool) -> tuple[str, int]:
    """Return the name of one of two bodies, and where it begins; "" where there is none.

    Of "NHS Ellerby and Fernholt Council" it is the first where a name was looked for behind "NHS" (`nhs`).
    Of "HMP Ellerby and Fernholt Council" it is the second, since a prison is of no area.
    """
    first, _, second = name.partition(" and ")
    if _PRISON.match(name):
        return second, at + len(first) + len(" and ")
    if text.endswith("NHS ", 0, at) and not is_listed(name):
        return (first if nhs else ""), at
    return name, at


def has_welsh_name(body: str) -> bool:
    """Return whether a body is called by its Welsh name."""
    return bool(_WELSH_BODY.match(body))


def listed_alone(line: str) -> str:
    """Return the line, or the part of it between strokes or commas, that is nothing but the name of a listed area."""
    if is_listed(line) and len(line.split()) <= 7:
        return " ".join(_sentence_case(line).split())
    parts = re.split(r"\s+[|•·–—-]\s+|\s*:\s+|,\s+", line)
    named = [part.strip(" .") for part in parts if is_listed(part)]
    return _sentence_case(named[-1]) if len(named) == 1 and len(line.split()) <= 16 else ""


def is_of_a_career(text: str, at: int) -> bool:
    """Return whether the place at a letter of a text is told of where somebody has worked before, or has no tie to."""
    before = " ".join(text[max(0, at - _LONGEST) : at].split()) + " "
    return bool(_CAREER.search(before) or _NOT_OF.search(before))


def is_listed(name: str) -> bool:
    """Return whether this is the name of an area on the list, however it is spelt."""
    return _key(name) in _gazetteer()


def _is_partly_listed(name: str) -> bool:
    """Return whether a name of several areas holds one on the list: a health body may serve parts of others besides."""
    return any(is_listed(part) for part in re.split(r",\s*|\s+(?:and|&)\s+", name))


@cache
def _gazetteer() -> frozenset[str]:
    return frozenset(_key(name) for names in wordlist("areas").values() for name in names)


@cache
def _most_words() -> int:
    return max(len(name.split()) for name in _gazetteer())


def _key(name: str) -> str:
    plain = unicodedata.normalize("NFD", name.translate(_ACCENTED_OFF))
    plain = "".join(char for char in plain if not unicodedata.combining(char)).lower()
    words = re.sub(r"[^\w' /]", " ", plain).replace("'", "").split()
    return " ".join("st" if word == "saint" else word for word in words if word not in ("the",))


def _place(text: str, begins: int, ends: int) -> tuple[str, int] | None:
    """Return the name that ends here, whole: the longest on the list, or what is left of its capitals."""
    tail = _TAIL.search(text, begins, ends)
    ends = tail.start() if tail else ends
    listed = _longest_listed(text, ends)
    name, at = _trim_before_name(text, begins, ends)
    if listed is not None and len(listed[0]) >= len(name):
        return listed
    if not name or _key(name) in ("", "st", "north", "south", "east", "west") or _DIGIT.search(name):
        return listed
    return name, at


def _longest_listed(text: str, ends: int) -> tuple[str, int] | None:
    begins = max(0, ends - _LONGEST)
    words = [*re.finditer(r"\S+", text[begins:ends])][-_most_words() - 3 :]
    for first in words:
        name = text[begins + first.start() : ends].strip(" ,.")
        if name[:1].isupper() and is_listed(name.removeprefix("The ")):
            kept = name.removeprefix("The ").removeprefix("the ")
            return kept, begins + first.start() + (len(name) - len(kept))
    return None


def _trim_before_name(text: str, begins: int, ends: int) -> tuple[str, int]:
    """Leave off what stands before a name in the same run of capitals: "Published by", "Overview Report Child Ash"."""
    words = [*re.finditer(r"\S+", text[begins:ends])]
    first = _first_of_name([word.group() for word in words])
    if first >= len(words):
        return "", begins
    if (
        first
        and words[first - 1].group().lower() == "county"
        and is_listed(f"County {words[first].group().strip(',')}")
    ):
        first -= 1  # "County Durham" is a name
    at = begins + words[first].start()
    styled = _STYLE.match(text, at, ends)
    at = _after_last_comma(text, styled.end() if styled else at, ends)
    name = text[at:ends].strip(" ,.")
    if not _SAINT.search(name):  # "St Brannoc's" is a name, "Larkmoor's" is not
        name = re.sub(r"(?:[’']s|s[’'])$", lambda end: "s" if end.group().startswith("s") else "", name)
    if _WIDE.search(name) and (name := _WIDE.sub("", name)).lower() in _NO_PLACE | _REACHES:
        return "", begins
    return name, at


def _first_of_name(words: Sequence[str]) -> int:
    """Return the number, from 0, of the word with which a place's name begins; that after the last where none does."""
    first = 0
    for place, word in enumerate(words):
        bare = word.lower().strip(".,:;’'\"()")
        if (bare in _SMALL or bare == "the") and place != first:
            continue  # within a name: "Ashgrave and the Fells"
        if bare in _NO_PLACE or _DIGIT.search(bare):
            # The pseudonym after "Child" or "Mrs" is no part of the place, if a word is left for it.
            first = place + (2 if bare in _PSEUDONYM_NEXT and place + 2 < len(words) else 1)
    while first < len(words) and words[first].lower().strip(",") in _SMALL:
        first += 1
    while first + 1 < len(words) and _SINGLE.match(words[first]):
        first += 1
    return first


def _after_last_comma(text: str, at: int, ends: int) -> int:
    """Return where a place begins that stands behind something else and a comma: "Anna, Tendring" is no list."""
    run = text[at:ends]
    if "," not in run or _LAST_JOIN.search(run.rpartition(",")[2]):
        return at
    last = run.rpartition(",")[2]
    return ends - len(last.lstrip())


def _sentence_case(text: str) -> str:
    """Return a line set in capitals as a sentence would write it: "Larkmoor Safeguarding Children Partnership"."""
    letters = [char for char in text if char.isalpha()]
    if len(letters) < 4 or " " not in text:
        return text
    if sum(char.isupper() for char in letters) < 0.9 * len(letters):
        return _LOUD.sub(lambda loud: _as_sentence(loud[0]), text)
    return _as_sentence(text)


def _as_sentence(text: str) -> str:
    words: list[str] = []
    for word in text.split():
        if re.fullmatch(r"(?:LSCB|LSCP|SCP|SCB|SAB|CSP|CPC|APC|MBC)S?[.,]?", word):
            words.append(word)
        elif words and word.lower() in _SMALL:
            words.append(word.lower())
        else:
            words.append("-".join(_capitalise(part) for part in word.split("-")))
    return " ".join(words)


def _capitalise(word: str) -> str:
    low = word.lower()
    if low in _SMALL:
        return low
    return re.sub(r"^(\W*)(\w)", lambda head: head[1] + head[2].upper(), low)
