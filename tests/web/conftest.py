from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from kb.library import Library
from tests.web import shelf, site


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """The small invented library; tests do not change it."""
    with shelf.small(tmp_path_factory.mktemp("library")) as held:
        yield held


@pytest.fixture(scope="session")
def http(library: Library) -> Iterator[httpx.Client]:
    """A client of the small library."""
    with site.client(library) as opened:
        yield opened


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """A library with a document that tries to be more than text."""
    with shelf.filled(tmp_path_factory.mktemp("hostile"), (shelf.child_a(), shelf.sam(), shelf.hostile())) as held:
        yield held


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Library]:
    """A small library that a test may change."""
    with shelf.small(tmp_path) as held:
        yield held
