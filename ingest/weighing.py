"""How likely a finding is about a theme, given what its cues show: signs counted, weighed, and turned into a chance.

The same signs are counted when the weights are learned (`benchmarks/train_themes.py`) and when they are used.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

from ingest.sightings import Level, Sighting
from kb.vocabulary import Weights
from kb.vocabulary.words import Token

SHORT = 30  # words; a bullet rather than a paragraph


Seen = Mapping[str, list[Sighting]]  # theme -> its sightings in one finding


def firm(one: Sighting) -> bool:
    """Tell whether a sighting can show a theme by itself."""
    return one.key.level is not Level.WEAK


def _worth(sightings: list[Sighting]) -> float:
    """Return a first, rough measure by which the themes of a finding are compared with each other."""
    strong = sum(1.3 if one.after - one.first > 1 else 1.0 for one in sightings if firm(one))
    return strong + 0.3 * len({one.key.cue for one in sightings if not firm(one)})


def signs(seen: Seen, words: tuple[Token, ...]) -> dict[str, dict[str, float]]:
    """Return the signs of each theme of which anything was seen, by name."""
    worth = {theme: _worth(sightings) for theme, sightings in seen.items()}
    total = sum(worth.values()) or 1.0
    order = sorted(worth.values(), reverse=True)
    return {
        theme: _signs(sightings, words, worth[theme] / total, order.index(worth[theme]))
        for theme, sightings in seen.items()
    }


def _signs(sightings: list[Sighting], words: tuple[Token, ...], share: float, better: int) -> dict[str, float]:
    """Return what was seen of one theme as numbers between 0 and about 1, the same for every theme."""
    length = max(len(words), 1)
    strong = [one for one in sightings if firm(one)]
    weak = {one.key.cue for one in sightings if not firm(one)}
    near = {one.key.cue for one in strong if one.key.level is Level.NEAR}
    made = {"always": 1.0, "share": share, "rank": 1 / (1 + better), "weak": min(len(weak), 3) / 3}
    if better == 0:
        made["most"] = 1.0
    if len(weak) > 1:
        made["weak_twice"] = 1.0
    if length < SHORT:
        made["short"] = 1.0
    if not strong:
        made["only_weak"] = 1.0
        return made
    made["firm"] = 1.0
    made["firm_twice"] = float(len(strong) > 1)
    made["firm_count"] = min(len(strong), 6) / 6
    made["near"] = min(len(near), 2) / 2
    made["density"] = min(len(strong) / math.sqrt(length), 1.5)
    made["early"] = 1 - min(one.first for one in strong) / length
    made["spread"] = len({words[one.first].sentence for one in strong}) / (words[-1].sentence + 1)
    made["phrase"] = float(any(one.after - one.first > 1 for one in strong))
    return made


def weigh(seen: Seen, words: tuple[Token, ...], weights: Weights) -> dict[str, float]:
    """Return the chance, from 0 to 1, that a reader would call the finding one of each theme seen."""
    return {theme: chance(value, weights) for theme, value in total(seen, words, weights).items()}


def total(seen: Seen, words: tuple[Token, ...], weights: Weights) -> dict[str, float]:
    """Return the sum of weights of each theme seen."""
    return {
        theme: sum(weights.signs.get(name, 0.0) * value for name, value in made.items())
        + weights.themes.get(theme, 0.0)
        + _own(seen[theme], weights.cues.get(theme))
        for theme, made in signs(seen, words).items()
    }


def _own(sightings: list[Sighting], cues: Mapping[str, float] | None) -> float:
    return sum(cues.get(cue, 0.0) for cue in {one.key.cue for one in sightings}) if cues else 0.0


def chance(value: float, weights: Weights) -> float:
    """Turn a sum of weights into a chance by the curve that fits how often such sums were right."""
    return 1 / (1 + math.exp(-max(min(weights.slope * value + weights.shift, 30.0), -30.0)))
