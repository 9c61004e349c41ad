"""A Word document says what its reader sees: nothing doubled, nothing hidden, nothing lost in a box."""

from __future__ import annotations

import docx
import pytest
from docx.document import Document as WordDocument
from docx.oxml import parse_xml

from ingest.readers import Limits, read
from ingest.readers.docx.numbering import ListNumbering
from kb.core.document import Block, Document, Role
from kb.core.errors import FileRefused
from tests.ingest.readers import papers

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
FOOTNOTES = f"""<?xml version="1.0" encoding="UTF-8"?><w:footnotes {W}><w:footnote w:id="2"><w:p><w:r><w:t>All names are
 changed.</w:t></w:r></w:p></w:footnote></w:footnotes>"""


def word(*xml: str, made: WordDocument | None = None) -> Document:
    """Return the reading of a Word document with these paragraphs of raw XML at its end."""
    made = made or docx.Document()
    for part in xml:
        made.element.body.insert(-1, parse_xml(part.replace("<w:", "<w:", 1).replace(">", f" {W}>", 1)))
    return read(papers.save_word(made), "paper.docx")


def texts_of(paper: Document) -> list[str]:
    return [words(paper, block) for block in paper.blocks]


def words(paper: Document, block: Block) -> str:
    return paper.text[block.start : block.end]


def codes(paper: Document) -> list[str]:
    return [note.code for note in paper.notes]


def test_a_tracked_insertion_is_said_and_a_deletion_is_not() -> None:
    paper = word(
        "<w:p><w:ins w:id='1' w:author='a'><w:r><w:t>Kept.</w:t></w:r></w:ins>"
        "<w:del w:id='2' w:author='a'><w:r><w:delText>Gone.</w:delText></w:r></w:del></w:p>"
    )
    assert texts_of(paper) == ["Kept."]
    assert codes(paper) == ["deleted_text"]


def test_hidden_text_is_left_out_and_noted() -> None:
    paper = word("<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>Jane </w:t></w:r><w:r><w:t>Seen.</w:t></w:r></w:p>")
    assert texts_of(paper) == ["Seen."]
    assert codes(paper) == ["hidden_text"]


def test_text_hidden_by_its_style_is_left_out() -> None:
    made = docx.Document()
    made.styles["Quote"].font.hidden = True
    made.add_paragraph("Hidden name", style="Quote")
    made.add_paragraph("Seen.")
    assert texts_of(word(made=made)) == ["Seen."]


def test_a_content_control_is_read() -> None:
    paper = word("<w:sdt><w:sdtContent><w:p><w:r><w:t>In a control.</w:t></w:r></w:p></w:sdtContent></w:sdt>")
    assert texts_of(paper) == ["In a control."]


def test_a_text_box_is_read_once() -> None:
    box = "<w:txbxContent><w:p><w:r><w:t>Boxed words.</w:t></w:r></w:p></w:txbxContent>"
    paper = word(
        "<w:p><w:r><w:t>Before.</w:t></w:r><w:r>"
        '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f'<mc:Choice Requires="wps"><w:drawing>{box}</w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    assert texts_of(paper) == ["Before.", "Boxed words."]


def test_a_merged_cell_is_read_once() -> None:
    made = docx.Document()
    table = made.add_table(rows=3, cols=2)
    for at, cell in enumerate(c for row in table.rows for c in row.cells):
        cell.text = f"cell {at}"
    table.cell(1, 0).merge(table.cell(2, 0)).text = "merged"
    table.cell(0, 0).merge(table.cell(0, 1)).text = "wide"
    assert texts_of(word(made=made)) == ["wide", "merged", "cell 3", "cell 5"]


def test_a_table_keeps_rows_and_columns() -> None:
    made = docx.Document()
    table = made.add_table(rows=2, cols=3)
    for at, cell in enumerate(c for row in table.rows for c in row.cells):
        cell.text = "" if at == 4 else f"cell {at}"
    for cell in table.rows[0].cells:
        cell.paragraphs[0].runs[0].bold = True
    places = [(b.cell.row, b.cell.column, b.cell.header) for b in word(made=made).blocks if b.cell]
    assert places == [(0, 0, True), (0, 1, True), (0, 2, True), (1, 0, False), (1, 2, False)]


def test_a_table_that_only_lays_out_panels_is_no_table() -> None:
    made = docx.Document()
    table = made.add_table(rows=2, cols=2)
    for number, cell in enumerate(c for row in table.rows for c in row.cells):
        cell.text = f"{number + 1}. What the panel is about and why"
        cell.paragraphs[0].style = "Heading 2"
        cell.add_paragraph("A point", style="List Bullet")
        cell.add_paragraph("Another point", style="List Bullet")
    paper = word(made=made)
    assert [block.role for block in paper.blocks] == [Role.HEADING, Role.ITEM, Role.ITEM] * 4


def test_numbering_is_counted_as_word_counts_it() -> None:
    made = docx.Document()
    for text, style in (("One", "List Number"), ("Two", "List Number"), ("Inner", "List Bullet 2")):
        made.add_paragraph(text, style=style)
    paper = word(made=made)
    assert [(b.marker, b.level) for b in paper.blocks] == [("1.", 1), ("2.", 1), ("•", 2)]


def test_headings_come_from_styles_and_outline_levels() -> None:
    made = docx.Document()
    made.add_paragraph("Review", style="Title")
    made.add_paragraph("3.1 Findings", style="Heading 2")
    paper = word("<w:p><w:pPr><w:outlineLvl w:val='2'/></w:pPr><w:r><w:t>By outline</w:t></w:r></w:p>", made=made)
    assert [(b.role, b.level, b.marker) for b in paper.blocks] == [
        (Role.TITLE, 0, ""),
        (Role.HEADING, 2, "3.1"),
        (Role.HEADING, 3, ""),
    ]


def test_a_footnote_stands_at_the_end_and_is_marked_where_it_is_called() -> None:
    parts = papers.members(papers.as_word((papers.Line("p", "The child was seen."),)))
    parts["word/document.xml"] = parts["word/document.xml"].replace(
        b"seen.</w:t></w:r>", b'seen.</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r>'
    )
    parts["word/footnotes.xml"] = FOOTNOTES.encode()
    parts["word/_rels/document.xml.rels"] = parts["word/_rels/document.xml.rels"].replace(
        b"</Relationships>",
        b'<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
        b'footnotes" '
        b'Target="footnotes.xml"/></Relationships>',
    )
    paper = read(papers.zip_members(parts), "paper.docx")
    assert [(b.role, b.marker, words(paper, b)) for b in paper.blocks] == [
        (Role.PARAGRAPH, "", "The child was seen.¹"),
        (Role.NOTE, "1", "All names are changed."),
    ]


def test_the_files_own_properties_are_given() -> None:
    made = docx.Document()
    made.core_properties.title = "Child M: overview"
    made.add_paragraph("Words.")
    assert ("title", "Child M: overview") in word(made=made).properties


def test_weight_and_size_are_reported() -> None:
    made = docx.Document()
    made.add_paragraph().add_run("A bold line").bold = True
    made.add_paragraph("A plain line")
    paper = word(made=made)
    assert [(b.bold, b.size) for b in paper.blocks] == [(True, 11.0), (False, 11.0)]


def spoil_docx(**changes: bytes) -> bytes:
    parts = papers.members(papers.as_word())
    return papers.zip_members({**parts, **changes})


XML = b"<?xml version='1.0'?>"
ENTITY = XML + b"<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/hostname'>]><x>&a;</x>"
LAUGHS = XML + b"<!DOCTYPE x [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;'>]><x>&b;</x>"


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ({"word/document.xml": b"<not closed"}, "damaged"),
        ({"word/document.xml": ENTITY}, "unsafe_archive"),
        ({"word/document.xml": LAUGHS}, "unsafe_archive"),
        ({"word/document.xml": LAUGHS.decode().encode("utf-16")}, "unsafe_archive"),
        ({"word/document.xml": b"<a>" * 50_000 + b"</a>" * 50_000}, "damaged"),
        ({"word/document.xml": b"<x/>", "../../evil": b"x"}, "unsafe_archive"),
        ({"word/document.xml": b"<x/>", "/etc/evil": b"x"}, "unsafe_archive"),
        ({"word/document.xml": b"<x/>", "WORD/document.xml": b"<y/>"}, "unsafe_archive"),
        ({"word/document.xml": bytes(40_000_000)}, "unpacks_too_large"),
        (
            {"word/document.xml": b"<x/>", **{f"a/{n}": b"" for n in range(10_001)}},
            "unpacks_too_large",
        ),
    ],
)
def test_a_hostile_or_broken_archive_is_refused(parts: dict[str, bytes], code: str) -> None:
    with pytest.raises(FileRefused) as caught:
        read(papers.zip_members(parts), "paper.docx")
    assert caught.value.code == code


def test_the_beginning_of_an_archive_is_refused() -> None:
    with pytest.raises(FileRefused) as caught:
        read(papers.as_word()[:2000], "paper.docx")
    assert caught.value.code == "damaged"


def test_what_unpacks_beyond_the_limit_is_refused_before_it_is_unpacked() -> None:
    with pytest.raises(FileRefused) as caught:
        read(papers.as_word(), "paper.docx", Limits(max_unpacked=1000))
    assert caught.value.code == "unpacks_too_large"


def test_an_encrypted_member_means_a_password() -> None:
    data = bytearray(papers.as_word())
    directory = data.rindex(b"PK\x01\x02")
    data[directory + 8] |= 1
    with pytest.raises(FileRefused) as caught:
        read(bytes(data), "paper.docx")
    assert caught.value.code == "password"


def test_a_link_to_a_part_that_is_missing_does_no_harm() -> None:
    data = spoil_docx(
        **{
            "word/_rels/document.xml.rels": XML
            + b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            + b'<Relationship Id="r" Type="a/image" Target="media/none.png"/></Relationships>'
        },
    )
    assert texts_of(read(data, "paper.docx"))[0] == papers.BRIEFING[0].words


@pytest.mark.parametrize(("legal", "mark"), [("<w:isLgl/>", "Point 2.1"), ('<w:isLgl w:val="0"/>', "Point II.1")])
def test_a_level_that_asks_for_figures_prints_those_of_the_levels_above_as_figures(legal: str, mark: str) -> None:
    counted = ListNumbering.of(
        parse_xml(
            f"<w:numbering {W}><w:abstractNum w:abstractNumId='1'>"
            "<w:lvl w:ilvl='0'><w:start w:val='1'/><w:numFmt w:val='upperRoman'/><w:lvlText w:val='Part %1'/></w:lvl>"
            f"<w:lvl w:ilvl='1'><w:start w:val='1'/>{legal}<w:lvlText w:val='Point %1.%2'/></w:lvl>"
            "</w:abstractNum><w:num w:numId='3'><w:abstractNumId w:val='1'/></w:num></w:numbering>"
        )
    )
    assert [counted.mark("3", depth) for depth in (0, 0, 1)] == ["Part I", "Part II", mark]


@pytest.mark.parametrize("mark", ['<w:del w:id="4" w:author="a"/>', '<w:ins w:id="4" w:author="a"/>'])
def test_a_row_that_was_deleted_is_left_out_and_noted(mark: str) -> None:
    made = docx.Document()
    table = made.add_table(rows=3, cols=2)
    for at, cell in enumerate(c for row in table.rows for c in row.cells):
        cell.text = f"cell {at}"
    properties = table.rows[1]._tr.get_or_add_trPr()
    properties.append(parse_xml(mark.replace("/>", f" {W}/>")))
    paper = word(made=made)
    deleted = "del" in mark
    assert ("cell 2" in texts_of(paper)) is not deleted
    assert ("deleted_text" in codes(paper)) is deleted


def test_a_deleted_row_in_a_content_control_is_noted_too() -> None:
    made = docx.Document()
    table = made.add_table(rows=2, cols=1)
    table.rows[0].cells[0].text, table.rows[1].cells[0].text = "kept", "struck out"
    row = table.rows[1]._tr
    row.get_or_add_trPr().append(parse_xml(f'<w:del w:id="4" w:author="a" {W}/>'))
    control = parse_xml(f"<w:sdt {W}><w:sdtContent/></w:sdt>")
    row.addprevious(control)
    control[0].append(row)
    paper = word(made=made)
    assert texts_of(paper) == ["kept"]
    assert "deleted_text" in codes(paper)
