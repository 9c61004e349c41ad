"""What is taken in for reading, and what is turned away with a sentence of its own."""

from __future__ import annotations

import hashlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.files import discover
from ingest.files.discover import LOCK, copy_privately, look, printable_name, tidy
from kb.core.errors import FileRefused
from tests.conftest import ROOT
from tests.hostile import without_override

MB = 1 << 20


def refusal(path: Path, tmp_path: Path, limit: int = MB) -> FileRefused:
    with pytest.raises(FileRefused) as caught, copy_privately(path, tmp_path / "incoming", limit):
        raise AssertionError("it was taken in")
    assert list((tmp_path / "incoming").iterdir()) == []
    return caught.value


def test_a_file_is_copied_and_hashed_and_the_copy_is_removed(tmp_path: Path) -> None:
    (tmp_path / "report.txt").write_bytes(b"words")
    with copy_privately(tmp_path / "report.txt", tmp_path / "incoming", MB) as copy:
        assert copy.path.read_bytes() == b"words"
        assert (copy.sha256, copy.size) == (hashlib.sha256(b"words").hexdigest(), 5)
    assert list((tmp_path / "incoming").iterdir()) == []


def test_a_copy_that_was_moved_to_its_place_stays_there(tmp_path: Path) -> None:
    (tmp_path / "report.txt").write_bytes(b"words")
    with copy_privately(tmp_path / "report.txt", tmp_path / "incoming", MB) as copy:
        copy.path.rename(tmp_path / "kept")
    assert (tmp_path / "kept").read_bytes() == b"words"


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "empty.pdf").touch()
    refused = refusal(tmp_path / "empty.pdf", tmp_path)
    assert (refused.code, str(refused)) == ("empty", "empty.pdf is empty: there is nothing in it to read.")


def test_a_huge_sparse_file_is_refused_at_once(tmp_path: Path) -> None:
    with (tmp_path / "huge.pdf").open("wb") as file:
        file.truncate(3 << 30)
    refused = refusal(tmp_path / "huge.pdf", tmp_path, limit=100 * MB)
    assert refused.code == "too_large"
    assert str(refused) == "huge.pdf is larger than the limit of 100 MB for one file (KB_READ_FILE)."


def test_a_pipe_is_refused_without_waiting_for_a_writer(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.pdf")
    refused = refusal(tmp_path / "pipe.pdf", tmp_path)
    assert (refused.code, str(refused)) == ("not_a_file", "pipe.pdf is not a plain file but a pipe.")


def test_a_socket_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # a socket's whole path must be short
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("socket.pdf")
        assert str(refusal(tmp_path / "socket.pdf", tmp_path)) == "socket.pdf is not a plain file but a socket."


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("not to be read")
    (tmp_path / "link.txt").symlink_to(tmp_path / "secret")
    assert "is a link" in str(refusal(tmp_path / "link.txt", tmp_path))


def test_a_device_is_refused(tmp_path: Path) -> None:
    assert "a device" in str(refusal(Path("/dev/zero"), tmp_path))


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    refused = refusal(tmp_path / "nowhere.pdf", tmp_path)
    assert (refused.code, str(refused)) == ("not_found", "nowhere.pdf is not there. Check the path.")


def growing(monkeypatch: pytest.MonkeyPatch, path: Path, times: int) -> None:
    """Let somebody add to the file at `path` while it is copied, as often as said."""
    monkeypatch.setattr(discover, "_PAUSE", 0)
    copy, left = discover._copy_bytes, [None] * times

    def copy_disturbed(of: Path, source: int, target: int, limit: int) -> tuple[str, int]:
        done = copy(of, source, target, limit)
        if left:
            left.pop()
            with path.open("ab") as file:
                file.write(b" more")
        return done

    monkeypatch.setattr(discover, "_copy_bytes", copy_disturbed)


def test_a_file_that_keeps_growing_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "growing.txt").write_bytes(b"words")
    growing(monkeypatch, tmp_path / "growing.txt", times=100)
    assert refusal(tmp_path / "growing.txt", tmp_path).code == "changed"


def test_a_file_that_grew_while_it_was_copied_is_copied_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "growing.txt").write_bytes(b"words")
    growing(monkeypatch, tmp_path / "growing.txt", times=1)
    with copy_privately(tmp_path / "growing.txt", tmp_path / "incoming", MB) as copy:
        assert copy.path.read_bytes() == b"words more"
        assert copy.sha256 == hashlib.sha256(b"words more").hexdigest()


@pytest.fixture
def forbidden_folder(tmp_path: Path) -> Iterator[Path]:
    (tmp_path / "closed").mkdir()
    (tmp_path / "closed" / "report.txt").write_text("words")
    (tmp_path / "private.txt").write_text("words")
    (tmp_path / "private.txt").chmod(0)
    (tmp_path / "closed").chmod(0)
    yield tmp_path
    (tmp_path / "closed").chmod(0o700)


def test_a_folder_and_a_file_without_permission_are_said_to_be_so(forbidden_folder: Path) -> None:
    asked = (
        "import sys; from pathlib import Path; from ingest.files.discover import look, copy_privately; "
        "from kb.core.errors import FileRefused\n"
        "for one in look([Path(sys.argv[1])])[0]:\n"
        "    try:\n"
        "        if one.trouble: raise one.trouble\n"
        "        with copy_privately(one.path, Path(sys.argv[1]) / '.incoming', 1000): print('taken', one.path.name)\n"
        "    except FileRefused as refused: print(refused.code, refused)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", asked, str(forbidden_folder)],
        cwd=ROOT,
        preexec_fn=without_override,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines() == [
        "no_permission closed could not be opened: you have no permission to read it.",
        "no_permission private.txt could not be opened: you have no permission to read it.",
    ]


def test_a_folder_is_read_with_all_under_it_in_order(tmp_path: Path) -> None:
    for name in ("b.txt", "a/two.txt", "a/one.txt", "c/deep/er.txt"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("words")
    seen, passed_over = look([tmp_path])
    assert [str(one.path.relative_to(tmp_path)) for one in seen] == ["a/one.txt", "a/two.txt", "b.txt", "c/deep/er.txt"]
    assert {one.root for one in seen} == {tmp_path}
    assert passed_over == 0


def test_the_library_s_own_folder_is_no_document(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "library.sqlite3").write_text("rows")
    (tmp_path / "report.txt").write_text("words")
    seen, passed_over = look([tmp_path], own=tmp_path / "data")
    assert ([one.path.name for one in seen], passed_over) == (["report.txt"], 0)


def test_temporary_files_are_passed_over_and_counted(tmp_path: Path) -> None:
    for name in (".hidden", "~$report.docx", "half.pdf.part", "half.pdf.crdownload", "old.txt~", "report.txt"):
        (tmp_path / name).write_text("words")
    seen, passed_over = look([tmp_path])
    assert [one.path.name for one in seen] == ["report.txt"]
    assert passed_over == 5


def test_a_manifest_is_not_a_document(tmp_path: Path) -> None:
    (tmp_path / "manifest.toml").touch()
    assert look([tmp_path]) == ((), 0)


def test_a_file_given_twice_is_seen_once(tmp_path: Path) -> None:
    (tmp_path / "report.txt").write_text("words")
    seen, _ = look([tmp_path / "report.txt", tmp_path, tmp_path / "report.txt"])
    assert len(seen) == 1


def test_a_folder_that_is_a_link_is_not_walked(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to(tmp_path)
    (seen,), _ = look([tmp_path])
    assert "is a link" in str(refusal(seen.path, tmp_path))


def test_a_name_that_no_terminal_could_bear_is_shown_harmless(tmp_path: Path) -> None:
    assert printable_name(Path(os.fsdecode(b"bad\xff\x1b[2Jname\n.txt"))) == "bad\ufffd\ufffd[2Jname\ufffd.txt"


def test_copies_left_by_a_process_that_died_are_removed_and_others_are_not(tmp_path: Path) -> None:
    incoming = tmp_path / "incoming"
    (tmp_path / "report.txt").write_text("words")
    with copy_privately(tmp_path / "report.txt", incoming, MB) as copy:
        os.utime(copy.path, (0, 0))
        (incoming / "left").write_text("by a process that died")
        os.utime(incoming / "left", (0, 0))
        (incoming / "fresh").write_text("by a process that may be about to lock it")
        assert tidy(incoming) == 1
        assert {path.name for path in incoming.iterdir()} == {"fresh", copy.path.name}


def test_a_folder_of_enclosed_files_that_a_killed_run_left_is_removed(tmp_path: Path) -> None:
    for name, age in (("old", 3600), ("new", 0)):
        (tmp_path / name).mkdir()
        (tmp_path / name / LOCK).write_bytes(b"")
        (tmp_path / name / "000").write_bytes(b"words")
        os.utime(tmp_path / name / LOCK, (time.time() - age,) * 2)
    assert tidy(tmp_path) == 1
    assert [one.name for one in tmp_path.iterdir()] == ["new"]
