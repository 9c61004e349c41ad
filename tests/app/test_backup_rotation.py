"""Old backups go only where newer ones are whole, and a rehearsal tells whether one can be restored."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.app import backup_rotation
from kb.app.backup import back_up
from kb.app.library import Library
from kb.core.errors import BadQuestion, LibraryUnavailable


@pytest.fixture
def library(two: Library) -> Library:
    return two


@pytest.fixture
def backups(library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of four backups, made a minute apart."""
    folder = tmp_path / "backups"
    for minute in range(4):
        monkeypatch.setattr(type(library._store), "now", lambda _, m=minute: f"2026-01-02T03:0{m}:00+0000")
        back_up(library._store, library.settings, folder)
    return folder


def names(folder: Path) -> list[str]:
    return [one.name for one in backup_rotation.backups_in(folder)]


def last_of(folder: Path) -> Path:
    return backup_rotation.backups_in(folder)[-1]


def test_the_newest_are_kept(backups: Path) -> None:
    before = names(backups)
    gone = backup_rotation.remove_old_backups(last_of(backups), 3)
    assert [one.name for one in gone] == before[:1]
    assert names(backups) == before[1:]
    assert backup_rotation.remove_old_backups(last_of(backups), 3) == ()


def test_nothing_goes_where_the_newest_is_not_whole(backups: Path) -> None:
    before = names(backups)
    rows = backups / before[-1] / "library.sqlite3"
    rows.chmod(0o600)
    rows.write_bytes(rows.read_bytes()[:-1])
    with pytest.raises(LibraryUnavailable, match="is damaged"):
        backup_rotation.remove_old_backups(last_of(backups), 1)
    assert names(backups) == before


def test_what_is_no_backup_stays(backups: Path) -> None:
    other, unfinished = backups / "library-photographs", backups / ".library-x.part"
    other.mkdir()
    unfinished.mkdir()
    backup_rotation.remove_old_backups(last_of(backups), 1)
    assert other.is_dir()
    assert unfinished.is_dir()
    assert len(names(backups)) == 1


def test_a_rehearsal_restores_the_newest_and_leaves_nothing(
    library: Library, backups: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    before = sorted(path for path in backups.rglob("*"))
    done = backup_rotation.rehearse_restore(backups, library.settings)
    assert (done.folder.name, done.documents, done.findings, done.faults) == (names(backups)[-1], 2, 7, ())
    assert list((tmp_path / "temporary").iterdir()) == []
    assert sorted(path for path in backups.rglob("*")) == before


def test_a_rehearsal_tells_of_a_damaged_backup(library: Library, backups: Path) -> None:
    original = next((backups / names(backups)[-1] / "originals").iterdir())
    original.chmod(0o600)
    original.write_bytes(b"other words")
    with pytest.raises(LibraryUnavailable, match="changed since it was made"):
        backup_rotation.rehearse_restore(backups, library.settings)


def test_a_rehearsal_without_a_backup_says_what_to_name(library: Library, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(BadQuestion, match="Name a backup"):
        backup_rotation.rehearse_restore(tmp_path / "empty", library.settings)


def test_the_backup_made_just_now_stays_whatever_the_clock_said_before(backups: Path) -> None:
    made, before = last_of(backups), names(backups)
    (backups / before[0]).rename(backups / "library-2031-01-01T000000Z")
    assert [one.name for one in backup_rotation.remove_old_backups(made, 2)] == [
        "library-2031-01-01T000000Z",
        before[1],
    ]
    assert names(backups) == before[2:]


def test_a_clock_that_was_set_back_costs_no_newer_backup_before_an_older_one(backups: Path) -> None:
    before = names(backups)
    made = (backups / before[-1]).rename(backups / "library-1970-01-01T000000Z")
    assert [one.name for one in backup_rotation.remove_old_backups(made, 3)] == before[:1]
    assert names(backups) == [made.name, *before[1:3]]


def test_a_link_is_no_backup_and_what_it_leads_to_stays(backups: Path, tmp_path: Path) -> None:
    elsewhere = last_of(backups).rename(tmp_path / "elsewhere")
    (backups / "library-2020-01-01T000000Z").symlink_to(elsewhere)
    backup_rotation.remove_old_backups(last_of(backups), 1)
    assert (elsewhere / "backup.json").is_file()
    assert (backups / "library-2020-01-01T000000Z").is_symlink()


def test_what_a_killed_removal_left_goes_the_next_time(backups: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: Path) -> None:
        raise OSError(5, "Input/output error")

    with monkeypatch.context() as patched:
        patched.setattr("shutil.rmtree", fail)
        with pytest.raises(LibraryUnavailable, match="Older backups could not be removed"):
            backup_rotation.remove_old_backups(last_of(backups), 2)
    assert len(names(backups)) == 2
    assert len(list(backups.glob(".library-*.going"))) == 2
    backup_rotation.remove_old_backups(last_of(backups), 2)
    assert not list(backups.glob(".library-*"))
