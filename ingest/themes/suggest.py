"""What the words of a text together say of themes, cue or no cue: a chance for each, and the words that weigh most.

A small linear model for each theme over the words of a text and their pairs (kb/decisions/0137 and 0166). Within a
document it is a sign of the decision on a theme (`surroundings.py`); to a keeper it suggests what it is surest of and
nobody gave.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from kb.text.cue_words import CueToken, cue_tokens
from kb.text.tokens import STOP_WORDS
from kb.vocabulary.suggestions import SuggestionModel, suggestion_model

Floats = NDArray[np.float64]
PLACES = 3  # of the likeliest themes of a text, which have a sign of their own
LIKELY = 8  # themes of a text that are weighed without a cue; of those after it readers give few
SENSE_PLACE = "sense_place_"  # before the place of a theme among the likeliest: its sign
SHOWN_WORDS = 4  # words or pairs that are named with a suggestion


@dataclass(frozen=True, slots=True)
class SuggestedTheme:
    """A suggested theme, the chance that a reader gives it (0 to 1), and the words that show it, heaviest first."""

    theme: str
    chance: float
    words: tuple[str, ...]


def words_and_pairs(text: str) -> tuple[str, ...]:
    """Return the words of a text and the pairs of adjacent words within its sentences, each once."""
    return each_and_pairs(cue_tokens(text))


def each_and_pairs(words: Sequence[CueToken]) -> tuple[str, ...]:
    """Return the plain words and the pairs of adjacent ones within a sentence, each once."""
    pairs = (f"{one.plain} {two.plain}" for one, two in pairwise(words) if one.sentence == two.sentence)
    return tuple(dict.fromkeys((*(word.plain for word in words), *pairs)))


class TextSense:
    """What one text says of each theme."""

    __slots__ = ("_model", "_said", "_words", "chances")

    def __init__(self, words: Sequence[CueToken], model: SuggestionModel) -> None:
        self._model = model
        self._words = words
        self._said = [one for one in each_and_pairs(words) if one in model.known]
        themes, bias, rows, table = _columns(model)
        at = [rows[one] for one in self._said if one in rows]
        sums = bias + table[at].sum(axis=0) / math.sqrt(len(self._said) or 1)
        self.chances: dict[str, float] = dict(zip(themes, _chances(sums).tolist(), strict=True))

    def likeliest(self, most: int) -> tuple[str, ...]:
        """Return the likeliest themes of a text that has known words, `most` at most."""
        if not self._said:
            return ()
        return tuple(_by_chance(self.chances)[:most])

    def telling_words(self, theme: str) -> tuple[str, ...]:
        """Return the words that speak most for a theme, SHOWN_WORDS at most."""
        weights = {one: self._model.weights.get(one, {}).get(theme, 0.0) for one in self._said}
        weighty = sorted((one for one in weights if weights[one] > 0), key=lambda one: -weights[one])
        telling = [one for one in weighty if not STOP_WORDS.issuperset(one.split())] or weighty  # "to be" tells nobody
        return tuple(telling[:SHOWN_WORDS])

    def carrying_words(self, theme: str) -> tuple[tuple[int, int], ...]:
        """Return where the words stand that carry a theme, in order of place: none where small words alone do.

        The weights of a text's words add up, so that what is left without these is what the other words say.
        """
        telling = [one for one in self.telling_words(theme) if not STOP_WORDS.issuperset(one.split())]
        places = {_place_of(one.split(), self._words) for one in telling}
        return tuple(one for one in sorted(places) if not any(_holds(other, one) for other in places))


def _place_of(said: Sequence[str], words: Sequence[CueToken]) -> tuple[int, int]:
    """Return where in the text a known word or pair first stands: its first and after its last letter."""
    for at, word in enumerate(words):
        run = words[at : at + len(said)]
        if [one.plain for one in run] == said and run[-1].sentence == word.sentence:
            return word.start, run[-1].end
    raise LookupError(" ".join(said))


def _holds(other: tuple[int, int], one: tuple[int, int]) -> bool:
    return other != one and other[0] <= one[0] and one[1] <= other[1]


def _by_chance(chances: Mapping[str, float]) -> list[str]:
    """Return the themes, the likeliest first; those of one chance by name."""
    return sorted(chances, key=lambda theme: (-chances[theme], theme))


def sense_signs(chances: Mapping[str, float], themes: Iterable[str]) -> dict[str, dict[str, float]]:
    """Return the signs of the decision on each of these themes that the words of a text as a whole give."""
    likeliest = _by_chance(chances)[:PLACES]
    most = chances[likeliest[0]] if likeliest else 0.0
    made = {}
    for theme in themes:
        chance = chances.get(theme, 0.0)
        made[theme] = {"sense": chance, "sense_root": math.sqrt(chance), "sense_behind": most - chance}
        if theme in likeliest:
            made[theme][f"{SENSE_PLACE}{likeliest.index(theme) + 1}"] = 1.0
    return made


def suggest(text: str, seen: Collection[str], model: SuggestionModel | None = None) -> tuple[SuggestedTheme, ...]:
    """Return the themes that a text may be about, likeliest first, but for those `seen` in it already."""
    model = model or suggestion_model()
    sense = TextSense(cue_tokens(text), model)
    likely = (theme for theme in sense.likeliest(len(model.bias)) if sense.chances[theme] >= model.bar)
    return tuple(
        SuggestedTheme(theme, sense.chances[theme], sense.telling_words(theme)) for theme in likely if theme not in seen
    )


@lru_cache(maxsize=4)
def _columns(model: SuggestionModel) -> tuple[tuple[str, ...], Floats, dict[str, int], Floats]:
    """Return the themes, their biases, the row of each word that weighs anything, and the weights (words, themes)."""
    themes = tuple(model.bias)
    column = {theme: at for at, theme in enumerate(themes)}
    table = np.zeros((len(model.weights), len(themes)))
    for row, of in enumerate(model.weights.values()):
        for theme, weight in of.items():
            table[row, column[theme]] = weight
    rows = {word: row for row, word in enumerate(model.weights)}
    return themes, np.array([model.bias[theme] for theme in themes]), rows, table


def _chances(sums: Floats) -> Floats:
    return np.round(1 / (1 + np.exp(-np.clip(sums, -30, 30))), 3)
