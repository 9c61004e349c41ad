"""The picture of a page shows where a quotation stands."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pytest
from PIL import Image
from pypdf import PdfReader, PdfWriter

from ingest.readers.pdf.page_image import page_picture
from kb.core.errors import FileRefused
from tests.ingest.readers import papers

WORDS = "Nobody asked the school where the children were."
PAGE = papers.print_pdf(f"<p style='margin-top: 10cm'>{WORDS}</p><p>Another sentence stands below it.</p>")


def picture(data: bytes, page: int = 1, width: int = 600, outlines: Sequence[str] = ()) -> Image.Image:
    return Image.open(io.BytesIO(page_picture(data, page, width, outlines))).convert("RGB")


def shaded_box(image: Image.Image) -> tuple[int, int, int, int] | None:
    """Return the box of what is shaded: lighter than print and not grey."""
    places = [
        (x, y)
        for y in range(image.height)
        for x in range(0, image.width, 2)
        if (pixel := image.getpixel((x, y)))[0] - pixel[2] > 30  # type: ignore[index]  # three colours
    ]
    if not places:
        return None
    across, down = [x for x, _ in places], [y for _, y in places]
    return min(across), min(down), max(across), max(down)


def test_the_picture_is_as_wide_as_asked() -> None:
    assert picture(PAGE, width=400).width == 400


def test_nothing_is_marked_unasked() -> None:
    assert shaded_box(picture(PAGE)) is None


def test_the_words_are_marked_where_they_stand() -> None:
    box = shaded_box(picture(PAGE, outlines=[WORDS]))
    assert box is not None
    left, top, right, bottom = box
    assert 60 <= left <= 80
    assert 330 <= top <= 380
    assert bottom - top < 30
    assert right > 250


def test_words_broken_over_lines_are_found() -> None:
    narrow = papers.print_pdf(f"<p style='width: 4cm'>{WORDS}</p>")
    box = shaded_box(picture(narrow, outlines=["Nobody asked the\nschool where the chil-\ndren were."]))
    assert box is not None
    assert box[3] - box[1] > 30


def test_words_that_are_not_there_mark_nothing() -> None:
    assert shaded_box(picture(PAGE, outlines=["These words stand on no page"])) is None


def test_the_mark_turns_with_the_page() -> None:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(PAGE)))
    writer.pages[0].rotate(90)
    out = io.BytesIO()
    writer.write(out)
    box = shaded_box(picture(out.getvalue(), outlines=[WORDS]))
    assert box is not None
    assert box[3] - box[1] > box[2] - box[0]


@pytest.mark.parametrize(
    ("data", "page", "code"), [(PAGE, 2, "no_such_page"), (PAGE, 0, "no_such_page"), (b"x", 1, "damaged")]
)
def test_what_cannot_be_shown_is_refused(data: bytes, page: int, code: str) -> None:
    with pytest.raises(FileRefused) as caught:
        page_picture(data, page, 300)
    assert caught.value.code == code
