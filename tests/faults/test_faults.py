"""A failing disk, a full disk and `kill -9` at any call that changes a file, in every act on a library."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT
from tests.faults.injecting import ACTS

pytestmark = pytest.mark.system
SEED = 20261129
FEW = (4, 24)  # documents, tries: each act with each of three failures
MANY = (60, 1_500)  # 1,000 injected errors and 500 kills, once a night

Told = dict[str, Any]


def build_shim(folder: Path) -> Path:
    compiler = shutil.which("cc") or shutil.which("gcc")
    if sys.platform != "linux" or compiler is None:
        reason = "needs Linux and a C compiler"
        assert "CI" not in os.environ, reason
        pytest.skip(reason)
    built = folder / "fail_writes.so"
    source = Path(__file__).with_name("fail_writes.c")
    subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-o", str(built), str(source), "-ldl"], check=True)
    return built


def inject(folder: Path, documents: int, tries: int) -> list[Told]:
    shim = build_shim(folder)
    (folder / "work").mkdir()
    arguments = map(str, (shim, folder / "work", documents, tries, SEED))
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.injecting", *arguments],
        cwd=ROOT,
        env={**os.environ, "LD_PRELOAD": str(shim)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture(scope="module")
def tries(tmp_path_factory: pytest.TempPathFactory) -> list[Told]:
    return inject(tmp_path_factory.mktemp("faults"), *FEW)


def assert_nothing_is_half(tries: list[Told]) -> None:
    wrong = [one for one in tries if one.get("broken") or one["wrong"]]
    assert not wrong, json.dumps(wrong, indent=1)


def assert_all_end_in_a_sentence(tries: list[Told]) -> None:
    assert not [one for one in tries if one["end"].startswith("traceback")]


def test_every_act_met_every_failure(tries: list[Told]) -> None:
    assert Counter((one["act"], one["error"]) for one in tries) == Counter(
        (act, error) for act in ACTS for error in ("KILL", "EIO", "ENOSPC")
    )
    assert all(one["end"] == "killed" for one in tries if one["error"] == "KILL")


def test_nothing_is_half_and_doing_it_again_ends_well(tries: list[Told]) -> None:
    assert_nothing_is_half(tries)


def test_a_failing_disk_is_reported_in_a_sentence(tries: list[Told]) -> None:
    assert_all_end_in_a_sentence(tries)


@pytest.mark.nightly
def test_hundreds_of_failures_and_kills_leave_nothing_half(tmp_path: Path) -> None:
    tries = inject(tmp_path, *MANY)
    assert_nothing_is_half(tries)
    assert_all_end_in_a_sentence(tries)
