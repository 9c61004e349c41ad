"""Numbers of a question in figures and in words."""

from __future__ import annotations

import pytest

from kb.text.tokens import tokens
from search.understanding.number_forms import number_forms, written_out


def forms(text: str) -> set[str]:
    found, end = [], 0
    for token in tokens(text):
        found.append((token.word, text[end : token.start] if end else " "))
        end = token.end
    return {" ".join(run) for run in number_forms([word for word, _ in found], [gap for _, gap in found])}


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("three", "3"),
        ("12", "twelve"),
        ("5s", "five"),
        ("under 5s", "under five"),
        ("under-fives", "under 5s"),
        ("over 65s", "over 65"),
        ("over sixteens", "over 16s"),
        ("1:1", "one to one"),
        ("121", "one to one"),
        ("221", "two to one"),
        ("1-2-1", "one to one"),
        ("two-to-one", "2 1"),
        ("1 to 1", "121"),
        ("Y11", "year 11"),
        ("yr 9", "year nine"),
        ("year seven", "y7"),
    ],
)
def test_a_number_is_written_in_every_way(text: str, other: str) -> None:
    assert other in forms(text)


@pytest.mark.parametrize(
    "text", ["one", "2013", "plan", "year one2", "Y40", "3:15", "under review", "cases", "to 1", "five to six"]
)
def test_what_is_no_such_number_has_no_other_form(text: str) -> None:
    assert "year" not in " ".join(forms(text))
    assert not {one for one in forms(text) if " to " in one}
    assert forms(text) <= {"five", "5", "3", "three"}


@pytest.mark.parametrize(
    ("word", "before", "written"),
    [
        ("14yo", "", ("14", "year", "old")),
        ("6wks", "", ("6", "weeks")),
        ("yrs", "many", ("years",)),
        ("mths", "", ("months",)),
        ("yo", "14", ("year", "old")),
        ("yo", "hey", ()),
        ("y", "mr", ()),
        ("14th", "", ()),
    ],
)
def test_units_of_time_are_written_out(word: str, before: str, written: tuple[str, ...]) -> None:
    assert written_out(word, before) == written
