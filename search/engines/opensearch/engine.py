"""The engine behind the port on a cluster of OpenSearch: matches, points, totals and counts of the specification."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import islice

from kb.vocabulary import Vocabulary
from search import limits
from search.comparing import entries_by_stem
from search.engines.opensearch.answer import ServerAnswer
from search.engines.opensearch.connection import Cluster
from search.engines.opensearch.documents import MARK
from search.engines.opensearch.lexicon import ServerLexicon
from search.engines.opensearch.match_clauses import EVERY
from search.engines.opensearch.writing import ClusterWriter, refuse_without
from search.plan.compile import plan
from search.plan.nodes import Plan
from search.port import IndexEntry, Query, Results
from search.ranking import RANKING
from search.servers import SearchServers
from search.understanding.spelling import missing_parts
from search.understanding.thesaurus import Thesaurus, asked_thesaurus, thesaurus

_CHUNK = 1000  # entries or stems asked for at once


class OpenSearchEngine:
    """An engine whose index lies on servers. Any number of machines may read and write it."""

    name = "opensearch"

    def __init__(
        self,
        servers: SearchServers,
        vocabulary: Vocabulary,
        seconds: float = limits.SECONDS,
    ) -> None:
        self.vocabulary = vocabulary
        self._index = servers.index
        self.cluster = Cluster(servers, seconds)
        self.writer = ClusterWriter(self.cluster, servers.index, servers.shards)
        self._lexicon = ServerLexicon(self.cluster, servers.index)

    @property
    def thesaurus(self) -> Thesaurus:
        """The reversed vocabulary, built at the first query that needs it, once for each vocabulary."""
        return thesaurus(self.vocabulary)

    # Writing

    def put(self, entries: Iterable[IndexEntry], mark: int) -> None:
        """Add or replace entries; see the port. Raises LibraryUnavailable."""
        refuse_without(self.writer.read_mark())
        self.writer.put(entries, mark)

    def drop(self, ids: Sequence[str], mark: int) -> None:
        """Remove entries; `tidy` has their words leave the files of the servers. Raises LibraryUnavailable."""
        refuse_without(self.writer.read_mark())
        self.writer.drop(ids, mark)

    def rebuild(self, entries: Iterable[IndexEntry], mark: int) -> None:
        """Replace everything; see the port. Raises LibraryUnavailable."""
        self.writer.rebuild(entries, mark)

    # Reading

    def search(self, query: Query) -> Results:
        """Answer a query; see the port. Raises BadQuestion, LibraryUnavailable."""
        asked = plan(query, asked_thesaurus(query.text, self.vocabulary))
        answer = self.answer(asked)
        results = answer.results()
        stems = _HeldStems(self, answer.counts.stems())
        meant = self._lexicon.did_you_mean(query.text, asked.typed, stems)
        return replace(results, did_you_mean=meant, missing=missing_parts(asked.parts, stems))

    def answer(self, asked: Plan) -> ServerAnswer:
        """Return the answer to a plan, for which nothing but its numbers is asked yet."""
        return ServerAnswer(asked, self.cluster, self._index, RANKING)

    def search_each(self, queries: Sequence[Query]) -> tuple[Results, ...]:
        """Answer several queries; see the port."""
        return tuple(map(self.search, queries))

    def holds(self, stems: Sequence[str]) -> dict[str, bool]:
        """Return for each of these stems whether any entry has it."""
        bodies = [{"size": 0, "track_total_hits": 1, "query": {"term": {"stems": one}}} for one in stems]
        told = self.cluster.search(self._index, bodies) if bodies else []
        return {one: found["hits"]["total"]["value"] > 0 for one, found in zip(stems, told, strict=True)}

    def suggest(self, text: str, limit: int = 8) -> tuple[str, ...]:
        """Complete `text`; see the port."""
        terms = {"field": "facet_theme", "size": len(self.vocabulary.themes) + _CHUNK}
        (told,) = self.cluster.search(self._index, [{"size": 0, "aggs": {"themes": {"terms": terms}}}])
        held = {one["key"]: one["doc_count"] for one in told["aggregations"]["themes"]["buckets"]}
        labels = {label: held.get(slug, 0) for slug, label in self.thesaurus.labels.items()}
        return self._lexicon.complete(text[: limits.QUESTION_LENGTH], limit, labels)

    def mark(self) -> int:
        """Return the outbox mark; see the port. Raises LibraryUnavailable where the servers do not answer."""
        return int(self.writer.read_mark().get(MARK, -1))

    def is_of_other_version(self) -> bool:
        """Return whether another version of this program made the index; see the port."""
        return self.writer.is_of_other_version()

    def count(self) -> int:
        """Return how many entries are indexed."""
        with self.cluster.translate_faults() as client:
            return int(client.count(index=self._index, body={"query": EVERY})["count"])

    def indexed_under(self, stems: Sequence[str], ids: Sequence[str]) -> Mapping[str, frozenset[str]]:
        """Return which of these entries have each of these stems; see the port."""
        having: dict[str, frozenset[str]] = {}
        rest = iter(ids)
        while some := list(islice(rest, _CHUNK)):
            body = {
                "size": len(some),
                "query": {"ids": {"values": some}},
                "_source": False,
                "docvalue_fields": ["stems"],
            }
            (told,) = self.cluster.search(self._index, [body])
            for hit in told["hits"]["hits"]:
                having[hit["_id"]] = frozenset(hit.get("fields", {}).get("stems", ()))
        return entries_by_stem(stems, having)

    # What a process that died left

    def leftovers(self, age: float = 60.0) -> tuple[str, ...]:
        """Name what was left behind; see the port."""
        return tuple(self.writer.leftovers(age))

    def tidy(self, age: float = 60.0) -> None:
        """Remove what `leftovers` names; see the port. Raises LibraryBusy."""
        self.writer.tidy(age)

    def close(self) -> None:
        """Let go of the connections."""
        self.cluster.close()


class _HeldStems:
    """Tells whether any entry has a stem, asked once for each."""

    def __init__(self, engine: OpenSearchEngine, known: Mapping[str, bool]) -> None:
        self._engine, self._known = engine, dict(known)

    def __call__(self, stemmed: str) -> bool:
        if stemmed not in self._known:
            self._known |= self._engine.holds([stemmed])
        return self._known[stemmed]


def open_engine(servers: SearchServers, vocabulary: Vocabulary, seconds: float = limits.SECONDS) -> OpenSearchEngine:
    """Open the engine on these servers. Raises LibraryUnavailable without the extra [opensearch]."""
    return OpenSearchEngine(servers, vocabulary, seconds=seconds)
