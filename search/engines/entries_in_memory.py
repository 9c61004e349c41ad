"""What the engine in plain Python holds: entries, the words of their fields, and where each word stands."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from kb.text.stemming import stem
from kb.text.tokens import words
from search.port import IndexEntry
from search.ranking import FIELDS, Ranking, rarity
from search.understanding.spelling import SpellingLexicon

Points = dict[str, int]  # id of an entry that matches -> its points


@dataclass(frozen=True)
class FieldText:
    """One field of one entry, as the positions of its words."""

    words: tuple[str, ...]
    stems: tuple[str, ...]

    def form(self, exact: bool) -> tuple[str, ...]:
        """Return the words as written, or their stems."""
        return self.words if exact else self.stems


class Index:
    """Entries with their texts analysed: what one generation of an engine knows."""

    def __init__(self, entries: Iterable[IndexEntry], ranking: Ranking) -> None:
        self.entries = {entry.id: entry for entry in entries}
        self.ranking = ranking
        self.texts = {
            id_: {name: _text(getattr(entry, name)) for name in FIELDS} for id_, entry in self.entries.items()
        }

    @cached_property
    def averages(self) -> dict[str, float]:
        """Return the mean length of each field over all entries, in words."""
        return {
            name: sum(len(texts[name].words) for texts in self.texts.values()) / (len(self.texts) or 1)
            for name in FIELDS
        }

    @cached_property
    def postings(self) -> dict[bool, dict[str, set[str]]]:
        """Which entries have a word in any field: as written (True) and by stem (False)."""
        found: dict[bool, dict[str, set[str]]] = {True: defaultdict(set), False: defaultdict(set)}
        for id_, texts in self.texts.items():
            for text in texts.values():
                for exact in found:
                    for word in text.form(exact):
                        found[exact][word].add(id_)
        return found

    @cached_property
    def lexicon(self) -> SpellingLexicon:
        """The words as written, for suggestions and spellings."""
        return SpellingLexicon({word: len(ids) for word, ids in self.postings[True].items()})

    @cached_property
    def themes(self) -> Counter[str]:
        """How many entries have each theme."""
        return Counter(theme for entry in self.entries.values() for theme in set(entry.themes))

    def holds(self, stemmed: str) -> bool:
        """Return whether any entry has the stem."""
        return stemmed in self.postings[False]

    def having(self, word: str, exact: bool, fields: Sequence[str]) -> dict[str, dict[str, int]]:
        """Return, for each entry with the word in one of the fields, how often it stands in each: 1 or more."""
        found = {}
        for id_ in self.postings[exact].get(word, ()):
            counts = {name: self.texts[id_][name].form(exact).count(word) for name in fields}
            if any(counts.values()):
                found[id_] = counts
        return found

    def term(self, word: str, exact: bool, fields: Sequence[str]) -> Points:
        """Return the points of a word: BM25F."""
        having = self.having(word, exact, fields)
        rare = rarity(len(self.entries), len(having))
        return {id_: self.ranking.points(rare, self.frequency(id_, counts)) for id_, counts in having.items()}

    def frequency(self, id_: str, counts: Mapping[str, int]) -> float:
        """Return a word's counts in an entry's fields as one weighted number from 0 (BM25F)."""
        total = 0.0
        for name, count in counts.items():
            if count:
                total += count * self.ranking.norm(name, len(self.texts[id_][name].words), self.averages[name])
        return total


def _text(value: str) -> FieldText:
    found = tuple(words(value))
    return FieldText(found, tuple(map(stem, found)))


def fields_of(where: str) -> tuple[str, ...]:
    """Return the field that is asked for, or every field that words are sought in."""
    return (where,) if where else FIELDS
