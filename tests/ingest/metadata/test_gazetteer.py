"""The list of areas: names however they are spelt, names in a row, and towns that are no areas of a paper."""

from __future__ import annotations

import pytest

from ingest.metadata.gazetteer import full_name, is_listed, is_row_of_listed, listed_alone


def test_spelling_makes_no_difference_to_the_list() -> None:
    assert all(map(is_listed, ("St. Helens", "Saint Helens", "YNYS MON", "Kensington & Chelsea", "Stoke on Trent")))
    assert not is_listed("Helens")


def test_a_listed_area_may_stand_by_itself_and_an_invented_one_may_not() -> None:
    assert listed_alone("Overview report – Rutland") == "Rutland"
    assert listed_alone("Overview report – Larkmoor") == ""


@pytest.mark.parametrize(
    ("line", "area"),
    [
        ("Middlesbrough, Redcar & Cleveland", "Middlesbrough, Redcar & Cleveland"),
        ("Brighton and Hove, East Sussex and West Sussex", "Brighton and Hove, East Sussex and West Sussex"),
        (
            "Hampshire, Isle of Wight, Portsmouth and Southampton (HIPS)",
            "Hampshire, Isle of Wight, Portsmouth and Southampton",
        ),
        ("Learning review, Gateshead", "Gateshead"),
        ("Rutland, 12 March 2024", "Rutland"),
        ("Rutland | Published 3 June 2021", "Rutland"),
        ("She was born at the Queen Elizabeth Hospital, Gateshead", ""),
        ("12 Fern Place, Nottingham NG1 1AA", ""),
        ("Fern House, High Street, Westminster", ""),
        ("Bury, Larkmoor and Oldham", ""),
        ("Kirklees, Calderdale and Wakefield joint review", "Kirklees, Calderdale and Wakefield"),
        ("Bi-borough executive: Kensington and Chelsea, and Westminster", "Kensington and Chelsea, and Westminster"),
        ("Rutland Domestic Homicide Review Panel", "Rutland"),
    ],
)
def test_a_row_of_areas_is_taken_whole_and_the_town_of_an_address_is_none(line: str, area: str) -> None:
    assert listed_alone(line) == area


def test_a_row_has_nothing_but_listed_areas() -> None:
    assert is_row_of_listed("Bury and Oldham")
    assert is_row_of_listed("Kensington and Chelsea / Westminster")
    assert not is_row_of_listed("Bury")
    assert not is_row_of_listed("bury and oldham")
    assert not is_row_of_listed("Bury and Larkmoor")


def test_a_short_form_counts_only_as_it_is_written() -> None:
    assert full_name("BCP") == "Bournemouth, Christchurch and Poole"
    assert full_name("Bcp") == "Bcp"
    assert not is_listed("MK")
