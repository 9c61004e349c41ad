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
from typing import IO

import pytest

from tests.conftest import ROOT
from tests.papers import child_z
from tests.waiting import PATIENCE, within

pytestmark = pytest.mark.system
MORE = "Recommendations\n\n1. Every lighthouse should keep a chronology of {} and share it with the school nurse.\n"


def kb(library: Path, *words: str, out: IO[str]) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "kb.cli", *words],
        cwd=ROOT,
        env={**os.environ, "KB_DATA": str(library), "PYTHONUNBUFFERED": "1"},
        stdout=out,
        stderr=subprocess.STDOUT,
        text=True,
    )


def holding(server: int) -> list[str]:
    """Return the processes of a server that have files of the index in their memory."""
    children = Path(f"/proc/{server}/task/{server}/children").read_text().split()
    return [child for child in children if "/index/" in mapped_files(child)]


def mapped_files(process: str) -> str:
    try:
        return Path(f"/proc/{process}/maps").read_text()
    except OSError:  # gone in between
        return ""


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc to see who holds the index")
def test_two_workers_share_the_index_and_answer_while_a_document_is_added(tmp_path: Path) -> None:
    library, incoming = tmp_path / "library", tmp_path / "in"
    child_z(incoming)
    said = tmp_path / "said.txt"
    with said.open("w") as out:
        server = kb(library, "serve", "--port", "0", "--load", str(incoming), "--workers", "2", out=out)
    stop, faults, found = threading.Event(), list[str](), list[int]()

    def ask(address: str) -> None:
        while not stop.is_set():
            try:
                found.append(ask_server(address))
            except OSError as fault:
                faults.append(explain_fault(fault))
            stop.wait(0.2)  # readers who never pause keep the processors from the one who adds

    try:
        assert within(lambda: "Serving on" in said.read_text()), said.read_text()
        address = said.read_text().split("Serving on ")[1].split()[0]
        assert within(lambda: is_reachable(address)), said.read_text()
        before = ask_server(address)
        askers = [threading.Thread(target=ask, args=(address,), daemon=True) for _ in range(2)]
        for asker in askers:
            asker.start()
        for number in range(2):
            (tmp_path / f"more{number}.txt").write_text(MORE.format(f"ship {number}"))
            added = tmp_path / f"added{number}.txt"
            with added.open("w") as out:
                kb(library, "add", str(tmp_path / f"more{number}.txt"), out=out).wait(timeout=PATIENCE)
            assert "1 kept" in added.read_text(), added.read_text()
        grown = within(lambda: found and found[-1] > before)
        shared = within(lambda: len(holding(server.pid)) == 2)
        stop.set()
        for asker in askers:
            asker.join(timeout=PATIENCE)
    finally:
        stop.set()
        server.send_signal(signal.SIGTERM)
        server.wait(timeout=PATIENCE)
    assert not faults, (faults, said.read_text())
    assert grown, "what is added is found without a restart"
    assert shared, "each worker has the index in its memory"


def ask_server(address: str) -> int:
    """Return how often a page of results names what the documents are about."""
    with urllib.request.urlopen(f"{address}/search?q=lighthouse+chronology", timeout=PATIENCE) as answer:
        return str(answer.read()).count("lighthouse")


def explain_fault(fault: OSError) -> str:
    return f"{fault}: {fault.read()[:2000]!r}" if isinstance(fault, urllib.error.HTTPError) else repr(fault)


def is_reachable(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/healthz", timeout=PATIENCE):
            return True
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
