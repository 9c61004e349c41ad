"""One waiting process that reads for all libraries of a test process, and remembers what it said of the same bytes."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import IO

import pytest

from ingest.sandbox import reader
from ingest.sandbox.pool import ForkServer, Job, ProcessResult, run_in_new_process
from ingest.sandbox.reader import read_file
from kb.app import reader_pool
from kb.core.settings import Settings

_MOST = 1 << 20  # bytes of a file whose reading is remembered


class SharedReader:
    """One waiting process that reads for every library of this process, in a child for each file as always.

    A library of a few files starts a process with all readers for each file, and one of many starts some that wait: a
    third of a second of the processor each time, which tests of reading in `tests/ingest/sandbox` pay alone. What was
    said of the same bytes by the same job is said again, since most tests add the same few papers.
    """

    def __init__(self) -> None:
        self._server, self._turn = ForkServer(), threading.Lock()
        self._said: dict[tuple[str, bytes, float, int], ProcessResult] = {}

    def run(self, job: Job, file: IO[bytes], seconds: float, most: int) -> ProcessResult:
        """Do a job on a file as `ForkServer.run` does it."""
        with self._turn:
            if os.fstat(file.fileno()).st_size > _MOST:
                return self._server.run(job, file, seconds, most)
            words = os.pread(file.fileno(), _MOST, 0)
            asked = json.dumps(job, sort_keys=True), sha256(words).digest(), seconds, most
            if asked not in self._said:
                end = self._server.run(job, file, seconds, most)
                if end.code or end.late or end.talkative:
                    return end
                self._said[asked] = end
            return self._said[asked]

    def learn(self, folder: Path, settings: Settings) -> None:
        """Read the files of a folder, so that a fork of this process adds them without asking the waiting one."""
        for path in sorted(folder.iterdir()):
            read_file(path, settings, path.name, self.run)

    def close(self) -> None:
        """Let the process wait for the next library."""

    def end(self) -> None:
        """End the waiting process."""
        self._server.close()


@contextmanager
def shared_reading() -> Iterator[SharedReader]:
    """Have all libraries of this process share what reads for them, makes pictures of pages and opens enclosures."""
    shared, ask = SharedReader(), reader._ask_reader
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reader_pool, "run_in_new_process", shared.run)
        patch.setattr(reader_pool, "ForkServer", lambda: shared)
        patch.setattr(reader, "_ask_reader", lambda path, settings, job, run=shared.run: ask(path, settings, job, run))
        try:
            yield shared
        finally:
            shared.end()


def read_anew(patch: pytest.MonkeyPatch) -> None:
    """Have files that are added be read by processes of their library, which remember nothing, as outside of tests."""
    patch.setattr(reader_pool, "run_in_new_process", run_in_new_process)
    patch.setattr(reader_pool, "ForkServer", ForkServer)
