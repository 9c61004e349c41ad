"""A whole library over each database: what is added is found, what is withdrawn is gone, and the doctor is content."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.app.library import Library
from kb.core.errors import BadQuestion
from kb.core.settings import Settings
from search.port import Query
from tests.papers import CHILD_Z, child_z, mr_v, paper


def test_a_library_lives_on_any_database(url: str, tmp_path: Path) -> None:
    settings = Settings(data=tmp_path / "library", database=url)
    with Library.open(settings) as library:
        twin = paper(tmp_path, "windows.md", CHILD_Z.replace("\n", "\r\n"))
        report = library.add([child_z(tmp_path), mr_v(tmp_path), twin])
        assert report.sentence == "3 files seen: 2 kept, 0 kept with notes, 0 refused, 1 already held."
        assert library.search(Query(text="flats", synonyms=False)).total == 2
        assert library.retheme().changes == library.reread().changes == ()
        (gone,) = library.documents("safeguarding-adult-review-mr-v")
        library.withdraw(gone.id)
        assert library.search(Query(text="flats", synonyms=False)).total == 1
        assert library.doctor().well
    with Library.open(settings) as again:
        assert len(again.findings()) == 4
        assert again.health().ready


@pytest.mark.postgres
def test_the_rows_of_a_server_are_backed_up_with_its_own_tools(postgres: str, tmp_path: Path) -> None:
    with (
        Library.open(Settings(data=tmp_path / "library", database=postgres)) as library,
        pytest.raises(BadQuestion, match="pg_dump"),
    ):
        library.back_up(tmp_path / "backups")
    assert [path.name for path in (tmp_path / "backups").iterdir()] == []
