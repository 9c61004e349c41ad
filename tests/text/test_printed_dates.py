"""Tests of dates as lines and sentences print them."""

from __future__ import annotations

import pytest

from kb.text.printed_dates import dates_of


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("2019 November", ["2019-11"]),
        ("Produced: 2019, December", ["2019-12"]),
        ("On 2021 March 4 the nurse rang", ["2021-03-04"]),
        ("In 2019 may have been a better year", ["2019"]),
        ("In 2020, May was seen in clinic", ["2020"]),  # who may be called so
        ("Winter 22 newsletter", ["2022-02"]),
        ("Summer '19", ["2019-08"]),
        ("At Christmas 24 children were without a place", []),
        ("In winter 30 families were housed", []),
    ],
)
def test_a_month_or_a_season_is_one_only_where_it_is_printed_as_one(text: str, dates: list[str]) -> None:
    assert [one.iso for one in dates_of(text)] == dates
