"""Themes that a text may be about though it shows no cue of them: suggested to a keeper, given to nobody.

A small linear model for each theme over the words of a text and their pairs (kb/decisions/0137). It says a chance and
the words that weigh most, and speaks only above its bar.
"""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass
from itertools import pairwise

from kb.text.cue_words import tokens
from kb.text.tokens import STOP_WORDS
from kb.vocabulary.suggestions import SuggestionModel, suggestion_model

SHOWN_WORDS = 4  # words or pairs that are named with a suggestion


@dataclass(frozen=True, slots=True)
class SuggestedTheme:
    """A suggested theme, the chance that a reader gives it (0 to 1), and the words that show it, heaviest first."""

    theme: str
    chance: float
    words: tuple[str, ...]


def words_and_pairs(text: str) -> tuple[str, ...]:
    """Return the words of a text and the pairs of adjacent words within its sentences, each once."""
    words = tokens(text)
    pairs = (f"{one.plain} {two.plain}" for one, two in pairwise(words) if one.sentence == two.sentence)
    return tuple(dict.fromkeys((*(word.plain for word in words), *pairs)))


def suggest(text: str, seen: Collection[str], model: SuggestionModel | None = None) -> tuple[SuggestedTheme, ...]:
    """Return the themes that a text may be about, likeliest first, but for those `seen` in it already."""
    model = model or suggestion_model()
    said = [one for one in words_and_pairs(text) if one in model.known]
    if not said:
        return ()
    root = math.sqrt(len(said))
    shares: dict[str, dict[str, float]] = {theme: {} for theme in model.bias if theme not in seen}
    for one in said:
        for theme, weight in model.weights.get(one, {}).items():
            if theme in shares:
                shares[theme][one] = weight / root
    chances = {theme: _chance(model.bias[theme] + sum(of.values())) for theme, of in shares.items()}
    likely = sorted((theme for theme in shares if chances[theme] >= model.bar), key=lambda theme: -chances[theme])
    return tuple(SuggestedTheme(theme, chances[theme], _telling_words(shares[theme])) for theme in likely)


def _chance(value: float) -> float:
    return round(1 / (1 + math.exp(-max(min(value, 30), -30))), 3)


def _telling_words(shares: dict[str, float]) -> tuple[str, ...]:
    """Return the words that speak most for a theme, SHOWN_WORDS at most."""
    weighty = sorted((one for one in shares if shares[one] > 0), key=lambda one: -shares[one])
    telling = [one for one in weighty if not STOP_WORDS.issuperset(one.split())] or weighty  # "to be" tells nobody why
    return tuple(telling[:SHOWN_WORDS])
