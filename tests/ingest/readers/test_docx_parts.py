"""What a Word document shows by other means than running words: drawn words, charts, forms, signs in a colour."""

from __future__ import annotations

import docx
import pytest
from docx.oxml import parse_xml

from ingest.readers import read
from ingest.readers.docx.numbering import ListNumbering
from kb.core.document import Document, Role
from tests.ingest.readers.papers import members, save_word, zip_members
from tests.ingest.reading import reading_of_file

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
KIND_OF_PART = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SAID = "<w:p><w:r><w:t>The board should ask again.</w:t></w:r></w:p>"
SPACES = (
    f'{W} xmlns:v="urn:schemas-microsoft-com:vml" xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)


def _paper(*bodies: str, **parts: bytes) -> bytes:
    made = docx.Document()
    made.add_heading("Action plan: Family Quill", 1)
    for body in bodies:
        made.element.body.insert(-1, parse_xml(body.replace(">", f" {SPACES}>", 1)))
    kept = members(save_word(made))
    for name, data in parts.items():
        path = {"chart": "word/charts/chart1.xml", "relations": "word/_rels/document.xml.rels"}[name]
        kept[path] = kept[path].replace(b"</Relationships>", data) if name == "relations" else data
    return zip_members(kept)


def _texts(paper: Document) -> list[str]:
    return [paper.text[block.start : block.end] for block in paper.blocks][1:]


@pytest.mark.parametrize("words", ["Recommendations", "What we learned"])
def test_words_that_are_drawn_are_read(words: str) -> None:
    drawn = f"<w:p><w:r><w:pict><v:shape><v:textpath string='{words}'/></v:shape></w:pict></w:r></w:p>"
    assert _texts(read(_paper(drawn, SAID), "paper.docx")) == [words, "The board should ask again."]


def test_the_words_of_a_chart_are_its_caption() -> None:
    chart = (
        b"<c:chartSpace xmlns:c='http://schemas.openxmlformats.org/drawingml/2006/chart' "
        b"xmlns:a='http://schemas.openxmlformats.org/drawingml/2006/main'><c:title><c:tx><a:p><a:r><a:t>Missed visits"
        b"</a:t></a:r></a:p></c:tx></c:title><c:cat><c:pt><c:v>Spring</c:v></c:pt><c:pt><c:v>Autumn</c:v></c:pt></c:cat>"
        b"</c:chartSpace>"
    )
    kind = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/chart"
    relation = b'<Relationship Id="rC" Type="%s" Target="charts/chart1.xml"/></Relationships>' % kind
    drawn = "<w:p><w:r><w:drawing><c:chart r:id='rC'/></w:drawing></w:r></w:p>"
    paper = read(_paper(drawn, SAID, chart=chart, relations=relation), "paper.docx")
    assert _texts(paper)[0] == "Missed visits; Spring; Autumn"
    assert paper.blocks[1].role is Role.CAPTION


@pytest.mark.parametrize(("result", "shown"), [("<w:result w:val='2'/>", "Complete"), ("", "Not started")])
def test_a_drop_down_list_of_an_older_form_shows_its_choice(result: str, shown: str) -> None:
    entries = "".join(f"<w:listEntry w:val='{one}'/>" for one in ("Not started", "In progress", "Complete"))
    form = f"<w:fldChar w:fldCharType='begin'><w:ffData><w:ddList>{result}{entries}</w:ddList></w:ffData></w:fldChar>"
    assert _texts(read(_paper(f"<w:p><w:r>{form}</w:r></w:p>", SAID), "paper.docx"))[0] == shown


@pytest.mark.parametrize("size", [1, 2, 3])
def test_type_that_nobody_can_read_is_left_out_and_noted(size: int) -> None:
    tiny = f"<w:p><w:r><w:rPr><w:sz w:val='{size}'/></w:rPr><w:t>Nowhere Lane</w:t></w:r></w:p>"
    paper = read(_paper(tiny, SAID), "paper.docx")
    assert _texts(paper) == ["The board should ask again."]
    assert [note.code for note in paper.notes] == ["hidden_text"]


def _row(*cells: str) -> str:
    return f"<w:tr>{''.join(f'<w:tc><w:p>{cell}</w:p></w:tc>' for cell in cells)}</w:tr>"


def _run_of(words: str, look: str = "") -> str:
    return f"<w:r><w:rPr>{look}</w:rPr><w:t>{words}</w:t></w:r>"


@pytest.mark.parametrize("sign", ["●", "■"])
@pytest.mark.parametrize(("colour", "status"), [("00B050", "reported_complete"), ("FF0000", "not_started")])
def test_a_sign_in_a_colour_counts_as_the_colour_does(sign: str, colour: str, status: str) -> None:
    rows = _row(_run_of("Action"), _run_of("RAG"))
    rows += _row(_run_of("Write to each landlord about damp."), _run_of(sign, f"<w:color w:val='{colour}'/>"))
    key = f"<w:p>{_run_of('Key: green = complete, amber = in progress, red = not started')}</w:p>"
    given = reading_of_file(_paper(key, f"<w:tbl>{rows}</w:tbl>"), "plan.docx")
    assert [one.status for one in given.findings] == [status]
    assert "colours_read" in [note.code for note in given.document.notes]


@pytest.mark.parametrize(
    ("form", "marks"),
    [
        ("<w:numFmt w:val='ordinalText'/>", ["First:", "Second:"]),
        ("<w:numFmt w:val='cardinalText'/>", ["One:", "Two:"]),
        ("<w:numFmt w:val='ordinal'/>", ["1st:", "2nd:"]),
        ("<w:numFmt w:val='decimalEnclosedParen'/>", ["(1):", "(2):"]),
        ("<w:numFmt w:val='custom' w:format='001, 002, 003, ...'/>", ["001:", "002:"]),
    ],
)
def test_numbers_are_printed_in_the_form_that_a_list_states(form: str, marks: list[str]) -> None:
    level = f"<w:lvl w:ilvl='0'>{form}<w:lvlText w:val='%1:'/></w:lvl>"
    numbered = "<w:num w:numId='4'><w:abstractNumId w:val='1'/></w:num>"
    root = parse_xml(
        f"<w:numbering {W}><w:abstractNum w:abstractNumId='1'>{level}</w:abstractNum>{numbered}</w:numbering>"
    )
    numbering = ListNumbering.of(root)
    assert [numbering.mark("4", 0) for _ in marks] == marks


@pytest.mark.parametrize(("first", "rest"), [("T", "eachers did not ask."), ("A", " child was not seen.")])
def test_a_large_initial_is_joined_to_its_word(first: str, rest: str) -> None:
    frame = "<w:pPr><w:framePr w:dropCap='drop' w:lines='3'/></w:pPr>"
    behind = f"<w:p><w:r><w:t xml:space='preserve'>{rest}</w:t></w:r></w:p>"
    paper = read(_paper(f"<w:p>{frame}<w:r><w:t>{first}</w:t></w:r></w:p>", behind, SAID), "paper.docx")
    assert _texts(paper) == [first + rest, "The board should ask again."]


def test_letters_saved_twice_are_put_right_and_noted() -> None:
    paper = read(_paper("<w:p><w:r><w:t>The childâ€™s home â€“ and school.</w:t></w:r></w:p>"), "paper.docx")
    assert _texts(paper) == ["The child’s home – and school."]
    assert [note.code for note in paper.notes] == ["encoded_twice"]


@pytest.mark.parametrize(("anew", "marks"), [("0", ["1:", "2:", "3:"]), ("1", ["1:", "2:", "1:"])])
def test_a_level_counts_on_where_it_does_not_begin_anew(anew: str, marks: list[str]) -> None:
    top = "<w:lvl w:ilvl='0'><w:numFmt w:val='decimal'/><w:lvlText w:val='Theme %1'/></w:lvl>"
    below = (
        f"<w:lvl w:ilvl='1'><w:numFmt w:val='decimal'/><w:lvlRestart w:val='{anew}'/><w:lvlText w:val='%2:'/></w:lvl>"
    )
    pattern = f"<w:abstractNum w:abstractNumId='1'>{top}{below}</w:abstractNum>"
    numbered = "<w:num w:numId='4'><w:abstractNumId w:val='1'/></w:num>"
    numbering = ListNumbering.of(parse_xml(f"<w:numbering {W}>{pattern}{numbered}</w:numbering>"))
    given = [numbering.mark("4", depth) for depth in (0, 1, 1, 0, 1)]
    assert [mark for mark in given if mark and mark.endswith(":")] == marks


def _set(look: str) -> str:
    return f"<w:p>{_run_of('Nowhere Lane', look)}</w:p>"


@pytest.mark.parametrize(
    ("look", "code"),
    [
        ("<w:strike/>", "struck_out"),
        ("<w:dstrike w:val='true'/>", "struck_out"),
        ("<w:highlight w:val='black'/>", "failed_redaction"),
        ("<w:color w:val='000000'/><w:shd w:val='clear' w:fill='000000'/>", "failed_redaction"),
    ],
)
def test_words_struck_through_or_blackened_are_left_out_and_noted(look: str, code: str) -> None:
    paper = read(_paper(_set(look), SAID), "paper.docx")
    assert _texts(paper) == ["The board should ask again."]
    assert [note.code for note in paper.notes] == [code]


@pytest.mark.parametrize(
    "look",
    ["<w:strike w:val='0'/>", "<w:color w:val='FFFFFF'/><w:highlight w:val='black'/>", "<w:shd w:fill='000000'/>"],
)
def test_words_that_only_stand_on_a_dark_ground_are_read(look: str) -> None:
    assert _texts(read(_paper(_set(look), SAID), "paper.docx"))[0] == "Nowhere Lane"


@pytest.mark.parametrize(
    ("head", "answer", "status"),
    [
        ("Complete (Y/N)", "Y", "reported_complete"),
        ("Done?", "N", "not_met"),
        ("Completed yes/no", "Yes", "reported_complete"),
        ("Complete", "Yes", "reported_complete"),
        ("Status", "Yes", "unclear"),
        ("Progress", "Yes", "unclear"),
        ("Progress update", "No", "unclear"),
    ],
)
def test_a_yes_answers_the_head_of_its_column(head: str, answer: str, status: str) -> None:
    rows = _row(_run_of("Action"), _run_of(head)) + _row(_run_of("Write to each landlord about damp."), _run_of(answer))
    given = reading_of_file(_paper(f"<w:tbl>{rows}</w:tbl>"), "plan.docx")
    assert [one.status for one in given.findings] == [status]


@pytest.mark.parametrize(("name", "kind"), [("Paper.docx", "Word.Document.12"), ("Sheet.bin", "Excel.Sheet.8")])
def test_a_file_that_stands_in_the_text_as_an_object_is_read_or_noted(name: str, kind: str) -> None:
    inner = docx.Document()
    inner.add_paragraph("The board should write to every landlord about damp.")
    shown = (
        f"<w:p><w:r><w:object><o:OLEObject xmlns:o='urn:schemas-microsoft-com:office:office' ProgID='{kind}' "
        "r:id='rO'/></w:object></w:r></w:p>"
    )
    paper = members(_paper(shown, SAID))
    relation = f'<Relationship Id="rO" Type="{KIND_OF_PART}/package" Target="embeddings/{name}"/></Relationships>'
    relations = "word/_rels/document.xml.rels"
    paper[relations] = paper[relations].replace(b"</Relationships>", relation.encode())
    paper[f"word/embeddings/{name}"] = save_word(inner) if name.endswith("docx") else b"\xd0\xcf\x11\xe0"
    given = read(zip_members(paper), "paper.docx")
    noted = [note.code for note in given.notes]
    assert ("every landlord" in given.text, noted) in ((True, []), (False, ["part_not_read"]))
    assert ("every landlord" in given.text) is name.endswith("docx")


def test_a_file_in_a_cell_of_a_table_is_noted() -> None:
    said = (
        "<w:r><w:t>Evidence</w:t></w:r><w:r><w:object><o:OLEObject xmlns:o='urn:schemas-microsoft-com:office:office' "
    )
    cell = f"<w:tc><w:p>{said}ProgID='Word.Document.12' r:id='rO'/></w:object></w:r></w:p></w:tc>"
    paper = members(_paper(f"<w:tbl>{f'<w:tr>{cell}{cell}</w:tr>' * 2}</w:tbl>", SAID))
    relation = f'<Relationship Id="rO" Type="{KIND_OF_PART}/package" Target="embeddings/Log.docx"/></Relationships>'
    relations = "word/_rels/document.xml.rels"
    paper[relations] = paper[relations].replace(b"</Relationships>", relation.encode())
    assert [note.code for note in read(zip_members(paper), "paper.docx").notes] == ["part_not_read"]


def test_a_file_to_which_an_object_only_leads_lies_elsewhere() -> None:
    said = "<w:p><w:r><w:object><o:OLEObject xmlns:o='urn:schemas-microsoft-com:office:office' "
    paper = members(_paper(f"{said}Type='Link' ProgID='Word.Document.12' r:id='rO'/></w:object></w:r></w:p>", SAID))
    target = 'Target="file:///shared/Log.docx" TargetMode="External"'
    relation = f'<Relationship Id="rO" Type="{KIND_OF_PART}/oleObject" {target}/></Relationships>'
    relations = "word/_rels/document.xml.rels"
    paper[relations] = paper[relations].replace(b"</Relationships>", relation.encode())
    (note,) = read(zip_members(paper), "paper.docx").notes
    assert note.sentence.startswith("A part of the document lies in another file")


def test_a_part_that_lies_in_another_file_is_noted() -> None:
    paper = read(_paper("<w:p><w:subDoc r:id='rS'/></w:p>", SAID), "paper.docx")
    assert [note.code for note in paper.notes] == ["part_not_read"]
