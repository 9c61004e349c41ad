"""Pictures that bar words out, stamps that say a sentence, and letters by private codes."""

from __future__ import annotations

import pytest

from ingest.readers import read
from ingest.readers.pdf.quality import quality
from tests.ingest.readers.pdf.test_unshown import AT, SECRET, SEEN, codes, draw_pdf

BLACK = "BI /W 1 /H 1 /CS /G /BPC 8 ID \x00 EI"
MASK = "BI /W 1 /H 1 /IM true /D [1 0] ID \x00 EI"
PICTURE = (
    "<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 /Length 1 >>\n"
    "stream\n0\nendstream"
)


@pytest.mark.parametrize(("bar", "objects"), [(BLACK, ()), ("/Im Do", (PICTURE,))], ids=["inline", "apart"])
def test_words_under_a_picture_of_a_bar_go_nowhere_and_are_told_loudly(bar: str, objects: tuple[str, ...]) -> None:
    content = f"{SEEN}{AT}{SECRET}q 220 0 0 20 68 652 cm {bar} Q"
    document = read(draw_pdf(content, resources="/XObject << /Im 6 0 R >>", objects=objects), "plan.pdf")
    assert "Nowhere" not in document.text
    assert codes(document) == ["failed_redaction"]


@pytest.mark.parametrize(
    "content",
    [f"{SEEN}{AT}{SECRET}q 220 0 0 20 68 652 cm {MASK} Q", f"{SEEN}q 220 0 0 20 68 652 cm {BLACK} Q 1 g {AT}{SECRET}"],
    ids=["a stencil", "drawn before"],
)
def test_a_picture_that_covers_nothing_hides_nothing(content: str) -> None:
    assert "Nowhere" in read(draw_pdf(content), "plan.pdf").text


def _stamped_page(words: str) -> bytes:
    drawn = f"BT /F1 11 Tf 2 4 Td ({words}) Tj ET"
    drawing = (
        f"<< /Type /XObject /Subtype /Form /BBox [0 0 420 17] /Resources << /Font << /F1 5 0 R >> >> "
        f"/Length {len(drawn)} >>\nstream\n{drawn}\nendstream"
    )
    note = "<< /Type /Annot /Subtype /Stamp /Rect [72 655 492 672] /AP << /N 7 0 R >> >>"
    return draw_pdf(SEEN, page="/Annots [6 0 R]", objects=(note, drawing))


def test_a_sentence_that_a_stamp_draws_is_read() -> None:
    document = read(_stamped_page("The board should ask wards for the names of carers."), "plan.pdf")
    assert document.text.endswith("The board should ask wards for the names of carers.")
    assert codes(document) == ["typed_on_page"]


@pytest.mark.parametrize("words", ["APPROVED", "DRAFT FOR COMMENT - NOT FOR WIDER CIRCULATION", "Received 4 May"])
def test_a_stamp_that_says_how_to_treat_the_paper_is_no_text(words: str) -> None:
    document = read(_stamped_page(words), "plan.pdf")
    assert words not in document.text
    assert codes(document) == []


@pytest.mark.parametrize(
    ("line", "noted"), [("informa\ue009on at each mee\ue009ng", True), ("\uf0b7 Ask again", False)]
)
def test_letters_by_a_private_code_within_words_are_lost(line: str, noted: bool) -> None:
    assert (quality([line]).unknown > 0) is noted


@pytest.mark.parametrize(
    "bar",
    [
        "".join(f"{x} 652 5 20 re f " for x in range(68, 300, 5)),
        "".join(f"68 {y} 230 2 re f " for y in range(672, 650, -2)),
    ],
    ids=["side by side", "one below the other"],
)
def test_a_bar_that_is_drawn_stroke_by_stroke_covers_words(bar: str) -> None:
    document = read(draw_pdf(f"{SEEN}{AT}{SECRET}0 g {bar}"), "plan.pdf")
    assert "Nowhere" not in document.text
    assert codes(document) == ["failed_redaction"]


def test_lines_under_words_and_between_rows_cover_nothing() -> None:
    lines = "".join(f"68 {y} 230 1 re f " for y in (657, 640, 620)) + "68 657 1 30 re f "
    document = read(draw_pdf(f"{SEEN}{AT}{SECRET}0 g {lines}"), "plan.pdf")
    assert "Nowhere" in document.text


def test_a_dark_cell_beside_another_hides_no_words_that_were_set_on_that() -> None:
    cells = f"0 g 68 652 230 20 re f 1 g {AT}(Recommendation) Tj ET 0 g 298 652 200 20 re f 1 g "
    document = read(draw_pdf(f"{SEEN}{cells}BT /F1 11 Tf 302 660 Td (Status) Tj ET"), "plan.pdf")
    assert "Recommendation" in document.text
    assert "Status" in document.text
    assert codes(document) == []
