"""Original files: kept by hash, private, and never shown once they have changed."""

from __future__ import annotations

import filecmp
import hashlib
import os
import stat
import tracemalloc
from pathlib import Path

import pytest

from kb.core.errors import LibraryUnavailable, NotHeld
from kb.store.originals import Originals

DATA = b"%PDF-1.7 a report"
SHA = hashlib.sha256(DATA).hexdigest()


@pytest.fixture
def originals(tmp_path: Path) -> Originals:
    kept = Originals(tmp_path / "originals")
    copy = tmp_path / "copy"
    copy.write_bytes(DATA)
    kept.adopt(copy, SHA)
    return kept


def test_a_file_is_moved_to_the_place_of_its_hash(originals: Originals, tmp_path: Path) -> None:
    assert originals.read(SHA) == DATA
    assert not (tmp_path / "copy").exists()
    assert list(originals.hashes()) == [SHA]


def test_a_file_can_be_read_by_its_owner_and_written_by_nobody(originals: Originals) -> None:
    assert stat.S_IMODE(originals.path(SHA).stat().st_mode) == 0o400


def test_the_same_file_may_come_again(originals: Originals, tmp_path: Path) -> None:
    again = tmp_path / "again"
    again.write_bytes(DATA)
    originals.adopt(again, SHA)
    assert originals.read(SHA) == DATA


def test_a_changed_file_is_not_shown(originals: Originals) -> None:
    place = originals.path(SHA)
    place.chmod(0o600)
    place.write_bytes(DATA + b" and more")
    with pytest.raises(LibraryUnavailable, match="has changed on disk"):
        originals.read(SHA)


def test_a_large_file_is_copied_a_part_at_a_time(originals: Originals, tmp_path: Path) -> None:
    large = tmp_path / "large"
    with large.open("wb") as file:
        file.truncate(48 << 20)
    sha256 = hashlib.sha256(large.read_bytes()).hexdigest()
    originals.adopt(large, sha256)
    tracemalloc.start()
    try:
        originals.copy(sha256, tmp_path / "copied")
        assert tracemalloc.get_traced_memory()[1] < 8 << 20
    finally:
        tracemalloc.stop()
    assert filecmp.cmp(tmp_path / "copied", originals.path(sha256), shallow=False)


def test_of_what_has_changed_no_copy_stays(originals: Originals, tmp_path: Path) -> None:
    place = originals.path(SHA)
    place.chmod(0o600)
    place.write_bytes(DATA + b" and more")
    with pytest.raises(LibraryUnavailable, match="has changed on disk"):
        originals.copy(SHA, tmp_path / "copied")
    place.unlink()
    with pytest.raises(NotHeld, match="missing"):
        originals.copy(SHA, tmp_path / "copied")
    assert not (tmp_path / "copied").exists()


def test_a_copy_never_takes_the_place_of_another_file(originals: Originals, tmp_path: Path) -> None:
    (tmp_path / "copied").write_bytes(b"something else")
    with pytest.raises(FileExistsError):
        originals.copy(SHA, tmp_path / "copied")
    assert (tmp_path / "copied").read_bytes() == b"something else"


def test_a_missing_file_is_said_to_be_missing(originals: Originals) -> None:
    originals.drop(SHA)
    originals.drop(SHA)
    with pytest.raises(NotHeld, match="missing"):
        originals.read(SHA)


def test_a_dropped_file_is_overwritten_first(originals: Originals) -> None:
    with originals.path(SHA).open("rb") as still_open:
        originals.drop(SHA)
        assert still_open.read() == bytes(len(DATA))


def test_a_link_and_the_file_that_it_leads_to_stay_and_are_reported(originals: Originals, tmp_path: Path) -> None:
    place, elsewhere = originals.path(SHA), tmp_path / "elsewhere.pdf"
    place.rename(elsewhere)
    place.symlink_to(elsewhere)
    with pytest.raises(LibraryUnavailable, match=r"is a link to .*elsewhere\.pdf"):
        originals.drop(SHA)
    assert elsewhere.read_bytes() == DATA
    assert stat.S_IMODE(elsewhere.stat().st_mode) == 0o400
    elsewhere.unlink()
    originals.drop(SHA)  # what leads nowhere holds no words
    assert not place.is_symlink()


def test_a_file_that_has_another_name_keeps_its_bytes_there(originals: Originals, tmp_path: Path) -> None:
    snapshot = tmp_path / "snapshot.pdf"
    os.link(originals.path(SHA), snapshot)
    originals.drop(SHA)
    assert snapshot.read_bytes() == DATA
    assert list(originals.hashes()) == []


def test_a_file_that_cannot_be_stored_is_said_to_be_so(tmp_path: Path) -> None:
    (tmp_path / "originals").write_text("in the way")
    copy = tmp_path / "copy"
    copy.write_bytes(DATA)
    with pytest.raises(LibraryUnavailable, match="nothing was kept"):
        Originals(tmp_path / "originals").adopt(copy, SHA)
    assert copy.read_bytes() == DATA
