"""A lock over all processes of this machine, which the system releases when its holder dies."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import portalocker

from kb.core.disk import BINARY, CLOSE_ON_EXEC
from kb.core.errors import LibraryBusy

_PAUSE = 0.01
_AT_ONCE = portalocker.LockFlags.EXCLUSIVE | portalocker.LockFlags.NON_BLOCKING


@contextmanager
def only_one(path: Path, wait: float, what: str) -> Iterator[None]:
    """Hold the lock file at `path`; raise LibraryBusy when another still holds it after `wait` seconds."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT | CLOSE_ON_EXEC | BINARY, 0o600)
    try:
        _take(handle, wait, what)
        yield
    finally:
        os.close(handle)  # lets go of the lock


def _take(handle: int, wait: float, what: str) -> None:
    end = time.monotonic() + wait
    while True:
        try:
            portalocker.lock(handle, _AT_ONCE)
        except portalocker.AlreadyLocked:
            if time.monotonic() >= end:
                raise LibraryBusy(f"Another process is {what}. Try again in a moment.") from None
            time.sleep(_PAUSE)
        else:
            return
