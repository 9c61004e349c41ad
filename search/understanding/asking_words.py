"""Words by which a question asks, from asking_words.toml: they are no part of what it asks about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from kb.core.toml_text import parse_toml

_LISTS = Path(__file__).with_name("asking_words.toml")


@dataclass(frozen=True, slots=True)
class AskingWords:
    """The lists of the file, in small letters, and the slugs of agencies by what practitioners call them."""

    anybody: frozenset[str]
    later: frozenset[str]
    things: frozenset[str]
    agencies: Mapping[str, str]


@lru_cache(maxsize=1)
def asking_words() -> AskingWords:
    """Return the lists of asking_words.toml."""
    lists = parse_toml(_LISTS.read_text(encoding="utf-8"))
    return AskingWords(
        frozenset(lists["anybody"]), frozenset(lists["later"]), frozenset(lists["things"]), lists["agencies"]
    )
