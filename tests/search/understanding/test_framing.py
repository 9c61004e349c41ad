"""The words with which people frame a question."""

from __future__ import annotations

import pytest

from kb.vocabulary import load
from search.understanding.framing import FRAMING, is_age, kind_signs, kinds, quoting, wanting

SIGNS = kind_signs(load())


def test_framing_words_are_stems_and_subjects_are_none_of_them() -> None:
    assert {"review", "find", "lesson", "exampl"} <= FRAMING
    assert {"load", "heap", "go"} <= FRAMING  # "loads of visits"
    assert not {"neglect", "hous", "school"} & FRAMING


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("visits were not made", True),
        ("poor recording", True),
        ("They couldn’t reach him", True),
        ("delays in assessment", True),
        ("too many social workers", True),
        ("no visits for weeks", True),
        ("left out of the plan", True),
        ("what the parents hid", True),
        ("a carer lying about bruises", True),
        ("a baby lying on its front", False),
        ("no recourse to public funds", False),
        ("no fixed abode", False),
        ("no further action", False),
        ("no one", False),
        ("children missing education", False),
        ("housing moves", False),
        ("notes of visits", False),
        ("good practice where visits were missed", False),
    ],
)
def test_what_went_wrong_is_distinguished_from_a_subject(text: str, wanted: bool) -> None:
    assert wanting(text, SIGNS) is wanted


def test_kinds_are_asked_for_in_any_case_by_whole_words() -> None:
    assert "good_practice" in kinds("GOOD PRACTICE on fathers", SIGNS)
    assert kinds("housing moves", SIGNS) == ()
    assert kinds("good practice", ()) == ()


def test_short_quotations_are_asked_for_and_short_breaks_are_not() -> None:
    assert quoting("Short quotes and brief quotations") == "Short quotes brief quotations"
    assert quoting("short breaks") == ""


@pytest.mark.parametrize(
    ("three", "age"),
    [("six month old", True), ("15 year olds", True), ("one old year", False), ("year old ferry", False)],
)
def test_an_age_is_a_number_of_days_weeks_months_or_years(three: str, *, age: bool) -> None:
    assert is_age(three.split()) is age
