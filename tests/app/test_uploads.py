"""The queue of files handed in: each is read once or refused with a sentence, whatever dies in between."""

from __future__ import annotations

import errno
import os
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from kb.app.library import Library
from kb.app.uploads import safe_name
from kb.core.errors import LibraryUnavailable
from kb.core.settings import Settings
from kb.store import Store, jobs
from tests.papers import child_z, mr_v


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(Settings(data=tmp_path / "library", search="memory:")) as opened:
        yield opened


def test_files_are_read_in_their_order_with_the_sentences_of_adding(library: Library, tmp_path: Path) -> None:
    paper = child_z(tmp_path)
    for name, path in (("child-z.md", paper), ("again.md", paper), ("mr-v.md", mr_v(tmp_path))):
        library.uploads.put(name, path, "anna")
    empty = tmp_path / "empty.pdf"
    empty.touch()
    library.uploads.put("empty.pdf", empty, "anna")
    assert library.documents() == ()
    assert library.uploads.read_all() == 4
    by_name = {one.name: one for one in library.uploads.jobs()}
    assert [by_name[name].outcome for name in ("child-z.md", "again.md", "mr-v.md", "empty.pdf")] == [
        "kept",
        "already_held",
        "kept",
        "refused",
    ]
    assert "Already held as child-z.md" in by_name["again.md"].sentence
    assert "empty" in by_name["empty.pdf"].sentence
    assert {one.name for one in library.documents()} == {"child-z.md", "mr-v.md"}
    assert list((library.settings.data / "uploads").iterdir()) == []


def test_what_waited_is_read_after_a_restart(library: Library, tmp_path: Path) -> None:
    library.uploads.put("child-z.md", child_z(tmp_path), "anna")
    with Library.open(library.settings) as again:
        assert again.uploads.read_all() == 1
        assert len(again.documents()) == 1


def test_a_file_that_ends_its_reader_twice_is_refused_and_the_next_is_read(library: Library, tmp_path: Path) -> None:
    bad = library.uploads.put("bad.md", child_z(tmp_path), "anna")
    library.uploads.put("good.md", mr_v(tmp_path), "anna")
    with library._store.database.writing() as connection:
        jobs.change(connection, bad, library._store.now(), state=jobs.READING, tries=2)
    library.uploads.read_all()
    good, ended = library.uploads.jobs()
    assert (ended.outcome, ended.sentence) == ("refused", "bad.md could not be read: reading it broke off twice.")
    assert good.outcome == "kept"


def test_one_that_died_while_it_took_a_file_in_holds_up_nobody(library: Library, tmp_path: Path) -> None:
    first = library.uploads.put("child-z.md", child_z(tmp_path), "anna")
    left = library.settings.data / "uploads" / str(first + 1)  # the next number, as who was killed leaves it
    left.mkdir()
    (left / "half.md").write_text("# Ha")
    assert library.uploads.put("mr-v.md", mr_v(tmp_path), "anna") == first + 1
    library.uploads.read_all()
    assert {one.name for one in library.documents()} == {"child-z.md", "mr-v.md"}


def test_a_file_that_cannot_be_taken_in_leaves_nothing(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr("kb.app.uploads.shutil.copyfile", fail)
        with pytest.raises(LibraryUnavailable, match="No space left"):
            library.uploads.put("child-z.md", child_z(tmp_path), "anna")
    assert library.uploads.jobs() == ()
    assert list((library.settings.data / "uploads").iterdir()) == []


def test_a_name_of_long_letters_is_taken(library: Library, tmp_path: Path) -> None:
    number = library.uploads.put(f"{chr(0x1F4A5) * 100}.md", child_z(tmp_path), "anna")
    library.uploads.read_all()
    job = library.uploads.job(number)
    assert job.outcome == "kept"
    assert job.name.endswith(".md")


def test_an_archive_that_was_cut_off_in_the_middle_waits_for_another_try(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with zipfile.ZipFile(tmp_path / "both.zip", "w") as made:
        for paper in (child_z(tmp_path), mr_v(tmp_path)):
            made.write(paper, paper.name)
    number = library.uploads.put("both.zip", tmp_path / "both.zip", "anna")
    keep = Store.keep
    kept: list[object] = []

    def keep_one(store: Store, *arguments: Any, **more: Any) -> object:
        if kept:
            raise LibraryUnavailable("The disk is full.")
        kept.append(keep(store, *arguments, **more))
        return kept[0]

    with monkeypatch.context() as patch:
        patch.setattr(Store, "keep", keep_one)
        with pytest.raises(LibraryUnavailable, match="The disk is full"):
            library.uploads.read_all()
    assert library.uploads.job(number).outcome == ""
    library.uploads.read_all()
    assert library.uploads.job(number).outcome.startswith("kept")
    assert len(library.documents()) == 2


def test_where_the_disk_has_no_room_nothing_is_taken(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kb.app.uploads._SPARE", 1 << 60)
    with pytest.raises(LibraryUnavailable, match="too little room"):
        library.uploads.put("child-z.md", child_z(tmp_path), "anna")
    assert library.uploads.jobs() == ()


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\reports\\Child Z.pdf", "Child Z.pdf"),
        ("manifest.toml", "manifest.toml.txt"),
        (".hidden.pdf", "hidden.pdf"),
        ("~$draft.docx", "$draft.docx"),
        ("a\nb\x00.pdf", "ab.pdf"),
        ("", "document"),
        ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
    ],
)
def test_a_file_s_name_leads_nowhere_else(name: str, safe: str) -> None:
    assert safe_name(name) == safe


def test_a_folder_that_cannot_be_made_is_reported(library: Library, tmp_path: Path) -> None:
    (tmp_path / "library" / "uploads").write_text("in the way", encoding="utf-8")
    with pytest.raises(LibraryUnavailable, match=r"could not be taken in .*Nothing of it was kept"):
        library.uploads.put("child-z.md", child_z(tmp_path / "in"), "Kim")


@pytest.mark.parametrize(("day", "lost"), [("2026-03-02", False), ("2026-02-20", True), ("2027-01-01", True)])
def test_a_file_of_another_machine_is_given_up_also_after_a_wrong_clock(
    day: str, lost: bool, library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = library.uploads.put("child-z.md", child_z(tmp_path), "anna")
    monkeypatch.setattr(library._store, "now", lambda: "2026-03-03T09:00:00+00:00")
    told = replace(library.uploads.job(number), at=f"{day}T09:00:00+00:00")
    assert library.uploads._is_lost(told) is lost
