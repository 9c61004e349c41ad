"""The index follows the store: made anew where it cannot be used, brought up to date, and never believed over it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from kb.app.library import Library
from kb.core.settings import Settings
from search.port import Query
from tests.app.test_library import search_quotations
from tests.papers import CHILD_Z, child_z, mr_v, paper


@pytest.fixture
def library(settings: Settings) -> Iterator[Library]:
    with Library.open(settings) as opened:
        yield opened


@pytest.mark.parametrize("harm", ["missing", "emptied", "damaged", "pointing nowhere"])
def test_an_index_that_cannot_be_used_is_made_anew_and_never_silently_empty(
    harm: str, two: Library, settings: Settings
) -> None:
    two.close()
    index = settings.data / "index"
    if harm == "missing":
        shutil.rmtree(index)
    elif harm == "emptied":
        shutil.rmtree(index)
        index.mkdir()
    elif harm == "damaged":
        largest = max((path for path in index.rglob("*") if path.is_file()), key=lambda path: path.stat().st_size)
        largest.chmod(0o600)
        largest.write_bytes(largest.read_bytes()[: largest.stat().st_size // 2])
    else:
        (index / "CURRENT").write_text("gen-99999999")
    with Library.open(settings) as opened:
        assert len(search_quotations(opened, "fire service")) == 1
        assert opened.doctor().well


def test_an_index_behind_the_store_catches_up_when_opened(two: Library, settings: Settings, tmp_path: Path) -> None:
    kept = tmp_path / "kept index"
    shutil.copytree(settings.data / "index", kept)
    two.add([paper(tmp_path, "late.md", CHILD_Z.replace("Child Z", "Child Y").replace("flats", "caravans"))])
    two.close()
    shutil.rmtree(settings.data / "index")
    kept.rename(settings.data / "index")
    with Library.open(settings) as opened:
        assert len(search_quotations(opened, "caravans")) == 1
        assert opened.doctor().well


def test_an_index_ahead_of_the_store_is_not_believed(library: Library, settings: Settings, tmp_path: Path) -> None:
    library.add([child_z(tmp_path)])
    library.close()
    before = (settings.data / "library.sqlite3").read_bytes()
    with Library.open(settings) as opened:
        opened.add([mr_v(tmp_path)])
    (settings.data / "library.sqlite3").write_bytes(before)  # as if restored from a backup
    with Library.open(settings) as opened:
        assert search_quotations(opened, "fire service") == []
        assert len(search_quotations(opened)) == 4
        assert opened.health().ready


def test_reindexing_changes_no_answer(two: Library) -> None:
    before = search_quotations(two)
    assert two.reindex() == 7
    assert search_quotations(two) == before


def test_what_the_index_still_has_and_the_store_no_more_is_not_shown(library: Library, tmp_path: Path) -> None:
    library.add([child_z(tmp_path)])
    before = library.search(Query("housing"))
    assert before.hits
    gone = before.hits[0].id
    with library._store.database.writing() as connection:  # as if the index had not heard of it
        connection.exec_driver_sql(f"DELETE FROM findings WHERE id = '{gone}'")
    after = library.search(Query("housing"))
    assert gone not in [hit.id for hit in after.hits]
    assert [hit.id for hit in after.hits] == [hit.id for hit in before.hits if hit.id != gone]
    assert after.total == before.total - 1
