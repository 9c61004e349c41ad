"""A server that is asked to stop ends, also where an answer is made for ever."""

from __future__ import annotations

import http.client
import os
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path

from tests.waiting import PATIENCE

ROOT = Path(__file__).parents[2]
ENDLESS = """
import logging, socket, threading
from anyio import to_thread
from kb.cli import workers
from kb.core.settings import Settings

def answer_for_ever():
    print("begun", flush=True)
    threading.Event().wait()

async def application(scope, receive, send):
    if scope["type"] == "http":
        await to_thread.run_sync(answer_for_ever)
    while scope["type"] == "lifespan":
        await send({"type": (await receive())["type"] + ".complete"})

logging.basicConfig()
workers.GRACE = workers.LONGEST_STOP = 0.5
listening = socket.create_server(("127.0.0.1", 0))
print(listening.getsockname()[1], flush=True)
workers.serve_here(application, listening, Settings())
"""


def test_a_server_ends_though_an_answer_is_made_for_ever_and_says_what_held_it(tmp_path: Path) -> None:
    serving = subprocess.Popen(
        [sys.executable, "-c", ENDLESS],
        cwd=ROOT,
        env={**os.environ, "KB_DATA": str(tmp_path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert serving.stdout is not None
        number = int(serving.stdout.readline())
        threading.Thread(target=ask, args=(number,), daemon=True).start()
        assert serving.stdout.readline() == "begun\n"
        serving.send_signal(signal.SIGTERM)
        _, told = serving.communicate(timeout=PATIENCE)
    finally:
        serving.kill()
    assert serving.returncode == 0
    assert "stopped while still at work" in told
    assert "answer_for_ever" in told


def ask(number: int) -> None:
    with suppress(OSError, http.client.HTTPException):
        connection = http.client.HTTPConnection("127.0.0.1", number)
        connection.request("GET", "/")
        connection.getresponse()
