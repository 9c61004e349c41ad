"""The engine on a cluster of OpenSearch: one index that several machines write and read."""

from __future__ import annotations

from search.engines.opensearch.engine import OpenSearchEngine, open_engine

__all__ = ["OpenSearchEngine", "open_engine"]
