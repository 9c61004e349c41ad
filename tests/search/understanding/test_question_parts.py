from __future__ import annotations

from search.understanding.question_parts import MOST_WAYS, ways_to_part


def test_a_question_is_parted_at_small_words_and_signs_first() -> None:
    assert ways_to_part("ferry sank because of rotten planks")[0] == ("ferry sank", "rotten planks")
    assert ways_to_part("ferry crews, broken lanterns")[0] == ("ferry crews", "broken lanterns")


def test_words_with_nothing_between_them_can_be_parted_anywhere() -> None:
    assert set(ways_to_part("ferry crews lanterns")) == {("ferry", "crews lanterns"), ("ferry crews", "lanterns")}
    assert len(ways_to_part("ferry crews lanterns planks ropes sails masts anchors")) == MOST_WAYS


def test_a_word_that_turns_round_what_follows_stays_with_it() -> None:
    assert ways_to_part("lantern on the quay, never seen by anyone")[0] == (
        "lantern on the quay",
        "never seen by anyone",
    )


def test_one_telling_word_cannot_be_parted() -> None:
    assert ways_to_part("what about the ferry") == ()
