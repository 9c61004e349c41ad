from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.exports.cells import one_line, safe_cell, strip_unprintable, unescape_cell
from tests.exports.scenes import HOSTILE

SIGNS = "=+-@＝＋－＠"
anything = st.text(st.characters(), max_size=60)
near_formula = st.text(st.sampled_from("'=+-@＝ \t\n\r\ufeff\u00a0\u200b\u2028ab1"), max_size=12)


def begins_a_formula(cell: str) -> bool:
    """The rule as spreadsheets and their importers apply it, written apart from the code."""
    return cell.strip("\ufeff\u200b\u00a0 \t\r\n").startswith(tuple(SIGNS))


@pytest.mark.parametrize("text", HOSTILE)
def test_no_hostile_text_begins_a_formula(text: str) -> None:
    assert not begins_a_formula(safe_cell(text))


@given(anything | near_formula)
def test_no_text_begins_a_formula(text: str) -> None:
    assert not begins_a_formula(safe_cell(text))


@given(anything | near_formula)
def test_the_line_comes_back_out_of_its_cell(text: str) -> None:
    assert unescape_cell(safe_cell(text)) == one_line(text)


@given(near_formula, near_formula)
def test_two_lines_never_become_one_cell(one: str, other: str) -> None:
    assert (safe_cell(one) == safe_cell(other)) == (one_line(one) == one_line(other))


@given(anything)
def test_a_cell_is_one_line_of_a_file(text: str) -> None:
    written = io.StringIO()
    csv.writer(written).writerow([safe_cell(text), "next"])
    assert len(written.getvalue().splitlines()) == 1
    assert next(csv.reader([written.getvalue()]))[1] == "next"


@given(anything)
def test_what_is_printable_can_be_encoded_and_stays_so(text: str) -> None:
    strip_unprintable(text).encode()
    assert strip_unprintable(strip_unprintable(text)) == strip_unprintable(text)


@pytest.mark.parametrize("text", ["Plain words.", "a = b", "“Quoted”", "1. First", "‘’", "العربية", "👩‍👧 family"])
def test_ordinary_words_stay_as_they_are(text: str) -> None:
    assert safe_cell(text) == text


def test_marks_that_turn_the_direction_of_what_follows_are_dropped() -> None:
    assert strip_unprintable("end\u202e turned\u2066") == "end turned"
