"""kill -9 at any moment of adding: every file is wholly in or not in, and search agrees with the store afterwards."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest

from kb.app.library import Library
from kb.core.settings import Settings
from tests.conftest import ROOT
from tests.papers import child_z, mr_v, paper

pytestmark = pytest.mark.system
BY_CALL, BY_CLOCK, SEED = 8, 2, 20240501  # `python -m tests.killing` takes more, by hand


CHILD_Y = """# Learning review: Child Y

Exby Safeguarding Children Partnership

Published: May 2022

## Lessons learned

- Nobody asked the bargee what the child had told him about the nights on the water.
- The school did not say that the child had come in wet clothes.
"""


@pytest.fixture(scope="module")
def tries(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    folder = tmp_path_factory.mktemp("killing")
    with Library.open(Settings(data=folder / "prepared")) as library:
        library.add([child_z(folder / "first")])
    mr_v(folder / "in")
    paper(folder / "in", "child-y.md", CHILD_Y)
    (folder / "work").mkdir()
    places = [str(folder / name) for name in ("prepared", "in", "work")]
    done = subprocess.run(
        [sys.executable, "-m", "tests.killing", *places, str(BY_CALL), str(BY_CLOCK), str(SEED)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_it_was_killed_at_many_points(tries: list[dict[str, Any]]) -> None:
    by_call = [one for one in tries if one["call"]]
    assert len(tries) == BY_CALL + BY_CLOCK
    assert all(one["killed"] for one in by_call)
    assert len({one["held"] for one in tries}) > 1  # some points lie before a file was kept, some after


def test_every_file_is_wholly_in_or_not_in(tries: list[dict[str, Any]]) -> None:
    assert all(one["whole"] and 1 <= one["held"] <= 3 for one in tries), tries


def test_the_library_opens_and_is_well(tries: list[dict[str, Any]]) -> None:
    assert all(one["well"] == one["well_after"] == [] for one in tries), tries


def test_search_agrees_with_the_store(tries: list[dict[str, Any]]) -> None:
    assert all(one["search"] and one["search_after"] for one in tries), tries


def test_adding_again_brings_in_what_was_missing_and_nothing_twice(tries: list[dict[str, Any]]) -> None:
    for one in tries:
        assert (one["held_after"], one["refused_now"]) == (3, 0), one
        assert one["kept_now"] == 3 - one["held"], one
