"""Documents that this machine cannot read yet are held, told apart by their bytes, and read when it can."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from pptx import Presentation
from pptx.util import Inches
from pypdfium2 import PdfDocument

from ingest.sandbox.office import convert_to_pdf, office_program
from kb.app.library import Library
from kb.core.settings import Settings
from tests.ingest.readers import papers
from tests.ingest.readers.outlook import compound_file
from tests.waiting import PATIENCE

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


RED, BLUE = (255, 0, 0), (0, 0, 255)


def slide_with_picture(picture: Path, linked: Path | None) -> bytes:
    """Make a file of one slide with a picture, which is only linked to where `linked` is given."""
    slides = Presentation()
    slides.slides.add_slide(slides.slide_layouts[6]).shapes.add_picture(str(picture), 0, 0, Inches(9), Inches(7))
    made = io.BytesIO()
    slides.save(made)
    if linked is None:
        return made.getvalue()
    parts = papers.members(made.getvalue())
    links = parts["ppt/slides/_rels/slide1.xml.rels"].decode()
    outside = f'Target="{linked.as_uri()}" TargetMode="External"'
    parts["ppt/slides/_rels/slide1.xml.rels"] = re.sub(r'Target="\.\./media/[^"]+"', outside, links).encode()
    parts["ppt/slides/slide1.xml"] = parts["ppt/slides/slide1.xml"].replace(b"r:embed=", b"r:link=")
    return papers.zip_members(parts)


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("linked", [pytest.param(False, marks=pytest.mark.nightly), True])
def test_a_picture_is_drawn_from_the_file_itself_and_never_from_this_machine(tmp_path: Path, linked: bool) -> None:
    Image.new("RGB", (40, 40), BLUE).save(tmp_path / "own.png")
    Image.new("RGB", (40, 40), RED).save(tmp_path / "secret.png")
    program = office_program()
    assert program is not None
    slides = slide_with_picture(tmp_path / "own.png", tmp_path / "secret.png" if linked else None)
    pdf = convert_to_pdf(slides, "slides.pptx", "pptx", program, seconds=PATIENCE, most=10_000_000)
    drawn = PdfDocument(pdf)[0].render(scale=0.1).to_pil().convert("RGB")
    colours = {colour for _, colour in drawn.getcolors(100_000)}
    assert RED not in colours
    assert (BLUE in colours) is not linked


@pytest.mark.nightly
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_a_web_page_is_drawn_without_what_it_links_to(tmp_path: Path) -> None:
    Image.new("RGB", (400, 400), RED).save(tmp_path / "secret.png")
    (tmp_path / "secret.html").write_text("<p>Words of this machine</p>", encoding="utf-8")
    picture, frame = (tmp_path / "secret.png").as_uri(), (tmp_path / "secret.html").as_uri()
    page = (
        f'<body background="{picture}"><p>Words of the page.</p><img src="{picture}" width=400 height=400>'
        f'<iframe src="{frame}"></iframe><object data="{frame}"></object><embed src="{picture}">'
    )
    program = office_program()
    assert program is not None
    pdf = PdfDocument(convert_to_pdf(page.encode(), "a.html", "html", program, seconds=PATIENCE, most=10_000_000))
    words = " ".join(one.get_textpage().get_text_range() for one in pdf)
    drawn = [one.render(scale=0.1).to_pil().convert("RGB").getcolors(100_000) for one in pdf]
    assert "Words of the page" in words
    assert "Words of this machine" not in words
    assert RED not in {colour for colours in drawn for _, colour in colours}


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
