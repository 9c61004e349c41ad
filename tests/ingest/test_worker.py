"""A file is read in a process of its own: whatever it does there, one clear sentence is all it costs."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from ingest import worker
from ingest.worker import read_file
from kb.errors import Refused
from kb.settings import Settings

BAD = Path(__file__).with_name("badly_behaved.py")


@pytest.fixture
def settings() -> Settings:
    return Settings(read_cpu=2, read_wall=20, read_text=10_000)


def behaving(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Settings) -> str:
    """Return the text that a reading process that behaves so answers with."""
    monkeypatch.setattr(worker, "_INSIDE", BAD)
    (tmp_path / "file").write_bytes(b"words")
    return read_file(tmp_path / "file", settings, name).text


def test_a_good_file_becomes_a_document(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_bytes("Learning\r\n\r\nAsk “early”.".encode())
    document = read_file(tmp_path / "note.txt", Settings())
    assert (document.name, document.format) == ("note.txt", "txt")
    assert "Ask “early”." in document.text


def test_a_reader_s_refusal_comes_through_with_code_and_sentence(tmp_path: Path) -> None:
    (tmp_path / "program.pdf").write_bytes(b"\x7fELF and so on")
    with pytest.raises(Refused, match=r"program\.pdf") as caught:
        read_file(tmp_path / "program.pdf", Settings())
    assert caught.value.code == "not_what_name_says"


@pytest.mark.parametrize(
    ("behaviour", "code", "sentence"),
    [
        ("memory", "memory", "memory needed more than the limit of 1,024 MB of memory to read"),
        ("killed", "memory", "killed needed more than the limit of 1,024 MB of memory to read"),
        ("loop", "time", "loop took longer than the limit of 20 seconds to read"),
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
    behaviour: str, code: str, sentence: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    monkeypatch.setattr(worker, "_SLACK", 1 << 20)
    with pytest.raises(Refused, match=sentence) as caught:
        behaving(behaviour, tmp_path, monkeypatch, settings)
    assert caught.value.code == code


def test_a_file_that_waits_is_given_up_by_the_clock(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    impatient = settings.model_copy(update={"read_wall": 1})
    with pytest.raises(Refused, match="longer than the limit of 1 seconds") as caught:
        behaving("sleep", tmp_path, monkeypatch, impatient)
    assert caught.value.code == "time"


def test_a_reader_reaches_no_network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    assert "Network is unreachable" in behaving("connect", tmp_path, monkeypatch, settings)


def test_a_reader_writes_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    assert "File too large" in behaving("write", tmp_path, monkeypatch, settings)


def test_a_reader_knows_nothing_of_where_it_was_called(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    monkeypatch.setenv("SECRET", "a password")
    assert "SECRET" not in behaving("environment", tmp_path, monkeypatch, settings)
    assert behaving("folder", tmp_path, monkeypatch, settings) == "/"


def test_what_a_reader_starts_ends_with_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    child = int(behaving("linger", tmp_path, monkeypatch, settings))
    for _ in range(1000):  # the signal is sent by now; the system may take a moment to carry it out
        if not alive(child):
            return
        time.sleep(0.01)
    raise AssertionError("the child lives on")


def alive(process: int) -> bool:
    try:
        return " Z " not in Path(f"/proc/{process}/stat").read_text() and os.kill(process, 0) is None
    except (FileNotFoundError, ProcessLookupError):
        return False


def test_half_a_surrogate_in_a_text_does_not_stop_the_answer(tmp_path: Path) -> None:
    (tmp_path / "odd.txt").write_bytes(b"Learning \xed\xa0\x80 about visits.")
    assert "Learning" in read_file(tmp_path / "odd.txt", Settings()).text
