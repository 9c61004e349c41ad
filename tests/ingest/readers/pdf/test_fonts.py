"""Letters are known by the names of their glyphs, also where one glyph joins several."""

from __future__ import annotations

import pytest

from ingest.readers import read
from ingest.readers.pdf.with_pypdf import OpenPdf
from kb.text.reading_text import reading_text
from tests.ingest.readers.pdf.test_unshown import SEEN, draw_pdf

NAMED = (
    "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding << /Type /Encoding /BaseEncoding /WinAnsiEncoding "
    "/Differences [128 {}] >> >>"
)


@pytest.mark.parametrize(
    ("names", "shown", "said"),
    [
        ("/f_f_i /T_h", "\x81e o\x80ce", "The office"),
        ("/t_i /uniFB02", "ac\x80on on a \x81at", "action on a flat"),
        ("/a.alt /u0066_i", "f\x80r \x81nd", "far find"),
    ],
)
def test_joined_letters_are_read_by_the_names_of_their_glyphs(names: str, shown: str, said: str) -> None:
    content = f"BT /F2 11 Tf 72 700 Td ({shown}) Tj ET"
    page = draw_pdf(content, resources="", objects=(NAMED.format(names),)).replace(b"/F1 5 0 R", b"/F2 6 0 R")
    assert reading_text(read(page, "paper.pdf").text) == said


@pytest.mark.parametrize(
    ("font", "shown", "said"),
    [("Wingdings", "\xfe", "☑"), ("ABCDEF+Wingdings-Regular", "\xa8", "☐"), ("Wingdings2", "P", "✓")],
)
def test_signs_of_a_font_of_symbols_are_read_as_they_look(font: str, shown: str, said: str) -> None:
    content = f"{SEEN}BT /F2 11 Tf 72 660 Td ({shown}) Tj ET BT /F1 11 Tf 90 660 Td (Complete) Tj ET"
    symbols = f"<< /Type /Font /Subtype /TrueType /BaseFont /{font} >>"
    page = draw_pdf(content, objects=(symbols,)).replace(b"/F1 5 0 R >>", b"/F1 5 0 R /F2 6 0 R >>")
    assert [run.text for run in OpenPdf(page, "paper.pdf").sheet(0).runs][-2:] == [said, "Complete"]


def test_letters_saved_twice_are_put_right_and_noted() -> None:
    document = read(draw_pdf("BT /F1 11 Tf 72 700 Td (The child\xe2\x80\x99s home.) Tj ET"), "paper.pdf")
    assert document.text == "The child’s home."
    assert [note.code for note in document.notes] == ["encoded_twice"]
