"""The engine on disk: Whoosh's index with our own arrays and executor (see columnar/README.md)."""

from __future__ import annotations

from search.engines.whoosh_columnar.engine import Columnar, open_engine

__all__ = ["Columnar", "open_engine"]
