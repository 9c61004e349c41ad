"""Which entries match a node, as a clause of a query that brings no points."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from search.engines.opensearch.connection import Json
from search.engines.opensearch.documents import EVERYWHERE
from search.facets import fold
from search.plan import nodes
from search.ranking import worth

EVERY: Json = {"exists": {"field": "number"}}
NOTHING: Json = {"match_none": {}}


@dataclass
class Expansions:
    """What words a star or a ~ stands for, and how many entries match a node."""

    held: int = 0
    stars: dict[str, list[str]] = field(default_factory=dict)
    spellings: dict[tuple[str, int], list[str]] = field(default_factory=dict)
    numbers: dict[nodes.Node, int] = field(default_factory=dict)


def match_clause(node: nodes.Node, known: Expansions) -> Json:
    """Return the clause that the entries match which match `node`."""
    if isinstance(node, nodes.WordNode):
        return _clause_of_words(node, known)
    if isinstance(node, nodes.ValueNode):
        return _clause_of_value(node)
    return _joined_clause(node, known)


def _clause_of_words(node: nodes.WordNode, known: Expansions) -> Json:
    match node:
        case nodes.WordMatch(word, exact, where):
            return NOTHING if known.numbers.get(node) == 0 else {"term": {_words_of(exact, where): word}}
        case nodes.Phrase(wanted, exact, where):
            return _span(wanted, exact, where, 0, in_order=True)
        case nodes.NearWords(wanted, distance, exact, where):
            return _span(wanted, exact, where, distance, in_order=False)
        case nodes.Prefix(start, where):
            return _any_word(known.stars[start], where)
        case nodes.Fuzzy(word, distance, where):
            return _any_word(known.spellings[word, distance], where)


def _clause_of_value(node: nodes.ValueNode) -> Json:
    match node:
        case nodes.FacetMatch(facet, values):
            return {"terms": {f"folded_{facet}": [fold(value) for value in values]}}
        case nodes.ThemeMatch(theme):
            return {"term": {"facet_theme": theme}}
        case nodes.Years(first, last):
            return in_years(first, last)
        case nodes.EveryEntry():
            return EVERY


def _joined_clause(node: nodes.JoiningNode, known: Expansions) -> Json:
    match node:
        case nodes.AtLeast(count, parts):
            return at_least(count, [match_clause(part, known) for part in parts])
        case nodes.Enough():
            return enough_clause(node, known)
        case nodes.BestOf(parts):
            return at_least(1, [match_clause(part, known) for part, _ in parts])
        case nodes.Lift(lifted):
            return match_clause(lifted, known)
        case nodes.Without(refused):
            return {"bool": {"filter": [EVERY], "must_not": [match_clause(refused, known)]}}


def at_least(count: int, clauses: Sequence[Json]) -> Json:
    """Return the clause that so many of these must match; their points are added."""
    if count == len(clauses):
        return {"bool": {"must": list(clauses)}}
    return {"bool": {"should": list(clauses), "minimum_should_match": count}}


def enough_clause(node: nodes.Enough, known: Expansions) -> Json:
    """Return the clause of entries that match parts which are worth enough together."""
    worths = [worth(known.held, known.numbers[part]) for part in node.parts]
    wanted = max(1, -(-node.percent * sum(worths) // 100))
    parts = [
        {"constant_score": {"filter": match_clause(part, known), "boost": value}}
        for part, value in zip(node.parts, worths, strict=True)
        if value
    ]
    if not parts:
        return NOTHING
    return {"function_score": {"query": at_least(1, parts), "min_score": wanted}}


def in_years(first: int | None, last: int | None) -> Json:
    """Return the clause of entries from `first` to `last` year; None leaves an end open, and both all entries."""
    if first is None and last is None:
        return EVERY
    return {"range": {"year": {"gte": first, "lte": last}}}


def _words_of(exact: bool, where: str) -> str:
    form = "words" if exact else "stems"
    return f"{where}_{form}" if where else form


def _any_word(words: Sequence[str], where: str) -> Json:
    return {"terms": {_words_of(True, where): list(words)}} if words else NOTHING


def _span(words: Sequence[str], exact: bool, where: str, distance: int, *, in_order: bool) -> Json:
    name = _words_of(exact, where or EVERYWHERE)
    clauses = [{"span_term": {name: word}} for word in words]
    return {"span_near": {"clauses": clauses, "slop": distance, "in_order": in_order}}
