"""The doctor finds what the index has wrong or lacks, and its remedies work."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.app.library import Library
from kb.core.settings import Settings
from kb.text import stemming
from search.engines.whoosh_columnar.build import invert
from tests.app.damage import by_hand, faults


def test_a_finding_that_search_cannot_find_is_found_and_reindexed(library: Library) -> None:
    library._engine.drop([library.findings()[0].finding.id], library._engine.mark())
    assert "kb reindex" in faults(library)["index"]
    library.reindex()
    assert faults(library) == {}


def test_a_finding_that_search_knows_and_nobody_holds_is_found(library: Library, folder: Path) -> None:
    by_hand(folder, "DELETE FROM findings WHERE kind = 'good_practice'")
    assert "kb reindex" in faults(library)["index"]
    library.reindex()
    assert "index" not in faults(library)


def test_words_that_the_index_has_under_other_stems_are_found_and_reindexed(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as wrong:
        wrong.setattr(invert, "stem", lambda word: "lampost" if word == "recorded" else stemming.stem(word))
        library.reindex()
    (fault,) = [one for one in library.doctor().faults if one.check == "index"]
    assert "kb reindex" in fault.remedy
    assert any(example.startswith("recorded: ") for example in fault.examples)
    library.reindex()
    assert faults(library) == {}


@pytest.mark.parametrize(
    ("planted", "grave"),
    [
        ("DELETE FROM page_stems WHERE rowid = (SELECT min(number) FROM text_pages)", False),
        ("UPDATE text_pages SET stop = stop - 1 WHERE number = (SELECT max(number) FROM text_pages)", False),
        ("INSERT INTO page_stems (rowid, stems) VALUES (9999, 'lantern')", True),
    ],
)
def test_full_texts_that_are_not_indexed_as_they_are_and_strays_are_found(
    folder: Path, planted: str, grave: bool
) -> None:
    with Library.open(Settings(data=folder)) as opened:
        assert "full_texts" not in faults(opened, grave=grave)
    by_hand(folder, planted)
    with Library.open(Settings(data=folder)) as opened:
        assert "kb reindex" in faults(opened, grave=grave)["full_texts"]
        opened.reindex()
        assert "full_texts" not in faults(opened, grave=grave)
