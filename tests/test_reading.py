"""What reads for all libraries of the tests says again only what it was asked before, word for word."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import IO

import pytest

from ingest.sandbox.pool import Job, ProcessResult
from tests.reading import SharedReader


class CountingServer:
    """A reader that says what a file holds, and counts how often it was asked."""

    def __init__(self) -> None:
        self.asked, self.code = 0, 0

    def run(self, job: Job, file: IO[bytes], seconds: float, most: int) -> ProcessResult:
        self.asked += 1
        return ProcessResult(file.read(), self.code, late=False, talkative=False)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> CountingServer:
    made = CountingServer()
    monkeypatch.setattr("tests.reading.ForkServer", lambda: made)
    return made


@pytest.fixture
def files(tmp_path: Path) -> Iterator[tuple[IO[bytes], IO[bytes]]]:
    for name in ("one", "other"):
        (tmp_path / name).write_text(f"the words of {name}", encoding="utf-8")
    with (tmp_path / "one").open("rb") as one, (tmp_path / "other").open("rb") as other:
        yield one, other


def test_other_bytes_another_job_and_other_limits_are_asked_anew(
    server: CountingServer, files: tuple[IO[bytes], IO[bytes]]
) -> None:
    reader, (one, other), job = SharedReader(), files, {"job": "read", "name": "a.txt"}
    for _ in range(2):
        assert reader.run(job, one, 1, 9).said == b"the words of one"
    assert server.asked == 1
    assert reader.run(job, other, 1, 9).said == b"the words of other"
    reader.run(job | {"name": "b.txt"}, one, 1, 9)
    reader.run(job, one, 2, 9)
    reader.run(job, one, 1, 8)
    assert server.asked == 5


def test_a_reading_that_failed_is_tried_again(server: CountingServer, files: tuple[IO[bytes], IO[bytes]]) -> None:
    reader, server.code = SharedReader(), 1
    for _ in range(2):
        assert reader.run({"job": "read"}, files[0], 1, 9).code == 1
    assert server.asked == 2
