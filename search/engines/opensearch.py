"""The engine on an OpenSearch server, for a library that outgrows one machine. Bodies are in lucene/bodies.py.

Counts of reviews are exact up to 40,000 reviews; the order is Lucene's BM25 per field, not BM25F. The address is
opensearch+http://user:password@host:9200?index=name; `name` is an alias, so that `rebuild` can swap what is behind it.
"""

from __future__ import annotations

import base64
import http.client
import json
import re
import time
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, cached_property
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from kb.core.errors import BadQuestion, LibraryUnavailable
from kb.vocabulary import Vocabulary
from search import limits
from search.comparing import entries_by_stem
from search.engines.lucene import bodies
from search.engines.lucene.bodies import Body, BodyBuilder
from search.facets import in_order
from search.making import made_by
from search.plan.compile import plan
from search.plan.nodes import Node, Plan
from search.port import Count, Hit, IndexEntry, Query, Results
from search.understanding.spelling import SpellingLexicon, missing_parts
from search.understanding.thesaurus import Thesaurus, thesaurus

_BATCH = 500
_MOST_WORDS = 100_000  # of the lexicon
_NAME = re.compile(r"[a-z][a-z0-9_]{0,60}")
_MISSING = 404


@cache
def recipe() -> str:
    """Return a digest of the code that makes a document of an entry."""
    return made_by((bodies,))


class OpenSearch:
    """An engine whose entries are documents of an OpenSearch index."""

    name = "opensearch"
    capabilities = frozenset({"or", "not", "phrase", "slop", "prefix", "fuzzy", "suggest"})

    def __init__(self, address: str, vocabulary: Vocabulary, seconds: float = limits.SECONDS) -> None:
        """Connect, and make an index where there is none. Raises LibraryUnavailable."""
        self.vocabulary = vocabulary
        self.server, self.seconds = Server(address, seconds), seconds
        self.alias = self.server.alias
        self._lexicon: tuple[int, SpellingLexicon] = (-1, SpellingLexicon({}))
        if self.server.ask("GET", f"/_alias/{self.alias}", missing=True) is None:
            self._swap(self._new_index([], -1, 0))

    @cached_property
    def thesaurus(self) -> Thesaurus:
        """The reversed vocabulary, built at the first query, since most commands need none."""
        return thesaurus(self.vocabulary)

    # Writing

    def put(self, entries: Iterable[IndexEntry], mark: int) -> None:
        """Add or replace entries; see the port."""
        self._bulk(self.alias, {entry.id: entry for entry in entries}.values())
        self._advance(mark)

    def drop(self, ids: Sequence[str], mark: int) -> None:
        """Remove entries, and have the segments rewritten so that their words are gone; see the port."""
        if ids:
            self.server.ask(
                "POST", f"/{self.alias}/_delete_by_query?refresh=true", {"query": {"ids": {"values": [*ids]}}}
            )
            self.server.ask("POST", f"/{self.alias}/_forcemerge?only_expunge_deletes=true")
        self._advance(mark)

    def rebuild(self, entries: Iterable[IndexEntry], mark: int) -> None:
        """Replace everything: a new index behind the same alias; see the port."""
        self._swap(
            self._new_index({entry.id: entry for entry in entries}.values(), mark, self._meta()["generation"] + 1)
        )

    def _new_index(self, entries: Iterable[IndexEntry], mark: int, generation: int) -> str:
        """Return the name of a new index that holds `entries`."""
        name = f"{self.alias}-{time.time_ns()}"
        body = bodies.index()
        body["mappings"]["_meta"] = {"mark": mark, "generation": generation, "made_by": recipe()}
        self.server.ask("PUT", f"/{name}", body)
        self._bulk(name, entries)
        return name

    def _swap(self, name: str) -> None:
        """Point the alias at `name` and remove what it pointed at, in one step."""
        held = self.server.ask("GET", f"/_alias/{self.alias}", missing=True) or {}
        actions: list[Body] = [{"add": {"index": name, "alias": self.alias}}]
        actions += [{"remove_index": {"index": old}} for old in held]
        self.server.ask("POST", "/_aliases", {"actions": actions})

    def _bulk(self, index: str, entries: Iterable[IndexEntry]) -> None:
        waiting = list(entries)
        for start in range(0, len(waiting), _BATCH):
            lines = []
            for entry in waiting[start : start + _BATCH]:
                lines += [{"index": {"_index": index, "_id": entry.id}}, bodies.document(entry)]
            answer = self.server.ask("POST", "/_bulk?refresh=true", lines)
            if answer["errors"]:
                raise LibraryUnavailable("OpenSearch did not take all entries. `kb reindex` will try again.")

    def _advance(self, mark: int) -> None:
        before = self._meta()
        meta = {**before, "mark": mark, "generation": before["generation"] + 1}
        self.server.ask("PUT", f"/{self.alias}/_mapping", {"_meta": meta})

    def _meta(self) -> Mapping[str, Any]:
        answer = self.server.ask("GET", f"/{self.alias}/_mapping", missing=True) or {}
        for index in answer.values():
            meta: Mapping[str, Any] = index["mappings"]["_meta"]
            return meta
        return {"mark": -1, "generation": 0}

    # Asking

    def search(self, query: Query) -> Results:
        """Answer a query; see the port."""
        asked = plan(query, self.thesaurus)
        generation, lexicon = self._words()
        reader = BodyBuilder(lexicon, self._values)
        node, tally, notices = self._choose_shown(asked, reader)
        page = self._ask(bodies.page(asked, node, reader, self.seconds))
        shown = tally["aggregations"]["shown"]
        return Results(
            total=shown["doc_count"],
            reviews=shown["reviews"]["value"],
            hits=tuple(_hit(hit) for hit in page["hits"]["hits"]),
            facets={name: _counts(asked, name, tally["aggregations"][name]) for name in asked.facets},
            notices=notices,
            also=asked.also,
            did_you_mean=lexicon.did_you_mean(query.text, asked.typed, self._holds),
            missing=missing_parts(asked.parts, lexicon.stems.__contains__),
            highlights=asked.highlights,
            generation=generation,
        )

    def _choose_shown(self, asked: Plan, reader: BodyBuilder) -> tuple[Node, Any, tuple[str, ...]]:
        """Return the node that is shown, its counts, and what to tell about it."""
        strict = self._ask(bodies.tally(asked, asked.node, reader, self.seconds))
        total = strict["aggregations"]["shown"]["doc_count"]
        node, tally, told = asked.node, strict, tuple[str, ...]()
        for step in asked.looser:
            if total < step.below:
                looser = self._ask(bodies.tally(asked, step.node, reader, self.seconds))
                more = looser["aggregations"]["shown"]["doc_count"]
                if more > total:
                    node, tally, total, told = step.node, looser, more, (step.told,)
        return node, tally, (*asked.notices, *told)

    def _ask(self, body: Body) -> Any:
        answer = self.server.ask("POST", f"/{self.alias}/_search", body)
        if answer["timed_out"]:
            raise BadQuestion(limits.TOO_LONG)
        return answer

    def suggest(self, text: str, limit: int = 8) -> tuple[str, ...]:
        """Complete `text`; see the port."""
        themes = self._values("theme")
        labels = {label: themes.get(slug, 0) for slug, label in self.thesaurus.labels.items()}
        return self._words()[1].complete(text[: limits.QUESTION_LENGTH], limit, labels)

    def mark(self) -> int:
        """Return the outbox mark; see the port."""
        meta = self._meta()
        return int(meta["mark"]) if meta.get("made_by") == recipe() else -1

    def count(self) -> int:
        """Return how many entries are indexed."""
        return int(self.server.ask("GET", f"/{self.alias}/_count")["count"])

    def indexed_under(self, stems: Sequence[str], ids: Sequence[str]) -> dict[str, frozenset[str]]:
        """Return which of these entries have each of these stems; see the port."""
        held: dict[str, set[str]] = {}
        for start in range(0, len(ids), _BATCH):
            some = [*ids[start : start + _BATCH]]
            body: Body = {"size": len(some), "query": {"ids": {"values": some}}, "_source": ["stems_*"]}
            for hit in self._ask(body)["hits"]["hits"]:
                held[hit["_id"]] = set(" ".join(hit["_source"].values()).split())
        return entries_by_stem(stems, held)

    def close(self) -> None:
        """Nothing to let go of: each question has a connection of its own."""

    def _words(self) -> tuple[int, SpellingLexicon]:
        """Return the generation and its words, asked anew where it has changed."""
        generation = self._meta()["generation"]
        if generation != self._lexicon[0]:
            self._lexicon = generation, SpellingLexicon(self._terms("vocabulary", _MOST_WORDS))
        return self._lexicon

    def _values(self, facet: str) -> Mapping[str, int]:
        return self._terms(f"facet.{facet}", 10_000)

    def _terms(self, field: str, most: int) -> dict[str, int]:
        body: Body = {"size": 0, "aggs": {"values": {"terms": {"field": field, "size": most}}}}
        answer = self.server.ask("POST", f"/{self.alias}/_search", body)
        return {bucket["key"]: bucket["doc_count"] for bucket in answer["aggregations"]["values"]["buckets"]}

    def _holds(self, stemmed: str) -> bool:
        fields = [f"stems_{name}" for name in ("body", "heading", "title")]
        each = [{"term": {field: stemmed}} for field in fields]
        body: Body = {"size": 0, "terminate_after": 1, "query": {"bool": {"should": each}}}
        answer = self.server.ask("POST", f"/{self.alias}/_search", body)
        return bool(answer["hits"]["total"]["value"])


def _hit(hit: Any) -> Hit:
    others = hit.get("inner_hits", {}).get("others", {}).get("hits", {}).get("total", {}).get("value", 1)
    return Hit(hit["_id"], float(hit["_score"] or 0.0), others - 1)


def _counts(asked: Plan, name: str, answer: Any) -> tuple[Count, ...]:
    chosen = asked.filters.get(name, ())
    counts = (
        Count(b["key"], b["doc_count"], b["reviews"]["value"] if asked.reviews else 0, b["key"] in chosen)
        for b in answer["values"]["buckets"]
    )
    return in_order(name, counts, chosen)


class Server:
    """A client of one OpenSearch server, in JSON."""

    def __init__(self, address: str, seconds: float) -> None:
        parts = urlsplit(address)
        self.secure = parts.scheme.endswith("https")
        self.host, self.port = parts.hostname or "localhost", parts.port or 9200
        self.seconds = seconds
        self.alias = parse_qs(parts.query).get("index", ["kb_search"])[-1]
        if not _NAME.fullmatch(self.alias):
            raise LibraryUnavailable(
                f"{self.alias!r} cannot be the name of an index. Use small letters, figures and underscores."
            )
        self.headers = {"Content-Type": "application/json"}
        if parts.username:
            secret = f"{unquote(parts.username)}:{unquote(parts.password or '')}".encode()
            self.headers["Authorization"] = f"Basic {base64.b64encode(secret).decode()}"

    def ask(self, method: str, path: str, body: Body | list[Body] | None = None, missing: bool = False) -> Any:
        """Return the answer to one request; None where `missing_parts` is allowed for and it is. Raises
        LibraryUnavailable.
        """
        sent = None if body is None else _lines(body) if isinstance(body, list) else json.dumps(body)
        kind = http.client.HTTPSConnection if self.secure else http.client.HTTPConnection
        connection = kind(self.host, self.port, timeout=max(30.0, self.seconds * 2))
        try:
            connection.request(method, path, sent, self.headers)
            response = connection.getresponse()
            answer = json.loads(response.read() or b"{}")
        except (OSError, http.client.HTTPException, ValueError) as fault:
            raise LibraryUnavailable(f"The OpenSearch server of KB_SEARCH cannot be used: {fault}") from fault
        finally:
            connection.close()
        if response.status == _MISSING and missing:
            return None
        if response.status >= 400:
            raise LibraryUnavailable(
                f"The OpenSearch server could not answer: {json.dumps(answer.get('error', answer))[:300]}"
            )
        return answer


def _lines(body: list[Body]) -> str:
    return "".join(json.dumps(line) + "\n" for line in body)


def open_engine(location: str, vocabulary: Vocabulary, seconds: float = limits.SECONDS) -> OpenSearch:
    """Open the engine at opensearch+http://host:port?index=name."""
    return OpenSearch(location, vocabulary, seconds)


def forget(location: str) -> None:
    """Remove all that the engine at `location` keeps on the server."""
    server = Server(location, limits.SECONDS)
    for index in server.ask("GET", f"/_alias/{server.alias}", missing=True) or {}:
        server.ask("DELETE", f"/{index}")
