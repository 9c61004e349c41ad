"""`kb serve` from the command line: what it says, and how it ends."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from tests.cli.command import Kb
from tests.conftest import ROOT
from tests.papers import child_z
from tests.waiting import PATIENCE


# two workers by day: tests/search/test_serving.py
@pytest.mark.parametrize("workers", ["1", pytest.param("2", marks=pytest.mark.nightly)])
def test_serve_loads_says_its_address_answers_and_stops(workers: str, tmp_path: Path) -> None:
    child_z(tmp_path / "in")
    serving = subprocess.Popen(
        [sys.executable, "-m", "kb.cli", "serve", "--port", "0", "--load", str(tmp_path / "in"), "--workers", workers],
        cwd=ROOT,
        env={**os.environ, "KB_DATA": str(tmp_path / "library"), "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert serving.stdout is not None
        assert serving.stdout.readline().startswith("1 file seen: 1 kept")
        line = serving.stdout.readline()
        assert line.startswith("The library holds 1 document. Serving on http://127.0.0.1:")
        address = line.split("Serving on ")[1].split()[0]
        assert "<!DOCTYPE html>" in fetch_answer(f"{address}/")
    finally:
        serving.send_signal(signal.SIGTERM)
        serving.communicate(timeout=PATIENCE)
    assert serving.returncode in (0, -signal.SIGTERM)


def fetch_answer(address: str) -> str:
    with urllib.request.urlopen(address, timeout=PATIENCE) as answer:
        return str(answer.read().decode())


def test_a_port_in_use_is_said_before_anything_is_loaded(kb: Kb, tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = kb("serve", "--port", str(taken.getsockname()[1]), "--load", str(child_z(tmp_path).parent))
    assert done.returncode == 1
    assert "Choose another port with --port or KB_PORT" in done.stderr
    assert not (tmp_path / "library").exists()
