"""Search: a port, the language of questions, and the engines behind it."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from kb.vocabulary import Vocabulary
from search import limits
from search.highlight import highlight, window
from search.port import Count, Engine, Hit, IndexEntry, Query, Results
from search.servers import SearchServers

__all__ = [
    "Count",
    "Engine",
    "Hit",
    "IndexEntry",
    "Query",
    "Results",
    "SearchServers",
    "highlight",
    "open_engine",
    "window",
]


def open_engine(
    location: str | Path | SearchServers, vocabulary: Vocabulary, seconds: float = limits.SECONDS
) -> Engine:
    """Open the engine at `location`: "memory:", a folder (Whoosh), or servers (OpenSearch).

    Each module of search/engines has an `open_engine` of the same arguments; its libraries are imported only when it is
    chosen. `seconds` is the longest a search may take. Raises LibraryUnavailable where it cannot be opened.
    """
    place = location if isinstance(location, SearchServers) else str(location)
    module = import_module(f"search.engines.{_engine_at(place)}")
    engine: Engine = module.open_engine(place, vocabulary, seconds)
    return engine


def _engine_at(place: str | SearchServers) -> str:
    if isinstance(place, SearchServers):
        return "opensearch"
    return "memory" if place == "memory:" else "whoosh"
