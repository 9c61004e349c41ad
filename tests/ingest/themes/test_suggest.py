"""Suggested themes: only without a cue, only from the bar, with the words that weigh most."""

from __future__ import annotations

import pytest

from ingest.themes.suggest import SHOWN_WORDS, TextSense, suggest, words_and_pairs
from ingest.themes.tagger import tagger_of
from kb.text.cue_words import cue_tokens
from kb.vocabulary import load
from kb.vocabulary.suggestions import PATH, SuggestionModel, dump, suggestion_model

KNOWN = frozenset(("lock", "front door", "door", "bus", "rain"))
MODEL = SuggestionModel(
    0.9,
    KNOWN,
    {"domestic-abuse": -1.0, "housing-moves": -1.0},
    {"lock": {"domestic-abuse": 4.0}, "front door": {"domestic-abuse": 3.0, "housing-moves": 1.0}, "rain": {}},
)


def test_a_theme_is_suggested_with_the_words_that_weigh_most() -> None:
    (one,) = suggest("He took the lock off the front door.", (), MODEL)
    assert one.theme == "domestic-abuse"
    assert one.words == ("lock", "front door")
    assert 0.9 <= one.chance < 1


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("He took the lock off the front door.", ("domestic-abuse",)),  # a cue has shown it
        ("He came by bus in the rain.", ()),
        ("She mended the lock, the door, and went for the bus in the rain.", ()),  # much else is said
        ("", ()),
        ("Nothing that is known.", ()),
    ],
)
def test_a_theme_is_not_suggested_below_the_bar_or_where_it_was_seen(text: str, seen: tuple[str, ...]) -> None:
    assert suggest(text, seen, MODEL) == ()


def test_words_that_stand_everywhere_are_not_named_as_a_reason() -> None:
    weights = {"to be": {"housing-moves": 9.0}, "be": {"housing-moves": 8.0}, "bus": {"housing-moves": 1.0}}
    model = SuggestionModel(0.5, frozenset(weights), {"housing-moves": 0.0}, weights)
    assert [one.words for one in suggest("The bus was to be late.", (), model)] == [("bus",)]
    assert [one.words for one in suggest("It was to be late.", (), model)] == [("to be", "be")]


def test_the_words_that_carry_a_theme_are_told_by_place_and_small_words_carry_none() -> None:
    text = "He took the lock off the front door."
    sense = TextSense(cue_tokens(text), MODEL)
    assert [text[start:end] for start, end in sense.carrying_words("domestic-abuse")] == ["lock", "front door"]
    small = SuggestionModel(0.9, frozenset(("of",)), {"neglect": 0.0}, {"of": {"neglect": 4.0}})
    assert TextSense(cue_tokens("Of it."), small).carrying_words("neglect") == ()


def test_pairs_do_not_cross_sentences() -> None:
    assert "front door" in words_and_pairs("By the front door.")
    assert "front door" not in words_and_pairs("He stood in front. Door after door was shut.")


def test_the_model_supplied_is_what_its_file_holds_and_knows_only_themes_that_are_there() -> None:
    model = suggestion_model()
    assert PATH.read_text(encoding="utf-8") == dump(model)
    assert set(model.bias) <= set(load().themes)
    assert {theme for of in model.weights.values() for theme in of} <= set(model.bias)
    assert set(model.weights) <= model.known


def test_the_model_supplied_suggests_nothing_that_the_tagger_has_seen() -> None:
    for theme in load().themes.values():
        for text in theme.must_match:
            seen = {tag.theme for tag in tagger_of(load()).tags(text)}
            found = suggest(text, seen)
            assert not {one.theme for one in found} & seen
            assert all(1 <= len(one.words) <= SHOWN_WORDS for one in found)
