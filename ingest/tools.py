"""What is made once of a vocabulary and used for every document."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from ingest.about import Lists, lists_of
from ingest.agencies import Agencies
from ingest.announcements import Announcer
from ingest.moods import Grammar
from ingest.statuses import Statuses
from kb.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Tools:
    """The vocabulary, compiled: how headings, moods, agencies and statuses are read in one genre."""

    announcer: Announcer
    grammar: Grammar
    agencies: Agencies
    statuses: Statuses
    lists: Lists


class _Same:
    """A vocabulary as a key, by identity: it is frozen, but too large to compare."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary

    def __hash__(self) -> int:
        return id(self.vocabulary)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.vocabulary is other.vocabulary


def tools_of(vocabulary: Vocabulary, genre: str) -> Tools:
    """Return the tools for documents of one genre."""
    key = _Same(vocabulary)
    return Tools(_announcer(key, genre), *_compiled(key))


@lru_cache(maxsize=64)
def _announcer(key: _Same, genre: str) -> Announcer:
    return Announcer(key.vocabulary, genre)


@lru_cache(maxsize=8)
def _compiled(key: _Same) -> tuple[Grammar, Agencies, Statuses, Lists]:
    vocabulary = key.vocabulary
    return Grammar(vocabulary), Agencies(vocabulary), Statuses(vocabulary), lists_of(vocabulary)
