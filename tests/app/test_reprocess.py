"""A re-reading takes nothing from an original that is not the one that came."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.app.library import Library
from kb.cli import main
from kb.core.errors import LibraryUnavailable


@pytest.fixture
def library(two: Library) -> Library:
    return two


def change(library: Library, words: bytes, others: bytes) -> None:
    """Overwrite words in every original that has them."""
    for held in library.documents():
        place = library._store.originals.path(held.sha256)
        place.chmod(0o600)
        place.write_bytes(place.read_bytes().replace(words, others))


@pytest.mark.parametrize("others", [b"did freely sh", b"did not sharf", b""])
def test_a_changed_original_changes_no_finding(library: Library, others: bytes) -> None:
    before = library.findings()
    change(library, b"did not share", others)
    report = library.reread()
    assert library.findings() == before
    assert report.changes == ()
    (trouble,) = report.troubles
    assert "child-z.md" in trouble
    assert "has changed on disk" in trouble
    assert "Put the right file back from a backup as originals/" in trouble


def test_a_missing_original_is_said_and_the_others_are_read(library: Library, tmp_path: Path) -> None:
    gone, other = library.documents()
    place = library._store.originals.path(gone.sha256)
    words = place.read_bytes()
    place.unlink()
    with library._store.database.writing() as connection:
        connection.exec_driver_sql(f"UPDATE findings SET text = 'altered' WHERE document = '{other.id}'")
    report = library.reread()
    assert [trouble.split(":")[0] for trouble in report.troubles] == [gone.name]
    assert {change.what for change in report.changes} == {"words"}
    assert "altered" not in {one.finding.text for one in library.findings()}
    place.write_bytes(words)
    assert library.reread().troubles == ()


def test_the_command_fails_where_an_original_has_changed(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    change(library, b"did not share", b"did freely sh")
    monkeypatch.setenv("KB_DATA", str(tmp_path / "library"))
    assert main(["reprocess"]) == 1


def test_a_changed_original_is_handed_to_no_reader(library: Library) -> None:
    held = library.documents()[0]
    change(library, b"did not share", b"did freely sh")
    with pytest.raises(LibraryUnavailable, match="has changed on disk"):
        library._store.originals.hold(held.sha256)
