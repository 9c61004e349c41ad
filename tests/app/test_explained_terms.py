"""Short forms of a question are explained where the glossary has a meaning, and words are left alone."""

from __future__ import annotations

import pytest

from kb.app.explained_terms import explained_terms
from kb.vocabulary import load


@pytest.mark.parametrize(
    ("question", "terms"),
    [
        ("examples of MARAC not used", ["MARAC"]),
        ("how marac actions are followed up", ["MARAC"]),
        ("MARACs in two areas", ["MARAC"]),
        ("DASH forms and the IDVA", ["DASH", "IDVA"]),
        ("a dash to the door", []),
        ("who should send a letter", []),
        ("SEND A LETTER", []),
        ("", []),
    ],
)
def test_short_forms_are_explained_and_words_are_not(question: str, terms: list[str]) -> None:
    found = explained_terms(question, load().acronyms)
    assert [one.term for one in found] == terms
    assert all(one.full and one.meaning for one in found)
