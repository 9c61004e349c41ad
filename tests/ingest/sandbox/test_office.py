"""Documents that this machine cannot read yet are held, told apart by their bytes, and read when it can."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from kb.app.library import Library
from kb.core.settings import Settings
from tests.ingest.readers import papers
from tests.ingest.readers.outlook import compound_file

SCANS = [
    papers.photograph_pages(papers.print_pdf(f"<h1>Recommendations</h1><p>{who} should check each file.</p>"))
    for who in ("Managers", "Nurses")
]
OLD_WORD = compound_file({"WordDocument": b"words" * 1000})


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path / "library")


@pytest.fixture
def library(settings: Settings) -> Iterator[Library]:
    with Library.open(settings) as opened:
        yield opened


def test_two_scans_are_two_documents_and_the_doctor_names_them(library: Library, tmp_path: Path) -> None:
    for number, data in enumerate(SCANS):
        (tmp_path / f"scan{number}.pdf").write_bytes(data)
    report = library.add([tmp_path / "scan0.pdf", tmp_path / "scan1.pdf"])
    assert [one.outcome for one in report.outcomes] == ["kept_with_notes"] * 2
    (fault,) = [one for one in library.doctor().faults if one.check == "unread_documents"]
    assert fault.examples == ("scan0.pdf", "scan1.pdf")
    assert not fault.grave


@pytest.mark.skipif(shutil.which("tesseract") is None, reason="Debian's tesseract-ocr is not installed")
def test_a_scan_is_read_once_text_recognition_is_asked_for(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "scan.pdf").write_bytes(SCANS[0])
    with Library.open(settings) as opened:
        opened.add([tmp_path / "scan.pdf"])
    with Library.open(settings.model_copy(update={"ocr": 5})) as opened:
        opened.reread()
        assert [one.finding.text for one in opened.findings()] == ["Managers should check each file."]


def replace_ocr(settings: Settings) -> Settings:
    return settings.model_copy(update={"ocr": 5})


def test_an_old_word_file_is_held_where_nothing_can_read_it(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ingest.sandbox.reader.office_program", lambda: None)
    (tmp_path / "old.doc").write_bytes(OLD_WORD)
    (outcome,) = library.add([tmp_path / "old.doc"]).outcomes
    assert [note.code for note in outcome.notes] == ["needs_office"]
    assert "LibreOffice" in outcome.sentence


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_an_old_word_file_is_read_by_way_of_libreoffice(library: Library, tmp_path: Path) -> None:
    words = (
        r"{\rtf1\ansi\pard Learning review: Child Vetch\par Recommendations\par 1. Schools should share records.\par}"
    )
    (tmp_path / "old.rtf").write_text(words)
    home = f"-env:UserInstallation={(tmp_path / 'home').as_uri()}"
    command = ["soffice", "--headless", home, "--convert-to", "doc:MS Word 97", "--outdir", str(tmp_path)]
    subprocess.run([*command, str(tmp_path / "old.rtf")], check=True, capture_output=True, timeout=120)
    (outcome,) = library.add([tmp_path / "old.doc"]).outcomes
    assert [note.code for note in outcome.notes] == ["converted"]
    assert [one.finding.text for one in library.findings()] == ["Schools should share records."]
    assert library.documents()[0].format == "doc"
