"""Search engines by name, and ways to ask them, for the tests of their contract."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from importlib import import_module
from pathlib import Path

import pytest

import search.engines
from kb.core.errors import BadQuestion
from search import Engine, Query, Results, SearchServers, open_engine
from tests.opensearch.nodes import Nodes
from tests.search.makers import entry, vocabulary

VOCABULARY = vocabulary()


NAMES = sorted(m.name for m in pkgutil.iter_modules(search.engines.__path__) if not m.name.startswith("_"))


ENGINES = [name for name in NAMES if hasattr(import_module(f"search.engines.{name}"), "open_engine")]


# By day an engine on servers, where all takes longer, is only held to the one in memory, and loses a node
BY_DAY = [pytest.param(name, marks=pytest.mark.system) if name == "opensearch" else name for name in ENGINES]
EACH_ENGINE = [pytest.param(name, marks=pytest.mark.nightly) if name == "opensearch" else name for name in ENGINES]


@contextmanager
def open_by_name(request: pytest.FixtureRequest, folder: Path, shards: int = 1) -> Iterator[Engine]:
    """Give the empty engine that a fixture is asked for, patient enough for a busy machine."""
    location: str | Path | SearchServers = folder / "index"
    if request.param == "memory":
        location = "memory:"
    elif request.param == "opensearch":
        nodes: Nodes = request.getfixturevalue("search_nodes")
        location = replace(nodes.servers, index=folder.name.lower(), shards=shards)
    engine = open_engine(location, VOCABULARY, seconds=60.0)
    engine.rebuild([], 0)
    yield engine
    engine.close()


STOCK = [
    entry(1, "The family moved between boroughs."),
    entry(2, "He was not brought to an appointment.", heading="What Rowan's case shows"),
    entry(3, "The family lived with damp: nobody there named it neglect.", title="Rowan", themes=("neglect",)),
    entry(4, "Baby clinics will send a note when a parent moves.", kind="action", area="Ilde", year=2021),
    entry(5, "b c the 字 fire 1,000.5", year=2001),
]


def ids(results: Results) -> list[str]:
    return [hit.id for hit in results.hits]


def find_ids(engine: Engine, text: str, **choices: object) -> list[str]:
    return sorted(ids(engine.search(Query(text, size=1000, **choices))))  # type: ignore[arg-type]


def answer(engine: Engine, query: Query) -> Results | BadQuestion:
    """Return what an engine answers: results, or why not."""
    try:
        return engine.search(query)
    except BadQuestion as refused:
        return refused
