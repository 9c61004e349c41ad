"""How a question asks for a type of document or of review: by a name of it, in any of the ways people ask.

"What do SARs say about fire", "are there any DHRs on coercion", "rapid reviews where a baby was shaken", "coercion in
serious case reviews". A type that is only spoken of ("criteria for a SAR", "learning from SCRs reaches staff") is none
that is asked for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property, lru_cache

from kb.core.expressions import expression
from kb.text.number_words import NUMBER_WORDS
from kb.vocabulary import Vocabulary, VocabularyEntry
from search.understanding.asking_words import any_of, asking_words

_WORDS = asking_words()
LINK = any_of(_WORDS.links)

_DOCUMENT_NOUN = expression(r"\b(?:briefing|report|summary|newsletter|statement|plan|letter|review|analysis)$")
_ABOUT = any_of(_WORDS.about)
_BESIDE = any_of(_WORDS.beside)
_BEFORE = any_of((*_WORDS.before, *_WORDS.beside, *_WORDS.about))
_SAYING = any_of(_WORDS.saying)
_ADVERB = any_of(_WORDS.adverbs)
_ONWARDS = any_of(_WORDS.onwards)
_WANTING = any_of(_WORDS.wanting)
_WHICH = any_of((*_WORDS.links, *_WORDS.which))
_NOT_ITS_SUBJECT = "".join(
    rf"(?<!\b{word})" for word in ("a", "an", "the", "our", "of", "on", "about", "with", "to", "into", "and", "or")
)


@lru_cache(maxsize=4)
def document_signs(vocabulary: Vocabulary) -> tuple[tuple[str, TypeSigns], ...]:
    """Return how each type of document is asked for: by a name of it that ends in a noun for a document."""
    also: dict[str, tuple[str, ...]] = {}
    for name, slug in asking_words().document_types.items():
        also[slug] = (*also.get(slug, ()), name)
    return tuple(
        _signs(vocabulary.document_types, lambda cue: " " in cue and bool(_DOCUMENT_NOUN.search(cue)), also=also)
    )


@lru_cache(maxsize=4)
def review_signs(vocabulary: Vocabulary) -> tuple[tuple[str, TypeSigns], ...]:
    """Return how each type of review is asked for: by its short form, or by a name that ends in "review".

    Documents that judge a service are also called by what judges it: "what inspectors said", "anything from Ofsted".
    """
    return tuple(_signs(vocabulary.review_types, lambda cue: cue.isupper() or cue.endswith(" review"), agents=True))


def _signs(
    entries: Mapping[str, VocabularyEntry],
    names: Callable[[str], bool],
    *,
    agents: bool = False,
    also: Mapping[str, tuple[str, ...]] | None = None,
) -> Iterator[tuple[str, TypeSigns]]:
    for slug, entry in entries.items():
        known = (*(cue for cue in entry.cues if names(cue)), *(also or {}).get(slug, ()))
        spoken = tuple(cue for cue in entry.cues if agents and _is_inspection(cue) and cue not in known)
        if known or spoken:
            yield slug, TypeSigns(known, (*spoken, *(_inspector(cue) for cue in spoken if cue == "inspection")))


def _is_inspection(cue: str) -> bool:
    return cue.endswith(("inspection", "visit")) or cue in ("Ofsted", "HMICFRS", "Care Quality Commission")


def _inspector(cue: str) -> str:
    return f"{cue.removesuffix('ion')}or"


class TypeSigns:
    """How a type is asked for by its names. Of forty types, one question compiles the pattern of one or two.

    `spoken` are names that ask for it only where the question says that it wants what the type says.
    """

    def __init__(self, names: tuple[str, ...], spoken: tuple[str, ...] = ()) -> None:
        self._begins = {name.split()[0].casefold() for name in (*names, *spoken)}
        self._names = names
        self._spoken = spoken

    def search(self, text: str) -> re.Match[str] | None:
        """Return where `text` asks for the type, if it does; its group "name" or "last" is what asks."""
        folded = text.casefold()
        return self.pattern.search(text) if any(begin in folded for begin in self._begins) else None

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The pattern of its names, made at first use."""
        frames = _frames((*self._names, *self._spoken))
        return re.compile(f"{_asking(self._names)}|{frames}" if self._names else frames, re.IGNORECASE)


def asked_span(match: re.Match[str]) -> tuple[str, tuple[int, int]]:
    """Return the words that ask for a type, and where they stand."""
    where = next(name for name in ("name", "last", "said", "wanted", "within") if match.groupdict().get(name))
    return match.group(where), match.span(where)


def _asking(names: Iterable[str]) -> str:
    """Return the pattern for a type that a question begins with, is all of, or ends with: "in rapid reviews".

    A name with a number ends one without a word that leads to it: "missed visits 7-minute briefing". In "the quality of
    7-minute briefings" these are the subject.
    """
    any_name = "|".join(_spaces_between(name) for name in sorted(names, key=len, reverse=True))
    sure = "|".join(_spaces_between(name) for name in names if _asks_alone(name)) or r"(?!)"
    numbered = "|".join(_spaces_between(name) for name in names if _has_number(name)) or r"(?!)"
    by_itself = rf"{_NOT_ITS_SUBJECT}(?<![\s,:–-])[\s,:–-]+(?=(?:{numbered})s?\b)"
    return (
        rf"^(?P<name>(?:the |any |a |an |our |some )?(?:(?:(?:{sure})s?(?: {_ABOUT})?(?: {LINK})?(?=[\s,:;]|$))"
        rf"|(?:(?:{any_name})s?(?: {_ABOUT})?(?: {LINK}\b|$))))"
        rf"|(?:\b(?:in|from|by|across)(?: the| any| our)? |{by_itself})"
        rf"(?P<last>(?:{any_name})s?)\s*\??$"
    )


def _asks_alone(name: str) -> bool:
    """Return whether a name at the beginning asks for its type without a word that leads on: "SAR fire"."""
    return name.isupper() or _has_number(name)


def _has_number(name: str) -> bool:
    return any(one.isdigit() or one in NUMBER_WORDS for one in name.casefold().replace("-", " ").split())


def _frames(names: Iterable[str]) -> str:
    """Return the pattern for a type of which a question wants to know what it says, or whether there is any."""
    any_name = "|".join(_spaces_between(name) for name in sorted(names, key=len, reverse=True))
    kind = rf"(?:{any_name})s?(?: {_ABOUT})?"
    return (
        rf"^(?P<said>(?:{_BEFORE} ){{0,8}}{kind}(?: {_ADVERB}){{0,2}} {_SAYING}(?: (?:to )?us| me)?(?: {_ONWARDS}\b)?)"
        rf"|^(?P<wanted>{_WANTING} (?:{_BESIDE} ){{0,3}}{kind}(?:(?: there are)? {_WHICH}\b|\s*\??$))"
        rf"|\b(?P<within>(?:in|from|across|by|within) (?:{_BESIDE} ){{0,3}}{kind})"
        r"(?= (?:about|on|where|when|regarding|concerning|involving)\b|\s*\??$)"
    )


def _spaces_between(name: str) -> str:
    return r"[\s-]+".join(map(re.escape, name.split()))
