"""Themes that a question speaks of without naming them: by all words that tell of a theme, weighed by their rarity."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kb.vocabulary import Cues, Theme
from search.understanding.implied_themes import Names, theme_words
from tests.search.makers import vocabulary

DRINK = Theme(
    "drink",
    "Drinking",
    "harm",
    "Parents who drink at home.",
    Cues(strong=("tipsy", "smell of drink"), weak=("bottles",), near=(("pub", "evening"),)),
    also_called=("alcohol",),
    must_match=("He kept cider under the stairs.",),
)
DAMP = Theme("damp", "Damp homes", "harm", "Mould at home.", Cues(strong=("mould",)))
EVERYWHERE = Theme("work", "Working together", "harm", "Work.", Cues(strong=("working together well",)), weak=True)


@pytest.fixture
def few_themes() -> Names:
    """The words of three themes."""
    return theme_words(replace(vocabulary(), themes={one.slug: one for one in (DRINK, DAMP, EVERYWHERE)}))


def test_a_word_speaks_for_the_theme_that_has_it_in_whatever_place(few_themes: Names) -> None:
    for word in ("drink", "alcohol", "tipsi", "smell", "bottl", "pub", "cider", "parent"):
        assert list(few_themes.themes([word], 0.0, 1.0)) == ["drink"], word
    assert few_themes.themes(["the", "weather"], 0.0, 1.0) == {}


def test_what_a_theme_is_called_counts_for_more_than_what_else_is_said_of_it(few_themes: Names) -> None:
    values = few_themes.values
    label, other, cue, near = (values[word]["drink"] for word in ("drink", "alcohol", "tipsi", "pub"))
    assert label > other > cue > near > 0


def test_a_word_of_several_themes_counts_for_less_than_a_rare_one(few_themes: Names) -> None:
    assert few_themes.values["home"].keys() == {"drink", "damp"}
    assert few_themes.values["home"]["drink"] < few_themes.values["parent"]["drink"]
    assert few_themes.values["home"]["damp"] > few_themes.values["home"]["drink"], (
        "a label's word, of a theme with fewer words"
    )


def test_only_a_theme_near_the_best_one_is_spoken_of(few_themes: Names) -> None:
    both = few_themes.themes(["home", "mould"], 0.0, 0.0)
    assert list(both) == ["damp", "drink"]
    assert both["damp"] == 1.0
    assert 0 < both["drink"] < 1
    assert list(few_themes.themes(["home", "mould"], 0.0, both["drink"] + 0.01)) == ["damp"]
    assert few_themes.themes(["mould"], 100.0, 0.0) == {}
    assert few_themes.themes(["mould", "mould"], 0.0, 0.0) == few_themes.themes(["mould"], 0.0, 0.0)


def test_themes_are_shown_by_their_cues_the_longest_first_and_weak_ones_never(few_themes: Names) -> None:
    assert few_themes.themes_in("Mould and a smell of drink, working together well") == ["drink", "damp"]
    assert few_themes.themes_in("Alcohol") == ["drink"]
    assert few_themes.themes_in("Nothing at all") == []


def test_a_word_is_surely_of_the_themes_of_which_it_says_half_as_much_as_of_one() -> None:
    held = Names({"mould": {"damp": 6.0, "drink": 2.9, "work": 3.0}})
    assert held.surely_of("mould") == {"damp", "work"}
    assert held.surely_of("zyzzyva") == frozenset()


def test_words_are_of_a_theme_where_the_most_telling_of_them_are() -> None:
    held = Names({"mould": {"damp": 6.0}, "cider": {"drink": 5.0}, "home": {"drink": 2.0}})
    assert held.is_of("damp", ("mould", "home", "zyzzyva"))
    assert not held.is_of("damp", ("mould", "cider"))
    assert held.is_of("damp", ())


def test_the_theme_that_words_tell_most_of_comes_first_with_shares_of_it() -> None:
    held = Names({"lamp": {"a": 1.0, "b": 4.0}, "wall": {"a": 1.0}})
    assert list(held.themes(["lamp", "wall"], 0.0, 0.0).items()) == [("b", 1.0), ("a", 0.5)]


def test_a_question_shows_a_theme_by_a_long_weak_phrase_and_not_by_a_short_one() -> None:
    weak = replace(DAMP, cues=Cues(strong=("mould",), weak=("water down the walls", "cold room")))
    names = theme_words(replace(vocabulary(), themes={"damp": weak, "drink": DRINK}))
    assert names.themes_in("homes with water down the walls") == ["damp"]
    assert names.themes_in("a child in a cold room") == []


def test_a_word_says_less_of_a_theme_of_which_much_is_said() -> None:
    brief = Theme("kites", "Kites", "harm", "Kites.", Cues(strong=("lantern",)))
    told = tuple(f"boat{'abcdefghij'[n]}" for n in range(10))
    long = Theme("boats", "Boats", "harm", "Boats.", Cues(strong=("lantern", *told)))
    names = theme_words(replace(vocabulary(), themes={one.slug: one for one in (brief, long, DAMP)}))
    assert names.values["lantern"]["kites"] > names.values["lantern"]["boats"] > 0


def test_a_label_tells_more_of_a_theme_than_another_name_of_it() -> None:
    kites = Theme("kites", "Kites", "harm", "Things that fly.", Cues(strong=()), also_called=("lanterns",))
    names = theme_words(replace(vocabulary(), themes={one.slug: one for one in (kites, DAMP)}))
    assert names.values["kite"]["kites"] > names.values["lantern"]["kites"] > 0
