"""Words as cues see them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.text.cue_words import cue_tokens, normalise_word


@pytest.mark.parametrize(
    "forms",
    [
        ("share", "shares", "shared", "sharing"),
        ("move", "moves", "moved", "moving"),
        ("plan", "plans", "planned"),
        ("family", "families", "family's", "family’s"),
        ("refer", "refers", "referred", "referring"),
        ("note", "notes", "noted"),
        ("child", "child's", "childs"),
    ],
)
def test_simple_endings_make_no_difference(forms: tuple[str, ...]) -> None:
    assert len({normalise_word(form) for form in forms}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [("parenting", "parents"), ("note", "not"), ("missing", "miss"), ("housing", "house"), ("care", "car")],
)
def test_words_of_different_meaning_stay_apart(one: str, other: str) -> None:
    assert normalise_word(one) != normalise_word(other)


def test_a_hyphen_parts_words_and_a_stop_ends_a_sentence() -> None:
    found = cue_tokens("Re-housed twice. No-one knew.")
    assert [word.raw for word in found] == ["Re", "housed", "twice", "No", "one", "knew"]
    assert [word.sentence for word in found] == [0, 0, 0, 1, 1, 1]


@given(st.text(max_size=300))
def test_every_word_stands_where_it_says(text: str) -> None:
    assert all(text[word.start : word.end] == word.raw for word in cue_tokens(text))
