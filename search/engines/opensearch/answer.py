"""One plan answered by the servers."""

from __future__ import annotations

from collections.abc import Sequence

from search.engines.opensearch.connection import Cluster, Json
from search.engines.opensearch.counts import Counts, count_for
from search.engines.opensearch.lexicon import ServerLexicon
from search.engines.opensearch.match_clauses import at_least, in_years, match_clause
from search.engines.opensearch.score_clauses import score_clause
from search.facets import in_order
from search.plan.nodes import Node, Plan
from search.port import Count, Hit, Results
from search.ranking import POINTS, Ranking

_VALUES = 10_000  # of one facet
_ORDERS: dict[str, list[Json]] = {
    "relevance": [],
    "newest": [{"published": {"order": "desc", "missing": "_last"}}],
    "oldest": [{"published": {"order": "asc", "missing": "_last"}}],
    "recurring": [{"recurring": {"order": "desc"}}],
}
_REVIEWS: Json = {  # how many different reviews, exactly
    "scripted_metric": {
        "init_script": "state.seen = new HashSet();",
        "map_script": "state.seen.add(doc['review_hash'].value);",
        "combine_script": "return new ArrayList(state.seen);",
        "reduce_script": "Set all = new HashSet(); for (one in states) { all.addAll(one); } return all.size();",
    }
}


class ServerAnswer:
    """A plan, its numbers and what the servers say to it."""

    def __init__(self, asked: Plan, cluster: Cluster, index: str, ranking: Ranking) -> None:
        self.asked, self.cluster, self.index, self.ranking = asked, cluster, index, ranking
        nodes = [asked.node, *(step.node for step in asked.looser)]
        self.counts: Counts = count_for(nodes, cluster, index, ServerLexicon(cluster, index))

    def results(self) -> Results:
        """Return the answer. Raises BadQuestion, LibraryUnavailable."""
        node, notices = self._choose_node()
        (told,) = self.cluster.search(self.index, [self._body(node)])
        counted = told["aggregations"]
        return Results(
            total=told["hits"]["total"]["value"],
            reviews=counted["shown"]["reviews"]["value"],
            hits=self._hits(told["hits"]["hits"]),
            facets={name: self._facet(name, counted[name]["values"]["buckets"]) for name in self.asked.facets},
            notices=notices,
            also=self.asked.also,
            highlights=self.asked.highlights,
        )

    def _choose_node(self) -> tuple[Node, tuple[str, ...]]:
        """Return the node that is shown, as loose as need be, and the notices on it."""
        node, notices = self.asked.node, self.asked.notices
        if not self.asked.looser:
            return node, notices
        steps = [node, *(step.node for step in self.asked.looser)]
        shown, *found = self._totals(steps)
        for step, total in zip(self.asked.looser, found, strict=True):
            if shown < step.below and total > shown:
                node, notices, shown = step.node, (*self.asked.notices, step.told), total
        return node, notices

    def _totals(self, nodes: Sequence[Node]) -> list[int]:
        filters = self._filters()
        parts = [{"bool": {"filter": [match_clause(node, self.counts), *filters]}} for node in nodes]
        asked = {"size": 0, "aggs": {"steps": {"filters": {"filters": parts}}}}
        (told,) = self.cluster.search(self.index, [asked])
        return [bucket["doc_count"] for bucket in told["aggregations"]["steps"]["buckets"]]

    def _filters(self, besides: str = "") -> list[Json]:
        """Return the clauses of the chosen filters, those of one facet left out."""
        chosen = [
            {"terms": {f"facet_{name}": list(values)}} for name, values in self.asked.filters.items() if name != besides
        ]
        if besides != "year" and self.asked.years != (None, None):
            chosen.append(in_years(*self.asked.years))
        return chosen

    def _body(self, node: Node) -> Json:
        query = score_clause(node, self.counts, self.ranking)
        if self.asked.nearest:
            near = {"constant_score": {"filter": {"ids": {"values": list(self.asked.nearest)}}, "boost": 0}}
            query = at_least(1, [query, near])
        body: Json = {
            "query": query,
            "post_filter": {"bool": {"filter": self._filters()}},
            "from": (self.asked.page - 1) * self.asked.size,
            "size": self.asked.size,
            "track_total_hits": True,
            "track_scores": True,
            "_source": False,
            "sort": [*_ORDERS[self.asked.sort], {"_score": "desc"}, {"number": "asc"}],
            "aggs": {"shown": self._reviews(self._filters())},
        }
        for name in self.asked.facets:
            values: Json = {"terms": {"field": f"facet_{name}", "size": _VALUES, "shard_size": _VALUES}}
            if self.asked.reviews:
                values["aggs"] = {"reviews": _REVIEWS}
            body["aggs"][name] = {"filter": {"bool": {"filter": self._filters(name)}}, "aggs": {"values": values}}
        if self.asked.group == "reviews":
            body["collapse"] = {"field": "facet_review", "inner_hits": {"name": "all", "size": 0, "_source": False}}
        return body

    def _reviews(self, filters: list[Json]) -> Json:
        return {"filter": {"bool": {"filter": filters}}, "aggs": {"reviews": _REVIEWS}}

    def _hits(self, found: Sequence[Json]) -> tuple[Hit, ...]:
        return tuple(Hit(one["_id"], one["_score"] / POINTS, _others_of_review(one)) for one in found)

    def _facet(self, name: str, buckets: Sequence[Json]) -> tuple[Count, ...]:
        chosen = self.asked.filters.get(name, ())
        counts = (
            Count(
                one["key"], one["doc_count"], one["reviews"]["value"] if self.asked.reviews else 0, one["key"] in chosen
            )
            for one in buckets
        )
        return in_order(name, counts, chosen)


def _others_of_review(hit: Json) -> int:
    grouped = hit.get("inner_hits")
    return grouped["all"]["hits"]["total"]["value"] - 1 if grouped else 0
