"""The lists of words by which a question asks."""

from __future__ import annotations

from kb.text.tokens import words
from kb.vocabulary import load
from search.understanding.asking_words import any_of, asking_words


def test_what_agencies_are_called_leads_to_agencies_of_the_vocabulary() -> None:
    assert set(asking_words().agencies.values()) <= load().agencies.keys()


def test_words_are_listed_as_questions_are_read() -> None:
    listed = asking_words()
    every = [*listed.anybody, *listed.later, *listed.things]
    assert all(words(one) == [one] for one in every)
    assert all(" ".join(words(one)) == one for one in listed.agencies)


def test_any_of_several_words_is_read_the_longest_first() -> None:
    assert any_of(("a", "a.b", "ab")) == r"(?:a\.b|ab|a)"
