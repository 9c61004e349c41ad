"""Turn what a question asks for (a kind of finding, a type, an area, years, an agency) into filters that readers see.

"Good examples of working with fathers" asks for good practice on working with fathers. The words that ask are taken out
of the question and the filter stands in their place, where a reader sees it and can take it away.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from kb.core.expressions import expression
from kb.core.model import Kind
from kb.text.tokens import STOP_WORDS, words
from kb.vocabulary import Vocabulary
from search.facets import YEARS
from search.port import Query
from search.understanding.asked_places import (
    agency_of,
    agency_to_act,
    agency_told,
    asked_areas,
    asked_years,
    short_names,
)
from search.understanding.asked_types import LINK, asked_span, document_signs, review_signs
from search.understanding.asking_words import asking_words
from search.understanding.intents import asks_for_a_page, intents
from search.understanding.mentions import LENGTHS, QUOTING_WORDS, Spot, is_plain_words
from search.understanding.purposes import without_purpose

_IT = r"(?:\s+(?:it|this|that|them|these|those)\b(?=\W*$))?"  # "what was done about it" stands for what was said before

# What asks after the thing, and not for it: what became of recommendations, a quiz, a draft.
_AFTER = expression(
    r"\b(?:recommendations? (?:\w+ ){0,3}(?:not|never|implement\w*|complet\w*|accept\w*|reject\w*|follow\w*|met|act\w*)"
    r"|practices? (?:\w+ )?(?:not|never)|like|quiz|spot the|draft|status|progress|evidence of|which of"
    r"|who|lack of|poor)\b",
    re.IGNORECASE,
)
_ANYTHING = r"(?:anything|something|(?:the |any |all )?(?:findings?|reviews?|reports?))"
_MADE_ELSEWHERE = expression(  # by others, as a draft is to say
    r"\bwho else (?:has )?(?:made|recommended)(?: (?:this|that|these|the same|similar|such))*(?: recommendations?)?\b",
    re.IGNORECASE,
)
_FOR_WHOM = expression(r"\b(?:to|for)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class AskedFilter:
    """A filter that a question asks for, and the words of the question that ask for it.

    The value of YEARS is "2019-2021", "2019-" or "-2021".
    """

    facet: str
    value: str
    typed: str


@dataclass(frozen=True, slots=True)
class NarrowedQuestion:
    """A question whose asking words became filters, with the words that are left."""

    query: Query
    asked: tuple[AskedFilter, ...] = ()


def narrow_question(
    query: Query, vocabulary: Vocabulary, areas: Iterable[str] = (), *, in_review: bool = False
) -> NarrowedQuestion:
    """Return `query` with the filters that its words ask for; a filter that is chosen already stays as it is.

    An area is asked for where it is all of the question, or where a word leads to it; a short name will do: "in Hull".
    Of a review that the question names (`in_review`), a kind is also asked for by its plain name ("lessons for
    schools"), and neither places, years nor agencies are.
    """
    if not query.synonyms or not query.text or not is_plain_words(query.text) or asks_for_a_page(query.text):
        return NarrowedQuestion(query)
    reading = _Reading(query, vocabulary, tuple(sorted(set(areas))), in_review=in_review)
    if reading.take_bare_area():
        return reading.as_narrowed()
    if not in_review:
        reading.take_areas()
        reading.take_years()
    reading.take_kinds()
    reading.take_types()
    if reading.asked:
        reading.take_bare_area()
    return reading.as_narrowed()


def asked_places(typed: str, asked: Iterable[AskedFilter]) -> tuple[Spot, ...]:
    """Return the areas that a question asks for, each once, with where the words for it stand in the question."""
    found: dict[int, Spot] = {}
    for one in asked:
        at = typed.find(one.typed) if one.facet == "area" and one.typed else -1
        if at >= 0:
            found.setdefault(at, Spot(one.value, at, at + len(one.typed)))
    return tuple(found.values())


class _Reading:
    """A question while it is read: the words that are left, and the filters found so far."""

    def __init__(self, query: Query, vocabulary: Vocabulary, areas: tuple[str, ...], *, in_review: bool) -> None:
        self.asked: list[AskedFilter] = []
        self._query, self._vocabulary, self._areas, self._in_review = query, vocabulary, areas, in_review
        self._text = without_purpose(query.text)
        self._years = query.years

    def take_bare_area(self) -> bool:
        """Make an area filter of what is left where that is the name of an area; return whether it is."""
        bare = short_names(self._areas).get(" ".join(words(self._text)))
        if not bare or self._is_chosen("area"):
            return False
        self._ask("area", bare, self._text, "")
        return True

    def take_areas(self) -> None:
        """Take the areas to which a word leads: "neglect in Hull", "what has Surrey said about …"."""
        if self._query.filters.get("area"):
            return
        found, typed, rest = asked_areas(self._text, self._areas)
        for area in found:
            self._ask("area", area, typed, rest)

    def take_years(self) -> None:
        """Take the years of which findings are wanted; not where what happened by the year is."""
        if self._years != (None, None) or not {"table", "timeline"}.isdisjoint(intents(self._query.text)):
            return
        years, typed, rest = asked_years(self._text)
        if typed:
            self._ask(YEARS, "-".join(str(year or "") for year in years), typed, rest)
            self._years = years

    def take_kinds(self) -> None:
        """Take kinds of finding, and the agency to which something is recommended or which is to learn."""
        made = _MADE_ELSEWHERE.search(self._text)
        if made and not self._in_review:
            self._ask("kind", Kind.RECOMMENDATION.value, made.group(), _without(self._text, made.span()))
        if _AFTER.search(self._text):
            return
        self._take_what_to_do()
        for kind, signs in (*_kinds(self._vocabulary), *(_plain_kinds(self._vocabulary) if self._in_review else ())):
            found = signs.search(self._text)
            if found and self._take_agency_told(kind, found):
                continue
            while found and not (found.groupdict().get("told") and not self._in_review):
                start, end = _asking_span(found)
                self._ask("kind", kind, self._text[start:end], f"{_whom(found)}{_without(self._text, (start, end))}")
                found = signs.search(self._text)

    def _take_what_to_do(self) -> None:
        """Take "what should schools do about …" for recommendations that name schools."""
        begins = self._text[:5].casefold() == "what "  # few questions do, so the pattern is made for these alone
        found = agency_to_act(self._vocabulary).match(self._text) if begins and not self._in_review else None
        if found:
            self._ask("kind", Kind.RECOMMENDATION.value, found.group(), _without(self._text, found.span()))
            self._ask("agency", agency_of(found["agency"], self._vocabulary), found["agency"], self._text)

    def _take_agency_told(self, kind: str, found: re.Match[str]) -> bool:
        """Take a kind with the agency for which it is: "recommendations to schools", "lessons for midwives"."""
        after = self._text[found.end() :].lstrip()
        if self._in_review or not _FOR_WHOM.search(found.group()):
            return False
        told = agency_told(after, self._vocabulary)
        if told is None:
            return False
        agency, where = told
        self._ask("kind", kind, found.group(), self._text)
        whole = f"{self._text[: found.start()]} {after[where.end() :]}"
        self._ask("agency", agency, where["agency"], _without(whole, (0, 0)))
        return True

    def take_types(self) -> None:
        """Take a type of document and a type of review."""
        for facet, signs_of in (("document_type", document_signs), ("review_type", review_signs)):
            for value, named in signs_of(self._vocabulary):
                match = named.search(self._text)
                if match:
                    typed, span = asked_span(match)
                    self._ask(facet, value, typed, _without(self._text, span))
                    break

    def as_narrowed(self) -> NarrowedQuestion:
        """Return the question with its filters; without any, as it was typed but for what it is to be used for."""
        if not self.asked:
            return NarrowedQuestion(replace(self._query, text=self._text))
        text, known = self._text, asking_words()
        no_subject = STOP_WORDS | LENGTHS | QUOTING_WORDS | known.later | known.things
        if all(word in no_subject or word.isdigit() for word in words(text)):
            text = ""  # a number of things is no subject ("which of the 8 recommendations"), nor is when or how long
        filters = dict(self._query.filters)
        for facet in dict.fromkeys(one.facet for one in self.asked if one.facet != YEARS):
            filters.setdefault(facet, tuple(dict.fromkeys(one.value for one in self.asked if one.facet == facet)))
        query = replace(self._query, text=text, filters=filters, years=self._years)
        return NarrowedQuestion(query, tuple(self.asked))

    def _is_chosen(self, facet: str) -> bool:
        return bool(self._query.filters.get(facet)) or any(one.facet == facet for one in self.asked)

    def _ask(self, facet: str, value: str, typed: str, rest: str) -> None:
        """Add a filter, and keep the words that are left without those that ask for it."""
        self.asked.append(AskedFilter(facet, value, typed))
        self._text = _without(rest, (0, 0))


def _asking_span(found: re.Match[str]) -> tuple[int, int]:
    """Return where the words stand that ask for a kind: a named group of what was matched, or all of it."""
    named = next((name for name, value in found.groupdict().items() if value and name.startswith("asks")), "")
    return found.span(named) if named else found.span()


def _whom(found: re.Match[str]) -> str:
    """Return who is said to have acted, or "" where the words only say that somebody did."""
    whom = found.groupdict().get("whom") or ""
    anybody = asking_words().anybody
    return "" if all(word in anybody or word in STOP_WORDS for word in words(whom)) else whom


def _without(text: str, span: tuple[int, int]) -> str:
    rest = f"{text[: span[0]]} {text[span[1] :]}"
    rest = re.sub(
        rf"^\s*(?:(?:{_ANYTHING}\s+)?{LINK}\s+)+|(?:\s+(?:{LINK}|and|the|a|any))+\s*$", " ", rest, flags=re.IGNORECASE
    )
    return " ".join(rest.split()).strip(" ,;:?–-")


@lru_cache(maxsize=4)
def _kinds(vocabulary: Vocabulary) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return how each kind is asked for: only by words that ask for the thing itself.

    "Successful" and "recommended" tell of something else as often as not.
    """
    ranked = sorted(vocabulary.kinds.values(), key=lambda kind: (kind.rank, kind.slug))
    return tuple(
        (kind.slug, re.compile(rf"\b(?:{'|'.join(kind.asked_for)})\b(?:\s+{LINK}\b{_IT})?", re.IGNORECASE))
        for kind in ranked
        if kind.asked_for
    )


@lru_cache(maxsize=4)
def _plain_kinds(vocabulary: Vocabulary) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return how each kind is asked for where the review is named: by its name for several, before all else."""
    return tuple(
        (kind.slug, re.compile(rf"^(?:the |any |all )?{re.escape(kind.plural)}(?:\s+{LINK}\b|$|\b)", re.IGNORECASE))
        for kind in vocabulary.kinds.values()
        if kind.plural
    )
