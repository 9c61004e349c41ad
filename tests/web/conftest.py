from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser

from kb.app.library import Library
from kb.core.settings import Settings
from tests.web import browsing, shelf, site

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """The small invented library; tests do not change it."""
    with shelf.small_library(tmp_path_factory.mktemp("library")) as held:
        yield held


@pytest.fixture(scope="session")
def http(library: Library) -> Iterator[httpx.Client]:
    """A client of the small library."""
    with site.client(library) as opened:
        yield opened


@pytest.fixture(scope="session")
def hostile_library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """A library with a document that tries to be more than text."""
    with shelf.fill_library(
        tmp_path_factory.mktemp("hostile"), (shelf.child_a(), shelf.sam(), shelf.hostile_reading())
    ) as held:
        yield held


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """The project's own sample documents, read for real."""
    settings = Settings(data=tmp_path_factory.mktemp("sample"), search="memory:")
    with Library.open(settings) as held:
        report = held.add([ROOT / "corpus/library"])
        assert report.count("refused") == 0, report.sentence
        yield held


@pytest.fixture(scope="module")
def started_browser() -> Iterator[Browser]:
    """Debian's Chromium, for the tests of one file."""
    with browsing.browser() as opened:
        yield opened


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Library]:
    """A small library that a test may change."""
    with shelf.small_library(tmp_path) as held:
        yield held
