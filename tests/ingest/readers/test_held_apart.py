"""Words that a file holds apart from its running text, or under names and codes that hid them."""

from __future__ import annotations

import io

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from openpyxl import Workbook

from ingest.readers import read
from kb.core.document import Document, Role
from tests.ingest.readers.papers import members, save_word, zip_members

W = nsdecls("w")
PAGE = (
    "<html><body><main><h1>Learning review</h1><p>It was written by the partnership after the death of a child in the "
    "spring, and every agency that had known the family gave its own account of what it did.</p>{}</main></body></html>"
)


def page(body: str) -> Document:
    """Return a web page with this in its content."""
    return read(PAGE.format(body).encode(), "page.html")


@pytest.mark.parametrize(
    "body",
    [
        '<h2 id="comments-of-the-family">What the family said</h2><p>They asked for one worker.</p>',
        '<section class="share-learning"><h2>What the family said</h2><p>They asked for one worker.</p></section>',
        '<div id="menu-of-help"><h3>What the family said</h3><ul><li>They asked for one worker.</li></ul></div>',
        "<aside><h3>What the family said</h3><p>They asked for one worker.</p></aside>",
    ],
)
def test_a_block_is_kept_whatever_its_name_begins_with(body: str) -> None:
    assert "They asked for one worker." in page(body).text
    assert "What the family said" in page(body).text


@pytest.mark.parametrize(
    "body",
    [
        '<div class="cookie-banner">We use cookies. Accept all cookies?</div>',
        '<div class="social"><a href="x">Facebook</a> <a href="y">Twitter</a></div>',
        '<div class="feedback">Was this page useful? Yes No</div>',
        '<div class="breadcrumb">Home › Reviews › Child F</div>',
        '<div class="related"><h3>Related pages</h3><a href="x">Other reviews by us</a></div>',
    ],
)
def test_furniture_is_left_out_for_what_it_holds(body: str) -> None:
    assert page(body).text.rstrip().endswith("what it did.")


def test_folds_head_what_they_hold() -> None:
    document = page("<h2>Actions</h2><details><summary>Housing</summary><p>Rang the landlord.</p></details>")
    heads = [(block.level, document.text[block.start : block.end]) for block in document.blocks if block.level]
    assert heads == [(1, "Learning review"), (2, "Actions"), (3, "Housing")]


def test_letters_saved_twice_are_put_right_and_reported() -> None:
    text = "The motherâ€™s cafÃ© â€“ “open” to all."
    document = page(f"<p>{text}</p>")
    assert "The mother’s café – “open” to all." in document.text
    assert [note.code for note in document.notes] == ["encoded_twice"]
    assert page("<p>Château, Ångström and Ã la carte.</p>").notes == ()


def test_a_web_page_s_soft_hyphens_are_no_hyphens() -> None:
    assert "homelessness" in page("<p>Home and lessness: home&shy;lessness.</p>").text


def word(*xml: str) -> docx.document.Document:
    """Return a Word document with these elements at its end."""
    document = docx.Document()
    document.add_paragraph("Action plan")
    for one in xml:
        document.element.body.insert(len(document.element.body) - 1, parse_xml(one))
    return document


@pytest.mark.parametrize(
    ("run", "shown"),
    [
        (f'<w:r {W}><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>', "✓"),
        (f'<w:r {W}><w:sym w:font="Wingdings 2" w:char="F052"/></w:r>', "☑"),
        (f'<w:r {W}><w:rPr><w:rFonts w:ascii="Wingdings"/></w:rPr><w:t>ü</w:t></w:r>', "✓"),
        (
            f'<w:r {W}><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:default w:val="0"/><w:checked/>'
            "</w:checkBox></w:ffData></w:fldChar></w:r>",
            "☒",
        ),
    ],
    ids=["symbol", "second font", "text in a symbol font", "form box"],
)
def test_ticks_of_every_making_are_read(run: str, shown: str) -> None:
    document = read(save_word(word(f"<w:p {W}>{run}<w:r><w:t> Done</w:t></w:r></w:p>")), "plan.docx")
    assert f"{shown} Done" in document.text


def test_a_control_that_was_never_filled_says_nothing() -> None:
    control = (
        f"<w:p {W}><w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:r><w:t>Choose an item.</w:t></w:r>"
        "</w:sdtContent></w:sdt></w:p>"
    )
    assert "Choose" not in read(save_word(word(control)), "plan.docx").text


def test_a_file_put_in_whole_is_read_or_noted() -> None:
    chunk = f'<w:altChunk {nsdecls("w", "r")} r:id="chunk1"/>'
    parts = members(save_word(word(chunk)))
    for ending, inside, told in (
        ("htm", b"<ul><li>Ring the aunt.</li></ul>", []),
        ("rtf", b"{\\rtf}", ["part_not_read"]),
    ):
        relation = (
            '<Relationship Id="chunk1" '
            'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/aFChunk" '
            f'Target="inside.{ending}"/></Relationships>'
        )
        rels = parts["word/_rels/document.xml.rels"].replace(b"</Relationships>", relation.encode())
        data = zip_members({**parts, "word/_rels/document.xml.rels": rels, f"word/inside.{ending}": inside})
        document = read(data, "plan.docx")
        assert ("Ring the aunt." in document.text) == (not told)
        assert [note.code for note in document.notes] == told


def workbook() -> bytes:
    """Return a workbook with a title, a table, a hidden sheet, a date and a share."""
    book = Workbook()
    sheet = book.create_sheet("Plan", 0)
    sheet.append(["Action plan: Child Z"])
    sheet.append(["Recommendation", "Action", "Due", "Done"])
    sheet.append(["The board should audit visits.", "An audit was held.", 44987, 0.5])
    sheet["C3"].number_format, sheet["D3"].number_format = "dd/mm/yyyy", "0%"
    hidden = book.create_sheet("Notes")
    hidden.append(["Names of the family"])
    hidden.sheet_state = "hidden"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_workbook_is_read_as_a_reader_sees_it() -> None:
    document = read(workbook(), "plan.xlsx")
    said = [(block.role, document.text[block.start : block.end]) for block in document.blocks]
    assert said[:2] == [(Role.TITLE, "Action plan: Child Z"), (Role.HEADING, "Plan")]
    assert [words for role, words in said if role is Role.CELL][-2:] == ["2 March 2023", "50%"]
    assert "Names of the family" not in document.text
    assert [note.code for note in document.notes] == ["hidden_text"]


WHITE = '<w:r {0}><w:rPr><w:color w:val="FFFFFF"/>{1}</w:rPr><w:t>Written in white.</w:t></w:r>'


def white_in_word(shade: str = "", *, cell: str = "", paragraph: str = "", style: str = "") -> Document:
    """Return a Word file with white words on what is given: behind them, in their cell, paragraph or table."""
    paper = docx.Document()
    paper.add_paragraph("The board met twice a year.")
    if cell or style:
        table = paper.add_table(1, 2, style=style or None)
        table.cell(0, 1).text = "Beside it."
        if cell:
            table.cell(0, 0)._tc.get_or_add_tcPr().append(parse_xml(f"<w:shd {W} {cell}/>"))
        target = table.cell(0, 0).paragraphs[0]
    else:
        target = paper.add_paragraph()
    if paragraph:
        target._p.get_or_add_pPr().append(parse_xml(f"<w:shd {W} {paragraph}/>"))
    target._p.append(parse_xml(WHITE.format(W, shade)))
    return read(save_word(paper), "report.docx")


def test_white_words_on_white_paper_are_left_out_and_noted() -> None:
    document = white_in_word()
    assert "Written in white" not in document.text
    assert [note.code for note in document.notes] == ["hidden_text"]


@pytest.mark.parametrize(
    "ground",
    [
        {"shade": '<w:shd w:val="clear" w:fill="1F3864"/>'},
        {"shade": '<w:highlight w:val="darkBlue"/>'},
        {"cell": 'w:val="clear" w:fill="C00000"'},
        {"paragraph": 'w:val="clear" w:fill="C00000"'},
        {"style": "Medium Shading 1 Accent 1"},
    ],
    ids=["letters", "marker", "cell", "paragraph", "table style"],
)
def test_white_words_on_a_colour_are_read(ground: dict[str, str]) -> None:
    document = white_in_word(**ground)
    assert "Written in white" in document.text
    assert document.notes == ()
