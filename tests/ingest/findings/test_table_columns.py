"""What a column holds is said by its header, whatever it asks of whoever fills it in; crosses count as ticks."""

from __future__ import annotations

import docx
import pytest

from kb.core.model import Kind, Status
from tests.ingest.findings.test_table_rows import table
from tests.ingest.readers.papers import save_word
from tests.ingest.reading import findings, reading_of_file


@pytest.mark.parametrize("asked", ["(delete as appropriate)", "[please tick one]", "(select from the list)"])
def test_how_to_fill_a_column_in_is_no_part_of_its_name(asked: str) -> None:
    (found,) = findings(table(f"| Action | Status {asked} |", "| Ring every school about the form. | Complete |"), "md")
    assert found.status is Status.REPORTED_COMPLETE


@pytest.mark.parametrize("day", ["at 30.9.22", "as at 30.09.2022", "(1/4/23)", "at 30 September 2022"])
def test_the_day_of_a_column_is_no_part_of_its_name(day: str) -> None:
    (found,) = findings(
        table(f"| Action | Position {day} |", "| Ring every school. | Done, bar the evaluation |"), "md"
    )
    assert found.status is Status.PARTLY_MET


@pytest.mark.parametrize(
    ("cells", "status"),
    [
        ("| | | ✗ |", Status.NOT_STARTED),
        ("| | ✘ | |", Status.IN_PROGRESS),
        ("| ✓ | ✗ | ✗ |", Status.REPORTED_COMPLETE),
        ("| ✗ | | |", Status.NOT_MET),
    ],
)
def test_a_cross_alone_in_a_row_marks_its_column_unless_it_may_deny_it(cells: str, status: Status) -> None:
    rows = ("| Action | Done | In progress | Not started |", f"| Ring every school about the form. {cells}")
    assert [one.status for one in findings(table(*rows), "md")] == [status]


@pytest.mark.parametrize(
    ("below", "status", "owner"),
    [
        ("### Status\n\nComplete\n", Status.REPORTED_COMPLETE, ""),
        ("### Lead\n\nHead of Midwifery\n\n### Status\n\nNot started\n", Status.NOT_STARTED, "Head of Midwifery"),
    ],
)
def test_a_heading_of_a_plan_states_what_stands_under_it_of_the_action_above(
    below: str, status: Status, owner: str
) -> None:
    text = f"# Action plan: Wren\n\n## Action\n\nEvery school in the area has been sent the form.\n\n{below}"
    (found,) = findings(text, "md")
    assert (found.status, found.owner) == (status, owner)


@pytest.mark.parametrize("group", ["Delivery", "What happens now"])
def test_a_second_header_row_names_the_columns_that_the_first_leaves_together(group: str) -> None:
    paper = docx.Document()
    rows = (
        ("No.", "Recommendation", group, "", "Progress"),
        ("", "", "Action", "Lead", ""),
        ("1", "Wards should ring the carer.", "A card by each bed.", "Matron", "Complete"),
        ("2", "The council should tell families.", "Leaflet drafted.", "Finance", "At the printer"),
    )
    held = paper.add_table(len(rows), len(rows[0]))
    for at, row in enumerate(rows):
        for column, words in enumerate(row):
            held.cell(at, column).text = words
    for column in (0, 1, 4):
        held.cell(0, column).merge(held.cell(1, column))
    held.cell(0, 2).merge(held.cell(0, 3))
    given = [one for one in reading_of_file(save_word(paper), "plan.docx").findings if one.kind is Kind.ACTION]
    assert [(one.text, one.owner) for one in given] == [
        ("A card by each bed.", "Matron"),
        ("Leaflet drafted.", "Finance"),
    ]


def test_a_first_row_of_few_cells_is_no_second_header() -> None:
    rows = ("| Recommendation | Action | Lead |", "| Ring the carer. | A card by each bed. | Matron |", "| | | Trust |")
    assert [one.text for one in findings(table(*rows), "md")] == ["Ring the carer.", "A card by each bed."]


@pytest.mark.parametrize("header", ["Area for action", "Areas for action"])
def test_an_area_for_action_is_what_is_asked_for(header: str) -> None:
    rows = (f"| {header} | What we did |", "| Wards should ring the carer. | A card is by each bed. |")
    assert [one.kind for one in findings(table(*rows), "md")] == [Kind.RECOMMENDATION, Kind.ACTION]
