"""The words of a statement as signs: roots, pairs of roots, and what they count together."""

from __future__ import annotations

import pytest

from ingest.findings.statement_words import PREFIX, word_signs
from kb.text.tokens import stems


def names(text: str) -> set[str]:
    return {name.removeprefix(PREFIX) for name, _ in word_signs(text)}


def test_words_of_one_root_are_one_sign() -> None:
    assert "record" in names("Records were kept.") & names("Nobody recorded it.") & names("We are recording it.")


def test_roots_are_those_of_the_text_kit() -> None:
    text = "Children were seen; practising nurses recorded a decision."
    assert {root for root in stems(text) if root.isalpha()} <= names(text)


def test_numbers_are_alike() -> None:
    assert names("In 14 files") == names("In 1,206 files")


def test_the_word_that_opens_a_statement_is_a_sign_of_its_own() -> None:
    assert "^ had" in names("Had anyone asked, she would have said.")
    assert "^ had" not in names("They had asked.")


def test_words_that_stand_together_are_a_sign() -> None:
    assert "might have" in names("It might have been seen.")


@pytest.mark.parametrize("text", ["", "…", "One", "A long statement counts as much as a short one does."])
def test_all_words_together_count_alike(text: str) -> None:
    amounts = [amount for _, amount in word_signs(text)]
    assert not amounts or sum(amount**2 for amount in amounts) == pytest.approx(9.0)
