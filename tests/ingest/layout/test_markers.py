"""Markers are told from words."""

from __future__ import annotations

import pytest

from ingest.layout.markers import bullet_alone, heading_marker, marker_alone, marker_of, sort_of


@pytest.mark.parametrize(
    ("line", "marker", "begins"),
    [
        ("1. Ask", "1.", 3),
        ("1.Ask", "1.", 2),
        ("  (iv)  ask", "(iv)", 8),
        ("3.140 Agencies", "3.140", 6),
        ("•Ask", "•", 1),
        ("(cid:127) Ask", "(cid:127)", 10),
        ("- b) ask", "- b)", 5),
        ("\uf0b7\tAsk", "\uf0b7", 2),
    ],
)
def test_a_marker_is_found_with_the_place_of_the_words(line: str, marker: str, begins: int) -> None:
    found = marker_of(line)
    assert found is not None
    assert (found.text, found.begins) == (marker, begins)


@pytest.mark.parametrize(
    "line", ["", "1.", "•", "1,900 children", "2.5 million", "a child", "i agree", "*note", "12 May 2020"]
)
def test_words_are_no_marker(line: str) -> None:
    assert marker_of(line) is None


def test_a_bare_number_marks_a_heading_and_not_a_paragraph() -> None:
    assert marker_of("3 Findings") is None
    found = heading_marker("3 Findings")
    assert found is not None
    assert (found.text, found.begins) == ("3", 2)


@pytest.mark.parametrize("line", ["7 Minute briefing", "14 March 2020", "3 children"])
def test_a_number_that_counts_or_dates_is_no_headings_marker(line: str) -> None:
    assert heading_marker(line) is None


def test_markers_of_one_list_have_one_shape() -> None:
    assert sort_of("1.") == sort_of("12.")
    assert sort_of("a)") == sort_of("b)")
    assert len({sort_of(marker) for marker in ("1.", "a)", "(1)", "A)", "1.1")}) == 5


def test_marks_alone_on_a_line_are_known() -> None:
    assert bullet_alone("•")
    assert bullet_alone("o")
    assert not bullet_alone("of")
    assert marker_alone("3.4.1.") == "3.4.1."
    assert marker_alone("7") == ""


@pytest.mark.parametrize(
    ("line", "words"), [("- ➤ Visits in pairs", "Visits in pairs"), ("- > Poor timing", "Poor timing")]
)
def test_two_bullets_before_one_item_are_one_marker(line: str, words: str) -> None:
    marker = marker_of(line)
    assert marker is not None
    assert line[marker.begins :] == words
