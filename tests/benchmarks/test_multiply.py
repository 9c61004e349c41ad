"""A library several times over keeps apart what the copies and the first call alike."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from benchmarks.multiply import multiply
from kb.app.library import Library
from kb.core.settings import Settings
from kb.store import Store
from tests.makers import make_about, make_reading


def test_reviews_whose_names_end_with_the_number_of_a_copy_are_copied_too(tmp_path: Path) -> None:
    folder = tmp_path / "first"
    with closing(Store.open(Settings(data=folder).database_url, folder)) as store:
        for title in ("Report", "Report 1", "Report 2"):
            reading = make_reading([f"{title} says that visits were missed."], name=title, about=make_about(title))
            original = tmp_path / "original"
            original.write_text(reading.document.text, encoding="utf-8")
            store.keep(reading, size=100, stated=reading.about, original=original)
    assert multiply(folder, tmp_path / "second", 3) == 9
    with Library.open(Settings(data=tmp_path / "second", meaning="off"), elsewhere=True) as library:
        assert len({one.slug for one in library.reviews()}) == 9
