"""Run a reading process on systems other than Linux, where only its time and its output are limited for sure.

On Linux ingest/sandbox/pool.py does it, with limits on memory, files and the network that the system enforces.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import IO

_PIECE = 1 << 16
_NEEDED = ("SYSTEMROOT", "TEMP", "TMP")  # without them Python does not start on Windows

# What a system may lack; the numbers are those of Linux, which no process ends with where they mean nothing.
SIGKILL: int = getattr(signal, "SIGKILL", 9)
SIGXCPU: int = getattr(signal, "SIGXCPU", 24)
ENFORCES_LIMITS = sys.platform == "linux"  # macOS has neither waitid nor sockets that keep messages apart


def run_limited_by_time(
    argument: str, file: IO[bytes], seconds: float, most: int, inside: Path
) -> tuple[bytes, int, bool, bool]:
    """Start `inside` with `argument` on an open file; return what it said, its exit status, whether it was late and
    whether it said more than `most` bytes. It is gone when this returns.
    """
    process = subprocess.Popen(
        [sys.executable, "-I", "-B", str(inside), argument],
        stdin=file,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={name: os.environ[name] for name in _NEEDED if name in os.environ},
        cwd=Path(sys.executable).anchor,
    )
    listener = _Listener(process, most)
    listener.start()
    listener.join(seconds)
    late = listener.is_alive()
    process.kill()
    listener.join()
    code = process.wait()
    return bytes(listener.said), code, late, listener.talkative


class _Listener(threading.Thread):
    """Takes in what a process says, so that its pipe never fills, and ends it where it says too much."""

    def __init__(self, process: subprocess.Popen[bytes], most: int) -> None:
        super().__init__(daemon=True)
        self._process = process
        self._most = most
        self.said = bytearray()
        self.talkative = False

    def run(self) -> None:
        """Listen until the process closes its pipe, has ended, or said too much."""
        out = self._process.stdout
        assert out is not None, "the process was started with a pipe"
        with out:
            while piece := os.read(out.fileno(), _PIECE):
                self.said += piece
                if len(self.said) > self._most:
                    self.talkative = True
                    return
        self._process.wait()
