"""How much of a question one finding holds."""

from __future__ import annotations

import pytest

from search.understanding.part_coverage import FoundText, held_parts, in_one_sentence, telling_words

PARTS = {"core group": (("core", "group"),), "moves": (("move",), ("chang", "of", "address"))}


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("The core group met. The family moved.", {"core group", "moves"}),
        ("A change of address was not told.", {"moves"}),
        ("The group had no core.", {"core group"}),
        ("The core of it is that nobody on that ward told the group.", set()),  # too far apart
        ("Core staff.", set()),
    ],
)
def test_a_part_is_held_in_any_of_its_ways_with_its_words_near(text: str, held: set[str]) -> None:
    assert held_parts(PARTS, {}, FoundText(text)) == held


def test_words_stand_near_within_six_others() -> None:
    between = " ".join(["x"] * 6)
    assert held_parts(PARTS, {}, FoundText(f"core {between} group")) == {"core group"}
    assert held_parts(PARTS, {}, FoundText(f"core {between} x group")) == set()


def test_a_theme_stands_for_a_part_where_it_has_each_word_of_its_first_way() -> None:
    words = {"core": {"cp": 1.0}, "group": {"cp": 1.0, "other": 0.5}}
    assert held_parts(PARTS, words, FoundText("", ("cp",))) == {"core group"}
    assert held_parts(PARTS, words, FoundText("", ("other",))) == set()
    assert held_parts(PARTS, {"core": {"a": 1.0}, "group": {"b": 1.0}}, FoundText("", ("a", "b"))) == {"core group"}
    assert held_parts({"nothing": ()}, words, FoundText("", ("cp",))) == set()


def test_telling_words_are_stems_without_what_frames_a_question() -> None:
    assert telling_words("Which reviews say that families moved?") == {"famili", "move"}
    assert telling_words("what is it") == frozenset()


def test_all_telling_words_stand_in_one_sentence_or_not() -> None:
    assert in_one_sentence("families moved", "Nobody asked. The family moved away.")
    assert not in_one_sentence("families moved", "The family left; they moved away.")
    assert not in_one_sentence("what is it", "What is it?")
