"""What the tests of the command share: the command over no library, and over one of three documents."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.cli.command import Kb, apart, command
from tests.hostile import LIBRARY
from tests.papers import child_z, mr_v


@pytest.fixture
def kb(tmp_path: Path) -> Kb:
    """The command over an empty library."""
    return lambda *arguments, **others: command(tmp_path / "library", *arguments, **others)


@pytest.fixture(scope="session")
def prepared_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("prepared")
    shutil.copy(LIBRARY / "harrowfield-child-k-action-plan-2013.pdf", folder)
    done = apart(folder / "library", "add", str(child_z(folder)), str(mr_v(folder)), str(folder))
    assert done.stdout == "3 files seen: 3 kept, 0 kept with notes, 0 refused, 0 already held.\n"
    assert (done.returncode, done.stderr) == (0, "")
    return folder / "library"


@pytest.fixture
def held_library(prepared_folder: Path) -> Kb:
    """The command over a library of three documents, which no test changes."""
    return lambda *arguments, **others: command(prepared_folder, *arguments, **others)


@pytest.fixture
def own(prepared_folder: Path, tmp_path: Path) -> Kb:
    """The command over a copy of that library, which a test may change."""
    shutil.copytree(prepared_folder, tmp_path / "copy")
    return lambda *arguments, **others: command(tmp_path / "copy", *arguments, **others)
