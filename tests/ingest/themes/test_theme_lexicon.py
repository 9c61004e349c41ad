"""How near the words of a text are to those of each theme."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from ingest.themes.theme_lexicon import MOST, ThemeLexicon
from kb.text.cue_words import cue_tokens
from kb.vocabulary import Theme, load
from kb.vocabulary.values import Cues

BOATS = Theme("boats", "Boats", "group", "Boats.", Cues(("ferry crossing", "lantern"), ("harbour",), (), ()))
GARDENS = Theme(
    "gardens", "Gardens", "group", "Gardens.", Cues(("orchard", "lantern"), (), (("hedge", "cut|grown"),), ())
)
LEXICON = ThemeLexicon({"boats": BOATS, "gardens": GARDENS})


def nearness(text: str, lexicon: ThemeLexicon = LEXICON) -> dict[str, float]:
    return lexicon.nearness(cue_tokens(text), ("boats", "gardens"))


def test_words_of_a_themes_cues_bring_a_text_near_it() -> None:
    near = nearness("The ferry left the harbour.")
    assert near["boats"] > 0 > near["gardens"]
    assert nearness("The hedge had grown.")["gardens"] > 0


def test_forms_of_a_word_count_as_the_word() -> None:
    assert nearness("Ferries left the harbours.") == nearness("A ferry left the harbour.")


@pytest.mark.parametrize("text", ["", "A lantern.", "The bishop sang."])
def test_what_no_theme_or_every_theme_has_says_nothing(text: str) -> None:
    assert nearness(text) == {"boats": 0.0, "gardens": 0.0}


def test_more_of_a_theme_is_nearer_up_to_a_bound() -> None:
    one, many = nearness("The ferry.")["boats"], nearness("The ferry crossing from the harbour.")["boats"]
    assert 0 < one <= many <= MOST


def test_a_cue_that_is_added_counts() -> None:
    wider = replace(BOATS, cues=replace(BOATS.cues, strong=(*BOATS.cues.strong, "anchor*")))
    lexicon = ThemeLexicon({"boats": wider, "gardens": GARDENS})
    assert nearness("The anchor.", lexicon)["boats"] > nearness("The anchor.")["boats"] == 0


@cache
def supplied_lexicon() -> ThemeLexicon:
    return ThemeLexicon(load().themes)


@pytest.mark.parametrize(
    ("text", "nearer", "farther"),
    [
        (
            "The chairs for the harvest supper were put in the boot of the officer's car.",
            "criminal-justice",
            "sexual-abuse",
        ),
        ("A carer called for eleven days at a door that stayed shut.", "child-not-seen", "training-development"),
    ],
)
def test_supplied_words_tell_a_theme_from_another(text: str, nearer: str, farther: str) -> None:
    near = supplied_lexicon().nearness(cue_tokens(text), (nearer, farther))
    assert near[nearer] > near[farther]
