"""The doctor finds what was planted in originals, words, folders and readings, and its remedies work."""

from __future__ import annotations

import errno
import os
import shlex
import shutil
import sqlite3
import subprocess
from pathlib import Path
from socket import AF_UNIX, socket

import pytest

from kb.app import doctor
from kb.app.library import Library
from kb.core.errors import LibraryUnavailable
from kb.core.settings import Settings
from tests.app.damage import by_hand, faults
from tests.hostile import LIBRARY


def test_a_library_in_order_is_well(library: Library) -> None:
    diagnosis = library.doctor()
    assert diagnosis.well
    assert faults(library) == {}
    assert "index" in diagnosis.checks


@pytest.mark.parametrize(
    "harm",
    [
        "UPDATE texts SET text = replace(text, 'Practitioners', 'Practitionerz')",
        "UPDATE findings SET text = replace(text, 'Information', 'Informatiom')",
        "UPDATE findings SET kind = 'action' WHERE kind = 'lesson'",
    ],
)
def test_words_changed_in_the_database_are_found_and_read_again(harm: str, library: Library, folder: Path) -> None:
    before = [one.finding for one in library.findings()]
    by_hand(folder, harm)
    assert "kb reprocess" in faults(library)["words"]
    library.reread()
    assert faults(library) == {}
    assert [one.finding for one in library.findings()] == before


def test_a_missing_original_is_found(library: Library) -> None:
    place = library._store.originals.path(library.documents()[0].sha256)
    data = place.read_bytes()
    library._store.originals.drop(library.documents()[0].sha256)
    assert "backup" in faults(library)["originals"]
    place.parent.mkdir(exist_ok=True)
    place.write_bytes(data)
    assert faults(library) == {}


def test_a_changed_original_is_found(library: Library) -> None:
    place = library._store.originals.path(library.documents()[0].sha256)
    place.chmod(0o600)
    data = place.read_bytes()
    place.write_bytes(data.replace(b"Child", b"Chili"))
    assert "backup" in faults(library)["originals"]
    place.write_bytes(data)
    assert faults(library) == {}


def test_a_file_of_no_document_is_noted(library: Library, folder: Path) -> None:
    (folder / "originals" / "ab").mkdir(exist_ok=True)
    (folder / "originals" / "ab" / ("c" * 62)).write_bytes(b"left by a command that was cut off")
    assert "originals" in faults(library, grave=False)
    assert library.doctor().well


def test_a_change_to_the_audit_trail_is_found(library: Library, folder: Path) -> None:
    by_hand(folder, "UPDATE audit SET subject = 'another' WHERE number = 1")
    assert "audit" in faults(library)


def test_the_original_of_a_withdrawn_document_is_found_and_goes_at_the_next_opening(
    library: Library, folder: Path
) -> None:
    held = library.documents()[0]
    data = library.original(held.id)
    library.withdraw(held.id)
    place = library._store.originals.path(held.sha256)
    place.write_bytes(data)
    assert "withdrawn" in faults(library)
    library.close()
    with Library.open(Settings(data=folder)) as again:
        assert faults(again) == {}
        assert not place.exists()


def test_an_open_folder_is_noted(library: Library, folder: Path) -> None:
    folder.chmod(0o755)
    assert "chmod 700" in faults(library, grave=False)["folder"]
    folder.chmod(0o700)
    assert "folder" not in faults(library, grave=False)


def test_a_disk_with_room_for_few_more_files_is_noted(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "folder" not in faults(library, grave=False)
    for spare, noted in ((999, True), (None, False)):  # None: a file system that does not say it
        monkeypatch.setattr(doctor, "spare_files", lambda _, spare=spare: spare)
        assert ("folder" in faults(library, grave=False)) == noted


def test_private_copies_left_behind_are_noted(library: Library, folder: Path) -> None:
    (folder / "incoming").mkdir(exist_ok=True)
    (folder / "incoming" / "left").write_text("words")
    assert "leftovers" in faults(library, grave=False)
    os.utime(folder / "incoming" / "left", (0, 0))
    library.close()
    with Library.open(Settings(data=folder)) as again:
        assert "leftovers" not in faults(again, grave=False)


@pytest.mark.parametrize(
    ("version", "faulty"),
    [
        ((3, 40, 1), True),
        ((3, 44, 6), False),
        ((3, 50, 6), True),
        ((3, 50, 7), False),
        ((3, 51, 2), True),
        ((3, 51, 3), False),
        ((3, 53, 4), False),
    ],
)
def test_a_version_of_sqlite_that_can_lose_a_commit_is_known(version: tuple[int, ...], faulty: bool) -> None:
    assert doctor._loses_commits(version) is faulty


def test_a_library_on_a_network_file_system_is_reported(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "network_file_system", lambda folder: "nfs4")
    assert "KB_DATABASE" in faults(library, grave=False)["folder"]


def test_what_cannot_be_checked_is_a_fault(library: Library) -> None:
    shutil.rmtree(library.settings.data)
    assert "folder" in faults(library)


@pytest.mark.parametrize(
    "harm",
    [
        "DELETE FROM texts WHERE document = (SELECT id FROM documents WHERE number = 1)",
        "DELETE FROM findings WHERE place = 1",
        "UPDATE documents SET finding_count = finding_count + 1 WHERE number = 2",
    ],
)
def test_lost_texts_and_findings_are_seen_and_the_remedy_works(folder: Path, harm: str) -> None:
    connection = sqlite3.connect(folder / "library.sqlite3")
    connection.executescript(f"PRAGMA foreign_keys = ON; {harm};")
    connection.close()
    with Library.open(Settings(data=folder)) as library:
        assert "kb reprocess" in faults(library)["words"]
        assert library.reread().troubles == ()
        assert faults(library) == {}


def test_a_finding_whose_row_alone_was_lost_comes_back_by_the_remedy(folder: Path) -> None:
    """What belongs to it is still there, and stands in the way of nothing."""
    with Library.open(Settings(data=folder)) as library:
        held = library.findings()
    by_hand(folder, "DELETE FROM findings WHERE id = (SELECT min(finding) FROM tags)")
    with Library.open(Settings(data=folder)) as library:
        assert len(library.findings()) < len(held)
        assert {"database", "words"} <= faults(library).keys()
        assert library.reread().troubles == ()
        library.reindex()
        assert faults(library) == {}
        assert {one.finding.id for one in library.findings()} == {one.finding.id for one in held}


@pytest.mark.parametrize(
    "harm",
    [
        "UPDATE documents SET about = replace(about, 'Child Z', 'Child Q') WHERE about LIKE '%Child Z%'",
        "UPDATE documents SET about = replace(about, '2021', '2011')",
        "UPDATE tags SET theme = 'neglect' WHERE place = 0",
    ],
)
def test_a_deep_look_finds_titles_dates_and_themes_that_no_original_gives(folder: Path, harm: str) -> None:
    with Library.open(Settings(data=folder)) as library:
        assert "readings" not in {fault.check for fault in library.doctor(deep=True).faults}
    connection = sqlite3.connect(folder / "library.sqlite3")
    assert connection.execute(harm).rowcount
    connection.commit()
    connection.close()
    with Library.open(Settings(data=folder)) as library:
        found = {fault.check: fault for fault in library.doctor(deep=True).faults}
        assert "kb reprocess" in found["readings"].remedy
        library.reread()
        assert "readings" not in {fault.check for fault in library.doctor(deep=True).faults}


@pytest.mark.parametrize("harm", ["DELETE FROM answers", "UPDATE answers SET certain = 1 - certain"])
def test_a_deep_look_finds_answers_that_no_original_gives(library: Library, folder: Path, harm: str) -> None:
    library.add([LIBRARY / "tarnshire-family-d-progress-2022.html"])
    held = library._store.answers()
    assert held
    by_hand(folder, harm)
    found = {fault.check: fault for fault in library.doctor(deep=True).faults}
    assert "kb reprocess" in found["readings"].remedy
    library.reread()
    assert library._store.answers() == held
    assert "readings" not in {fault.check for fault in library.doctor(deep=True).faults}


@pytest.mark.parametrize(
    ("name", "is_folder"),
    [
        ("writing.lock", True),
        ("changing.lock", True),
        ("sources.toml", True),
        ("incoming", False),
        ("vocabulary", False),
    ],
)
def test_what_has_the_name_of_a_file_or_folder_that_is_needed_is_named_and_can_be_moved_away(
    library: Library, folder: Path, name: str, is_folder: bool
) -> None:
    place = folder / name
    if place.is_dir():
        shutil.rmtree(place)
    place.unlink(missing_ok=True)
    if is_folder:
        place.mkdir()
    else:
        place.write_text("something")
    (fault,) = [one for one in library.doctor().faults if one.check == "folder" and one.grave]
    assert str(place) in fault.sentence
    subprocess.run(shlex.split(fault.remedy.partition(": ")[2]), check=True)
    assert faults(library) == {}


@pytest.mark.parametrize("thing", ["folder", "pipe", "circle of links", "socket"])
def test_what_is_no_file_in_the_place_of_an_original_is_a_changed_original(
    thing: str, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = library.documents()[0]
    place = library._store.originals.path(held.sha256)
    kept = place.read_bytes()
    place.unlink()
    monkeypatch.chdir(place.parent)  # a socket's address is short
    with socket(AF_UNIX) as listening:
        match thing:
            case "folder":
                place.mkdir()
            case "pipe":
                os.mkfifo(place)
            case "socket":
                listening.bind(place.name)
            case _:
                place.symlink_to(place.name)
        assert "in place of what is there" in faults(library)["originals"]
        with pytest.raises(LibraryUnavailable):
            library.original(held.id)
    place.rmdir() if thing == "folder" else place.unlink()
    place.write_bytes(kept)
    assert faults(library) == {}


def test_an_original_that_this_user_may_not_read_is_told_with_its_owner(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(place: Path, *_: object) -> int:
        raise PermissionError(errno.EACCES, "Permission denied", str(place))

    monkeypatch.setattr("kb.store.originals.os.open", refuse)
    assert "Permission denied. Check who owns it" in faults(library)["originals"]
