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


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("3 o Fai 2019", ["2019-05-03"]),
        ("2il Ragfyr 2020", ["2020-12-02"]),
        ("3May2019", ["2019-05-03"]),
        ("03May19", ["2019-05-03"]),
        ("May’19", ["2019-05"]),
        ("second quarter of 2019", ["2019-06"]),
        ("1st Quarter 2019", ["2019-03"]),
        ("Learning Brief No 12 - 07/2021", ["2021-07"]),
        ("Published: 20190503", ["2019-05-03"]),
        ("Telephone 20190503", []),
        ("Published 05-2019", ["2019-05"]),
        ("Published 5/19", ["2019-05"]),
        ("Ward 5/19", []),
        ("Version 2 / 12 Nov 2020", ["2020-11-12"]),
    ],
)
def test_a_date_written_close_together_is_one_where_it_cannot_be_a_number(text: str, dates: list[str]) -> None:
    assert [one.iso for one in dates_of(text)] == dates


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("Dated: 9.xi.2020", ["2020-11-09"]),
        ("24/IV/2023", ["2023-04-24"]),
        ("Published May MMXXI", ["2021-05"]),
        ("MMXIX", ["2019"]),
        ("500 MM of rain", []),
    ],
)
def test_months_and_years_in_roman_numbers_are_dates(text: str, dates: list[str]) -> None:
    assert [one.iso for one in dates_of(text)] == dates
