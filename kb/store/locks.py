"""A lock over all processes of this machine, which the kernel releases when its holder dies."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kb.core.errors import LibraryBusy

_PAUSE = 0.01


@contextmanager
def only_one(path: Path, wait: float, what: str) -> Iterator[None]:
    """Hold the lock file at `path`; raise LibraryBusy when another still holds it after `wait` seconds."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        _take(handle, wait, what)
        yield
    finally:
        os.close(handle)  # lets go of the lock


def _take(handle: int, wait: float, what: str) -> None:
    end = time.monotonic() + wait
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= end:
                raise LibraryBusy(f"Another process is {what}. Try again in a moment.") from None
            time.sleep(_PAUSE)
        else:
            return
