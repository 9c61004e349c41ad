"""Tables that lay out a page: titles over all columns, kinds in the first column, and a note where nothing is read."""

from __future__ import annotations

import io

import pytest
from docx import Document

from ingest.pipeline import reading_of
from ingest.readers import read
from kb.core.model import Kind, Metadata, Reading
from kb.vocabulary import load

LESSONS = ("A refusal has a date and must be asked about again", "Late booking is a reason to ask why")
SEEN = "The midwife rang every week and wrote down what she heard"
WRONG = "The duty team closed the case without a visit"
ASKED = "Schools should tell the social worker when a child is withdrawn"


def _read(rows: list[list[str]], *, title: str = "") -> Reading:
    """Return the reading of a review with one table, under a heading of another kind."""
    paper = Document()
    paper.add_heading("Safeguarding Adult Review: Mr Q", 0)
    paper.add_heading("Good practice", 1)
    paper.add_paragraph("The pharmacist noticed that he was losing weight and rang the surgery the same day.")
    table = paper.add_table(len(rows) + bool(title), len(rows[0]))
    if title:
        table.cell(0, 0).merge(table.cell(0, len(rows[0]) - 1)).text = title
    for at, row in enumerate(rows, bool(title)):
        for column, words in enumerate(row):
            table.cell(at, column).text = words
    made = io.BytesIO()
    paper.save(made)
    return reading_of(read(made.getvalue(), "table.docx"), Metadata(), load())


def _kinds(given: Reading) -> dict[str, Kind]:
    return {finding.text.rstrip("."): finding.kind for finding in given.findings}


@pytest.mark.parametrize("beside", [[], ["All agencies"]], ids=["numbers", "numbers and who it is for"])
def test_a_title_over_all_columns_announces_the_rows(beside: list[str]) -> None:
    given = _read([[str(at), said, *beside] for at, said in enumerate(LESSONS, 1)], title="Lessons learned")
    assert {_kinds(given).get(said) for said in LESSONS} == {Kind.LESSON}


def test_a_title_over_columns_that_nobody_names_still_ends_what_was_announced_before() -> None:
    rows = [[SEEN, "Nobody asked the grandmother until winter", "Ward 3"], [WRONG, "The ward was full then", "-"]]
    assert Kind.GOOD_PRACTICE not in {_kinds(_read(rows, title="Lessons learned")).get(said) for said in (SEEN, WRONG)}


def test_kinds_in_the_first_column_head_their_rows() -> None:
    given = _read([["Strengths", SEEN + "."], ["Weaknesses", WRONG + "."], ["Recommendations", ASKED + "."]])
    kinds = _kinds(given)
    assert (kinds[SEEN], kinds[WRONG], kinds[ASKED]) == (Kind.GOOD_PRACTICE, Kind.CONCERN, Kind.RECOMMENDATION)


def test_a_form_with_names_and_kinds_in_its_first_column_is_read_by_the_kinds() -> None:
    rows = [
        ["Name of agency", "Brook Lane Surgery"],
        ["What was done well?", SEEN + "."],
        ["What could have been done better?", WRONG + "."],
        ["Completed by", "J. Pym"],
    ]
    kinds = _kinds(_read(rows))
    assert kinds[SEEN] is Kind.GOOD_PRACTICE
    assert kinds[WRONG] in (Kind.CONCERN, Kind.MISSED_OPPORTUNITY)
    assert not {"Brook Lane Surgery", "J. Pym"} & set(kinds)


def test_a_name_over_one_column_is_no_title_so_that_the_numbers_beside_it_stay() -> None:
    given = _read([["", "Recommendations"], ["1", ASKED + "."], ["2", "The Board should count the visits."]])
    assert [one.label for one in given.findings if one.kind is Kind.RECOMMENDATION] == ["1", "2"]
