"""Entries on their way into a segment: words become numbers, and everything lies in flat arrays.

This is the one place that works entry by entry in Python, so it does little: it never stems, sorts or packs. A segment
that is to be rewritten comes back into the same form (see rewriting.py), so there is one way to make a segment.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from dataclasses import dataclass, field

from kb.text.tokens import words
from search.facets import FACETS
from search.port import IndexEntry

REMEMBERED_TITLES = 1000  # titles and headings remembered, since they stand with many findings


class StringNumbers(dict[str, int]):
    """Gives each new string the next number."""

    def __missing__(self, key: str) -> int:
        self[key] = number = len(self)
        return number


@dataclass(slots=True)
class FacetColumn:
    """The values of one facet: how many each entry has, and their numbers one after the other."""

    values: StringNumbers = field(default_factory=StringNumbers)
    counts: array[int] = field(default_factory=lambda: array("H"))
    codes: array[int] = field(default_factory=lambda: array("I"))

    def add(self, values: tuple[str, ...]) -> None:
        """Add an entry's values."""
        self.counts.append(len(values))
        self.codes.extend([self.values[value] for value in values])


@dataclass(slots=True)
class CollectedEntries:
    """Entries as arrays, in the order in which they came. An id that comes again replaces the entry before."""

    vocabulary: StringNumbers = field(default_factory=StringNumbers)  # words as written
    stems: dict[str, str] = field(default_factory=dict)  # of words whose stems are known already
    tokens: array[int] = field(default_factory=lambda: array("I"))
    lengths: tuple[array[int], array[int], array[int]] = field(
        default_factory=lambda: (array("H"), array("H"), array("H"))
    )
    ids: list[str] = field(default_factory=list)
    numbers: array[int] = field(default_factory=lambda: array("q"))
    recurring: array[int] = field(default_factory=lambda: array("I"))
    published: FacetColumn = field(default_factory=FacetColumn)
    facets: dict[str, FacetColumn] = field(default_factory=lambda: {name: FacetColumn() for name in FACETS})
    replaced: set[int] = field(default_factory=set)  # places of entries that came again later
    _places: dict[str, int] = field(default_factory=dict)
    _repeated: dict[str, array[int]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.ids)

    def add_all(self, entries: Iterable[IndexEntry]) -> None:
        """Add entries."""
        for entry in entries:
            self.add(entry)

    def add(self, entry: IndexEntry) -> None:
        """Add one entry."""
        self.place(entry.id)
        self.numbers.append(entry.number)
        self.recurring.append(entry.recurring)
        self.published.add((entry.published,))
        for name, facet in FACETS.items():
            self.facets[name].add(facet.values(entry))
        number = self.vocabulary.__getitem__
        body = words(entry.body)
        self.tokens.extend(map(number, body))
        self.lengths[0].append(len(body))
        for text, lengths in ((entry.heading, self.lengths[1]), (entry.title, self.lengths[2])):
            numbers = self.repeated_words(text)
            self.tokens.extend(numbers)
            lengths.append(len(numbers))

    def place(self, identity: str) -> None:
        """Give the next place to an id; what had it before counts no more."""
        before = self._places.get(identity)
        if before is not None:
            self.replaced.add(before)
        self._places[identity] = len(self.ids)
        self.ids.append(identity)

    def repeated_words(self, text: str) -> array[int]:
        """Return the numbers of the words of a text that many entries share."""
        known = self._repeated.get(text)
        if known is None:
            if len(self._repeated) >= REMEMBERED_TITLES:
                self._repeated.clear()
            known = self._repeated[text] = array("I", map(self.vocabulary.__getitem__, words(text)))
        return known
