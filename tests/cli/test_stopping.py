"""`kb work` and `kb watch` end within seconds when they are asked to, whatever they are at."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.waiting import PATIENCE

ROOT = Path(__file__).resolve().parents[2]
AT_WORK_FOR_EVER = """
import threading
from kb.app.library import Library
from kb.app.uploads import Uploads
from kb.cli import collecting, stopping, upkeep
from pathlib import Path

def work_for_ever(self, *_, **__):
    print("begun", flush=True)
    threading.Event().wait()

stopping.STOP_SECONDS = 0.1
Library.behind = lambda self: True
Library.catch_up = work_for_ever
collecting.Watching.look = work_for_ever
"""
COMMANDS = ("upkeep.work()", "collecting.watch([Path('.')])")


@pytest.mark.parametrize("asked", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.system
def test_a_command_that_is_asked_to_stop_ends_amid_what_takes_for_ever(
    command: str, asked: signal.Signals, tmp_path: Path
) -> None:
    working = subprocess.Popen(
        [sys.executable, "-c", f"{AT_WORK_FOR_EVER}\n{command}"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT), "KB_DATA": str(tmp_path / "library"), "KB_MEANING": "off"},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert working.stdout is not None
        assert any(line == "begun\n" for line in working.stdout)
        working.send_signal(asked)
        told, _ = working.communicate(timeout=PATIENCE)
    finally:
        working.kill()
    assert working.returncode == 0
    assert "the next start goes on" in told
