"""Where and when a question asks, and whom: an area, the years of publication and an agency, as filters.

"Neglect in Hull since 2019" asks for findings on neglect from there, published then. An area is asked for where a word
leads to its name or where it is what speaks; an agency where something is recommended to it or learned for it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from kb.core.expressions import expression
from kb.text.tokens import words
from kb.vocabulary import Vocabulary
from search.understanding.asking_words import any_of, asking_words
from search.understanding.unheld_names import ORDINARY_PLACES
from search.understanding.years import named_years

Years = tuple[int | None, int | None]

_SHORTEST_PLACE = 4
_WORDS = asking_words()
_LEADS = any_of(_WORDS.place_leads)
_NOT_ALONE = rf"(?![\w’'-])(?! {any_of(_WORDS.place_goes_on)}\b)"
_SAID = any_of(_WORDS.place_acts)
# Of one year alone: only where what was found then is asked for, as things also happened in a year.
_PUBLISHED = expression(r"\b(?:findings?|reviews?|reports?|published|lessons?|recommendations?|inspections?)\b", re.I)
_DATED = expression(r"\b(?:born|died|death|since birth|guidance|act|timeline|chronology|by year)\b", re.IGNORECASE)

_STAFF = rf"(?: {any_of(_WORDS.staff)})?"


@lru_cache(maxsize=4)
def short_names(areas: tuple[str, ...]) -> dict[str, str]:
    """Return areas by their names and by the one word of a long name that no other area has, in small letters."""
    having = Counter(word for area in areas for word in set(words(area)))
    found = {}
    for area in areas:
        for word in words(area):
            if len(word) >= _SHORTEST_PLACE and having[word] == 1 and word not in _WORDS.general_places:
                found[word] = area
    return found | {" ".join(words(area)): area for area in areas}


def asked_areas(text: str, areas: tuple[str, ...]) -> tuple[tuple[str, ...], str, str]:
    """Return the areas from which a question wants findings, the words that say so, and the text without them."""
    known = short_names(areas)
    found: list[str] = []
    typed: list[str] = []

    def take(match: re.Match[str]) -> str:
        places = [one for one in re.split(r"\s*(?:,|\band\b|\bor\b)\s*", match["places"]) if one]
        held = [known.get(" ".join(words(one)), "") for one in places]
        if not all(held) or any(_is_ordinary(one) for one in places):
            return match[0]
        found.extend(held)
        typed.append(match[0].strip())
        return " "

    for pattern in _area_patterns(areas):
        text = pattern.sub(take, text)
    return tuple(dict.fromkeys(found)), " ".join(typed), " ".join(text.split())


def _is_ordinary(place: str) -> bool:
    """Return whether a name in small letters is also a word: "drowned in the bath"."""
    return place[:1].islower() and place.casefold() in ORDINARY_PLACES


@lru_cache(maxsize=4)
def _area_patterns(areas: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    if not areas:
        return ()
    names = sorted({*areas, *short_names(areas)}, key=len, reverse=True)
    name = f"(?:{_any_name(names)})"
    several = rf"(?P<places>{name}(?:(?:\s*,\s*|\s+(?:and|or)\s+){name})*)"
    return (
        re.compile(rf"\b{_LEADS}\s+{several}{_NOT_ALONE}(?! (?-i:[A-Z]))", re.IGNORECASE),
        re.compile(rf"^(?:what\s+)?(?:has|have|did|does|do)?\s*{several}\s+(?:has |have )?{_SAID}\b", re.IGNORECASE),
    )


def asked_years(text: str) -> tuple[Years, str, str]:
    """Return the years of which a question wants findings, the words that say so, and the text without them."""
    span = named_years(text)
    alone = span is not None and span.first is not None and span.first == span.last
    if span is None or not span.typed or _DATED.search(text) or (alone and not _PUBLISHED.search(text)):
        return (None, None), "", text
    rest = re.sub(rf"(?:\b(?:published|dated|written|made)\s+)?{re.escape(span.typed)}", " ", text, count=1)
    return (span.first, span.last), span.typed, " ".join(rest.split()).strip(" ,;:?–-")


def agency_told(text: str, vocabulary: Vocabulary) -> tuple[str, re.Match[str]] | None:
    """Return the agency with which `text` begins, alone or before what is said of it, and where it stands."""
    found = _agency_pattern(vocabulary).match(text)
    return (_agency_names(vocabulary)[_fold(found["agency"])], found) if found else None


@lru_cache(maxsize=4)
def agency_to_act(vocabulary: Vocabulary) -> re.Pattern[str]:
    """Return the pattern for what an agency should do: "what must schools do about …"."""
    return re.compile(
        rf"^what (?:should|must|can|could|ought|shall|do|does) (?:the |all |our )?(?P<agency>{_any_agency(vocabulary)})"
        rf"{_STAFF}(?: (?:need|have|has|ought))?(?: to)? (?:do|change|improve)\b"
        r"(?: (?:about|when|if|with|for|where|on)\b)?",
        re.IGNORECASE,
    )


def agencies_named(text: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Return the names of agencies in a question, as they are typed, each once: "GP" of "GP reports to conferences"."""
    return tuple(dict.fromkeys(found.group() for found in _agency_within(vocabulary).finditer(text)))


@lru_cache(maxsize=4)
def _agency_within(vocabulary: Vocabulary) -> re.Pattern[str]:
    """Return the pattern for agencies by their own names: what they are also called says a subject ("housing")."""
    own = set(_agency_names(vocabulary)) - set(asking_words().agencies)
    return re.compile(rf"\b(?:{_any_name(sorted(own, key=len, reverse=True))})\b", re.IGNORECASE)


def agency_of(name: str, vocabulary: Vocabulary) -> str:
    """Return the slug of the agency of a name that one of these patterns has found."""
    return _agency_names(vocabulary)[_fold(name)]


@lru_cache(maxsize=4)
def _agency_pattern(vocabulary: Vocabulary) -> re.Pattern[str]:
    return re.compile(
        rf"(?:the |all |our |local )?(?P<agency>{_any_agency(vocabulary)}){_STAFF}(?:\s*\??$|\s+(?:on|about|of|with"
        r"|where|when|in|around|regarding|concerning|involving|to|for|after)\b)",
        re.IGNORECASE,
    )


def _any_agency(vocabulary: Vocabulary) -> str:
    return _any_name(sorted(_agency_names(vocabulary), key=len, reverse=True))


def _any_name(names: Iterable[str]) -> str:
    """Return the pattern for any of these names, the first that fits, with hyphens or spaces between its words."""
    return "|".join(r"[\s-]+".join(map(re.escape, name.split())) for name in names)


@lru_cache(maxsize=4)
def _agency_names(vocabulary: Vocabulary) -> dict[str, str]:
    """Return agencies by their names, one and several, in small letters."""
    found: dict[str, str] = {}
    for slug, entry in vocabulary.agencies.items():
        for cue in (entry.label, *entry.cues):
            name = _fold(cue)
            for one in (name, f"{name}s", f"{name[:-1]}ies" if name.endswith("y") else name):
                found.setdefault(one, slug)
    return {**found, **asking_words().agencies}


def _fold(name: str) -> str:
    return " ".join(name.casefold().replace("-", " ").split())
