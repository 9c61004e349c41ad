"""Backups are whole, are told from damaged ones, and bring nothing withdrawn back."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from kb.app import backup as app_backup
from kb.app.library import Library
from kb.core.errors import BadQuestion, DocumentWithdrawn, LibraryUnavailable
from kb.core.settings import Settings
from search.port import Query
from tests.papers import mr_v


@pytest.fixture
def library(two: Library) -> Library:
    return two


def restore_library(backup: Path, data: Path) -> Library:
    app_backup.restore(backup, data)
    return Library.open(Settings(data=data))


def test_a_restored_library_is_the_one_that_was_backed_up(library: Library, tmp_path: Path) -> None:
    made = library.back_up(tmp_path / "backups")
    assert (made.documents, made.findings) == (2, 7)
    with restore_library(made.folder, tmp_path / "again") as again:
        assert again.findings() == library.findings()
        assert again.documents() == library.documents()
        assert again.search(Query(text="flats", synonyms=False)).total == 2
        assert again.original(again.documents()[0].id) == library.original(library.documents()[0].id)
        assert again.doctor().well


def test_two_backups_within_one_second_have_names_of_their_own(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A backup killed as it ended is there under its name when the next is made at once."""
    times = iter(["2026-01-02T03:04:05+0000"] * 2 + ["2026-01-02T03:04:06+0000"] * 9)
    monkeypatch.setattr(type(library._store), "now", lambda _store: next(times))
    monkeypatch.setattr("kb.app.backup.time.sleep", lambda _seconds: None)
    made = [library.back_up(tmp_path / "backups").folder.name for _ in range(2)]
    assert made == ["library-2026-01-02T030405Z", "library-2026-01-02T030406Z"]


def test_a_backup_under_a_clock_that_stands_still_is_refused(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type(library._store), "now", lambda _store: "2026-01-02T03:04:05+0000")
    monkeypatch.setattr("kb.app.backup.time.sleep", lambda _seconds: None)
    library.back_up(tmp_path / "backups")
    with pytest.raises(BadQuestion, match="clock standing still"):
        library.back_up(tmp_path / "backups")


def test_the_list_of_publishers_pages_comes_back(library: Library, tmp_path: Path) -> None:
    library.publishers.save('[[source]]\nname = "Northby"\naddress = "https://northby.example/reviews"\n', "a test")
    made = library.back_up(tmp_path / "backups")
    with restore_library(made.folder, tmp_path / "again") as again:
        assert again.publishers.sources() == library.publishers.sources() != ()


def test_what_was_withdrawn_since_the_backup_stays_withdrawn(library: Library, tmp_path: Path) -> None:
    old = library.back_up(tmp_path / "backups").folder.rename(tmp_path / "backups" / "old")
    (gone,) = library.documents("safeguarding-adult-review-mr-v")
    library.withdraw(gone.id)
    library.back_up(tmp_path / "backups")
    with restore_library(old, tmp_path / "again") as again:
        with pytest.raises(DocumentWithdrawn):
            again.document(gone.id)
        assert again.search(Query(text='"fire service"')).total == 0
        assert again.add([mr_v(tmp_path)]).outcomes[0].code == "withdrawn"
        assert again.doctor().well
    everything = b"".join(path.read_bytes() for path in (tmp_path / "again").rglob("*") if path.is_file())
    assert b"fire service" not in everything


def test_an_old_copy_of_the_rows_brings_nothing_withdrawn_back(library: Library, tmp_path: Path) -> None:
    library.close()
    rows = tmp_path / "library" / "library.sqlite3"
    before = rows.read_bytes()
    with Library.open(Settings(data=tmp_path / "library")) as opened:
        (gone,) = opened.documents("safeguarding-adult-review-mr-v")
        opened.withdraw(gone.id)
    rows.write_bytes(before)
    with Library.open(Settings(data=tmp_path / "library")) as opened, pytest.raises(DocumentWithdrawn):
        opened.document(gone.id)


def test_a_damaged_or_partial_backup_is_refused(library: Library, tmp_path: Path) -> None:
    folder = library.back_up(tmp_path / "backups").folder
    original = next((folder / "originals").iterdir())
    original.chmod(0o600)
    original.write_bytes(b"changed")
    with pytest.raises(LibraryUnavailable, match="is damaged"):
        app_backup.restore(folder, tmp_path / "again")
    original.unlink()
    with pytest.raises(BadQuestion, match="is missing"):
        app_backup.restore(folder, tmp_path / "again")
    assert not (tmp_path / "again").exists()


def test_nothing_is_restored_over_a_library(library: Library, tmp_path: Path) -> None:
    folder = library.back_up(tmp_path / "backups").folder
    with pytest.raises(BadQuestion, match="holds a library already"):
        app_backup.restore(folder, tmp_path / "library")


@pytest.mark.parametrize("words", ["[]", "5", '{"files": 5}', "[" * 100_000], ids=["list", "number", "odd", "deep"])
def test_a_backup_that_describes_itself_wrongly_is_refused(library: Library, tmp_path: Path, words: str) -> None:
    folder = library.back_up(tmp_path / "backups").folder
    (folder / app_backup.MANIFEST).write_text(words)
    with pytest.raises(LibraryUnavailable, match="cannot be read"):
        app_backup.restore(folder, tmp_path / "again")
    assert not (tmp_path / "again").exists()


@pytest.mark.parametrize("words", ["this is no JSON\n", "[" * 100_000, "5"], ids=["no JSON", "deep", "number"])
def test_a_list_of_withdrawals_that_cannot_be_read_stops_the_library(
    library: Library, tmp_path: Path, words: str
) -> None:
    library.close()
    (tmp_path / "library" / "withdrawn.jsonl").write_text(words)
    with pytest.raises(LibraryUnavailable, match="list of withdrawn documents"):
        Library.open(Settings(data=tmp_path / "library"))
    shutil.rmtree(tmp_path / "library")


@pytest.mark.parametrize("backups_at", [(1, 3), (1,), (1, 2, 3), (1, 2), (0, 1, 3)])
def test_a_document_reinstated_and_added_again_outlives_every_backup(
    library: Library, tmp_path: Path, backups_at: tuple[int, ...]
) -> None:
    """Backups are made after these of four steps; the newest is restored."""
    (gone,) = library.documents("safeguarding-adult-review-mr-v")
    steps: tuple[Callable[[], object], ...] = (
        lambda: None,
        lambda: library.withdraw(gone.id),
        lambda: library.reinstate(gone.id),
        lambda: library.add([mr_v(tmp_path)]),
    )
    made = tmp_path
    for number, step in enumerate(steps):
        step()
        if number in backups_at:
            made = library.back_up(tmp_path / "backups").folder.rename(tmp_path / "backups" / f"library-{number}")
    with restore_library(made, tmp_path / "again") as again:
        held = {document.id for document in again.documents()}
        assert (gone.id in held) is (backups_at[-1] == 3)
        again.add([mr_v(tmp_path)])
        assert gone.id in {document.id for document in again.documents()}  # the reinstatement is listed beside it
        assert again.doctor().well
    Library.open(Settings(data=tmp_path / "again")).close()  # nor does a further opening take it down


def test_a_reinstatement_after_the_last_backup_but_known_beside_it_counts(library: Library, tmp_path: Path) -> None:
    (gone,) = library.documents("safeguarding-adult-review-mr-v")
    library.withdraw(gone.id)
    old = library.back_up(tmp_path / "backups").folder.rename(tmp_path / "backups" / "old")
    library.reinstate(gone.id)
    library.back_up(tmp_path / "backups")
    with restore_library(old, tmp_path / "again") as again:
        assert again.add([mr_v(tmp_path)]).outcomes[0].document_id == gone.id


def test_the_list_of_an_older_program_does_not_erase_what_was_added_later(library: Library, tmp_path: Path) -> None:
    (gone,) = library.documents("safeguarding-adult-review-mr-v")
    folder = library.back_up(tmp_path / "backups").folder
    line = f'{{"document": "{gone.id}", "sha256": "{gone.sha256}", "text_key": "k", "review_key": "r", "reason": ""'
    (tmp_path / "backups" / "withdrawn.jsonl").write_text(line + ', "at": "2001-02-03T04:05:06+00:00"}\n')
    with restore_library(folder, tmp_path / "again") as again:
        assert again.document(gone.id) == gone


def test_a_restore_onto_a_full_disk_leaves_nothing_half(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = library.back_up(tmp_path / "backups").folder
    again = tmp_path / "again"
    for limit in (0, 1, 2):  # files that still fit
        with monkeypatch.context() as patch:
            _fill_disk_after(patch, limit)
            with pytest.raises(LibraryUnavailable, match=r"No space left on device.*Make room"):
                app_backup.restore(folder, again)
        assert [path for path in again.rglob("*") if path.is_file()] == []
    with restore_library(folder, again) as whole:
        assert whole.findings() == library.findings()


def _fill_disk_after(patch: pytest.MonkeyPatch, limit: int) -> None:
    copy = shutil.copyfile
    copied: list[Path] = []

    def copy_or_fail(source: Path, target: Path) -> Path:
        if len(copied) >= limit:
            Path(target).write_bytes(Path(source).read_bytes()[:100])
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(target))
        copied.append(target)
        return Path(copy(source, target))

    patch.setattr(shutil, "copyfile", copy_or_fail)


def test_a_backup_of_fewer_rows_than_it_states_is_refused(library: Library, tmp_path: Path) -> None:
    folder = library.back_up(tmp_path / "backups").folder
    told = (folder / "backup.json").read_text()
    (folder / "backup.json").write_text(told.replace('"documents": 2', '"documents": 3'))
    with pytest.raises(LibraryUnavailable, match="states 3 documents with 7 findings, but its rows hold 2"):
        app_backup.restore(folder, tmp_path / "again")


@pytest.mark.parametrize("elsewhere", ["rows.sqlite3", "far/rows.sqlite3"])
def test_rows_are_restored_into_the_database_that_is_named(library: Library, tmp_path: Path, elsewhere: str) -> None:
    folder = library.back_up(tmp_path / "backups").folder
    url = f"sqlite:///{tmp_path / elsewhere}"
    app_backup.restore(folder, tmp_path / "again", url)
    with Library.open(Settings(data=tmp_path / "again", database=url)) as again:
        assert again.findings() == library.findings()
        assert again.doctor().well
    assert not (tmp_path / "again" / "library.sqlite3").exists()
    with pytest.raises(BadQuestion, match="holds a library already"):
        app_backup.restore(folder, tmp_path / "third", url)


def test_a_document_added_again_on_one_machine_is_not_taken_down_by_another(library: Library, tmp_path: Path) -> None:
    """Two machines with a folder each have one database."""
    shared = f"sqlite:///{tmp_path / 'library' / 'library.sqlite3'}"
    other = Settings(data=tmp_path / "other", database=shared)
    (gone,) = library.documents("safeguarding-adult-review-mr-v")
    library.withdraw(gone.id)
    Library.open(other).close()  # its folder now lists the withdrawal
    library.reinstate(gone.id)
    library.add([mr_v(tmp_path)])
    with Library.open(other) as opened:
        assert opened.document(gone.id).sha256 == gone.sha256
    assert library.document(gone.id).sha256 == gone.sha256


@pytest.mark.parametrize("how", ["missing", "changed", "unreadable"])
def test_what_lacks_its_original_is_named_and_everything_else_is_backed_up(
    library: Library, tmp_path: Path, how: str
) -> None:
    lost, whole = library.documents()
    place = library._store.originals.path(lost.sha256)
    place.chmod(0o600)
    if how == "missing":
        place.unlink()
    elif how == "changed":
        place.write_bytes(place.read_bytes()[:-1] + b"?")
    else:
        place.unlink()
        place.mkdir()
    made = library.back_up(tmp_path / "backups")
    assert made.lost == (lost.name,)
    assert [one.name for one in (made.folder / "originals").iterdir()] == [whole.sha256]
    with restore_library(made.folder, tmp_path / "again") as again:
        assert again.findings() == library.findings()
        assert "1 original file is missing." in [fault.sentence for fault in again.doctor().faults]
