"""Texts become the numbers of the pieces of their words."""

from __future__ import annotations

from kb.recurrence.wordpieces import numbers_of


def test_words_become_the_numbers_of_their_pieces() -> None:
    assert numbers_of("Safeguarding café, 2 x", 20) == [101, 28805, 2075, 7668, 1010, 1016, 1060, 102]
    assert len(numbers_of("child " * 500, 256)) == 256
