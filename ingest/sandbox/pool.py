"""Start a reading process, listen to it and end it: a new process, or a fork of one that has the readers loaded.

Either way every file has a process of its own, which is gone, with all that it started, when its answer is in.
"""

from __future__ import annotations

import contextlib
import json
import os
import selectors
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from ingest.sandbox.child import WAIT
from ingest.sandbox.portable import ENFORCES_LIMITS, run_limited_by_time

INSIDE = Path(__file__).with_name("child.py")
_PIECE = 1 << 16
_PAUSE = 0.002  # seconds

Job = dict[str, Any]


@dataclass(frozen=True, slots=True)
class ProcessResult:
    """How a process ended, and what it said until then."""

    said: bytes
    code: int
    late: bool
    talkative: bool


def run_in_new_process(job: Job, file: IO[bytes], seconds: float, most: int, inside: Path = INSIDE) -> ProcessResult:
    """Do a job on a file in a process started for it, within `seconds`; its answer has at most `most` bytes."""
    if not ENFORCES_LIMITS:
        return ProcessResult(*run_limited_by_time(json.dumps(job), file, seconds, most, inside))
    deadline = time.monotonic() + seconds
    process = _start(inside, json.dumps(job), file.fileno(), subprocess.PIPE)
    out = process.stdout
    assert out is not None, "the process was started with a pipe"
    try:
        said, late, talkative = _receive(out.fileno(), deadline, most)
        late = late or not (talkative or _ends(process, deadline))
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        out.close()
        code = process.wait()
    return ProcessResult(said, code, late, talkative)


class ForkServer:
    """A process that has the readers loaded and does each job in a child of its own. For one thread at a time."""

    def __init__(self, inside: Path = INSIDE) -> None:
        self._inside = inside
        self._process: subprocess.Popen[bytes] | None = None
        self._channel: socket.socket | None = None

    def close(self) -> None:
        """End the waiting process."""
        if self._channel is not None:
            self._channel.close()
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
        self._process = self._channel = None

    def run(self, job: Job, file: IO[bytes], seconds: float, most: int) -> ProcessResult:
        """Do a job within `seconds` and `most` bytes of answer. If the waiting process has died, a new one does."""
        if not ENFORCES_LIMITS:
            return run_in_new_process(job, file, seconds, most, self._inside)
        deadline = time.monotonic() + seconds
        hear, answer = os.pipe()
        try:
            self._give(job, file.fileno(), answer)
        except OSError:
            self.close()
            return run_in_new_process(job, file, seconds, most, self._inside)
        finally:
            os.close(answer)
        try:
            said, late, talkative = _receive(hear, deadline, most)
            code, overdue = self._end(0.0 if late or talkative else max(deadline - time.monotonic(), 0))
        except OSError:
            self.close()
            return ProcessResult(b"", 1, False, False)
        finally:
            os.close(hear)
        return ProcessResult(said, code, late or overdue, talkative)

    def _give(self, job: Job, file: int, answer: int) -> None:
        if self._channel is None:
            ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
            with theirs:
                self._process = _start(self._inside, WAIT, theirs.fileno(), subprocess.DEVNULL)
            self._channel = ours
        socket.send_fds(self._channel, [json.dumps(job).encode()], [file, answer])

    def _end(self, grace: float) -> tuple[int, bool]:
        assert self._channel is not None, "a job was given"
        self._channel.send(str(grace).encode())
        told = self._channel.recv(_PIECE)
        if not told:
            raise ConnectionResetError
        code, late = json.loads(told)
        return int(code), bool(late) and grace > 0


Run = Callable[[Job, IO[bytes], float, int], ProcessResult]


def _start(inside: Path, argument: str, stdin: int, stdout: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-I", "-B", str(inside), argument],
        stdin=stdin,
        stdout=stdout,
        stderr=subprocess.DEVNULL,
        env={},
        cwd="/",
        start_new_session=True,
    )


def _receive(out: int, deadline: float, most: int) -> tuple[bytes, bool, bool]:
    """Listen until there is nothing more to hear; say whether that was too late, or too much was said."""
    said = bytearray()
    with selectors.DefaultSelector() as selector:
        selector.register(out, selectors.EVENT_READ)
        while selector.select(max(deadline - time.monotonic(), 0)):
            piece = os.read(out, _PIECE)
            said += piece
            if not piece or len(said) > most:
                return bytes(said), False, len(said) > most
    return bytes(said), True, False


def _ends(process: subprocess.Popen[bytes], deadline: float) -> bool:
    """Wait for the end without taking note of it, so that the process's group is still its own when we end it."""
    while os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
        if time.monotonic() >= deadline:
            return False
        time.sleep(_PAUSE)
    return True
