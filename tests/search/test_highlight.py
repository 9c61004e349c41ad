"""Marking what was found, in plain pieces."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.highlight import highlight, marks, window


def marked_texts(text: str, *highlights: str) -> list[str]:
    return [piece for piece, is_marked in highlight(text, highlights) if is_marked]


@pytest.mark.parametrize(
    ("text", "highlights", "wanted"),
    [
        ("Families moved; the family’s home", ["famili"], ["Families", "family’s"]),
        ("He moved house and house-moves", ["hous move"], ["house-moves"]),
        ("The neglect of Neglected children", ['"neglect'], ["neglect"]),
        ("He was not brought. Not brought!", ['"was not brought'], ["was not brought"]),
        ("safeguarding, safeguards, safe", ["safeguard*"], ["safeguarding", "safeguards"]),
        ("domestic abuse at home", ["domest", "abus"], ["domestic abuse"]),
        ("domestic, abuse", ["domest", "abus"], ["domestic", "abuse"]),
        ("re\u00adhoused na\u00efve", ["rehous", "naiv"], ["re\u00adhoused na\u00efve"]),
        ("unsafe", ["safe"], []),
        ("anything", [], []),
    ],
)
def test_whole_words_stems_and_phrases(text: str, highlights: list[str], wanted: list[str]) -> None:
    assert marked_texts(text, *highlights) == wanted


@given(st.text(), st.lists(st.sampled_from(["a", "a b", '"a', "ab*", "", "*", '"'])))
def test_pieces_joined_are_the_text(text: str, highlights: list[str]) -> None:
    pieces = highlight(text, highlights)
    assert "".join(piece for piece, _ in pieces) == text
    assert all(piece for piece, _ in pieces)


def test_markup_is_only_text() -> None:
    assert highlight("<b>damp</b>", ["damp"]) == (("<b>", False), ("damp", True), ("</b>", False))


LONG = (
    "The first sentence says nothing of use. The second is as plain as the first one was. "
    "Then the family was moved twice. No one told the school of the move or of the damp. "
    "After that come more words, and more words still, until the end of it all."
)


def test_the_window_is_whole_sentences_around_most_of_what_was_found() -> None:
    start, end = window(LONG, ["famili", "move", "damp"], longest=100)
    assert LONG[start:end] == "Then the family was moved twice. No one told the school of the move or of the damp."


def test_a_short_text_is_its_own_window() -> None:
    assert window("Short.", ["short"]) == (0, 6)


@given(st.text(alphabet="ab .\n", max_size=400), st.integers(1, 80))
def test_a_window_lies_in_the_text_and_is_not_too_long(text: str, longest: int) -> None:
    start, end = window(text, ["a", "b"], longest)
    assert 0 <= start <= end <= len(text)
    assert end - start <= max(longest, 1)


@given(st.text())
def test_marks_never_touch(text: str) -> None:
    found = marks(text, ["a", "b", "a b"])
    assert all(one[1] < other[0] for one, other in pairwise(found))
