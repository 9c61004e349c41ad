"""Colours of cells without words: read where the plan itself says what they mean, otherwise noted."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

import docx
import openpyxl
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import PatternFill

from ingest.findings.colour_legend import UNKNOWN, explains_colours, legend_of
from ingest.pipeline import reading_of
from ingest.readers import read
from ingest.readers.cell_colours import colour_of
from kb.core.model import Kind, Metadata, Reading, Status
from kb.vocabulary import load
from tests.ingest.reading import findings

ROWS = (
    ("00B050", "Providers should tell the council within a day.", "The contract was amended."),
    ("FFC000", "The ICB should fund a nurse for rough sleepers.", "The post is being advertised."),
    ("FF0000", "Housing should see the name of the social worker.", "The data agreement is with the lawyers."),
)
KEY = "Key: Green = complete; Amber = in progress; Red = not started"


def word_plan(header: str, legend: str) -> Reading:
    paper = docx.Document()
    paper.add_heading("Action plan: SAR Mr Ivor", 0)
    paper.add_paragraph(legend)
    table = paper.add_table(rows=len(ROWS) + 1, cols=3)
    for column, name in enumerate(("Recommendation", "Action", header)):
        table.cell(0, column).text = name
    for row, (fill, asked, done) in enumerate(ROWS, 1):
        table.cell(row, 0).text, table.cell(row, 1).text = asked, done
        shade = f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{fill}"/>'
        table.cell(row, 2)._tc.get_or_add_tcPr().append(parse_xml(shade))
    return read_back(paper, "plan.docx")


def read_back(paper: docx.document.Document | openpyxl.Workbook, name: str) -> Reading:
    kept = BytesIO()
    paper.save(kept)
    return reading_of(read(kept.getvalue(), name), Metadata(), load())


def states(given: Reading) -> list[str]:
    return [one.status.value if one.status else "" for one in given.findings if one.kind is Kind.ACTION]


def notes(given: Reading) -> set[str]:
    return {note.code for note in given.document.notes}


@pytest.mark.parametrize(
    ("header", "legend"),
    [("RAG", KEY), ("RAG (green = complete, amber = in progress, red = not started)", "")],
    ids=["above the table", "in the header"],
)
def test_a_legend_says_what_colours_of_a_word_table_mean(header: str, legend: str) -> None:
    given = word_plan(header, legend)
    assert states(given) == ["reported_complete", "in_progress", "not_started"]
    assert "colours_read" in notes(given)
    assert "colours_only" not in notes(given)


@pytest.mark.parametrize(("header", "legend"), [("RAG", ""), ("Notes", KEY)])
def test_colours_that_nothing_explains_are_noted_and_not_read(header: str, legend: str) -> None:
    given = word_plan(header, legend)
    assert "colours_only" in notes(given)
    assert "colours_read" not in notes(given)


def test_a_legend_says_what_colours_of_a_sheet_mean_and_is_no_finding() -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["Recommendation", "Action", "BRAG"])
    for place, (fill, (_, asked, done)) in enumerate(zip(("FF0070C0", "FFFFC000"), ROWS, strict=False), 2):
        sheet.append([asked, done])
        sheet[f"C{place}"].fill = PatternFill("solid", fgColor=fill)
    sheet.append(["Green: on track, Blue: complete, Amber: delayed"])
    given = read_back(book, "plan.xlsx")
    assert states(given) == ["reported_complete", "in_progress"]
    assert not any("Green:" in finding.text for finding in given.findings)


def test_a_colour_explained_twice_and_differently_means_nothing() -> None:
    told = legend_of("Green = complete; Red = not started. In Part B green = on track, red = overdue.")
    assert told == {"green": UNKNOWN, "red": UNKNOWN}
    assert legend_of("The green - painted door was red.") == {}


@pytest.mark.parametrize(
    ("fill", "name"),
    [
        ("00B050", "green"),
        ("92D050", "green"),
        ("FFC000", "amber"),
        ("FF0000", "red"),
        ("0070C0", "blue"),
        ("D9D9D9", ""),
        ("auto", ""),
        ("F2DCDB", ""),
    ],
)
def test_fills_have_names_where_they_are_no_greys(fill: str, name: str) -> None:
    assert colour_of(fill) == name


@pytest.mark.parametrize(
    ("line", "explains"),
    [
        ("Key: green = complete", True),
        ("amber: in progress", True),
        ("Red means that nothing was begun", True),
        ("Green – leaflet sent to all schools in May", False),
        ("Green Heron Surgery will review its list", False),
        ("What the colours say: red – nothing begun; amber – begun", True),
        ("Staff should be taught that red means stop at once and amber means ask a manager.", False),
        ("Red-flag signs were missed", False),
    ],
)
def test_a_line_of_a_legend_is_distinguished_from_what_a_colour_reports(line: str, explains: bool) -> None:
    assert explains_colours(line) is explains


def open_document_plan(legend: str) -> Reading:
    """Return what an OpenDocument text gives whose states are colours of cells alone."""
    styles = "".join(
        f'<style:style style:name="C{colour}" style:family="table-cell">'
        f'<style:table-cell-properties fo:background-color="#{colour}"/></style:style>'
        for colour, _, _ in ROWS
    )
    heads = "".join(
        f"<table:table-cell><text:p>{one}</text:p></table:table-cell>" for one in ("Recommendation", "Action", "Status")
    )
    rows = "".join(
        f"<table:table-row><table:table-cell><text:p>{asked}</text:p></table:table-cell>"
        f"<table:table-cell><text:p>{done}</text:p></table:table-cell>"
        f'<table:table-cell table:style-name="C{colour}"/></table:table-row>'
        for colour, asked, done in ROWS
    )
    names = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for short, name in (
            ("office", "office"), ("style", "style"), ("text", "text"), ("table", "table"), ("fo", "xsl-fo-compatible")
        )
    )  # fmt: skip
    content = (
        f"<office:document-content {names}><office:automatic-styles>{styles}</office:automatic-styles><office:body>"
        f"<office:text><text:p>{legend}</text:p><table:table><table:table-row>{heads}</table:table-row>{rows}"
        "</table:table></office:text></office:body></office:document-content>"
    )
    file = BytesIO()
    with ZipFile(file, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        package.writestr("content.xml", content)
    return reading_of(read(file.getvalue(), "plan.odt"), Metadata(), load())


def test_colours_of_an_open_document_are_read_by_its_legend_and_noted_without_one() -> None:
    told = open_document_plan(KEY)
    states = [one.status for one in told.findings if one.kind is Kind.ACTION]
    assert states == [Status.REPORTED_COMPLETE, Status.IN_PROGRESS, Status.NOT_STARTED]
    assert [note.code for note in open_document_plan("A plan.").document.notes] == ["colours_only"]


@pytest.mark.parametrize(
    "text",
    [
        "Key: B = complete, G = on track, A = some delay",
        "R – not started; A – under way; G – done",
        "RAG: R: late A: soon",
    ],
)
def test_a_key_of_letters_is_a_legend(text: str) -> None:
    assert explains_colours(text)


@pytest.mark.parametrize("text", ["A - the nurse rang the school", "Ask B: they know", "Grade A = very good"])
def test_a_letter_in_passing_is_no_legend(text: str) -> None:
    assert not explains_colours(text)


@pytest.mark.parametrize("ruled", [True, False])
def test_colours_that_a_sheet_gives_by_a_rule_are_noted(ruled: bool) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["Action", "Lead", "RAG"], ["Write to each landlord about damp.", "Head of service", 3]):
        sheet.append(row)
    if ruled:
        green = PatternFill("solid", bgColor="00B050")
        rule = CellIsRule(operator="equal", formula=["3"], fill=green)  # type: ignore[no-untyped-call]
        sheet.conditional_formatting.add("C2:C9", rule)
    made = BytesIO()
    book.save(made)
    codes = [note.code for note in read(made.getvalue(), "plan.xlsx").notes]
    assert ("colours_by_rule" in codes) is ruled


@pytest.mark.parametrize(
    ("signs", "statuses"),
    [
        ("🟢🟠🔴", [Status.REPORTED_COMPLETE, Status.IN_PROGRESS, Status.NOT_STARTED]),
        ("🟩🟧🟥", [Status.REPORTED_COMPLETE, Status.IN_PROGRESS, Status.NOT_STARTED]),
    ],
)
def test_signs_that_bear_a_colour_are_read_by_the_legend(signs: str, statuses: list[Status]) -> None:
    means = ("complete", "in progress", "not started")
    key = ", ".join(f"{sign} {words}" for sign, words in zip(signs, means, strict=True))
    rows = "".join(f"| Ring school number {at} about the form. | {sign} |\n" for at, sign in enumerate(signs, 1))
    given = findings(f"# Action plan\n\nKey: {key}\n\n| Action | RAG |\n|---|---|\n{rows}", "md")
    assert [one.status for one in given] == statuses


def test_a_green_circle_without_a_legend_is_not_complete() -> None:
    rows = "| Action | RAG |\n|---|---|\n| Ring each school about the form. | 🟢 |\n"
    assert [one.status for one in findings(f"# Action plan\n\n{rows}", "md")] == [Status.IN_PROGRESS]


@pytest.mark.parametrize(
    "line",
    [
        "Key: green, complete; amber, in progress; red, not started.",
        "Legend: red, no work has begun; amber, work under way; blue, finished",
    ],
)
def test_a_key_may_pair_colours_and_meanings_by_commas(line: str) -> None:
    assert explains_colours(line)
    assert len(legend_of(f"Action plan\n\n{line}\n")) == 3


@pytest.mark.parametrize("line", ["Red, amber; green, blue", "The form is green, and new; it was red, and long."])
def test_colours_between_commas_are_no_key_by_themselves(line: str) -> None:
    assert not explains_colours(line)
