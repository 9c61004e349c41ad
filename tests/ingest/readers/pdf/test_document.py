"""A PDF gives whole paragraphs, items with their marks and tables as cells, whatever program wrote it."""

from __future__ import annotations

import io
from typing import Any

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.constants import PageLabelStyle
from pypdf.generic import DictionaryObject, NameObject, NumberObject, StreamObject, TextStringObject

from ingest.readers import Limits, read
from kb.core.document import Block, Document, Role
from kb.core.errors import FileRefused
from kb.text.reading_text import reading_text, words_of
from tests.ingest.readers import papers

LONG = (
    "Practitioners in all five services knew that the family had moved again, and each of them wrote to the last "
    "address that they held. The letters came back in the spring, and were filed. Nobody rang the school, which knew "
    "where the children were on every day of the week."
)


def document(data: bytes) -> Document:
    return read(data, "paper.pdf")


def texts_of(paper: Document, *roles: Role) -> list[str]:
    """Return the reading text of each block with those that continue it."""
    known = words_of(paper.text)
    chains: list[list[str]] = []
    for block in paper.blocks:
        if block.role is Role.FURNITURE or (roles and block.role not in roles):
            continue
        words = paper.text[block.start : block.end]
        if block.continues:
            chains[-1].append(words)
        else:
            chains.append([words])
    return [reading_text("\n".join(chain), known) for chain in chains]


def outcome(data: bytes) -> set[str]:
    """Return the codes of what was noted, or of why the file was refused."""
    try:
        return {note.code for note in document(data).notes}
    except FileRefused as refused:
        return {refused.code}


def roles(paper: Document) -> list[Role]:
    return [block.role for block in paper.blocks]


def cells(paper: Document) -> dict[tuple[int, int, int], str]:
    """Return the words of each cell of each table."""
    found: dict[tuple[int, int, int], list[str]] = {}
    for block in paper.blocks:
        if block.cell:
            place = (block.cell.table, block.cell.row, block.cell.column)
            found.setdefault(place, []).append(paper.text[block.start : block.end])
    return {place: " ".join(" ".join(words).split()) for place, words in found.items()}


def codes(paper: Document) -> list[str]:
    return [note.code for note in paper.notes]


def marker_of(block: Block) -> tuple[int, str]:
    return block.level, block.marker


@pytest.mark.parametrize("tagged", [True, False])
def test_a_paragraph_is_one_block_over_its_lines(tagged: bool) -> None:
    paper = document(papers.print_pdf(f"<p>{LONG}</p><p>{LONG}</p>", tagged=tagged))
    assert texts_of(paper) == [LONG, LONG]
    assert paper.text.count("\n") > 4


@pytest.mark.parametrize("tagged", [True, False])
def test_words_hyphenated_at_line_ends_are_whole_for_reading_and_as_printed_in_the_text(tagged: bool) -> None:
    style = "p { hyphens: auto; text-align: justify; width: 6cm }"
    paper = document(papers.print_pdf(f"<p>{LONG}</p>", style, tagged=tagged))
    assert texts_of(paper) == [LONG]
    assert any(f"{hyphen}\n" in paper.text for hyphen in "-‐")


@pytest.mark.parametrize("tagged", [True, False])
def test_a_paragraph_over_a_page_break_continues(tagged: bool) -> None:
    longer = " ".join([LONG] * 4)
    body = f"<p>{longer}</p>" * 5
    paper = document(papers.print_pdf(body, "@page { @bottom-center { content: counter(page) } }", tagged=tagged))
    assert texts_of(paper) == [longer] * 5
    assert len(paper.pages) == 2
    assert [paper.page_of(block.start) for block in paper.blocks if block.continues] == [2]


@pytest.mark.parametrize("tagged", [True, False])
def test_running_headers_and_page_numbers_are_furniture(tagged: bool) -> None:
    style = (
        "@page { @top-left { content: 'Board paper, part B' } @bottom-right { content: 'Page ' counter(page) } } "
        "section { break-after: page }"
    )
    paper = document(papers.print_pdf(f"<section><p>{LONG}</p></section>" * 3, style, tagged=tagged))
    furniture = [paper.text[b.start : b.end] for b in paper.blocks if b.role is Role.FURNITURE]
    assert furniture == [
        "Board paper, part B",
        "Page 1",
        "Board paper, part B",
        "Page 2",
        "Board paper, part B",
        "Page 3",
    ]
    assert texts_of(paper) == [LONG] * 3


@pytest.mark.parametrize("tagged", [True, False])
def test_items_keep_their_marks_and_depths(tagged: bool) -> None:
    body = (
        f"<ul><li>{LONG}</li><li>Ask again<ul><li>and again</li></ul></li></ul><ol><li>First</li><li>Second</li></ol>"
    )
    paper = document(papers.print_pdf(body, tagged=tagged))
    assert texts_of(paper) == [LONG, "Ask again", "and again", "First", "Second"]
    assert [level for level, _ in map(marker_of, paper.blocks)] == [1, 1, 2, 1, 1]
    assert [block.marker for block in paper.blocks][3:] == ["1.", "2."]


@pytest.mark.parametrize("tagged", [True, False])
def test_two_columns_are_read_one_after_the_other(tagged: bool) -> None:
    body = f"<div>{f'<p>{LONG}</p>' * 6}</div>"
    paper = document(papers.print_pdf(body, "div { columns: 2; column-gap: 1cm }", tagged=tagged))
    assert texts_of(paper) == [LONG] * 6


def test_panels_drawn_in_any_order_keep_their_own_words() -> None:
    panels = "".join(
        f'<div style="position: absolute; left: {x}cm; top: {y}cm; width: 7cm"><h2>{name}</h2><ul>'
        f"<li>{name} has a first point that is long enough to go on in a second line</li><li>{name} has another</li>"
        "<li>and one more</li></ul></div>"
        for name, x, y in (("Learning", 9, 10), ("Concerns", 0, 2), ("Practice", 0, 10), ("Missed", 9, 2))
    )
    paper = document(papers.print_pdf(f"{panels}<h1 style='position: absolute; top: 0'>Seven minutes</h1>"))
    words = texts_of(paper)
    assert words[0] == "Seven minutes"
    for name in ("Learning", "Concerns", "Practice", "Missed"):
        at = words.index(name)
        assert words[at + 1] == f"{name} has a first point that is long enough to go on in a second line"
        assert words[at + 2] == f"{name} has another"


def test_columns_written_row_by_row_are_read_column_by_column() -> None:
    left = ["Staff moved on and took", "what they knew of the", "family with them."]
    right = ["The school kept its own", "notes and was not asked", "for them in two years."]
    rows = "".join(
        f'<div style="position: absolute; left: {x}cm; top: {1 + 0.6 * at}cm">{words}</div>'
        for at, pair in enumerate(zip(left, right, strict=True))
        for x, words in zip((0, 9), pair, strict=True)
    )
    assert texts_of(document(papers.print_pdf(rows))) == [" ".join(left), " ".join(right)]


@pytest.mark.parametrize("tagged", [True, False])
def test_a_ruled_table_over_two_pages_is_one_table(tagged: bool) -> None:
    rows = "".join(f"<tr><td>{n}</td><td>{LONG}</td><td>Board {n}</td></tr>" for n in range(1, 9))
    head = "<thead><tr><th>No.</th><th>Recommendation</th><th>Owner</th></tr></thead>"
    style = "table { border-collapse: collapse } td, th { border: 1px solid; padding: 3mm } tr { break-inside: avoid }"
    paper = document(papers.print_pdf(f"<table>{head}<tbody>{rows}</tbody></table>", style, tagged=tagged))
    found = cells(paper)
    assert len(paper.pages) == 2
    assert {place[0] for place in found} == {0}
    assert [found[0, 0, column] for column in range(3)] == ["No.", "Recommendation", "Owner"]
    for n in range(1, 9):
        assert [found[0, n, column] for column in range(3)] == [str(n), LONG, f"Board {n}"]
    assert {b.cell.row for b in paper.blocks if b.cell and b.cell.header} == {0}


def test_a_table_ruled_between_its_rows_alone_is_a_table() -> None:
    rows = "".join(f"<tr><td>Step {n}</td><td>{LONG}</td><td>Owner {n}</td></tr>" for n in range(1, 4))
    head = "<tr><th>Step</th><th>What will be done</th><th>Owner</th></tr>"
    style = "table { border-collapse: collapse } tr { border: solid; border-width: 1px 0 } td { padding: 9px }"
    found = cells(document(papers.print_pdf(f"<table>{head}{rows}</table>", style)))
    assert [found[0, 0, column] for column in range(3)] == ["Step", "What will be done", "Owner"]
    for n in range(1, 4):
        assert [found[0, n, column] for column in range(3)] == [f"Step {n}", LONG, f"Owner {n}"]


def test_lines_between_paragraphs_make_no_table() -> None:
    paper = document(papers.print_pdf(f"<hr><p>{LONG}</p>" * 5))
    assert roles(paper) == [Role.PARAGRAPH] * 5


def test_a_row_broken_by_a_page_is_one_row() -> None:
    rows = "".join(f"<tr><td>{n}</td><td>{LONG * 5}</td></tr>" for n in range(1, 5))
    style = "table { border-collapse: collapse } td { border: 1px solid; padding: 3mm; vertical-align: top }"
    found = cells(document(papers.print_pdf(f"<table>{rows}</table>", style)))
    assert sorted({place[1] for place in found}) == [0, 1, 2, 3]
    assert all(found[0, n, 1] == " ".join((LONG * 5).split()) for n in range(4))


def test_a_box_around_words_is_no_table() -> None:
    paper = document(papers.print_pdf(f'<div style="border: 1px solid; padding: 3mm"><h2>Case</h2><p>{LONG}</p></div>'))
    assert roles(paper) == [Role.HEADING, Role.PARAGRAPH]


def test_headings_are_recognised_by_size_and_weight_and_ranked() -> None:
    body = f"<h1>Review</h1><p>{LONG}</p><h2>Findings</h2><p>{LONG}</p><p><b>Police</b></p><p>{LONG}</p>"
    paper = document(papers.print_pdf(body))
    assert [(b.level, paper.text[b.start : b.end]) for b in paper.blocks if b.role is Role.HEADING] == [
        (1, "Review"),
        (2, "Findings"),
        (3, "Police"),
    ]


def test_a_bold_sentence_is_no_heading() -> None:
    paper = document(
        papers.print_pdf(f"<p>{LONG}</p><p><b>The partnership should act on this now.</b></p><p>{LONG}</p>")
    )
    assert roles(paper) == [Role.PARAGRAPH] * 3
    assert [block.bold for block in paper.blocks] == [False, True, False]


def test_footnotes_are_notes_and_do_not_break_a_sentence() -> None:
    style = "small { position: absolute; bottom: 0; font-size: 8pt } section { break-after: page; height: 100% }"
    body = (
        f"<section><p>{LONG}</p><p>The plan was agreed by all the agencies that had been invited, and of the</p>"
        "<small>1 Working together, chapter one.</small></section><p>eight of them that came only two had read it.</p>"
    )
    paper = document(papers.print_pdf(body, style))
    assert Role.NOTE in roles(paper)
    assert texts_of(paper, Role.PARAGRAPH)[1].endswith("and of the eight of them that came only two had read it.")


def test_a_raised_figure_does_not_change_the_word_before_it() -> None:
    paper = document(papers.print_pdf("<p>The families<sup>2</sup> were asked.</p>"))
    assert texts_of(paper) == ["The families² were asked."]


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_rotated_page_is_read_upright(turn: int) -> None:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(papers.print_pdf(f"<h1>Turned</h1><p>{LONG}</p>"))))
    for page in writer.pages:
        page.rotate(turn)
    out = io.BytesIO()
    writer.write(out)
    assert texts_of(document(out.getvalue())) == ["Turned", LONG]


def test_text_set_sideways_is_read_upright() -> None:
    style = "div { transform: rotate(-90deg); transform-origin: top left; position: absolute; top: 20cm; width: 18cm }"
    assert texts_of(document(papers.print_pdf(f"<div><p>{LONG}</p></div>", style))) == [LONG]


def test_printed_page_labels_are_kept_where_they_differ() -> None:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(papers.joined_pdf(*[papers.print_pdf(f"<p>{LONG}</p>")] * 3))))
    writer.set_page_label(0, 0, style=PageLabelStyle.LOWERCASE_ROMAN)
    writer.set_page_label(1, 2, style=PageLabelStyle.DECIMAL, start=1)
    out = io.BytesIO()
    writer.write(out)
    assert [(page.number, page.label) for page in document(out.getvalue()).pages] == [(1, "i"), (2, "1"), (3, "2")]


def test_pages_that_are_pictures_are_named() -> None:
    paper = document(papers.joined_pdf(papers.print_pdf(f"<p>{LONG}</p>"), papers.scan_pdf()))
    assert [(note.code, note.page) for note in paper.notes] == [("needs_ocr", 2)]


def test_a_blank_page_is_no_picture() -> None:
    paper = document(papers.print_pdf(f"<p>{LONG}</p><p style='break-before: page'>{LONG}</p>"))
    assert paper.notes == ()


def test_a_file_that_opens_without_its_password_is_read_with_a_note() -> None:
    paper = document(papers.lock_pdf(papers.print_pdf(f"<p>{LONG}</p>"), user=""))
    assert texts_of(paper) == [LONG]
    assert codes(paper) == ["encrypted"]


def test_a_file_with_a_password_is_refused() -> None:
    with pytest.raises(FileRefused) as caught:
        document(papers.lock_pdf(papers.print_pdf("<p>Words</p>"), user="secret"))
    assert caught.value.code == "password"


def test_a_file_with_a_protection_that_nobody_knows_is_not_said_to_be_damaged() -> None:
    data = papers.lock_pdf(papers.print_pdf("<p>Words</p>"), user="secret")
    assert data.count(b"/Standard") == 1
    with pytest.raises(FileRefused, match="security handler") as caught:
        document(data.replace(b"/Standard", b"/Elsewher"))
    assert caught.value.code == "password"


def test_a_page_that_wants_a_program_which_is_not_here_costs_only_itself() -> None:
    writer = PdfWriter(clone_from=io.BytesIO(papers.joined_pdf(*[papers.print_pdf(f"<p>{LONG}</p>")] * 2)))
    stream = StreamObject()
    stream._data = b"not a picture"
    stream[NameObject("/Filter")] = NameObject("/BrotliDecode")
    writer.pages[1][NameObject("/Contents")] = writer._add_object(stream)
    out = io.BytesIO()
    writer.write(out)
    paper = document(out.getvalue())
    assert texts_of(paper) == [LONG]
    assert [(note.code, note.page) for note in paper.notes] == [("page_damaged", 2)]


@pytest.mark.parametrize("share", [0.02, 0.5, 0.9])
def test_a_truncated_file_is_refused_or_said_to_be_damaged(share: float) -> None:
    data = papers.joined_pdf(*[papers.print_pdf(f"<p>{LONG}</p>")] * 4)
    assert outcome(data[: int(len(data) * share)]) & {"damaged", "page_damaged"}


def test_a_file_without_its_last_lines_is_mended() -> None:
    data = papers.print_pdf(f"<p>{LONG}</p>")
    assert texts_of(document(data[: data.rindex(b"startxref")])) == [LONG]


def test_more_pages_than_the_limit_are_refused() -> None:
    data = papers.joined_pdf(*[papers.print_pdf("<p>Words</p>")] * 3)
    with pytest.raises(FileRefused) as caught:
        read(data, "paper.pdf", Limits(max_pages=2))
    assert caught.value.code == "too_large"


def change_pdf(data: bytes, key: str, value: DictionaryObject) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    writer.root_object[NameObject(key)] = value
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_scripts_are_ignored_and_noted() -> None:
    script = DictionaryObject({NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("x()")})
    paper = document(change_pdf(papers.print_pdf(f"<p>{LONG}</p>"), "/OpenAction", script))
    assert texts_of(paper) == [LONG]
    assert codes(paper) == ["active_content"]


def test_a_form_that_only_one_program_shows_is_noted() -> None:
    form = DictionaryObject({NameObject("/XFA"): TextStringObject("x"), NameObject("/Fields"): NumberObject(0)})
    assert codes(document(change_pdf(papers.print_pdf(f"<p>{LONG}</p>"), "/AcroForm", form))) == ["xfa_form"]


def test_a_form_that_draws_itself_ends() -> None:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(papers.print_pdf(f"<p>{LONG}</p>"))))
    page = writer.pages[0]
    inner = page.get_contents()
    assert inner is not None
    inner.set_data(inner.get_data() + b"\n/Self Do\n")
    form = writer._add_object(inner)
    drawn: Any = form.get_object()
    resources: Any = page["/Resources"].get_object()
    drawn.update({NameObject("/Type"): NameObject("/XObject"), NameObject("/Subtype"): NameObject("/Form")})
    resources[NameObject("/XObject")] = DictionaryObject({NameObject("/Self"): form})
    drawn[NameObject("/Resources")] = page["/Resources"]
    page[NameObject("/Contents")] = form
    out = io.BytesIO()
    writer.write(out)
    assert LONG in texts_of(document(out.getvalue()))


def test_text_drawn_twice_for_weight_is_said_once() -> None:
    style = "p { position: absolute; top: 0 } .again { margin-left: 0.2pt }"
    paper = document(papers.print_pdf("<p>Drawn twice</p><p class=again>Drawn twice</p>", style))
    assert texts_of(paper) == ["Drawn twice"]


def test_what_the_file_says_about_itself_is_given() -> None:
    assert ("title", "Paper") in document(papers.print_pdf("<p>Words enough for a test of properties</p>")).properties


def test_the_engine_is_named() -> None:
    assert document(papers.print_pdf(f"<p>{LONG}</p>")).engine.startswith("pypdf ")


def test_pages_that_gave_no_words_are_named() -> None:
    blank = papers.print_pdf("<p></p>")
    words = papers.print_pdf("<h1>Lessons learned</h1><p>Nobody asked who else lived in the home.</p>")
    noted = document(papers.joined_pdf(words, blank, words, blank)).notes
    assert [note.code for note in noted] == ["pages_without_text"]
    assert "pages 2 and 4" in noted[0].sentence
