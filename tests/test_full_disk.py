"""A disk that is full, or an index that cannot be written: reading goes on, and what was kept is told."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from threading import Thread

import pytest
from typer.testing import CliRunner

from kb.app.library import Library
from kb.app.reports import AddReport
from kb.cli.commands import app
from kb.core.errors import LibraryBusy, LibraryUnavailable
from kb.core.settings import Settings
from kb.store import Store
from search.engines.whoosh_columnar.build.generations import Generations
from search.port import Query
from tests.papers import CHILD_Z, child_z, mr_v, paper
from tests.web import site


def raise_disk_full(*_: object, **__: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A library that holds one review, and a second review kept that its index has not heard of."""
    with Library.open(Settings(data=tmp_path / "library")) as opened:
        opened.add([child_z(tmp_path / "in")])
    return tmp_path / "library"


@pytest.fixture
def unwritable(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The same where no generation of the index can be published any more."""
    monkeypatch.setattr(Generations, "publish", raise_disk_full)
    return folder


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "index").glob("gen-*"))


def test_with_an_index_that_cannot_be_written_adding_keeps_and_says_so_and_reading_goes_on(unwritable: Path) -> None:
    before = names(unwritable)
    with Library.open(Settings(data=unwritable)) as opened:
        report = opened.add([mr_v(unwritable.parent / "in")])
        assert report.sentence.startswith("1 file seen: 1 kept")
        assert "cannot be found by searching yet" in report.later
        assert not report.is_complete
        assert len(opened.documents()) == 2
        results = opened.search(Query("housing officers"))
        assert results.total
        assert any("cannot be found by searching yet" in notice for notice in results.notices)
    assert names(unwritable) == before  # nothing half-made is left to fill the disk further


def test_a_library_whose_index_cannot_be_written_opens_and_its_pages_say_what_is_missing(unwritable: Path) -> None:
    with Library.open(Settings(data=unwritable)) as opened:
        opened.add([mr_v(unwritable.parent / "in")])
    with Library.open(Settings(data=unwritable)) as again, site.client(again) as client:
        page = client.get("/search", params={"q": "housing officers"})
        assert page.status_code == 200
        assert "cannot be found by searching yet" in page.text
        assert client.get("/reviews").status_code == 200


def test_once_there_is_room_the_index_catches_up_by_itself(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as broken, Library.open(Settings(data=folder)) as opened:
        broken.setattr(Generations, "publish", raise_disk_full)
        opened.add([mr_v(folder.parent / "in")])
    with Library.open(Settings(data=folder)) as again:
        results = again.search(Query("fire service"))
        assert results.total
        assert not any("yet" in notice for notice in results.notices)


OTHER = """# Learning review: Child {number}

Exby{number} Safeguarding Children Partnership

Published: March 2021

## Lessons learned

- Nobody asked who slept in the {place} by the weir, or who paid for them.
"""


def test_a_disk_that_fills_up_while_adding_ends_with_a_report_of_what_was_kept(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = folder.parent / "more"
    for number, place in enumerate(("barges", "caravans", "hostels", "tents")):
        paper(files, f"{number}.md", OTHER.format(number=number, place=place))
    keep, kept = Store.keep, list[object]()

    def keeps_two(self: Store, *given: object, **named: object) -> object:
        if len(kept) == 2:
            raise LibraryUnavailable("The disk is full.")
        kept.append(keep(self, *given, **named))  # type: ignore[arg-type]
        return kept[-1]

    monkeypatch.setattr(Store, "keep", keeps_two)
    monkeypatch.setenv("KB_DATA", str(folder))
    done = CliRunner().invoke(app, ["add", str(files)])
    assert done.exit_code == 1
    assert "2 files seen: 2 kept" in done.output
    assert "The disk is full. 2 files not added, from 2.md on." in done.output


def test_two_that_add_at_once_both_end_well(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keep, refused = Store.keep, list[int]()

    def busy_at_first(self: Store, *given: object, **named: object) -> object:
        if len(refused) < 2:
            refused.append(1)
            raise LibraryBusy("Another process is writing to this library.")
        return keep(self, *given, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(Store, "keep", busy_at_first)
    reports: list[AddReport] = []

    def add(name: str) -> None:
        with Library.open(Settings(data=folder)) as opened:
            reports.append(opened.add([paper(folder.parent / name, f"{name}.md", CHILD_Z.replace("Child Z", name))]))

    threads = [Thread(target=add, args=(name,)) for name in ("Adult P", "Adult Q")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [(report.is_complete, report.looked_at, report.count("refused")) for report in reports] == [(True, 1, 0)] * 2
    with Library.open(Settings(data=folder)) as opened:
        assert len(opened.documents()) == 3
        assert opened.doctor().well
