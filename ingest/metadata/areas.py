"""Which area a line names: by a list of the country's areas, or by its form before a body's name, for any other place.

A name is taken whole or not at all: "Poole" is not taken where "Bournemouth, Christchurch and Poole" stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.metadata.area_forms import ANY_PLACE, BODY_FOR, HEALTH, NHS, OF_LISTED, OWN_BODY, SLASHED, WELSH, WELSH_BODY
from ingest.metadata.capitals import SMALL_WORDS, sentence_case
from ingest.metadata.gazetteer import LONGEST, full_name, is_listed, is_partly_listed, longest_listed, place_key
from kb.core.expressions import expression

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
_NO_PLACE = frozenset(
    "the dear this that these their our your local area joint targeted inspection published by behalf national "
    "safeguarding children child "
    "adults adult chair independent department for from to at as when where which review reviews report reports "
    "january february march april "
    "may june july august september october november december spring summer autumn winter christmas easter "
    "ofsted serious significant case practice learning domestic "
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
    "redacted withheld anonymised police constabulary together".split()
)
_TOWN_OF_OFFICE = expression(r",\s+(?![^,]*(?:,|\band\b|&))[^,]+$")  # "NHS Ellerby, Marl"
_IN_A_ROW = expression(r"(?:,|,?\s+(?:and|&))\s+(?:the\s+)?")  # what stands between two bodies
_CHOSEN_FOR_A_PERSON = (
    r"{name}\W+(?:\w+\W+)?(?:is|was)\s+not\s+(?:his|her|their)",
    r"(?:chose|chosen|choose)\s+(?:the\s+)?(?:name|pseudonym)\W+{name}",
    r"(?:name|pseudonym)\W+{name}\W+(?:was|is|has\s+been)\s+(?:chosen|used)",
)
_BEGINNING = 5_000  # letters in which a pseudonym is explained
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
_LAST_JOIN = expression(r"\b(?:and|ac|a)\b|&")
_DIGIT = expression(r"\d")
_PSEUDONYM_NEXT = frozenset("child baby mr mrs ms miss adult family dr".split())
_TAIL = expression(
    r"(?<!\band)(?<!&)(?:\s+(?:City\s+and\s+(?:District|County)|"
    r"(?:Children|Child|Adults?)(?:[’']s|s[’']?)?(?:,?\s+(?:(?:and|&)\s+)?(?:Young\s+People|Vulnerable\s+Adults?|Adults?|Families))+(?:[’']s|s[’']?)?|"
    r"Local|Area|Regional|Joint|Integrated|Multi-?Agency|(?:University|Teaching|General|District|Acute)\s+Hospitals?|Hospitals|University|Teaching|County|City|Borough|District|Metropolitan|Unitary|MBC|"
    r"Strategic|Safeguarding|Partnership|Council|Town|Parish|(?:Children|Adult)(?:[’']s|s[’']?)?|(?:[A-Z]\.){3,}))+\Z"
)


_NO_NAMES = frozenset(("", "st", "north", "south", "east", "west", "islands"))  # alone they name no place
_OF_A_TRUST = frozenset(("northern", "southern", "eastern", "western", "south eastern"))  # names with their body's kind
_NAME = 7  # words of the longest name with which a body's own name may begin
_STYLES = frozenset(("Royal", "States of"))  # before a listed name, which they are no part of


@dataclass(frozen=True, slots=True)
class AreaMention:
    """A place as a line prints it, with the body that bears it ("" for a council) and where the name begins."""

    name: str
    body: str
    at: int
    called: str  # the body by its whole name, as far as a line gives it

    @property
    def area(self) -> str:
        """Return the name by which the area is found: "Northern" tells nothing without its trust."""
        return f"{self.name} {self.body}" if place_key(self.name) in _OF_A_TRUST else full_name(self.name)


def places_in(line: str) -> list[AreaMention]:
    """Return the places that a line names by a body, a council or a style, in order; Welsh names after English ones."""
    text = _WITHIN_LIST.sub("", sentence_case(" ".join(line.split())))
    found: list[AreaMention] = []
    for pattern in (*ANY_PLACE, *OF_LISTED):
        for match in pattern.finditer(text):
            town = _TOWN_OF_OFFICE.search(match["place"]) if pattern is NHS else None
            place = _place(text, match.start("place"), match.end("place") - len(town.group() if town else ""))
            if place is None or any(one.at <= place[1] < one.at + len(one.name) for one in found):
                continue
            body = match.groupdict().get("body") or ""
            name, at = place
            name, at = _of_one_body(text, name, at, nhs=pattern is NHS)
            if not name:
                continue
            name, at = _with_place_before_stroke(text, name, at)
            if _OF_A_PERSON.search(text, 0, at) or is_of_a_career(text, at):
                continue
            if pattern in OF_LISTED and not (
                is_listed(full_name(name)) or (pattern is HEALTH and is_partly_listed(name))
            ):
                continue
            named_by_body = pattern in (WELSH, BODY_FOR) and not name.startswith(body)
            whole = f"{body} {name}" if named_by_body else text[at : match.end()] if body else name
            found.append(AreaMention(name, body, at, whole))
    found = found or [*_bodies_of_their_own(text)]
    return sorted(found, key=lambda one: (has_welsh_name(one.called), one.at))


def _bodies_of_their_own(text: str) -> Iterator[AreaMention]:
    """Give the listed areas with which the name of a body begins that has no known form."""
    for match in OWN_BODY.finditer(text):
        words = [*re.finditer(r"\S+", match["run"])]
        first = _first_of_name([word.group() for word in words[:1]])
        for last in range(min(len(words), _NAME), first, -1):
            name = match["run"][words[first].start() : words[last - 1].end()].strip(",")
            if is_listed(full_name(name)):
                at = match.start("run") + words[first].start()
                if not is_of_a_career(text, at):
                    yield AreaMention(name, match["body"], at, text[at : match.end()])
                break


def is_pseudonym(name: str, text: str) -> bool:
    """Return whether the beginning of a text says that a place's name was chosen for a person."""
    told = "|".join(form.format(name=re.escape(name)) for form in _CHOSEN_FOR_A_PERSON)
    return re.search(rf"\b(?:{told})\b", text[:_BEGINNING]) is not None


def name_of_row(line: str, found: Sequence[AreaMention]) -> str:
    """Return the names of bodies in a row as one: of "Ash Council, Elm Council and Oak Council" not the first alone."""
    text = sentence_case(" ".join(line.split()))
    row, ends = [found[0].area], text.find(found[0].called) + len(found[0].called)
    for one in found[1:]:
        begins = text.find(one.called, ends)
        if begins < 0 or not _IN_A_ROW.fullmatch(text, ends, begins):
            break
        row, ends = [*row, one.area], begins + len(one.called)
    return " and ".join(filter(None, (", ".join(row[:-1]), row[-1])))


def _with_place_before_stroke(text: str, name: str, at: int) -> tuple[str, int]:
    """Return a listed place with another that a stroke parts from it: of "Ellerby / Fernholt CSP" not only one."""
    first = SLASHED.search(text, 0, at)
    if (
        first is None
        or not (is_listed(first["place"]) and is_listed(name))
        or place_key(first["place"]) == place_key(name)
    ):
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
    return bool(WELSH_BODY.match(body))


def is_of_a_career(text: str, at: int) -> bool:
    """Return whether the place at a letter of a text is told of where somebody has worked before, or has no tie to."""
    before = " ".join(text[max(0, at - LONGEST) : at].split()) + " "
    return bool(_CAREER.search(before) or _NOT_OF.search(before))


def _place(text: str, begins: int, ends: int) -> tuple[str, int] | None:
    """Return the name that ends here, whole: the longest on the list, or what is left of its capitals."""
    ends = _end_of_name(text, begins, ends)
    listed = longest_listed(text, ends)
    name, at = _trim_before_name(text, begins, ends)
    if listed is not None and (len(listed[0]) >= len(name) or _is_more_of(name, listed[0])):
        return listed
    if not name or place_key(name) in _NO_NAMES or _DIGIT.search(name):
        return listed
    return name, at


def _end_of_name(text: str, begins: int, ends: int) -> int:
    """Return where a name ends within a run of capitals: before the kind of a body, and before what the paper is.

    "Hammersmith and Fulham Domestic Homicide Review" is such a run; "Serious Case Review Ashmere" ends with its name.
    """
    tail = _TAIL.search(text, begins, ends)
    ends = tail.start() if tail else ends
    words = [*re.finditer(r"\S+", text[begins:ends])]
    ordinary = [_bare_word(word.group()) in _NO_PLACE for word in words]
    if not words or not ordinary[-1] or all(ordinary):
        return ends
    named = ordinary.index(False)
    behind = ordinary.index(True, named)
    while behind > named and _bare_word(words[behind - 1].group()) in SMALL_WORDS:
        behind -= 1
    return begins + words[behind - 1].end() if behind > named else ends


def _is_more_of(name: str, listed: str) -> bool:
    """Return whether a run of capitals is a listed name with its style or with another listed name right before it."""
    before = name.removesuffix(listed).rstrip()
    return before != name and (before in _STYLES or (not before.endswith(",") and is_listed(before)))


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
    if is_listed(text[at:ends].removeprefix("Pan-")):
        at += len("Pan-") * text.startswith("Pan-", at)
    name = text[at:ends].strip(" ,.")
    if not _SAINT.search(name):  # "St Brannoc's" is a name, "Larkmoor's" is not
        name = re.sub(r"(?:[’']s|s[’'])$", lambda end: "s" if end.group().startswith("s") else "", name)
    if _WIDE.search(name) and (name := _WIDE.sub("", name)).lower() in _NO_PLACE | _REACHES:
        return "", begins
    return name, at


def _bare_word(word: str) -> str:
    """Return a word without capitals and the signs around it."""
    return word.lower().strip(".,:;’'\"()").removesuffix("’s").removesuffix("'s")


def _first_of_name(words: Sequence[str]) -> int:
    """Return the number, from 0, of the word with which a place's name begins; that after the last where none does."""
    first = 0
    for place, word in enumerate(words):
        bare = _bare_word(word)
        if (bare in SMALL_WORDS or bare == "the") and place != first:
            continue  # within a name: "Ashgrave and the Fells"
        if bare in _NO_PLACE or _DIGIT.search(bare):
            # The pseudonym after "Child" or "Mrs" is no part of the place, if a word is left for it.
            first = place + (2 if bare in _PSEUDONYM_NEXT and place + 2 < len(words) else 1)
    while first < len(words) and words[first].lower().strip(",") in SMALL_WORDS:
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
