"""Words by which a question asks, from asking_words.toml: they are no part of what it asks about."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from kb.core.toml_text import parse_toml

_LISTS = Path(__file__).with_name("asking_words.toml")


@dataclass(frozen=True, slots=True)
class AskingWords:
    """The lists of the file, in small letters, the slugs of agencies and of types by what practitioners call them."""

    anybody: frozenset[str]
    later: frozenset[str]
    things: frozenset[str]
    about: frozenset[str]
    beside: frozenset[str]
    before: frozenset[str]
    saying: frozenset[str]
    adverbs: frozenset[str]
    onwards: frozenset[str]
    wanting: frozenset[str]
    links: frozenset[str]
    which: frozenset[str]
    place_leads: frozenset[str]
    place_acts: frozenset[str]
    general_places: frozenset[str]
    place_goes_on: frozenset[str]
    staff: frozenset[str]
    agencies: Mapping[str, str]
    document_types: Mapping[str, str]


@lru_cache(maxsize=1)
def asking_words() -> AskingWords:
    """Return the lists of asking_words.toml."""
    lists = parse_toml(_LISTS.read_text(encoding="utf-8"))
    agencies, types = lists.pop("agencies"), lists.pop("document_types")
    return AskingWords(
        **{name: frozenset(words) for name, words in lists.items()}, agencies=agencies, document_types=types
    )


def any_of(phrases: Iterable[str]) -> str:
    """Return the source of a pattern for any of these words or phrases, the longest first."""
    return rf"(?:{'|'.join(sorted(map(re.escape, phrases), key=lambda one: (-len(one), one)))})"
