"""A file that another process takes away or replaces, before any of the calls that read it, is no fault."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import numpy as np
import pytest

from kb.app import backup as app_backup
from kb.app.library import Library
from kb.app.likeness_file import KeptLikeness, LikenessFile
from kb.core.errors import BadVocabulary, DocumentWithdrawn
from kb.core.model import DocumentSummary
from kb.core.settings import Settings
from kb.vocabulary import load
from tests.papers import child_z, mr_v
from tests.vanishing import each_moment

THEME = """label = "Tides"
group = "circumstances"
definition = "What a review says about tides."

[cues]
strong = ["high tide"]
"""


@pytest.fixture(scope="module")
def prepared_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a library of two reviews."""
    folder = tmp_path_factory.mktemp("prepared")
    with Library.open(Settings(data=folder / "library")) as library:
        library.add([child_z(folder / "in"), mr_v(folder / "in")])
    return folder / "library"


@pytest.fixture(scope="module")
def goes(prepared_folder: Path) -> DocumentSummary:
    """The document that is withdrawn."""
    with Library.open(Settings(data=prepared_folder)) as library:
        return library.documents()[0]


def place_of(document: DocumentSummary) -> str:
    return f"originals/{document.sha256[:2]}/{document.sha256[2:]}"


def open_copy(prepared_folder: Path, folder: Path) -> Library:
    shutil.copytree(prepared_folder, folder, dirs_exist_ok=True)
    return Library.open(Settings(data=folder))


def test_an_original_is_given_whole_or_said_to_be_withdrawn(
    prepared_folder: Path, goes: DocumentSummary, tmp_path: Path
) -> None:
    for number, reading in enumerate(each_moment(place_of(goes), lambda: other.withdraw(goes.id, "asked for"))):
        folder = tmp_path / str(number)
        with open_copy(prepared_folder, folder) as library, Library.open(Settings(data=folder)) as other:
            try:
                with reading:
                    words = library.original(goes.id)
            except DocumentWithdrawn:
                continue
            assert hashlib.sha256(words).hexdigest() == goes.sha256


def test_an_original_half_overwritten_by_its_withdrawal_is_withdrawn_and_not_damaged(
    prepared_folder: Path, goes: DocumentSummary, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_copy(prepared_folder, tmp_path / "library") as library:
        read = library._store.originals.read

        def read_too_late(sha256: str) -> bytes:
            place = library._store.originals.path(sha256)
            library.withdraw(goes.id, "asked for")
            place.write_bytes(b"\0" * 10)
            return read(sha256)

        monkeypatch.setattr(library._store.originals, "read", read_too_late)
        with pytest.raises(DocumentWithdrawn):
            library.original(goes.id)


def test_doctor_misses_nothing_that_was_withdrawn_meanwhile(
    prepared_folder: Path, goes: DocumentSummary, tmp_path: Path
) -> None:
    for number, reading in enumerate(each_moment(place_of(goes), lambda: other.withdraw(goes.id, "asked for"))):
        folder = tmp_path / str(number)
        with open_copy(prepared_folder, folder) as library, Library.open(Settings(data=folder)) as other:
            with reading:
                told = library.doctor()
            assert not [fault for fault in told.faults if fault.check == "originals"], number


def test_a_backup_taken_while_a_document_is_withdrawn_is_whole(
    prepared_folder: Path, goes: DocumentSummary, tmp_path: Path
) -> None:
    for number, reading in enumerate(each_moment(place_of(goes), lambda: other.withdraw(goes.id, "asked for"))):
        folder = tmp_path / str(number)
        with open_copy(prepared_folder, folder) as library, Library.open(Settings(data=folder)) as other, reading:
            made = library.back_up(folder / "backups")
        assert not made.lost
        app_backup.restore(made.folder, folder / "again")
        with Library.open(Settings(data=folder / "again")) as again:
            assert again.doctor().well


def test_a_vocabulary_file_that_goes_while_it_is_read_is_told_of_or_left_out(tmp_path: Path) -> None:
    place = tmp_path / "vocabulary" / "themes" / "tides.toml"
    place.parent.mkdir(parents=True)
    said = list[str]()
    for reading in each_moment("tides.toml", place.unlink):
        place.write_text(THEME, encoding="utf-8")
        try:
            with reading:
                load(tmp_path / "vocabulary")
        except BadVocabulary as error:
            said.append(str(error))
    assert said
    assert all("tides.toml cannot be read" in one for one in said), said


def test_what_is_kept_of_likeness_may_be_replaced_by_more_or_taken_away(tmp_path: Path) -> None:
    place = tmp_path / "likeness.arrays"
    file = LikenessFile(place, "this code")

    def keep(many: int) -> None:
        ids = [f"f{number:05}" for number in range(many)]
        columns = {"id": np.array([one.encode() for one in ids])}
        file.keep(KeptLikeness(many, dict.fromkeys(ids, "digest"), columns))

    for happen in (lambda: keep(4000), lambda: keep(1), lambda: place.unlink()):
        for reading in each_moment("likeness.arrays", happen):
            keep(40)
            with reading:
                held = file.read()
            assert held is None or held.number in (1, 40, 4000)
