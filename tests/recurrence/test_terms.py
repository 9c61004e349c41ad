"""The terms of a finding and what each counts: whole words, phrases, judging words, meanings, the heading."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kb.recurrence.terms import Wording, normalise_word, term_hash, words
from kb.text.stemming import english_stem
from kb.vocabulary import load

VOCABULARY = replace(
    load(),
    acronyms={"QWB": "Quillwort Weir Board", "OX": "ox"},
    synonyms=(("mill race", "leat channel"),),
    alike=(("ferryman", "boatman", "man at the oars"), ("lantern", "lamp")),
)
WORDING = Wording(VOCABULARY)


def weights(text: str, heading: str = "") -> dict[str, float]:
    return {term: round(weight, 3) for term, weight in WORDING.terms(text, heading).items()}


@pytest.mark.parametrize(
    ("word", "plain"), [("Weir’s", "weir"), ("Weirs'", "weirs"), ("o'clock", "oclock"), ("MILL", "mill")]
)
def test_a_word_is_taken_without_its_possessive(word: str, plain: str) -> None:
    assert normalise_word(word) == plain


def test_stop_words_and_single_letters_say_nothing() -> None:
    assert [one for one, _ in words("The review of a barge, a b barges")] == ["barge", "barges"]
    assert {stemmed for _, stemmed in words("barge barges")} == {english_stem("barge")}


def test_a_word_counts_for_each_place_and_half_in_the_heading() -> None:
    assert weights("Barge. Barges moved", "Barge") == {"barg": 2.5, "move": 1.0}


def test_a_word_that_judges_counts_a_quarter() -> None:
    assert weights("quality of barges") == {"qualiti": 0.25, "barg": 1.0}


def test_a_short_form_and_its_words_are_one_phrase_in_which_each_word_counts_half() -> None:
    expected = {"@qwb": 1.0, "quillwort": 0.5, "weir": 0.5, "board": 0.5}
    assert weights("QWB") == weights("Quillwort Weir Board") == expected
    assert weights("OX") == {"ox": 1.0}  # a single word is no phrase


def test_equal_phrases_are_one_concept() -> None:
    assert weights("leat channel")["=mill race"] == weights("mill race")["=mill race"] == 1.0
    assert "=mill race" not in weights("mill and race")


def test_a_meaning_counts_once_and_what_told_it_less_than_a_word() -> None:
    assert weights("the lamp and a lantern and lamps") == {"~lantern": 1.5, "lamp": 1.4, "lantern": 0.7}
    told = weights("man at the oars")
    assert (told["~ferryman"], told["man"], told["oar"]) == (1.5, 0.5, 0.5)


def test_the_words_that_tell_a_meaning_are_given_in_small_letters() -> None:
    assert WORDING.meanings("A Boatman, the MAN at the oars") == {"~ferryman": {"boatman", "man at the oars"}}
    assert WORDING.meanings("barges") == {}


def test_a_term_is_known_by_a_number_that_differs_by_its_letters() -> None:
    assert term_hash("weir") == term_hash("weir") != term_hash("weirs")
    assert 0 <= term_hash("weir") < 2**64
