"""Attributes that should hold a whole number and hold anything: the words beside them are read all the same."""

from __future__ import annotations

import io
import zipfile

import docx
import openpyxl
import pptx
import pytest

from ingest.readers import read
from ingest.readers.whole_numbers import whole_number
from tests.ingest.readers.papers import save_word, zip_members
from tests.ingest.readers.test_mail_and_odt import odt

ODD = ["", "x", "-3", "²", "٣", "1e9", "9" * 5_000]
WORDS = "Nobody asked who else lived in the home."


@pytest.mark.parametrize("stated", [*ODD, None])
def test_what_is_no_short_plain_number_is_the_other_value(stated: str | None) -> None:
    assert whole_number(stated, 7) == 7


def test_a_plain_number_is_itself() -> None:
    assert whole_number(" 12 ", 7) == 12
    assert whole_number("123", None, digits=2) is None


@pytest.mark.parametrize("number", ODD)
def test_an_opendocument_text_of_odd_numbers_is_read(number: str) -> None:
    body = (
        f'<text:h text:outline-level="{number}">What happened</text:h>'
        f'<text:list text:start-value="{number}"><text:list-item><text:p>{WORDS}</text:p></text:list-item></text:list>'
        f'<table:table><table:table-row table:number-rows-repeated="{number}"><table:table-cell '
        f'table:number-columns-repeated="{number}"><text:p>Ask again<text:s text:c="{number}"/></text:p>'
        "</table:table-cell></table:table-row></table:table>"
    )
    text = read(odt(body), "a.odt").text
    assert WORDS in text
    assert "Ask again" in text


@pytest.mark.parametrize("number", ODD)
def test_a_word_file_of_odd_numbers_is_read(number: str) -> None:
    made = docx.Document()
    made.add_table(1, 1).cell(0, 0).text = WORDS
    data = _change_member(
        save_word(made),
        "word/document.xml",
        b"<w:tcPr>",
        f'<w:tcPr><w:gridSpan w:val="{number}"/>',
        b"<w:p>",
        f'<w:p><w:pPr><w:outlineLvl w:val="{number}"/><w:numPr><w:ilvl w:val="{number}"/><w:numId w:val="{number}"/>'
        f'</w:numPr><w:rPr><w:sz w:val="{number}"/></w:rPr></w:pPr>',
    )
    assert WORDS in read(data, "a.docx").text


@pytest.mark.parametrize("number", ODD)
def test_a_workbook_of_odd_numbers_is_read(number: str) -> None:
    book, kept = openpyxl.Workbook(), io.BytesIO()
    assert book.active is not None
    book.active.append([WORDS, "More"])
    book.save(kept)
    data = _change_member(
        kept.getvalue(),
        "xl/worksheets/sheet1.xml",
        b"</row>",
        f'<c r="C1" t="s"><v>{number}</v></c><c r="D1" s="{number}"><v>{number}</v></c></row>',
        b"<sheetData>",
        f'<cols><col min="{number}" max="{number}" hidden="1"/></cols><sheetData>',
    )
    data = _change_member(
        data, "xl/styles.xml", b'fillId="0"', f'fillId="{number}"', b'numFmtId="0"', f'numFmtId="{number}"'
    )
    assert WORDS in read(data, "a.xlsx").text


@pytest.mark.parametrize("number", ODD)
def test_slides_of_odd_numbers_are_read(number: str) -> None:
    deck, kept = pptx.Presentation(), io.BytesIO()
    slide = deck.slides.add_slide(deck.slide_layouts[1])
    slide.placeholders[1].text_frame.text = WORDS
    deck.save(kept)
    data = _change_member(
        kept.getvalue(),
        "ppt/slides/slide1.xml",
        b"<a:r>",
        f'<a:pPr lvl="{number}"><a:buAutoNum type="arabicPeriod" startAt="{number}"/></a:pPr>'
        f'<a:r><a:rPr sz="{number}"/>',
    )
    assert WORDS in read(data, "a.pptx").text


@pytest.mark.parametrize("number", ODD)
def test_a_page_of_odd_numbers_is_read(number: str) -> None:
    page = (
        f'<ol start="{number}"><li value="{number}">{WORDS}</li></ol>'
        f'<table><tr><th colspan="{number}" rowspan="{number}">Ask again</th></tr></table>'
    )
    assert WORDS in read(page.encode(), "a.html").text


def _change_member(data: bytes, member: str, *pairs: bytes | str) -> bytes:
    """Return an office file with words of one member replaced, in pairs of old and new; each old one must be there."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        kept = {name: packed.read(name) for name in packed.namelist()}
    for old, new in zip(pairs[::2], pairs[1::2], strict=True):
        assert isinstance(old, bytes)
        assert isinstance(new, str)
        assert old in kept[member], old
        kept[member] = kept[member].replace(old, new.encode())
    return zip_members(kept)
