"""A row with a value that cannot be read is found, and the remedy that the doctor names makes it again."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from ingest.sandbox.pool import Run
from kb.app.add import Adding
from kb.app.library import Library
from kb.core.errors import LibraryUnavailable
from kb.core.model import DocumentSummary, Metadata, Reading
from kb.core.settings import Settings
from kb.store import Store
from search.port import Query
from tests.papers import child_z, mr_v

REPROCESS = "Run `kb reprocess`, which makes them again from the originals."
HARMS = (
    ("documents", ("about", "notes", "stated")),
    ("texts", ("pages", "blocks", "properties")),
    ("findings", ("kind", "span", "heading", "evidence", "agencies", "polarity", "subjects", "status")),
    ("tags", ("certainty",)),
    ("tags", ("evidence",)),
    ("texts", ("hash",)),
    ("findings", ("hash",)),
)


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of two short reviews that no test changes."""
    folder = tmp_path_factory.mktemp("two")
    with Library.open(Settings(data=folder / "library")) as opened:
        opened.add([child_z(folder / "in"), mr_v(folder / "in")])
    return folder / "library"


@pytest.fixture
def folder(two: Path, tmp_path: Path) -> Path:
    return shutil.copytree(two, tmp_path / "library")


@pytest.fixture
def library(folder: Path) -> Iterator[Library]:
    with Library.open(Settings(data=folder)) as opened:
        yield opened


def damage(folder: Path, table: str, column: str, value: str = "{broken") -> None:
    connection = sqlite3.connect(folder / "library.sqlite3")
    with connection:
        connection.execute(f"UPDATE {table} SET {column} = ? WHERE rowid = (SELECT min(rowid) FROM {table})", (value,))
    connection.close()


def state_of(library: Library) -> tuple[object, ...]:
    return (
        [replace(one, version=0) for one in library.documents()],
        library.reviews(),
        [one.finding for one in library.findings()],
        library.search(Query(text="information")).total,
    )


@pytest.mark.parametrize(("table", "columns"), HARMS)
def test_what_a_damaged_row_held_is_made_again_by_the_remedy_told(
    table: str, columns: tuple[str, ...], library: Library, folder: Path
) -> None:
    before = state_of(library)
    for column in columns:
        damage(folder, table, column)
    told = [fault for fault in library.doctor().faults if fault.remedy == REPROCESS]
    assert told
    assert columns == ("hash",) or max(fault.count for fault in told) == len(columns)
    assert library.reread().troubles == ()
    assert state_of(library) == before
    assert library.doctor().well


def test_what_the_machine_read_of_a_corrected_document_is_made_again_and_the_correction_stays(
    library: Library, folder: Path
) -> None:
    finding = library.findings()[0].finding
    library.decide_theme(finding.id, finding.themes[0], accepted=False, by="A Keeper")
    before = state_of(library)
    for column in ("about", "findings", "answers"):
        damage(folder, "readings", column)
    assert REPROCESS in {fault.remedy for fault in library.doctor().faults}
    assert library.reread().troubles == ()
    assert state_of(library) == before
    assert library.doctor().well


def test_a_row_is_left_as_it_is_where_its_original_is_not_there(library: Library, folder: Path) -> None:
    before = library.findings()[0].finding
    document = library.findings()[0].document
    (folder / "originals" / document.sha256[:2] / document.sha256[2:]).unlink()
    damage(folder, "findings", "span")
    with pytest.raises(LibraryUnavailable, match="kb restore"):
        library.findings()
    assert library.reread().troubles
    connection = sqlite3.connect(folder / "library.sqlite3")
    assert ("{broken",) in connection.execute("SELECT span FROM findings WHERE id = ?", (before.id,)).fetchall()


@pytest.mark.parametrize(("table", "column"), [("documents", "review"), ("reviews", "slug")])
def test_rows_that_contradict_one_another_are_told_with_a_way_back(table: str, column: str, folder: Path) -> None:
    damage(folder, table, column, "no-such-review")
    with Library.open(Settings(data=folder)) as library:
        faults = {fault.check: fault.remedy for fault in library.doctor().faults}
    assert "`kb restore`" in faults["database"]


def test_where_notes_are_lost_all_pages_that_are_pictures_are_read_again(
    library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    damage(folder, "documents", "page_count", "3")
    monkeypatch.setattr(Store, "mend_values", lambda _: None)  # which would set the number of pages right
    first, second = library.documents()
    asked: dict[str, int] = {}
    plain = Adding.reread

    def watch(self: Adding, held: DocumentSummary, stated: Metadata, do: Run, pictures: int = 0) -> Reading:
        asked[held.id] = pictures
        return plain(self, held, stated, do, pictures)

    monkeypatch.setattr(Adding, "reread", watch)
    damage(folder, "documents", "notes")
    library.reread()
    assert asked == {first.id: 3, second.id: 0}
