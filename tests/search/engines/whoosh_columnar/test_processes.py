"""Several processes read while one writes, and a process may be killed at any moment."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from search.engines.whoosh_columnar.engine import Columnar
from tests.conftest import ROOT
from tests.search.makers import entry, library, vocabulary


def start_process(act: str, root: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.search.engines.whoosh_columnar.processes", act, str(root)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def read_answer(process: subprocess.Popen[str]) -> Any:
    out, fault = process.communicate(timeout=120)
    assert process.returncode == 0, fault
    return json.loads(out)


def have_left(folder: Path, pattern: str, processes: list[subprocess.Popen[str]]) -> bool:
    """Return whether each process has left such a file. One that has ended instead fails the test with its reason."""
    for process in processes:
        assert process.poll() is None, read_answer(process)
    return len(list(folder.glob(pattern))) == len(processes)


def test_readers_never_fail_while_generations_come_and_go(tmp_path: Path) -> None:
    root, fixed = tmp_path / "index", [entry(n, "fixed", review=f"r{n}") for n in range(1, 6)]
    engine = Columnar(root, vocabulary())
    engine.rebuild(fixed, 0)
    readers = [start_process("read", root) for _ in range(2)]
    while not have_left(tmp_path, "reading-*", readers):
        time.sleep(0.02)
    for mark in range(1, 31):
        engine.put([entry(100 + mark, "extra")], mark)
        if mark % 5 == 0:
            engine.drop([f"f00{100 + mark}"], mark)
        if mark % 11 == 0:
            engine.rebuild(fixed, mark)
    for mark in count(31):  # on a busy machine readers may have slept meanwhile
        if have_left(tmp_path, "seen-enough-*", readers):
            break
        engine.rebuild(fixed, mark)
    (tmp_path / "stop").touch()
    for reader in readers:
        assert set(read_answer(reader)["totals"]) <= set(range(5, 17))


@pytest.fixture(scope="module")
def crashes(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """What is found after each of many kills."""
    root = tmp_path_factory.mktemp("crash") / "index"
    engine = Columnar(root, vocabulary())
    engine.rebuild(library(40), 1)
    engine.put(library(5, seed=2, first=100), 2)
    engine.close()
    found: list[dict[str, Any]] = read_answer(start_process("crash", root))
    return found


def test_every_kind_of_writing_was_killed_at_many_steps_and_then_finished(crashes: list[dict[str, Any]]) -> None:
    for act in ("put", "drop", "rebuild"):
        steps = [one for one in crashes if one["act"] == act]
        assert len(steps) > 6
        assert [one["finished"] for one in steps] == [False] * (len(steps) - 1) + [True]


def test_a_killed_writer_leaves_the_old_generation_or_the_new_one_whole(crashes: list[dict[str, Any]]) -> None:
    for one in crashes:
        assert one["fault"] == "", one
        assert one["moved"] in (0, 1), one
        before, after, found = one["counts"]
        assert after == found, one
        assert one["moved"] == 1 or after == before, one
        assert one["moved"] == 1 or not one["finished"], one
