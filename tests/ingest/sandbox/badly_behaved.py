"""A reading process taken over by its file: confined as the real one is, then as bad as its job's name says."""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

from ingest.sandbox import child


def document(text: str = "words", **more: Any) -> dict[str, Any]:
    return {"document": {"name": "x", "sha256": "0" * 64, "format": "txt", "text": text} | more}


def loop() -> None:
    while True:
        pass


def connect() -> dict[str, Any]:
    try:
        socket.create_connection(("127.0.0.1", int(os.environ.get("PORT", "9"))), timeout=2)
    except OSError as error:
        return document(f"no network: {error.strerror}")
    return document("connected")


def write() -> dict[str, Any]:
    try:
        Path("/tmp/written-by-a-reader").write_text("words")
    except OSError as error:
        return document(f"not written: {error.strerror}")
    return document("written")


def linger() -> dict[str, Any]:
    """Leave a child behind that would hold on to the machine."""
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"], stdout=subprocess.DEVNULL)
    return document(str(child.pid))


BEHAVIOURS = {
    "memory": lambda: bytearray(8 << 30),
    "memory_in_c": lambda: ctypes.memset(ctypes.cast(0, ctypes.c_void_p), 0, 1),
    "loop": loop,
    "sleep": lambda: time.sleep(600),
    "aborts": os.abort,
    "killed": lambda: os.kill(os.getpid(), signal.SIGKILL),
    "exits": lambda: os._exit(3),
    "raises": lambda: 1 / 0,
    "recursion": lambda: (lambda f: f(f))(lambda f: f(f)),
    "garbage": lambda: os.write(1, b"this is not JSON") and os._exit(0),
    "talks": lambda: [os.write(1, b" " * 65536) for _ in range(10**6)],
    "pickle": lambda: document("words", extra="a field that nobody asked for"),
    "backwards": lambda: document(pages=[{"start": 3, "number": 1}, {"start": 1, "number": 2}]),
    "outside": lambda: document(blocks=[{"start": 0, "end": 999, "role": "paragraph"}]),
    "connect": connect,
    "write": write,
    "linger": linger,
    "environment": lambda: document(repr(sorted(os.environ))),
    "handles": lambda: document(repr(sorted(int(n.name) for n in Path("/proc/self/fd").iterdir() if n.exists()))),
    "folder": lambda: document(str(Path.cwd())),
}

if __name__ == "__main__":
    work = child.work

    def behave(job: dict[str, Any]) -> dict[str, Any]:
        behaviour: Callable[[], dict[str, Any]] = BEHAVIOURS.get(job["name"], document)

        def misbehave(job: dict[str, Any], data: bytes) -> dict[str, Any]:
            return behaviour()

        child._document = misbehave
        return work(job)

    child.work = behave
    child.main()
