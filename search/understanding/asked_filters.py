"""What kind of thing a question asks for: a kind of finding, a type of document or of review, as a filter to be seen.

"Good examples of working with fathers" asks for good practice on working with fathers. The words that ask are taken out
of the question and the filter stands in their place, where a reader sees it and can take it away.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from kb.core.expressions import expression
from kb.text.tokens import STOP_WORDS, words
from kb.vocabulary import Vocabulary, VocabularyEntry
from search.port import Query
from search.understanding.intents import asks_for_a_page
from search.understanding.mentions import is_plain_words

_LINK = r"(?:on|about|of|for|with|where|when|in|from|around|regarding|concerning|involving|to)"
_IT = r"(?:\s+(?:it|this|that|them|these|those)\b(?=\W*$))?"  # "what was done about it" stands for what was said before
_ABOUT = r"(?:lessons|learning|findings|themes|recommendations|cases)"

# What asks after the thing, and not for it: what became of recommendations, a quiz, a draft.
_AFTER = expression(
    r"\b(?:recommendations? (?:\w+ ){0,3}(?:not|never|implement\w*|complet\w*|accept\w*|reject\w*|follow\w*|met|act\w*)"
    r"|practices? (?:\w+ )?(?:not|never)|like|quiz|spot the|draft|status|progress|evidence of|which of"
    r"|who|lack of|poor)\b",
    re.IGNORECASE,
)
_LED = expression(r"\b(?P<led>in|across|within|around|near) (?P<place>[A-Za-z]+)(?![\w’'-])(?! (?:[A-Z]|upon|under))")
_SHORTEST_PLACE = 4
_ANYBODY = frozenset(  # who may have done something, as no agency of its own: "what did partners do"
    """partners partner agency agencies services service professionals practitioners organisations authorities people
    everyone everybody anyone anybody staff workers""".split()
)
_LATER = frozenset({"afterwards", "afterward", "later", "since", "next", "then", "subsequently", "eventually"})
_GENERAL_PLACE = frozenset(
    """north south east west northern southern eastern western central upper lower city county borough council london
    district royal upon with isle the shire""".split()
)
_DOCUMENT_NOUN = expression(r"\b(?:briefing|report|summary|newsletter|statement|plan|letter|review|analysis)$")


@dataclass(frozen=True, slots=True)
class AskedFilter:
    """A filter that a question asks for in words, and the words that do."""

    facet: str
    value: str
    typed: str


@dataclass(frozen=True, slots=True)
class NarrowedQuestion:
    """A question with what it asks for as filters, and its other words."""

    query: Query
    asked: tuple[AskedFilter, ...] = ()


def narrow_question(
    query: Query, vocabulary: Vocabulary, areas: Iterable[str] = (), *, in_review: bool = False
) -> NarrowedQuestion:
    """Return `query` with the filters that its words ask for; a filter that is chosen already stays as it is.

    Of `areas`, one that is all of the question becomes a filter, and a short name is written out: "in Hull". Of a
    review that the question names (`in_review`), a kind is also asked for by its plain name: "lessons for schools".
    """
    if not query.synonyms or not query.text or not is_plain_words(query.text) or asks_for_a_page(query.text):
        return NarrowedQuestion(query)
    text, asked = query.text, []
    places = _short_names(tuple(sorted(set(areas))))
    bare = places.get(" ".join(words(text)))
    if bare and not query.filters.get("area"):
        filters = {**query.filters, "area": (bare,)}
        return NarrowedQuestion(replace(query, text="", filters=filters), (AskedFilter("area", bare, text),))
    text = _LED.sub(lambda found: _written_out(found, places), text)
    if not _AFTER.search(text):
        for kind, signs in (*_kinds(vocabulary), *(_plain_kinds(vocabulary) if in_review else ())):
            found = signs.search(text)
            if found:
                asked.append(AskedFilter("kind", kind, found.group()))
                text = f"{_whom(found)}{_without(text, found.span())}"
    for facet, signs_of in (("document_type", _documents), ("review_type", _reviews)):
        for value, named in signs_of(vocabulary):
            match = named.search(text)
            if match:
                where = "name" if match.group("name") else "last"
                asked.append(AskedFilter(facet, value, match.group(where)))
                text = _without(text, match.span(where))
                break
    if not asked:
        return NarrowedQuestion(replace(query, text=text))
    bare = places.get(" ".join(words(text)))
    if bare and not query.filters.get("area"):
        asked.append(AskedFilter("area", bare, text))
        text = ""
    if all(word in STOP_WORDS or word.isdigit() or word in _LATER for word in words(text)):
        text = ""  # a number of things is no subject ("which of the 8 recommendations"), nor is when it was
    filters = dict(query.filters)
    for facet in dict.fromkeys(one.facet for one in asked):
        filters.setdefault(facet, tuple(one.value for one in asked if one.facet == facet))
    return NarrowedQuestion(replace(query, text=text, filters=filters), tuple(asked))


def _whom(found: re.Match[str]) -> str:
    """Return who is said to have acted, where that tells more than that somebody did."""
    whom = found.groupdict().get("whom") or ""
    return "" if all(word in _ANYBODY or word in STOP_WORDS for word in words(whom)) else whom


def _written_out(found: re.Match[str], places: Mapping[str, str]) -> str:
    """Return "in Kingston upon Hull" for "in hull"; a place whose name goes on is another one: "in Hull Road"."""
    area = places.get(found["place"].casefold())
    return f"{found['led']} {area}" if area else found[0]


@lru_cache(maxsize=4)
def _short_names(areas: tuple[str, ...]) -> dict[str, str]:
    """Return areas by their names and by the one word of a long name that no other area has, in small letters."""
    having = Counter(word for area in areas for word in set(words(area)))
    found = {}
    for area in areas:
        for word in words(area):
            if len(word) >= _SHORTEST_PLACE and having[word] == 1 and word not in _GENERAL_PLACE:
                found[word] = area
    return found | {" ".join(words(area)): area for area in areas}


def _without(text: str, span: tuple[int, int]) -> str:
    rest = f"{text[: span[0]]} {text[span[1] :]}"
    rest = re.sub(rf"^\s*(?:{_LINK}\s+)+|(?:\s+(?:{_LINK}|and|the|a|any))+\s*$", " ", rest, flags=re.IGNORECASE)
    return " ".join(rest.split()).strip(" ,;:?–-")


@lru_cache(maxsize=4)
def _kinds(vocabulary: Vocabulary) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return how each kind is asked for: only by words that ask for the thing itself.

    "Successful" and "recommended" tell of something else as often as not.
    """
    ranked = sorted(vocabulary.kinds.values(), key=lambda kind: (kind.rank, kind.slug))
    return tuple(
        (kind.slug, re.compile(rf"\b(?:{'|'.join(kind.asked_for)})\b(?:\s+{_LINK}\b{_IT})?", re.IGNORECASE))
        for kind in ranked
        if kind.asked_for
    )


@lru_cache(maxsize=4)
def _plain_kinds(vocabulary: Vocabulary) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return how each kind is asked for where the review is named: by its name for several, before all else."""
    return tuple(
        (kind.slug, re.compile(rf"^(?:the |any |all )?{re.escape(kind.plural)}(?:\s+{_LINK}\b|$|\b)", re.IGNORECASE))
        for kind in vocabulary.kinds.values()
        if kind.plural
    )


@lru_cache(maxsize=4)
def _documents(vocabulary: Vocabulary) -> tuple[tuple[str, _TypeSigns], ...]:
    """Return how each type of document is asked for: by a name of it that ends in a noun for a document."""
    return tuple(_signs(vocabulary.document_types, lambda cue: " " in cue and bool(_DOCUMENT_NOUN.search(cue))))


@lru_cache(maxsize=4)
def _reviews(vocabulary: Vocabulary) -> tuple[tuple[str, _TypeSigns], ...]:
    """Return how each type of review is asked for: by its short form, or by a name that ends in "review"."""
    return tuple(_signs(vocabulary.review_types, lambda cue: cue.isupper() or cue.endswith(" review")))


def _signs(entries: Mapping[str, VocabularyEntry], names: Callable[[str], bool]) -> Iterator[tuple[str, _TypeSigns]]:
    for slug, entry in entries.items():
        known = tuple(cue for cue in entry.cues if names(cue))
        if known:
            yield slug, _TypeSigns(known)


class _TypeSigns:
    """How a type is asked for by its names. Of forty types, one question compiles the pattern of one or two."""

    def __init__(self, names: tuple[str, ...]) -> None:
        self._begins = {name.split()[0].casefold() for name in names}
        self._names = names

    def search(self, text: str) -> re.Match[str] | None:
        """Return where `text` asks for the type, if it does."""
        folded = text.casefold()
        return self.pattern.search(text) if any(begin in folded for begin in self._begins) else None

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The pattern of its names, made at first use."""
        return re.compile(_asking(self._names), re.IGNORECASE)


def _asking(names: Iterable[str]) -> str:
    """Return the pattern for a type that a question begins with, is all of, or ends with: "in rapid reviews"."""
    any_name = "|".join(_spaces_between(name) for name in sorted(names, key=len, reverse=True))
    sure = (
        "|".join(_spaces_between(name) for name in names if name.isupper() or any(c.isdigit() for c in name)) or r"(?!)"
    )
    return (
        rf"^(?:the |any |a |an |our |some )?(?P<name>(?:(?:{sure})s?(?: {_ABOUT})?(?: {_LINK})?(?=\s|$))"
        rf"|(?:(?:{any_name})s?(?: {_ABOUT})?(?: {_LINK}\b|$)))"
        rf"|\b(?:in|from|by|across)(?: the| any| our)? (?P<last>(?:{any_name})s?)\s*\??$"
    )


def _spaces_between(name: str) -> str:
    return r"[\s-]+".join(map(re.escape, name.split()))
