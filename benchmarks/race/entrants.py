"""Who takes part."""

from __future__ import annotations

import importlib
import os

from benchmarks.race.entrant import Entrant

_MODULES = {
    "ours": ("ours", "Ours"),
    "ours, reviews counted too": ("ours", "OursWithReviews"),
    "ours, top 20 alone": ("ours", "OursTop"),
    "ours on OpenSearch, reviews counted too": ("ours_on_servers", "OursOnServers"),
    "tantivy": ("rival_tantivy", "Tantivy"),
    "tantivy, top 20 alone": ("rival_tantivy", "TantivyTop"),
    "SQLite FTS5": ("rival_fts5", "Fts5"),
    "PostgreSQL": ("rival_postgres", "PostgresRival"),
    "Whoosh as documented": ("rival_whoosh", "PlainWhoosh"),
}
SHARED = {"ours, reviews counted too": "ours", "ours, top 20 alone": "ours", "tantivy, top 20 alone": "tantivy"}
NAMES = tuple(_MODULES)
SLOW = (  # one round is enough to see it
    "SQLite FTS5",
    "PostgreSQL",
    "Whoosh as documented",
)


def entrant(name: str) -> Entrant:
    """Return an entrant by its name; its libraries are imported only then."""
    module, kind = _MODULES[name]
    made: Entrant = getattr(importlib.import_module(f"benchmarks.race.{module}"), kind)()
    assert made.name == name
    return made


def folder_name(name: str) -> str:
    """Return where the index of an entrant lies."""
    return SHARED.get(name, name).lower().replace(" ", "-").replace(",", "")


def absent(name: str) -> str:
    """Return why an entrant cannot take part here, or an empty string."""
    if name == "PostgreSQL" and not os.environ.get("KB_TEST_POSTGRES"):
        return "set KB_TEST_POSTGRES to the address of a server"
    if "OpenSearch" in name and not os.environ.get("KB_TEST_OPENSEARCH"):
        return "set KB_TEST_OPENSEARCH to the addresses of servers"
    try:
        entrant(name)
    except ImportError as error:
        return str(error)
    return ""
