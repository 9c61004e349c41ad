"""The library's engine on a cluster of OpenSearch. Needs servers (KB_TEST_OPENSEARCH: addresses with commas between).

`python -m tests.opensearch.nodes FOLDER` starts three nodes and says what to set.
"""

from __future__ import annotations

import os
from pathlib import Path

from benchmarks.race import questions
from benchmarks.race.corpus import FACETS, rows
from benchmarks.race.entrant import PAGE, EntrantAnswer
from benchmarks.race.ours import node_of
from search import SearchServers
from search.engines.opensearch import OpenSearchEngine
from search.plan.nodes import Plan
from tests.search.makers import vocabulary

SERVERS = "KB_TEST_OPENSEARCH"


def servers(index: str) -> SearchServers:
    """Return the servers that the environment names."""
    return SearchServers(tuple(os.environ[SERVERS].split(",")), index=index)


class OursOnServers:
    """Our own words and points on OpenSearch, with reviews counted, as the pages ask it."""

    name = "ours on OpenSearch, reviews counted too"
    builds = True
    faceted = True

    def engine(self, folder: Path) -> OpenSearchEngine:
        """Return the engine."""
        return OpenSearchEngine(servers(folder.name), vocabulary(), seconds=60.0)

    def build(self, corpus: Path, folder: Path) -> None:
        """Index a corpus."""
        self.engine(folder).rebuild((row.entry for row in rows(corpus)), 1)

    def open(self, folder: Path) -> None:
        """Open the index."""
        self.opened = self.engine(folder)
        assert self.opened.mark() == 1

    def prepare(self, asked: questions.RaceQuestion) -> Plan:
        """Return a plan."""
        years = asked.years or (None, None)
        return Plan(node_of(asked.part), filters=asked.filters, years=years, facets=FACETS, size=PAGE)

    def answer(self, prepared: Plan) -> EntrantAnswer:
        """Answer it."""
        results = self.opened.answer(prepared).results()
        counts = {name: {c.value: c.findings for c in found if c.findings} for name, found in results.facets.items()}
        return EntrantAnswer(results.total, [hit.id for hit in results.hits], counts)

    def size(self, folder: Path) -> int:
        """Return the bytes of one copy of the index."""
        return self.engine(folder).writer.size()
