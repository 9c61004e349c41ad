from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser

from kb.app.library import Library
from kb.core.settings import Settings
from tests.prepared import prepare_once
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
def sample_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a library of the project's own sample documents, read for real; tests open copies of it."""

    def fill(folder: Path) -> None:
        with Library.open(Settings(data=folder, search="memory:")) as held:
            report = held.add([ROOT / "corpus/library"])
            assert report.count("refused") == 0, report.sentence

    return prepare_once(tmp_path_factory, "sample-library", fill)


@pytest.fixture(scope="session")
def sample(sample_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """The library of the sample documents, for all tests that leave its findings as they are."""
    folder = shutil.copytree(sample_folder, tmp_path_factory.mktemp("sample") / "library")
    with Library.open(Settings(data=folder, search="memory:")) as held:
        yield held


@pytest.fixture(scope="module")
def pages(sample: Library) -> Iterator[httpx.Client]:
    """A client of the sample library."""
    with site.client(sample) as opened:
        yield opened


@pytest.fixture(scope="module")
def started_browser() -> Iterator[Browser]:
    """Debian's Chromium, for the tests of one file."""
    with browsing.browser() as opened:
        yield opened


@pytest.fixture(scope="session")
def small_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a small library; tests open copies of it."""
    return prepare_once(tmp_path_factory, "small-library", lambda folder: shelf.small_library(folder).close())


@pytest.fixture
def own(small_folder: Path, tmp_path: Path) -> Iterator[Library]:
    """A small library that a test may change."""
    shutil.copytree(small_folder, tmp_path, dirs_exist_ok=True)
    with Library.open(Settings(data=tmp_path, search="memory:")) as held:
        yield held
