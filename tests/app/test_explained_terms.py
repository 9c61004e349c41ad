"""Short forms of a question are explained where the glossary has a meaning, and words are left alone."""

from __future__ import annotations

import pytest

from kb.app.explained_terms import explained_terms, types_not_held, without_type_names
from kb.core.model import Review
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


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        ("are our DHR findings repeated in CSPRs", ("Domestic homicide review",)),
        ("what have SARs said on self-neglect", ("Safeguarding adult review",)),
        ("CSPRs on neglect", ()),  # held
        ("examples of MARAC not used", ()),  # no type of review
        ("what have safeguarding adult reviews said", ()),  # no short form: the filter says that it finds none
    ],
)
def test_a_type_of_review_that_the_library_lacks_is_told(question: str, missing: tuple[str, ...]) -> None:
    held = [Review("a", "Child A", "child-safeguarding-practice-review"), Review("b", "A visit", "inspection")]
    vocabulary = load()
    assert types_not_held(explained_terms(question, vocabulary.acronyms), held, vocabulary) == missing


def test_short_forms_of_types_of_review_are_no_missing_words() -> None:
    words = ("CSPRs", "DHR", "7MB", "MARAC", "Fenmere", "DHR Fenmere")
    assert without_type_names(words, load()) == ("MARAC", "Fenmere", "DHR Fenmere")
