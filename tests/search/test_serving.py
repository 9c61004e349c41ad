"""Several processes serve one index, which they share, and go on answering while another one adds to it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.papers import child_z

MORE = "Recommendations\n\n1. Every lighthouse should keep a chronology of {} and share it with the school nurse.\n"


def kb(library: Path, *words: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "kb.cli", *words],
        cwd=ROOT,
        env={**os.environ, "KB_DATA": str(library), "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def workers_of(server: int) -> list[int]:
    """Return the processes of a server that have files of the index in their memory."""
    children = Path(f"/proc/{server}/task/{server}/children").read_text().split()
    return [int(child) for child in children if "/index/" in Path(f"/proc/{child}/maps").read_text()]


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc to see who holds the index")
def test_two_workers_share_the_index_and_answer_while_a_document_is_added(tmp_path: Path) -> None:
    library, incoming = tmp_path / "library", tmp_path / "in"
    child_z(incoming)
    server = kb(library, "serve", "--port", "0", "--load", str(incoming), "--workers", "2")
    stop, faults, totals = threading.Event(), list[str](), list[int]()

    def ask(address: str) -> None:
        while not stop.is_set():
            try:
                with urllib.request.urlopen(f"{address}/search?q=lighthouse+chronology", timeout=60) as answer:
                    totals.append(str(answer.read()).count("lighthouse"))
            except OSError as fault:
                faults.append(str(fault))

    try:
        assert server.stdout is not None
        lines = (server.stdout.readline() for _ in range(5))
        address = next(line for line in lines if "Serving on" in line).split("Serving on ")[1].split()[0]
        askers = [threading.Thread(target=ask, args=(address,)) for _ in range(3)]
        while not reached(address):
            stop.wait(0.1)
        for asker in askers:
            asker.start()
        for number in range(2):
            (tmp_path / f"more{number}.txt").write_text(MORE.format(f"ship {number}"))
            out, _ = kb(library, "add", str(tmp_path / f"more{number}.txt")).communicate(timeout=120)
            assert "1 kept" in out, out
        for _ in range(100):
            if len(workers_of(server.pid)) == 2:
                break
            stop.wait(0.1)
        seen = workers_of(server.pid)
        stop.set()
        for asker in askers:
            asker.join(timeout=30)
    finally:
        stop.set()
        server.send_signal(signal.SIGTERM)
        server.communicate(timeout=30)
    assert faults == []
    assert len(seen) == 2, "each worker has the index in its memory"
    assert totals[-1] > totals[0], "what is added is found without a restart"


def reached(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/healthz", timeout=5):
            return True
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
