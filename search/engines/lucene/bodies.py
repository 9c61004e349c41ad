"""The bodies of requests to OpenSearch, as plain values. Nothing here talks to a server.

Words are ours, not Lucene's: fields hold words and stems made by kb/text/tokens.py, parted by spaces, and the index
cuts them at spaces only. `tests/search/engines/lucene/*.json` shows each body as it is sent.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from kb.text.stemming import stem
from kb.text.tokens import words
from search import limits
from search.facets import FACETS, fold
from search.plan.nodes import (
    AtLeast,
    BestOf,
    Enough,
    EveryEntry,
    FacetMatch,
    Fuzzy,
    Lift,
    NearWords,
    Node,
    Phrase,
    Plan,
    Prefix,
    ThemeMatch,
    Without,
    WordMatch,
    Years,
)
from search.port import IndexEntry
from search.ranking import FIELDS, POINTS, RANKING, Ranking
from search.understanding.spelling import SpellingLexicon

Body = dict[str, Any]  # JSON

_SORTS: Mapping[str, list[Body]] = {
    "relevance": [],
    "newest": [{"published": {"order": "desc", "missing": "_last"}}],
    "oldest": [{"published": {"order": "asc", "missing": "_last"}}],
    "recurring": [{"recurring": "desc"}],
}
_MOST_VALUES = 10_000  # of one facet
_EXACT_REVIEWS = 40_000  # up to so many reviews are counted exactly


def index(ranking: Ranking = RANKING) -> Body:
    """Return the settings and mappings of an index."""
    text = {"type": "text", "analyzer": "ours"}
    fields: Body = {}
    for name in FIELDS:
        fields[f"words_{name}"] = text | {"similarity": name}
        fields[f"stems_{name}"] = text | {"similarity": name}
    similarity = {name: {"type": "BM25", "k1": ranking.saturation, "b": ranking.evening[name]} for name in FIELDS}
    return {
        "settings": {
            "index": {"max_result_window": limits.DEPTH, "similarity": similarity},
            "analysis": {"analyzer": {"ours": {"type": "custom", "tokenizer": "whitespace"}}},
        },
        "mappings": {
            "dynamic": "strict",
            "_meta": {"mark": -1, "generation": 0},
            "properties": {
                "number": {"type": "long"},
                "review": {"type": "keyword"},
                "published": {"type": "keyword"},
                "year": {"type": "integer"},
                "recurring": {"type": "integer"},
                "vocabulary": {"type": "keyword"},  # each word as written, once: for suggestions
                "facet": {"properties": {name: {"type": "keyword"} for name in FACETS}},
                **fields,
            },
        },
    }


def document(entry: IndexEntry) -> Body:
    """Return an entry as OpenSearch keeps it."""
    found = {name: words(getattr(entry, name)) for name in FIELDS}
    body: Body = {
        "number": entry.number,
        "review": entry.review,
        "recurring": entry.recurring,
        "vocabulary": sorted({word for field in found.values() for word in field}),
        "facet": {name: list(facet.values(entry)) for name, facet in FACETS.items()},
    }
    for name, field in found.items():
        body[f"words_{name}"] = " ".join(field)
        body[f"stems_{name}"] = " ".join(map(stem, field))
    # What is not stated is left out, so that it sorts last and lies in no range of years.
    body |= {"published": entry.published} if entry.published else {}
    body |= {"year": entry.year} if entry.year is not None else {}
    return body


def page(asked: Plan, node: Node, reader: BodyBuilder, seconds: float) -> Body:
    """Return the request for one page of hits."""
    body: Body = {
        "query": {"bool": {"must": [reader.query(node)], "filter": [within(asked)]}},
        "from": (asked.page - 1) * asked.size,
        "size": asked.size,
        "sort": [*_SORTS[asked.sort], "_score", {"number": "asc"}],
        "track_scores": True,
        "track_total_hits": False,
        "timeout": f"{seconds:g}s",
        "_source": False,
    }
    if asked.group == "reviews":
        body["collapse"] = {"field": "review", "inner_hits": {"name": "others", "size": 0}}
    return body


def tally(asked: Plan, node: Node, reader: BodyBuilder, seconds: float) -> Body:
    """Return the request for the totals and the counts of all facets."""
    shown = {
        "filter": within(asked),
        "aggs": {"reviews": {"cardinality": {"field": "review", "precision_threshold": _EXACT_REVIEWS}}},
    }
    return {
        "query": {"bool": {"filter": [reader.query(node)]}},
        "size": 0,
        "timeout": f"{seconds:g}s",
        "aggs": {"shown": shown, **{name: counting(asked, name) for name in asked.facets}},
    }


def counting(asked: Plan, name: str) -> Body:
    """Return the aggregation of one facet: over what the other facets' choices leave."""
    values: Body = {"terms": {"field": f"facet.{name}", "size": _MOST_VALUES}}
    if asked.reviews:
        values["aggs"] = {"reviews": {"cardinality": {"field": "review", "precision_threshold": _EXACT_REVIEWS}}}
    return {"filter": within(asked, ignoring=name), "aggs": {"values": values}}


def within(asked: Plan, ignoring: str = "") -> Body:
    """Return the filters of a plan, those of one facet left out."""
    parts = [has(name, values) for name, values in asked.filters.items() if name != ignoring]
    if ignoring != "year" and asked.years != (None, None):
        parts.append(years(*asked.years))
    return {"bool": {"filter": parts}} if parts else {"match_all": {}}


def has(facet: str, values: Iterable[str]) -> Body:
    """Return the query for entries with one of these values of a facet."""
    return {"terms": {f"facet.{facet}": list(values)}}


def years(first: int | None, last: int | None) -> Body:
    """Return the query for entries of these years."""
    ends = {"gte": first, "lte": last}
    return {"range": {"year": {name: year for name, year in ends.items() if year is not None}}}


class BodyBuilder:
    """Reads the nodes of a plan with the help of what is held: the words, and the values of facets."""

    def __init__(
        self, lexicon: SpellingLexicon, held: Callable[[str], Iterable[str]], ranking: Ranking = RANKING
    ) -> None:
        self.lexicon, self.held, self.ranking = lexicon, held, ranking

    def query(self, node: Node) -> Body:
        """Return the query for `node`."""
        match node:
            case WordMatch(word, exact, where):
                return self.in_fields(exact, where, lambda field: {"term": {field: {"value": word}}})
            case Phrase(wanted, exact, where):
                return self.in_fields(
                    exact, where, lambda field: {"match_phrase": {field: {"query": " ".join(wanted)}}}
                )
            case NearWords(wanted, distance, exact, where):
                return self.in_fields(exact, where, lambda field: _near_query(field, wanted, distance))
            case Prefix(start, where):
                return _silent(self.any_of(self.lexicon.expansions(start), where))
            case Fuzzy(word, distance, where):
                return self.any_of(self.lexicon.spellings(word, distance), where)
            case FacetMatch(facet, values, points):
                wanted_values = {fold(value) for value in values}
                held = [value for value in self.held(facet) if fold(value) in wanted_values]
                return _constant_score(has(facet, held), points)
            case ThemeMatch(theme, weight):
                return {"term": {"facet.theme": {"value": theme, "boost": self.ranking.theme * weight}}}
            case Years(first, last, points):
                return _constant_score(
                    years(first, last) if (first, last) != (None, None) else {"match_all": {}}, points
                )
            case EveryEntry():
                return _silent({"match_all": {}})
            case AtLeast(count, parts):
                each = [self.query(part) for part in parts]
                return {"bool": {"should": each, "minimum_should_match": count}}
            case Enough(percent, parts):
                # Lucene cannot weigh parts by what they are worth, so here all are worth the same.
                each = [self.query(part) for part in parts]
                count = max(-(-percent * len(each) // 100), 1)
                return {"bool": {"should": each, "minimum_should_match": count}}
            case BestOf(parts):
                return {"dis_max": {"queries": [_share(self.query(part), percent) for part, percent in parts]}}
            case Lift(lifted, bonus, percent):
                return {"bool": {"must": [self.query(lifted)], "should": [_share(self.query(bonus), percent)]}}
            case Without(refused):
                return {"bool": {"must_not": [self.query(refused)]}}

    def in_fields(self, exact: bool, where: str, query: Callable[[str], Body]) -> Body:
        """Return a query asked of one field or of each, weighted."""
        form = "words" if exact else "stems"
        if where:
            return query(f"{form}_{where}")
        each = [_share(query(f"{form}_{name}"), int(self.ranking.weights[name] * 100)) for name in FIELDS]
        return {"dis_max": {"queries": each, "tie_breaker": 1.0}}

    def any_of(self, found: list[str], where: str) -> Body:
        """Return the query for entries with one of these words as written."""
        if not found:
            return {"match_none": {}}
        return self.in_fields(True, where, lambda field: {"terms": {field: found}})


def _near_query(field: str, wanted: tuple[str, ...], distance: int) -> Body:
    intervals = [{"match": {"query": word, "analyzer": "whitespace"}} for word in wanted]
    return {"intervals": {field: {"all_of": {"intervals": intervals, "ordered": False, "max_gaps": distance}}}}


def _share(query: Body, percent: int) -> Body:
    """Return a query with a part of its score."""
    return query if percent == 100 else {"bool": {"must": [query], "boost": percent / 100}}


def _constant_score(query: Body, points: int) -> Body:
    """Return a query with the same score for whatever matches."""
    return {"constant_score": {"filter": query, "boost": points / POINTS}} if points else _silent(query)


def _silent(query: Body) -> Body:
    """Return a query that adds nothing to the score."""
    return {"bool": {"filter": [query]}}
