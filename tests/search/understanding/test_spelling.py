"""Completions, near spellings and did-you-mean."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.text.stemming import stem
from search.limits import EXPANSIONS
from search.understanding.spelling import SpellingLexicon, edit_distance

LEXICON = SpellingLexicon(
    {"neglect": 9, "neglected": 2, "negligent": 1, "chronology": 4, "chronic": 4, "her": 50, "2019": 3}
)
THEMES = {"Neglect": 4, "Self-neglect and hoarding": 1, "Recording": 0, "Child not seen": 2}


@pytest.mark.parametrize(
    ("one", "other", "edits"),
    [
        ("neglect", "neglect", 0),
        ("neglct", "neglect", 1),
        ("neglecct", "neglect", 1),
        ("nwglect", "neglect", 1),
        ("engelct", "neglect", 2),
        ("neglcet", "neglect", 1),
        ("abc", "xyz", 3),
        ("", "ab", 2),
    ],
)
def test_edits(one: str, other: str, edits: int) -> None:
    assert edit_distance(one, other, 2) == min(edits, 3)


WORD = st.text(alphabet="abc", max_size=7)


@given(WORD, WORD)
def test_edits_are_the_same_both_ways_and_nought_only_for_equals(one: str, other: str) -> None:
    assert edit_distance(one, other, 9) == edit_distance(other, one, 9)
    assert (edit_distance(one, other, 9) == 0) == (one == other)
    assert edit_distance(one, other, 9) >= abs(len(one) - len(other))
    assert edit_distance(one, other, 1) == min(edit_distance(one, other, 9), 2)


@given(st.dictionaries(WORD.filter(bool), st.integers(1, 9), max_size=30), WORD.filter(bool), st.integers(0, 2))
def test_spellings_are_all_words_that_are_near(words: dict[str, int], word: str, distance: int) -> None:
    near = [other for other in words if other[0] == word[0] and edit_distance(word, other, distance) <= distance]
    found = SpellingLexicon(words).spellings(word, distance)
    assert sorted(found) == sorted(near)
    assert found == sorted(near, key=lambda other: (edit_distance(word, other, distance), -words[other], other))


def test_beginnings_come_by_frequency_then_alphabet() -> None:
    assert LEXICON.beginning("chron") == ["chronic", "chronology"]
    assert LEXICON.beginning("neg") == ["neglect", "neglected", "negligent"]
    assert LEXICON.beginning("zz") == []


def test_completions_put_themes_first_and_those_that_begin_so_before_others() -> None:
    assert LEXICON.complete("negl", 5, THEMES) == (
        "Neglect", "Self-neglect and hoarding", "neglect", "neglected", "negligent",
    )  # fmt: skip
    assert LEXICON.complete("seen ch", 5, THEMES) == ("Child not seen", "seen chronic", "seen chronology")


def test_themes_that_nothing_has_and_words_not_worth_saying_are_not_suggested() -> None:
    assert LEXICON.complete("rec", 5, THEMES) == ()
    assert LEXICON.complete("he", 5, THEMES) == ()
    assert LEXICON.complete("20", 5, THEMES) == ()


def test_after_a_space_there_is_no_word_to_complete() -> None:
    assert LEXICON.complete("neglect ", 5, {}) == ()


def is_held(stemmed: str) -> bool:
    return stemmed in {stem(word) for word in LEXICON.frequencies}


@pytest.mark.parametrize(
    ("text", "better"),
    [
        ("neglct", "neglect"),
        ("Neglct of her chronolgy!", "neglect of her chronology!"),
        ("neglecting", ""),  # another form of a word that is held
        ("zebra", ""),
        ("neglect", ""),
        ("2018", ""),
    ],
)
def test_did_you_mean(text: str, better: str) -> None:
    typed = {word: "" for word in text.lower().replace("!", "").split() if word not in ("of", "her")}
    assert LEXICON.did_you_mean(text, typed, is_held) == better


@pytest.mark.parametrize(
    ("text", "known", "better"),
    [
        ("chroniq", "chroniqs", "chroniqs"),  # as near as what is held: the vocabulary's word is meant
        ("neglct", "neglctor", "neglect"),  # farther
        ("hording", "hoarding", "hoarding"),  # held by no entry
    ],
)
def test_a_word_of_the_vocabulary_goes_before_a_held_one_that_is_no_nearer(text: str, known: str, better: str) -> None:
    assert LEXICON.did_you_mean(text, {text: known}, is_held) == better


@pytest.mark.parametrize(
    ("word", "meant"), [("brizk", "brisk"), ("brizo", ""), ("brisklo", "briskly"), ("brizkli", "briskly")]
)
def test_a_word_of_six_letters_or_more_may_be_two_edits_away(word: str, meant: str) -> None:
    assert SpellingLexicon({"brisk": 3, "briskly": 1}).nearest_word(word) == meant


def test_a_star_stands_for_the_most_frequent_words_that_begin_so_up_to_the_limit() -> None:
    many = SpellingLexicon({f"w{n:04}": n for n in range(1, EXPANSIONS + 3)} | {"other": 9})
    found = many.expansions("w")
    assert (len(found), found[0], "other" in found) == (EXPANSIONS, f"w{EXPANSIONS + 2:04}", False)


def test_the_stems_of_a_lexicon_are_those_of_its_words() -> None:
    assert SpellingLexicon({"neglect": 9, "neglected": 2, "chronic": 4}).stems == {stem("neglect"), stem("chronic")}
