"""Reader processes, each lent to one thread at a time."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from queue import SimpleQueue
from typing import Self

from ingest.sandbox.pool import ForkServer, Run, run_in_new_process


def usable_processors() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):  # not on every system, and less than there are in many containers
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class ReaderPool:
    """A pool of reader processes, as many as read at once; each is used by one thread at a time."""

    def __init__(self, readers: int, files: int) -> None:
        """Prepare so many `readers` (0: one a processor); for many `files`, processes wait with all readers loaded."""
        self.size = readers or usable_processors()
        self._servers = [ForkServer() for _ in range(self.size)] if files > self.size else []
        self._free: SimpleQueue[Run] = SimpleQueue()
        for run in [server.run for server in self._servers] or [run_in_new_process] * self.size:
            self._free.put(run)

    @contextmanager
    def one(self) -> Iterator[Run]:
        """Lend a reader process, as the function that runs a job in it."""
        run = self._free.get()
        try:
            yield run
        finally:
            self._free.put(run)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for server in self._servers:
            server.close()
