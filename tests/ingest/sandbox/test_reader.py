"""A file is read in a process of its own: whatever it does there, one clear sentence is all it costs."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest

from ingest.sandbox import reader
from ingest.sandbox.pool import ForkServer, Run, run_in_new_process
from ingest.sandbox.reader import read_file
from kb.core.errors import FileRefused
from kb.core.settings import Settings
from tests.waiting import within

Behaving = Callable[..., str]
BAD = Path(__file__).with_name("badly_behaved.py")


@pytest.fixture(scope="module", params=["fresh", "server"])
def badly(request: pytest.FixtureRequest) -> Iterator[Run]:
    """Each way to come by a process, of the badly behaved sort."""
    with closing(ForkServer(BAD)) as server:
        yield partial(run_in_new_process, inside=BAD) if request.param == "fresh" else server.run


@pytest.fixture
def settings() -> Settings:
    return Settings(read_cpu=60, read_wall=120, read_text=10_000)


@pytest.fixture
def behaving(tmp_path: Path, settings: Settings, badly: Run) -> Behaving:
    """A way to get the text that a reading process answers with that behaves as it is told."""
    (tmp_path / "file").write_bytes(b"words")
    return lambda name, **others: read_file(tmp_path / "file", settings.model_copy(update=others), name, badly).text


@pytest.mark.parametrize("way", ["fresh", "server"])
def test_a_good_file_becomes_a_document(tmp_path: Path, way: str) -> None:
    (tmp_path / "note.txt").write_bytes("Learning\r\n\r\nAsk “early”.".encode())
    with closing(ForkServer()) as server:
        for _ in range(2):
            document = read_file(
                tmp_path / "note.txt", Settings(), run=run_in_new_process if way == "fresh" else server.run
            )
            assert (document.name, document.format) == ("note.txt", "txt")
            assert "Ask “early”." in document.text


def test_a_reader_s_refusal_comes_through_with_code_and_sentence(tmp_path: Path) -> None:
    (tmp_path / "program.pdf").write_bytes(b"\x7fELF and so on")
    with pytest.raises(FileRefused, match=r"program\.pdf") as caught:
        read_file(tmp_path / "program.pdf", Settings())
    assert caught.value.code == "not_what_name_says"


@pytest.mark.parametrize(
    ("behaviour", "code", "sentence"),
    [
        ("memory", "memory", "memory needed more than the limit of 1,024 MB of memory to read"),
        ("aborts", "memory", "aborts needed more than the limit of 1,024 MB of memory to read"),
        ("killed", "memory", "killed needed more than the limit of 1,024 MB of memory to read"),
        ("loop", "time", "loop took longer than the limit of 120 seconds to read"),
        ("memory_in_c", "crashed", "the reader failed on it"),
        ("exits", "crashed", "the reader failed on it"),
        ("raises", "crashed", "the reader failed on it"),
        ("garbage", "crashed", "the reader failed on it"),
        ("pickle", "crashed", "the reader failed on it"),
        ("backwards", "crashed", "the reader failed on it"),
        ("outside", "crashed", "the reader failed on it"),
        ("recursion", "damaged", "recursion is nested too deeply to be read"),
        ("talks", "too_large", "talks holds more text than the limit of 10,000 characters"),
    ],
)
def test_a_file_that_misbehaves_costs_one_sentence(
    behaviour: str, code: str, sentence: str, behaving: Behaving, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader, "_SLACK", 1 << 20)
    with pytest.raises(FileRefused, match=sentence) as caught:
        behaving(behaviour, **({"read_cpu": 1} if behaviour == "loop" else {}))
    assert caught.value.code == code
    assert behaving("good") == "words"  # and the next file is none the worse


def test_a_file_that_waits_is_given_up_by_the_clock(behaving: Behaving) -> None:
    behaving("good")
    with pytest.raises(FileRefused, match="longer than the limit of 1 seconds") as caught:
        behaving("sleep", read_wall=1)
    assert caught.value.code == "time"


def test_a_reader_reaches_no_network(behaving: Behaving) -> None:
    assert "Network is unreachable" in behaving("connect")


def test_a_reader_writes_no_file(behaving: Behaving) -> None:
    assert "File too large" in behaving("write")


def test_a_reader_knows_nothing_of_where_it_was_called(behaving: Behaving, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET", "a password")
    assert "SECRET" not in behaving("environment")
    assert behaving("folder") == "/"


def test_a_reader_holds_no_file_but_its_own(behaving: Behaving) -> None:
    assert behaving("handles") == "[1, 2]"  # what it read is closed by then


def test_what_a_reader_starts_ends_with_it(behaving: Behaving) -> None:
    child = int(behaving("linger"))
    assert within(lambda: not alive(child))  # the signal is sent by now; the system may take a moment to carry it out


def alive(process: int) -> bool:
    try:
        os.kill(process, 0)
        return " Z " not in Path(f"/proc/{process}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False


def test_half_a_surrogate_in_a_text_does_not_stop_the_answer(tmp_path: Path) -> None:
    (tmp_path / "odd.txt").write_bytes(b"Learning \xed\xa0\x80 about visits.")
    assert "Learning" in read_file(tmp_path / "odd.txt", Settings()).text


def test_a_nursery_that_died_costs_no_file(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("Learning about visits.")
    with closing(ForkServer()) as server:
        assert read_file(tmp_path / "note.txt", Settings(), run=server.run).text
        assert server._process is not None
        server._process.kill()
        server._process.wait()
        for _ in range(2):
            assert read_file(tmp_path / "note.txt", Settings(), run=server.run).text
