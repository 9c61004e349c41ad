"""Tests of stems."""

import pytest
from snowballstemmer.english_stemmer import EnglishStemmer

from kb.text.stemming import english_stem, stem
from kb.vocabulary import load
from search.understanding.thesaurus import words_of


def test_the_compiled_stemmer_gives_the_stems_of_the_one_in_python() -> None:
    pytest.importorskip("Stemmer", reason="PyStemmer is not installed, so the stemmer in Python is used alone")
    in_python = EnglishStemmer()
    held = [*words_of(load()), "", "naïve", "é", "12"]
    assert [english_stem(word) for word in held] == [in_python.stemWord(word) for word in held]


def test_initials_for_several_have_the_stem_of_those_for_one() -> None:
    for word in ("gps", "dhrs", "scrs", "lscbs", "ccgs"):
        assert stem(word) == stem(word[:-1])
    assert stem("cps") != stem("cp")  # the Crown Prosecution Service is no child protection


@pytest.mark.parametrize(
    ("other", "word"),
    [
        ("center", "centre"),
        ("centers", "centres"),
        ("colored", "coloured"),
        ("hemorrhages", "haemorrhage"),
        ("defense", "defence"),
        ("criteria", "criterion"),
        ("thieves", "thief"),
        ("psychoses", "psychosis"),
    ],
)
def test_other_spellings_and_irregular_plurals_have_the_same_stem(other: str, word: str) -> None:
    assert stem(other) == stem(word)


@pytest.mark.parametrize(
    ("one", "other"),
    [("these", "thesis"), ("will", "wilful"), ("tired", "tyre"), ("gray", "grey"), ("literate", "litre")],
)
def test_words_that_only_look_like_other_spellings_stay_apart(one: str, other: str) -> None:
    assert stem(one) != stem(other)
