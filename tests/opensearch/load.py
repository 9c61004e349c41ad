"""Somebody who searches and somebody who adds, while something happens to the servers."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

from kb.core.errors import LibraryUnavailable
from search import Engine, Query
from tests.search.makers import entry

_PATIENCE = 180.0  # seconds


class Load:
    """Somebody who searches and somebody who adds, until they are told to stop."""

    def __init__(self, reading: Engine, writing: Engine) -> None:
        self.reading, self.writing = reading, writing
        self.stop = Event()
        self.faults: list[str] = []  # of reading
        self.answers = 0
        self.acknowledged: list[str] = []
        self.refused = 0
        self.threads = [Thread(target=self.read), Thread(target=self.write)]

    def read(self) -> None:
        while not self.stop.is_set():
            try:
                self.reading.search(Query("child OR family", match="any"))
                self.answers += 1
            except LibraryUnavailable as error:
                self.faults.append(str(error))

    def write(self) -> None:
        mark = 2
        while not self.stop.is_set():
            added = entry(1000 + mark, f"ladder {mark}")
            try:
                self.writing.put([added], mark)
            except LibraryUnavailable:
                self.refused += 1
                time.sleep(0.2)
            else:
                self.acknowledged.append(added.id)
                mark += 1

    def wait_for(self, answers: int, acknowledged: int) -> None:
        """Wait until so many more questions are answered and so many more changes acknowledged."""
        wanted = self.answers + answers, len(self.acknowledged) + acknowledged
        until = time.monotonic() + _PATIENCE
        while self.answers < wanted[0] or len(self.acknowledged) < wanted[1]:
            assert time.monotonic() < until, (self.answers, self.refused, len(self.acknowledged))
            time.sleep(0.05)


@contextmanager
def under_load(reading: Engine, writing: Engine) -> Iterator[Load]:
    """Search and add until the end of the block."""
    load = Load(reading, writing)
    for thread in load.threads:
        thread.start()
    try:
        yield load
    finally:
        load.stop.set()
        for thread in load.threads:
            thread.join()
