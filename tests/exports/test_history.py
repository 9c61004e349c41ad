"""Years of a history as rows of a paper."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kb.core.model import StatedValue, Status
from kb.core.recurrence_values import ThreadStage
from kb.exports.history import history_entry, rows_of_years
from kb.exports.payloads import Event
from tests.exports.scenes import DONE, HISTORY, SHEET


@pytest.mark.parametrize(
    ("years", "rows"),
    [
        ((2013, 2021), ["2013", "2014 to 2020", "2021"]),
        ((2013, 2015, 2016), ["2013", "2014", "2015", "2016"]),
        ((2020, 2019), ["2019", "2020"]),
        ((2019,), ["2019"]),
        ((), []),
    ],
)
def test_years_in_a_row_without_a_finding_are_one_row(years: tuple[int, ...], rows: list[str]) -> None:
    held = next(one.holding for one in HISTORY.events if one.holding.finding.kind.value == "recommendation")
    dated = [
        replace(
            held,
            document=replace(
                held.document, about=replace(held.document.about, published=StatedValue(str(year), "stated"))
            ),
        )
        for year in years
    ]
    told = rows_of_years(dated)
    assert [row for row, _ in told] == rows
    assert sum(sum(numbers.values()) for _, numbers in told) == len(years)


def test_a_response_without_an_action_is_not_called_an_action_as_well() -> None:
    left = replace(DONE, finding=replace(DONE.finding, status=Status.NOT_STARTED))
    told = history_entry(Event(ThreadStage.ANSWERED, left, Status.NOT_STARTED), SHEET)
    assert told.what == ("Response, no action reported", "Status: Not started")
