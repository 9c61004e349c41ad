"""A scanner that speaks clamd's protocol is shown each file, and what it finds, or cannot look at, is not kept."""

from __future__ import annotations

import socketserver
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from ingest.files.virus_scan import refuse_infected
from kb.app.library import Library
from kb.core.errors import FileRefused, LibraryUnavailable
from kb.core.settings import Settings
from tests.papers import child_z, mr_v, paper

TEST_VIRUS = "sneezewort"  # a word that the stand-in takes for a virus
LIMIT = 100_000  # bytes


class Scanner(socketserver.StreamRequestHandler):
    """Reads chunks as clamd does, and finds a virus where the word stands."""

    def handle(self) -> None:
        assert self.rfile.read(10) == b"zINSTREAM\0"
        data = b""
        while size := struct.unpack("!I", self.rfile.read(4))[0]:
            data += self.rfile.read(size)
            if len(data) > LIMIT:
                self.wfile.write(b"INSTREAM size limit exceeded. ERROR\0")
                return
        found = TEST_VIRUS.encode() in data
        self.wfile.write(b"stream: Invented.Test FOUND\0" if found else b"stream: OK\0")


@contextmanager
def serve(server: socketserver.BaseServer) -> Iterator[Any]:
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.server_address
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def clamd() -> Iterator[str]:
    with serve(socketserver.ThreadingTCPServer(("127.0.0.1", 0), Scanner)) as address:
        yield f"{address[0]}:{address[1]}"


def test_what_it_finds_is_refused_by_name_and_the_rest_is_kept(clamd: str, tmp_path: Path) -> None:
    child_z(tmp_path / "in")
    paper(tmp_path / "in", "bad.md", f"# Review\n\n{TEST_VIRUS}\n")
    with Library.open(Settings(data=tmp_path / "library", clamd=clamd)) as library:
        report = library.add([tmp_path / "in"])
        assert [one.code for one in report.outcomes] == ["infected", ""]
        assert "Invented.Test" in report.outcomes[0].sentence
        assert [held.name for held in library.documents()] == ["child-z.md"]


def test_a_draft_is_shown_to_it_as_well(clamd: str, tmp_path: Path) -> None:
    with (
        Library.open(Settings(data=tmp_path / "library", clamd=clamd)) as library,
        pytest.raises(FileRefused, match="Invented"),
    ):
        library.check_file(f"We recommend {TEST_VIRUS}.".encode(), "draft.txt")


def test_by_a_socket_of_the_system(tmp_path: Path) -> None:
    place = str(tmp_path / "clamd.sock")
    with serve(socketserver.ThreadingUnixStreamServer(place, Scanner)):
        refuse_infected(mr_v(tmp_path), "mr-v.md", place)
        with pytest.raises(FileRefused):
            refuse_infected(paper(tmp_path, "bad.md", TEST_VIRUS), "bad.md", place)


def test_what_is_too_long_for_it_is_not_kept_unseen(clamd: str, tmp_path: Path) -> None:
    long = paper(tmp_path, "long.md", "word " * LIMIT)
    with pytest.raises(LibraryUnavailable, match="StreamMaxLength"):
        refuse_infected(long, "long.md", clamd)


@pytest.mark.parametrize("address", ["127.0.0.1:9", "/nowhere/clamd.sock"])
def test_where_it_does_not_answer_nothing_is_added_and_the_report_says_why(address: str, tmp_path: Path) -> None:
    child_z(tmp_path / "in")
    with Library.open(Settings(data=tmp_path / "library", clamd=address)) as library:
        report = library.add([tmp_path / "in"])
        assert "virus scanner" in report.trouble
        assert library.documents() == ()


def test_without_an_address_nobody_is_asked(tmp_path: Path) -> None:
    refuse_infected(mr_v(tmp_path), "mr-v.md", "")
