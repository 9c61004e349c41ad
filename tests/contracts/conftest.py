"""Each search engine in turn."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from search import Engine
from tests.contracts.engines import EACH_ENGINE, STOCK, open_by_name


@pytest.fixture(params=EACH_ENGINE)
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """Each engine in turn, empty."""
    with open_by_name(request, tmp_path) as empty:
        yield empty


@pytest.fixture(scope="module", params=EACH_ENGINE)
def stocked_engine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """Each engine in turn with five entries, for tests that only ask."""
    with open_by_name(request, tmp_path_factory.mktemp("stocked")) as engine:
        engine.put(STOCK, mark=1)
        yield engine
