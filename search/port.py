"""The port of every search engine: the values that it takes and gives, and a protocol of a few methods.

The meaning is fixed here and held by the contract tests over all engines: values of one facet widen, different facets
narrow, and a facet's own counts ignore its own choices. Counts are over all matches, never over a page of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable

from kb.vocabulary import Vocabulary

SORTS = ("relevance", "newest", "oldest", "recurring")
GROUPS = ("findings", "reviews")
MATCHES = ("most", "all", "any")
AFTER_UPDATE = (  # for readers: nothing is wrong after an update, and nobody has to do anything
    "This library has been updated, so its search index is rebuilt. That begins by itself and can take some minutes. "
    "Until then pages that search cannot be shown, but you can read reviews, documents and recurring lessons."
)


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """A finding as flat fields for the index. `number` is given by the store, rises, and is never used twice."""

    number: int
    id: str
    document: str
    review: str  # slug
    body: str
    heading: str = ""
    title: str = ""  # of the review
    kind: str = ""
    themes: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    review_type: str = ""
    document_type: str = ""
    area: str = ""
    publisher: str = ""
    year: int | None = None
    published: str = ""  # ISO date
    added: str = ""  # ISO date
    polarity: str = ""
    subjects: tuple[str, ...] = ()
    answered: bool = False
    found_again: bool = False
    recurring: int = 0  # in how many other reviews an echo of it is held


@dataclass(frozen=True, slots=True)
class Query:
    """A query. `text` is in the language of search/query/parser.py; `filters` maps facets to chosen values."""

    text: str = ""
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    years: tuple[int | None, int | None] = (None, None)
    sort: str = "relevance"  # relevance, newest, oldest, recurring
    page: int = 1
    size: int = 10
    group: str = "findings"  # or "reviews": one hit a review, its best
    synonyms: bool = True
    match: str = "most"  # most, all, any
    facets: tuple[str, ...] | None = None  # which to count; None means all
    count_reviews: bool = True  # without it Count.reviews is 0 throughout, which is quicker
    nearest: tuple[str, ...] = ()  # ids of entries that match as well, regardless of their words, without points


@dataclass(frozen=True, slots=True)
class Hit:
    """One match: the entry's id and a score that only ranks. `more` counts the review's other matches when grouped."""

    id: str
    score: float
    more: int = 0


@dataclass(frozen=True, slots=True)
class Count:
    """One value of a facet: how many findings and how many reviews there would be with it."""

    value: str
    findings: int
    reviews: int
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Results:
    """The answer: one page of hits, and totals and counts over all matches."""

    total: int
    reviews: int  # how many different ones the findings belong to
    hits: tuple[Hit, ...]
    facets: Mapping[str, tuple[Count, ...]]
    notices: tuple[str, ...] = ()  # sentences for the reader: what was relaxed, limited, not understood
    also: tuple[str, ...] = ()  # other words that were searched as well
    did_you_mean: str = ""
    missing: tuple[str, ...] = ()  # what the question names that no entry has, in these or in other words
    highlights: tuple[str, ...] = ()  # stems and phrases to mark
    generation: int = 0


class Engine(Protocol):
    """A search engine behind the port."""

    name: str
    vocabulary: Vocabulary  # another one may take its place; what is indexed does not depend on it

    def put(self, entries: Iterable[IndexEntry], mark: int) -> None:
        """Add or replace entries and store the outbox `mark` in the same commit. Visible on return."""

    def drop(self, ids: Sequence[str], mark: int) -> None:
        """Remove entries for good, words and all, and remember `mark`."""

    def rebuild(self, entries: Iterable[IndexEntry], mark: int) -> None:
        """Replace everything with `entries` and the outbox `mark` in one step."""

    def search(self, query: Query) -> Results:
        """Answer a query. Raises BadQuestion past a limit; never anything else, for any text."""

    def search_each(self, queries: Sequence[Query]) -> tuple[Results, ...]:
        """Answer several queries from one state of the index, asked at once."""

    def suggest(self, text: str, limit: int = 8) -> tuple[str, ...]:
        """Complete `text` from words and themes of the indexed entries, themes first."""

    def mark(self) -> int:
        """Return the outbox mark that this index has reached; -1 where there is no usable index."""

    def count(self) -> int:
        """Return how many entries are indexed."""

    def indexed_under(self, stems: Sequence[str], ids: Sequence[str]) -> Mapping[str, frozenset[str]]:
        """Return for each stem the entries, of those asked about, that have it in any field of the index."""

    def close(self) -> None:
        """Close the files of the index."""


@runtime_checkable
class KeepsGenerations(Protocol):
    """An engine that keeps its index in files; a process that died can leave old files behind."""

    def leftovers(self, age: float = 60.0) -> tuple[str, ...]:
        """Name what was left behind, older than `age` seconds; () while another process is writing."""

    def tidy(self, age: float = 60.0) -> None:
        """Remove what `leftovers` names, older than `age` seconds. Raises LibraryBusy."""


@runtime_checkable
class KnowsItsMaker(Protocol):
    """An engine whose index tells by which version of the program it was made."""

    def is_of_other_version(self) -> bool:
        """Return whether there is an index, made by another version of this program."""
