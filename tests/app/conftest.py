"""What the tests of the application layer share: a library of two short reviews, copied for each test."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from kb.app.library import Library
from kb.core.settings import Settings
from tests.papers import child_z, mr_v


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path / "library")


@pytest.fixture(scope="session")
def prepared_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two short reviews, and beside it the library that holds them."""
    folder = tmp_path_factory.mktemp("prepared")
    with Library.open(Settings(data=folder / "library")) as opened:
        report = opened.add([child_z(folder / "in"), mr_v(folder / "in")])
    assert report.sentence == "2 files seen: 2 kept, 0 kept with notes, 0 refused, 0 already held."
    return folder


@pytest.fixture
def two(prepared_folder: Path, settings: Settings) -> Iterator[Library]:
    """A library of its own for each test that holds two short reviews."""
    shutil.copytree(prepared_folder / "library", settings.data)
    with Library.open(settings) as opened:
        yield opened


@pytest.fixture
def folder(prepared_folder: Path, tmp_path: Path) -> Path:
    """A copy of that library in a folder whose name has a space, since remedies name the folder."""
    return shutil.copytree(prepared_folder / "library", tmp_path / "the library")


@pytest.fixture
def library(folder: Path) -> Iterator[Library]:
    """That copy, opened."""
    with Library.open(Settings(data=folder)) as opened:
        yield opened
