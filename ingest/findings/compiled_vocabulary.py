"""What is made once of a vocabulary and used for every document."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from ingest.findings.agencies import Agencies
from ingest.findings.grammar import SentenceGrammar
from ingest.findings.kind_words import KindWords
from ingest.findings.own_words import OwnWords
from ingest.findings.status import Statuses
from ingest.metadata.collect import Lists, lists_of
from ingest.structure.heading_cues import HeadingCues
from kb.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class CompiledVocabulary:
    """The vocabulary, compiled: how headings, moods, agencies and statuses are read in one genre."""

    heading_cues: HeadingCues
    grammar: SentenceGrammar
    kinds: KindWords
    agencies: Agencies
    statuses: Statuses
    lists: Lists
    own_words: OwnWords


class _IdentityKey:
    """A vocabulary as a key, by identity: it is frozen, but too large to compare."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary

    def __hash__(self) -> int:
        return id(self.vocabulary)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _IdentityKey) and self.vocabulary is other.vocabulary


def compile_vocabulary(vocabulary: Vocabulary, genre: str) -> CompiledVocabulary:
    """Return the vocabulary compiled for documents of one genre, "" for a genre not yet known."""
    key = _IdentityKey(vocabulary)
    return CompiledVocabulary(_heading_cues(key, genre), *_compile(key))


@lru_cache(maxsize=64)
def _heading_cues(key: _IdentityKey, genre: str) -> HeadingCues:
    return HeadingCues(key.vocabulary, genre)


@lru_cache(maxsize=8)
def _compile(key: _IdentityKey) -> tuple[SentenceGrammar, KindWords, Agencies, Statuses, Lists, OwnWords]:
    vocabulary = key.vocabulary
    return (
        SentenceGrammar(vocabulary),
        KindWords.of(vocabulary),
        Agencies(vocabulary),
        Statuses(vocabulary),
        lists_of(vocabulary),
        OwnWords(vocabulary),
    )
