"""Pictures of pages: by way of a PDF that LibreOffice makes, for those who check what was read."""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event
from time import monotonic

import docx as word
import pytest
from pptx import Presentation
from pypdf import PdfReader

from ingest.sandbox.office import convert_to_pdf
from kb.app.library import Library
from kb.app.page_images import DrawnPages, why_no_pictures
from kb.core.document import Document, Page
from kb.core.errors import DocumentWithdrawn, FileRefused, NotHeld
from kb.core.model import DocumentSummary
from kb.core.settings import Settings
from tests.hostile import LIBRARY


@pytest.fixture
def library(settings: Settings) -> Iterator[Library]:
    with Library.open(settings) as opened:
        yield opened


@pytest.fixture
def slides(library: Library, tmp_path: Path) -> DocumentSummary:
    """Return slides that a library holds, the second of three hidden."""
    made = Presentation()
    for words in ("Core groups met without housing", "Hidden from the audience", "Ask who has moved in"):
        slide = made.slides.add_slide(made.slide_layouts[1])
        slide.shapes.title.text, slide.placeholders[1].text = "Learning from Child A", words
    made.slides[1]._element.set("show", "0")
    made.save(str(tmp_path / "briefing.pptx"))
    library.add([tmp_path / "briefing.pptx"])
    (held,) = library.documents()
    return held


def files(library: Library) -> set[Path]:
    """Return the files in a library's folder, without locks."""
    return {path for path in library.settings.data.rglob("*") if path.is_file() and path.suffix != ".lock"}


def test_slides_are_drawn_by_way_of_one_pdf_that_is_held_in_memory(
    library: Library, slides: DocumentSummary, monkeypatch: pytest.MonkeyPatch
) -> None:
    pdf, made = (LIBRARY / "tarnshire-family-d-report-2021.pdf").read_bytes(), list[str]()
    monkeypatch.setattr("kb.app.page_images.office_program", lambda: "/usr/bin/soffice")

    def convert(_data: bytes, name: str, *_: object, **__: object) -> bytes:
        made.append(name)
        return pdf

    monkeypatch.setattr("kb.app.page_images.convert_to_pdf", convert)
    before = files(library)
    pictures = [library.page_picture(slides.id, page, width=300) for page in (1, 2)]
    assert all(one.startswith(b"\x89PNG") for one in pictures)
    assert made == ["briefing.pptx"]  # once
    assert files(library) == before
    library.withdraw(slides.id, "Taken down by its publisher.")
    with pytest.raises(DocumentWithdrawn):
        library.page_picture(slides.id, 1, width=300)


def test_who_opens_what_is_being_drawn_waits_for_that_and_finds_it_drawn_later(
    library: Library, slides: DocumentSummary, monkeypatch: pytest.MonkeyPatch
) -> None:
    pdf, made, both = (LIBRARY / "tarnshire-family-d-report-2021.pdf").read_bytes(), list[str](), Event()
    monkeypatch.setattr("kb.app.page_images.office_program", lambda: "/usr/bin/soffice")

    def convert(_data: bytes, name: str, *_: object, **__: object) -> bytes:
        made.append(name)
        both.wait(0.5)  # long enough for a second one to begin, if it could
        return pdf

    monkeypatch.setattr("kb.app.page_images.convert_to_pdf", convert)
    with ThreadPoolExecutor() as pool:
        ahead = pool.submit(library.draw_beforehand, slides.id)
        seen = pool.submit(library.page_picture, slides.id, 2)
        assert seen.result().startswith(b"\x89PNG")
        ahead.result()
    assert made == ["briefing.pptx"]
    monkeypatch.setattr("kb.app.page_images.page_picture", lambda *_: pytest.fail("the first page was drawn before"))
    assert library.page_picture(slides.id, 1).startswith(b"\x89PNG")


def test_so_many_pdfs_are_held_as_there_is_room_for(
    library: Library, slides: DocumentSummary, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "page.html").write_text("<h1>Child B</h1><p>Nobody asked who had moved in with the mother.</p>")
    library.add([tmp_path / "page.html"])
    other = next(one for one in library.documents() if one.format == "html")
    pdf, made = (LIBRARY / "tarnshire-family-d-report-2021.pdf").read_bytes(), list[str]()
    monkeypatch.setattr("kb.app.page_images.office_program", lambda: "/usr/bin/soffice")

    def convert(_data: bytes, name: str, *_: object, **__: object) -> bytes:
        made.append(name)
        return pdf

    monkeypatch.setattr("kb.app.page_images.convert_to_pdf", convert)
    for held, width in ((slides, 300), (other, 300), (slides, 310), (other, 310)):
        library.page_picture(held.id, 1, width=width)
    assert made == ["briefing.pptx", "page.html"]
    monkeypatch.setattr("kb.app.page_images._HELD_PDFS", len(pdf) + 1)
    for held, width in ((slides, 320), (other, 320)):
        library.page_picture(held.id, 1, width=width)
    library._pictures._pdfs.clear()
    for held, width in ((slides, 330), (other, 330), (slides, 340)):
        library.page_picture(held.id, 1, width=width)
    assert made[2:] == ["briefing.pptx", "page.html", "briefing.pptx"]


def test_what_could_not_be_drawn_is_not_tried_again_at_each_view(
    library: Library, slides: DocumentSummary, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries = list[str]()
    monkeypatch.setattr("kb.app.page_images.office_program", lambda: "/usr/bin/soffice")

    def convert(_data: bytes, name: str, *_: object, **__: object) -> bytes:
        tries.append(name)
        raise FileRefused("time", f"{name} took too long.")

    monkeypatch.setattr("kb.app.page_images.convert_to_pdf", convert)
    for page in (1, 2, 1):
        with pytest.raises(FileRefused, match="took too long"):
            library.page_picture(slides.id, page, width=300)
    assert len(tries) == 1
    later = monotonic() + 901
    monkeypatch.setattr("kb.app.page_images.monotonic", lambda: later)
    with pytest.raises(FileRefused, match="took too long"):
        library.page_picture(slides.id, 1, width=300)
    assert len(tries) == 2


def test_without_libreoffice_slides_have_no_pictures(
    library: Library, slides: DocumentSummary, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kb.app.page_images.office_program", lambda: None)
    assert "LibreOffice" in why_no_pictures(slides)
    with pytest.raises(NotHeld):
        library.page_picture(slides.id, 1)


@pytest.mark.nightly
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_a_slide_keeps_its_number_though_one_before_it_is_hidden(library: Library, slides: DocumentSummary) -> None:
    data = library.original(slides.id)
    program = shutil.which("soffice")
    assert program is not None
    made = convert_to_pdf(data, slides.name, slides.format, program, seconds=60, most=10_000_000)
    pages = [one.extract_text() for one in PdfReader(io.BytesIO(made)).pages]
    assert len(pages) == 3
    assert "Ask who has moved in" in pages[2]
    assert library.page_picture(slides.id, 3, width=300).startswith(b"\x89PNG")


LESSON = "Workers did not ask who else was living in the flat with the new baby."
ACTION = "Housing officers will be invited to every core group from the first of June."


@pytest.fixture
def briefing(library: Library, tmp_path: Path) -> DocumentSummary:
    """Return a Word file that a library holds."""
    paper = word.Document()
    paper.add_heading("Lessons", 1)
    paper.add_paragraph(LESSON)
    paper.add_heading("Actions", 1)
    paper.add_paragraph(ACTION)
    paper.save(str(tmp_path / "briefing.docx"))
    library.add([tmp_path / "briefing.docx"])
    (held,) = library.documents()
    return held


def test_the_words_of_a_word_file_are_divided_as_its_drawn_pages_are(
    library: Library, briefing: DocumentSummary, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kb.app.page_images.office_program", lambda: "/usr/bin/soffice")
    first, second, made = f"Lessons\n{LESSON}\n", f"Actions\n{ACTION}\n", list[str]()
    drawn = Document("", "", "pdf", first + second, (Page(0, 1), Page(len(first), 2)))

    def convert(_data: bytes, name: str, file_format: str, *_: object, **__: object) -> bytes:
        made.append(file_format)
        return (LIBRARY / "tarnshire-family-d-report-2021.pdf").read_bytes()

    monkeypatch.setattr("kb.app.page_images.convert_to_pdf", convert)
    monkeypatch.setattr("kb.app.page_images.read_file", lambda *_, **__: drawn)
    before = files(library)
    text = library.text(briefing.id).text
    assert library.drawn_pages(briefing.id) == DrawnPages((0, text.index("Actions")))
    assert library.page_picture(briefing.id, 2, width=300).startswith(b"\x89PNG")
    with pytest.raises(FileRefused):
        library.page_picture(briefing.id, 99, width=300)
    assert made == ["docx"]  # once
    assert files(library) == before
    library.withdraw(briefing.id, "Taken down by its publisher.")
    with pytest.raises(DocumentWithdrawn):
        library.drawn_pages(briefing.id)


def test_it_is_said_why_no_pages_are_drawn(
    library: Library, briefing: DocumentSummary, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kb.app.page_images.office_program", lambda: None)
    assert "LibreOffice is installed" in library.drawn_pages(briefing.id).why_none
    monkeypatch.setattr("kb.app.page_images.office_program", lambda: "/usr/bin/soffice")
    other = (LIBRARY / "tarnshire-family-d-report-2021.pdf").read_bytes()
    monkeypatch.setattr("kb.app.page_images.convert_to_pdf", lambda *_, **__: other)
    assert "words were not found" in library.drawn_pages(briefing.id).why_none
    monkeypatch.setattr("kb.app.page_images.convert_to_pdf", refuse)
    again = library.drawn_pages(briefing.id)  # what was found of the pages is kept, so it is not drawn anew
    assert "words were not found" in again.why_none


def refuse(_data: bytes, name: str, *_: object, **__: object) -> bytes:
    raise FileRefused("damaged", f"LibreOffice could not draw {name}.")


def test_a_file_that_cannot_be_drawn_is_named(
    library: Library, briefing: DocumentSummary, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kb.app.page_images.office_program", lambda: "/usr/bin/soffice")
    monkeypatch.setattr("kb.app.page_images.convert_to_pdf", refuse)
    drawn = library.drawn_pages(briefing.id)
    assert (drawn.starts, drawn.why_none) == ((), "LibreOffice could not draw briefing.docx.")
