from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.text.phrases import Phrases, words_of


def test_a_phrase_is_found_whatever_its_hyphens_and_apostrophes() -> None:
    phrases = Phrases({"team": ["multi agency team"], "voice": ["child's voice"]})
    assert phrases.labels(words_of("The multi-agency team heard the child’s voice.")) == {"team", "voice"}


def test_a_star_stands_for_any_ending_of_a_word() -> None:
    phrases = Phrases({"late": ["inconsisten* recorded"], "gap": ["a miss*"]})
    assert phrases.labels(words_of("inconsistently recorded, a missing page")) == {"late", "gap"}
    assert not phrases.labels(words_of("consistently recorded"))


def test_two_dots_stand_for_up_to_three_words() -> None:
    phrases = Phrases({"x": ["not .. shared"]})
    assert phrases.find(words_of("was not quickly or fully shared"))
    assert phrases.find(words_of("was not shared"))
    assert not phrases.find(words_of("was not one two three four shared"))


def test_a_phrase_with_room_ends_at_the_nearest_place() -> None:
    hits = Phrases({"x": ["not .. shared"]}).find(words_of("not shared or shared"))
    assert [(hit.start, hit.end) for hit in hits] == [(0, 2)]


def test_one_of_two_words_may_stand() -> None:
    phrases = Phrases({"x": ["lessons learned|learnt"]})
    assert phrases.labels(words_of("Lessons learnt")) == phrases.labels(words_of("lessons learned")) == {"x"}
    assert not phrases.labels(words_of("lessons"))


def test_a_phrase_that_cannot_be_found_is_refused() -> None:
    with pytest.raises(AssertionError, match=re.escape("write '..' for words of any kind")):
        Phrases({"x": ["not ~ shared"]})


def test_longer_phrases_come_first_where_several_begin() -> None:
    hits = Phrases({"short": ["good"], "long": ["good practice"]}).find(words_of("good practice"))
    assert [hit.label for hit in hits] == ["long", "short"]


@given(
    st.lists(st.sampled_from(["a", "b", "c"]), max_size=8),
    st.lists(st.sampled_from(["a", "b", "c"]), min_size=1, max_size=3),
)
def test_a_plain_phrase_is_found_exactly_where_its_words_stand(words: list[str], phrase: list[str]) -> None:
    places = [at for at in range(len(words)) if words[at : at + len(phrase)] == phrase]
    assert [hit.start for hit in Phrases({"x": [" ".join(phrase)]}).find(words)] == places
