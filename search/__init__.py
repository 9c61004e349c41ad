"""Search: a port, the language of questions, and the engines behind it."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from kb.vocabulary import Vocabulary
from search import limits
from search.highlight import highlight, window
from search.port import Count, Engine, Hit, IndexEntry, Query, Results

__all__ = ["Count", "Engine", "Hit", "IndexEntry", "Query", "Results", "highlight", "open_engine", "window"]


def open_engine(location: str | Path, vocabulary: Vocabulary, seconds: float = limits.SECONDS) -> Engine:
    """Open the engine at `location`: "memory:", or a folder (Whoosh).

    Each module of search/engines has an `open_engine` of the same arguments; its libraries are imported only when it is
    chosen. `seconds` is the longest a search may take. Raises LibraryUnavailable where it cannot be opened.
    """
    module = import_module(f"search.engines.{'memory' if location == 'memory:' else 'whoosh'}")
    engine: Engine = module.open_engine(str(location), vocabulary, seconds)
    return engine
