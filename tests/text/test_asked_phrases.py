"""What a page must have to be found by its full text."""

from __future__ import annotations

from kb.text.asked_phrases import LONGEST, highlights_of, phrases


def test_what_is_asked_for_is_words_and_phrases() -> None:
    assert phrases('the "core groups" met') == (("core", "group"), ("meet",))
    assert phrases("who was it") == (("who",), ("was",), ("it",))


def test_a_phrase_is_marked_as_a_whole() -> None:
    assert highlights_of('the "core groups" met') == ("core group", "meet")


def test_only_the_beginning_of_a_long_question_is_searched() -> None:
    assert phrases("a" * LONGEST + " boats") == (("a" * 64,),)
