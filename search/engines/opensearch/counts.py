"""What the points of a plan hang on: how many entries there are, how long their fields, how many match a part.

The servers are asked for these numbers before the plan itself, so that points are the specification's on any number of
shards and copies.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from search.engines.opensearch.connection import Cluster, Json
from search.engines.opensearch.lexicon import ServerLexicon
from search.engines.opensearch.match_clauses import EVERY, Expansions, match_clause
from search.plan.nodes import (
    AtLeast,
    BestOf,
    Enough,
    Fuzzy,
    Lift,
    NearWords,
    Node,
    Phrase,
    Prefix,
    ThemeMatch,
    Without,
    WordMatch,
)
from search.ranking import FIELDS


@dataclass
class Counts(Expansions):
    """What is known of the entries that a plan asks for."""

    averages: dict[str, float] = field(default_factory=dict)  # words of a field, over all entries

    def stems(self) -> dict[str, bool]:
        """Return for each stem that was counted in all fields whether any entry has it."""
        return {
            node.word: number > 0
            for node, number in self.numbers.items()
            if isinstance(node, WordMatch) and not (node.exact or node.field)
        }


def count_for(nodes: Sequence[Node], cluster: Cluster, index: str, lexicon: ServerLexicon) -> Counts:
    """Return what the points of these nodes hang on. Raises BadQuestion, LibraryUnavailable."""
    counts = Counts()
    every = list(dict.fromkeys(one for node in nodes for one in walk(node)))
    for one in every:
        if isinstance(one, Prefix):
            counts.stars[one.start] = lexicon.expansions(one.start)
        elif isinstance(one, Fuzzy):
            counts.spellings[one.word, one.distance] = lexicon.spellings(one.word, one.distance)
    waiting = list(dict.fromkeys(_nodes_to_count(every, counts)))
    while True:
        ready = [one for one in waiting if all(part in counts.numbers for part in _parts_of_enough(one))]
        _count(ready, counts, cluster, index)
        waiting = [one for one in waiting if one not in counts.numbers]
        if not waiting:
            return counts


def _count(nodes: Sequence[Node], counts: Counts, cluster: Cluster, index: str) -> None:
    asked: Json = {
        "size": 0,
        "track_total_hits": True,
        "query": EVERY,
        "aggs": {name: {"avg": {"field": f"{name}_length"}} for name in FIELDS},
    }
    if nodes:
        asked["aggs"]["parts"] = {"filters": {"filters": [match_clause(node, counts) for node in nodes]}}
    (told,) = cluster.search(index, [asked])
    counts.held = told["hits"]["total"]["value"]
    counts.averages = {name: told["aggregations"][name]["value"] or 0.0 for name in FIELDS}
    if nodes:
        buckets = told["aggregations"]["parts"]["buckets"]
        counts.numbers |= {node: bucket["doc_count"] for node, bucket in zip(nodes, buckets, strict=True)}


def walk(node: Node) -> Iterator[Node]:
    """Yield a node and all within it."""
    yield node
    for part in _children(node):
        yield from walk(part)


def _children(node: Node) -> Iterable[Node]:
    match node:
        case AtLeast(_, parts) | Enough(_, parts):
            return parts
        case BestOf(parts):
            return [part for part, _ in parts]
        case Lift(lifted, bonus):
            return lifted, bonus
        case Without(refused):
            return (refused,)
        case _:
            return ()


def _nodes_to_count(nodes: Iterable[Node], counts: Counts) -> Iterator[Node]:
    """Yield what has to be counted for some nodes: words, themes, and what a part is worth."""
    for node in nodes:
        match node:
            case WordMatch() | ThemeMatch():
                yield node
            case Phrase(words, exact, where) | NearWords(words, _, exact, where):
                yield from (WordMatch(word, exact, where) for word in words)
            case Fuzzy(word, distance, where):
                yield from (WordMatch(near, True, where) for near in counts.spellings[word, distance])
            case Enough(_, parts):
                yield from parts


def _parts_of_enough(node: Node) -> Iterator[Node]:
    """Yield what has to be counted before a node can be matched."""
    for one in walk(node):
        if isinstance(one, Enough):
            yield from one.parts
