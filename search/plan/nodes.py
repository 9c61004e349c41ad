"""The nodes that engines execute: a scored tree that does not show how it was typed, and the frame around it.

`search/plan/compile.py` makes plans; every engine runs exactly this, so that totals, orders and counts can be compared.
For each entry a node says whether it matches and with how many points (see search/ranking.py). What each node promises
is defined here once; `search/engines/memory.py` is the same in plain code.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from search import limits


@dataclass(frozen=True, slots=True)
class WordMatch:
    """Entries with this word in body, heading or title (or in `field` alone).

    `exact` looks among the words as written, else among the stems. Points: BM25F over the fields looked at, with the
    rarity counted over entries that have it in these fields.
    """

    word: str
    exact: bool = False
    field: str = ""


@dataclass(frozen=True, slots=True)
class Phrase:
    """Entries with these words next to each other, in this order, within one field. Points: the sum of the points of
    its different words as Terms in the same fields. Has two words or more.
    """

    words: tuple[str, ...]
    exact: bool = False
    field: str = ""


@dataclass(frozen=True, slots=True)
class NearWords:
    """Entries with all these different words within one field, in any order, inside a window of
    `len(words) + distance` positions. Points as for Phrase. Has two words or more.
    """

    words: tuple[str, ...]
    distance: int
    exact: bool = False
    field: str = ""


@dataclass(frozen=True, slots=True)
class Prefix:
    """Entries with a word as written that begins so: the `limits.EXPANSIONS` most frequent such words, by the number of
    entries that have them in any field, then by the alphabet. Points: Ranking.prefix.
    """

    start: str
    field: str = ""


@dataclass(frozen=True, slots=True)
class Fuzzy:
    """Entries with a word as written at most `distance` edits from this one and with the same first letter: the
    `limits.SPELLINGS` best such words, by distance, then most frequent, then by the alphabet.

    Points: the best of these words as exact Terms; all but the word itself bring Ranking.misspelt per cent.
    """

    word: str
    distance: int = 1
    field: str = ""


@dataclass(frozen=True, slots=True)
class FacetMatch:
    """Entries with one of these values of a facet, compared as by `facets.folded`. Points: `points` for each."""

    facet: str
    values: tuple[str, ...]
    points: int = 0


@dataclass(frozen=True, slots=True)
class ThemeMatch:
    """Entries with this theme. Points: as of a word that stands once, with frequency Ranking.theme times `weight`,
    and the rarity counted over entries with the theme.
    """

    theme: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Years:
    """Entries of a year from `first` to `last`, both counted in; None leaves an end open. Without a year: no match,
    unless both ends are open. Points: `points` for each.
    """

    first: int | None = None
    last: int | None = None
    points: int = 0


@dataclass(frozen=True, slots=True)
class EveryEntry:
    """Every entry. No points."""


@dataclass(frozen=True, slots=True)
class AtLeast:
    """Entries that match `count` or more of the parts: all of them (AND), one (OR), most. Points: the sum over the
    parts that match. `count` is from 1 to len(parts).
    """

    count: int
    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Enough:
    """Entries that match parts which together are worth `percent` or more of what all the parts are worth.

    A part is worth what `ranking.worth` says of its rarity, and nothing where no entry matches it; entries that match
    only parts worth nothing do not match. Points: the sum over the parts that match. `percent` is from 1 to 100.
    """

    percent: int
    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class BestOf:
    """Entries that match any of the parts. Points: the most that one part brings, each first cut to its per cent."""

    parts: tuple[tuple[Node, int], ...]


@dataclass(frozen=True, slots=True)
class Lift:
    """Entries that match `node`; those that match `bonus` as well get its points (cut to `percent`) on top."""

    node: Node
    bonus: Node
    percent: int = 100


@dataclass(frozen=True, slots=True)
class Without:
    """Entries that do not match `node`. No points."""

    node: Node


WordNode = WordMatch | Phrase | NearWords | Prefix | Fuzzy
ValueNode = FacetMatch | ThemeMatch | Years | EveryEntry
JoiningNode = AtLeast | Enough | BestOf | Lift | Without
Node = WordNode | ValueNode | JoiningNode


@dataclass(frozen=True, slots=True)
class LooserPlan:
    """A looser plan, tried when fewer than `below` entries match the one before, and what to tell about it."""

    node: Node
    told: str
    below: int = limits.FEW_RESULTS


@dataclass(frozen=True, slots=True)
class Plan:
    """A question made ready.

    Run `node`, then the `looser` steps one after the other. A step is taken where fewer than its `below` entries match
    within the filters what is chosen so far, and chosen where it finds more; then what it tells is added to the
    notices, in place of those of an earlier step. Totals, facets and pages are of the one chosen in the end.

    Entries of `nearest` that the filters leave are added to the ones chosen, without points where they did not match.

    Order: by `sort`, and always then by points, most first, then by number, lowest first.
    """

    node: Node
    looser: tuple[LooserPlan, ...] = ()
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # facet -> values; known facets only
    years: tuple[int | None, int | None] = (None, None)  # belongs to the facet "year": its counts ignore it
    nearest: tuple[str, ...] = ()  # ids
    facets: tuple[str, ...] = ()  # to be counted
    reviews: bool = True  # whether reviews are counted too
    sort: str = "relevance"
    page: int = 1
    size: int = 20
    group: str = "findings"
    notices: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    highlights: tuple[str, ...] = ()
    parts: Mapping[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict)  # as typed -> each way to say it
    meant: tuple[str, ...] = ()  # the theme that all its words surely mean
    typed: Mapping[str, str] = field(default_factory=dict)  # words that the vocabulary has not -> its nearest, or ""


def all_of(nodes: list[Node]) -> Node:
    """Return the node that all of these must match."""
    return at_least(len(nodes), nodes)


def any_of(nodes: list[Node]) -> Node:
    """Return the node that any of these may match."""
    return at_least(1, nodes)


def at_least(count: int, nodes: list[Node]) -> Node:
    """Return the node that so many of these must match; a single one stands for itself."""
    return nodes[0] if len(nodes) == 1 else AtLeast(count, tuple(nodes))
