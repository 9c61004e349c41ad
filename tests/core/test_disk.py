"""Files on disk: which system holds them, how they are put in place whole, how they are named."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from kb.core.disk import network_file_system, read_if_there, replacing, short_name, write_pieces, write_whole

MOUNTS = """\
/dev/vda / ext4 rw 0 0
server:/papers {folder}/shared nfs4 rw 0 0
tmpfs {folder}/shared/local tmpfs rw 0 0
//server/board {folder}/the\\040board cifs rw 0 0
/dev/vdb {folder}/twice ext4 rw 0 0
server:/late {folder}/twice nfs rw 0 0
"""


@pytest.mark.parametrize(
    ("place", "kind"),
    [
        (".", ""),
        ("shared", "nfs4"),
        ("shared/library/deep", "nfs4"),
        ("shared/local/library", ""),
        ("the board/library", "cifs"),
        ("sharedness", ""),
        ("twice", "nfs"),
    ],
)
def test_the_nearest_mount_says_whether_a_folder_is_on_this_machine(tmp_path: Path, place: str, kind: str) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(MOUNTS.format(folder=tmp_path), encoding="utf-8")
    assert network_file_system(tmp_path / place, mounts) == kind


def test_a_system_that_lists_no_mounts_says_nothing(tmp_path: Path) -> None:
    assert network_file_system(tmp_path, tmp_path / "none") == ""


def test_a_file_is_put_in_place_whole_and_a_failure_leaves_the_one_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "folder" / "list.toml"
    write_whole(file, "one\n")

    def without_room(path: Path) -> None:
        raise OSError(f"no room for {path}")

    monkeypatch.setattr("kb.core.disk.flush", without_room)
    with pytest.raises(OSError, match="no room"):
        write_whole(file, "two\n")
    assert file.read_text(encoding="utf-8") == "one\n"
    assert [path.name for path in file.parent.iterdir()] == ["list.toml"]


def test_two_threads_that_write_one_file_at_once_spoil_nothing(tmp_path: Path) -> None:
    file = tmp_path / "list.toml"
    with ThreadPoolExecutor(1) as other, replacing(file) as beside:
        beside.write_text("one\n", encoding="utf-8")
        other.submit(write_whole, file, "two\n").result()
        assert file.read_text(encoding="utf-8") == "two\n"
    assert file.read_text(encoding="utf-8") == "one\n"
    assert [path.name for path in tmp_path.iterdir()] == ["list.toml"]


@pytest.mark.parametrize(
    ("name", "spare", "kept"),
    [
        ("short.pdf", 100, "short.pdf"),
        ("x" * 300 + ".pdf", 0, "x" * 251 + ".pdf"),
        ("é" * 200 + ".pdf", 10, "é" * 120 + ".pdf"),
        ("n." + "y" * 300, 0, "n." + "y" * 253),
    ],
)
def test_a_name_is_cut_by_its_bytes_and_keeps_its_ending(name: str, spare: int, kept: str) -> None:
    assert short_name(name, spare) == kept


def test_pieces_that_fail_leave_the_file_that_was_there(tmp_path: Path) -> None:
    def pieces() -> Iterator[bytes]:
        yield b"half"
        raise OSError(28, "No space left on device")

    (tmp_path / "out.csv").write_bytes(b"before")
    with pytest.raises(OSError, match="No space"):
        write_pieces(tmp_path / "out.csv", pieces())
    assert [one.read_bytes() for one in tmp_path.iterdir()] == [b"before"]


def test_pieces_go_where_a_link_leads_with_the_longest_name_and_the_mode_of_before(tmp_path: Path) -> None:
    place, link = tmp_path / ("é" * 125 + ".csv"), tmp_path / "link"
    place.touch(mode=0o640)
    link.symlink_to(place)
    write_pieces(link, [b"a", b"b"])
    assert link.is_symlink()
    assert (place.read_bytes(), stat.S_IMODE(place.stat().st_mode)) == (b"ab", 0o640)


def test_what_is_no_plain_file_is_written_to_as_it_is() -> None:
    write_pieces(Path(os.devnull), [b"gone"])
    assert not Path(os.devnull).is_file()


@pytest.mark.skipif(not Path("/dev/fd").is_dir(), reason="this system gives open files no names")
def test_a_pipe_that_is_named_by_its_number_is_written_to() -> None:
    reading, writing = os.pipe()
    try:
        write_pieces(Path(f"/dev/fd/{writing}"), [b"a", b"b"])
        assert os.read(reading, 10) == b"ab"
    finally:
        os.close(reading)
        os.close(writing)


def test_a_pipe_or_folder_in_the_place_of_a_list_is_an_error_and_nothing_is_waited_for(tmp_path: Path) -> None:
    assert read_if_there(tmp_path / "list") == ""
    (tmp_path / "list").write_text("Ŵ\n", encoding="utf-8")
    assert read_if_there(tmp_path / "list") == "Ŵ\n"
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    for name in ("pipe", "folder"):
        with pytest.raises(OSError, match="no file"):
            read_if_there(tmp_path / name)
