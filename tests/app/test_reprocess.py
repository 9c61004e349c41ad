"""A re-reading takes nothing from an original that is not the one that came."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.readers.pdf import tesseract
from kb.app.library import Library
from kb.cli import main
from kb.core.document import READ_BY_OCR, Document, Page
from kb.core.errors import LibraryUnavailable
from kb.core.model import Metadata, Reading
from tests.ingest.readers.papers import joined_pdf, scan_pdf
from tests.makers import LESSON, make_finding


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


@pytest.mark.parametrize("pages", [1, 2])
def test_damaged_notes_without_text_recognition_lose_none_of_its_words(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pages: int
) -> None:
    """Only the notes say which pages it read; where they are damaged and it is gone, what is held stays."""
    monkeypatch.setattr(tesseract, "is_installed", lambda: False)
    scan = tmp_path / "scan.pdf"
    scan.write_bytes(joined_pdf(*[scan_pdf() for _ in range(pages)]))
    library.add([scan])
    (held,) = (one for one in library.documents() if one.name == "scan.pdf")
    words = tuple(Page(0 if number == 1 else len(LESSON) + 1, number) for number in range(1, pages + 1))
    document = Document("scan.pdf", held.sha256, "pdf", f"{LESSON}\n{'More.' if pages > 1 else ''}", words)
    read = (make_finding(document, LESSON),)
    library._store.reread(held, Reading(document, Metadata(), (), read, ()))
    with library._store.database.writing() as connection:
        connection.exec_driver_sql(f"UPDATE documents SET notes = '{{broken' WHERE id = '{held.id}'")
    for _ in range(2):  # the second time nothing is damaged, and nothing may be lost either
        (trouble,) = library.reread().troubles
        assert trouble.startswith("scan.pdf: Its pages were read by text recognition")
        assert [one.finding.id for one in library.findings(document=held.id)] == [read[0].id]
        assert library.text(held.id).text == document.text
        notes = library.document(held.id).notes
        assert [(one.code, one.page) for one in notes] == [(READ_BY_OCR, page) for page in range(1, pages + 1)]


def test_damaged_notes_of_pages_that_were_never_read_come_back(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tesseract, "is_installed", lambda: False)
    scan = tmp_path / "scan.pdf"
    scan.write_bytes(scan_pdf())
    library.add([scan])
    (held,) = (one for one in library.documents() if one.name == "scan.pdf")
    with library._store.database.writing() as connection:
        connection.exec_driver_sql(f"UPDATE documents SET notes = '{{broken' WHERE id = '{held.id}'")
    assert library.reread().troubles == ()
    assert library.document(held.id).notes == held.notes
