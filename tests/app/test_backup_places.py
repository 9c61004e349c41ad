"""What is withdrawn after the last backup is listed beside the backups all the same."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from kb.app import backup
from kb.app.backup_places import MOST_PLACES, PLACES, remember_place, tell_places
from kb.app.library import Library
from kb.core.errors import BadQuestion, DocumentWithdrawn
from kb.core.settings import Settings
from tests.cli.command import command


@pytest.fixture
def library(prepared_folder: Path, tmp_path: Path) -> Iterator[Library]:
    shutil.copytree(prepared_folder / "library", tmp_path / "library")
    with Library.open(Settings(data=tmp_path / "library", search="memory:")) as opened:
        yield opened


def restore_after_loss(library: Library, made: Path, tmp_path: Path) -> Library:
    library.close()
    shutil.rmtree(library.settings.data)
    backup.restore(made, tmp_path / "again")
    return Library.open(Settings(data=tmp_path / "again", search="memory:"))


def test_a_document_withdrawn_after_the_last_backup_stays_away_when_the_library_is_lost(
    library: Library, tmp_path: Path
) -> None:
    made = library.back_up(tmp_path / "backups").folder
    (gone,) = library.documents("safeguarding-adult-review-mr-v")
    library.withdraw(gone.id)
    with restore_after_loss(library, made, tmp_path) as again:
        assert len(again.documents()) == 1
        with pytest.raises(DocumentWithdrawn):
            again.document(gone.id)


def test_a_finding_withdrawn_after_the_last_backup_stays_away_and_one_taken_back_does_not(
    library: Library, tmp_path: Path
) -> None:
    made = library.back_up(tmp_path / "backups").folder
    first, second, *_ = (one.finding.id for one in library.findings())
    library.make_correction(lambda desk: desk.withdraw(first, "a test"))
    batch = library.make_correction(lambda desk: desk.withdraw(second, "a test"))
    library.undo(batch, "a test")
    with restore_after_loss(library, made, tmp_path) as again:
        with pytest.raises(DocumentWithdrawn):
            again.finding(first)
        assert again.finding(second)


def test_a_document_reinstated_after_the_last_backup_comes_back_with_it(library: Library, tmp_path: Path) -> None:
    (gone,) = library.documents("safeguarding-adult-review-mr-v")
    made = library.back_up(tmp_path / "backups").folder
    library.withdraw(gone.id)
    library.reinstate(gone.id)
    with restore_after_loss(library, made, tmp_path) as again:
        assert again.document(gone.id)


def test_a_place_that_is_not_there_is_named_and_holds_up_nothing(library: Library, tmp_path: Path) -> None:
    library.back_up(tmp_path / "plugged out")
    shutil.rmtree(tmp_path / "plugged out")
    library.back_up(tmp_path / "here")
    (gone,) = library.documents("safeguarding-adult-review-mr-v")
    data = library.settings.data
    library.close()
    done = command(data, "withdraw", gone.id, KB_SEARCH="memory:")
    assert done.returncode == 0
    assert f"{tmp_path / 'plugged out'}, where backups stand, cannot be reached" in done.stderr
    assert gone.id in (tmp_path / "here" / "withdrawn.jsonl").read_text()


def test_the_newest_places_are_kept_each_once(tmp_path: Path) -> None:
    for number in (*range(MOST_PLACES + 3), 5):
        remember_place(tmp_path, tmp_path / f"to {number}")
    kept = (tmp_path / PLACES).read_text().splitlines()
    assert len(kept) == len(set(kept)) == MOST_PLACES
    assert kept[-1].endswith("to 5")
    (tmp_path / PLACES).write_bytes(b"\xff\xfe")
    assert tell_places(tmp_path) == ()


@pytest.mark.parametrize("name", ["two\nlines", os.fsdecode(b"copies \xff")])
def test_a_folder_whose_name_no_list_can_hold_is_refused(name: str, tmp_path: Path) -> None:
    with Library.open(Settings(data=tmp_path / "library")) as library, pytest.raises(BadQuestion, match="line end"):
        library.back_up(tmp_path / name)
