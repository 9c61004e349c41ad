"""What a column holds is said by its header, whatever it asks of whoever fills it in; crosses count as ticks."""

from __future__ import annotations

import pytest

from kb.core.model import Status
from tests.ingest.findings.test_table_rows import table
from tests.ingest.reading import findings


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
