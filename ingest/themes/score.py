"""How likely a finding is about a theme, given what its cues show: signs counted, weighed, and turned into a chance.

The same signs are counted when the weights are learned (`benchmarks/theme_model.py`) and when they are used.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from itertools import pairwise
from types import MappingProxyType
from typing import NamedTuple

from ingest.themes.cue_matches import CueMatch, Level
from ingest.themes.theme_lexicon import ThemeLexicon
from kb.core.model import Evidence
from kb.text.cue_words import CueToken
from kb.vocabulary import Weights

SHORT_FINDING_WORDS = 30  # words; a bullet rather than a paragraph
WIDE_WORDS = 7  # words from which the parts of a near cue stand far apart


Seen = Mapping[str, list[CueMatch]]  # theme -> its sightings in one finding


class Around(NamedTuple):
    """What stands around a finding: theme -> sign -> value from 0 to 1, and what can lend a theme by itself.

    `carried` says where in the finding's text the words stand that carry a theme by their sense, of the likeliest.
    """

    signs: Mapping[str, Mapping[str, float]]
    lent: Mapping[str, Evidence]
    carried: Mapping[str, tuple[tuple[int, int], ...]] = MappingProxyType({})
    in_document: bool = False


NOTHING_AROUND = Around({}, {})
_AROUND, _LENT = "around_", "lent_"  # before the signs of surroundings: beside a finding's own words, without such
_MANY_OWN = 4  # themes that a finding shows firmly from which more of them make no difference


def firm(one: CueMatch) -> bool:
    """Tell whether a sighting can show a theme by itself."""
    return one.key.level is not Level.WEAK


class _CueSplit(NamedTuple):
    """The sightings of one theme parted into firm ones and the different weak cues."""

    firm: list[CueMatch]
    weak: int

    @property
    def worth(self) -> float:
        """Return a rough measure to compare the themes of a finding: 1.0 or 1.3 a firm cue, 0.3 a weak one."""
        return 0.3 * self.weak + sum(1.3 if one.after - one.first > 1 else 1.0 for one in self.firm)


def _split_cues(sightings: list[CueMatch]) -> _CueSplit:
    strong = [one for one in sightings if one.key.level is not Level.WEAK]
    return _CueSplit(strong, len({one.key.cue for one in sightings if one.key.level is Level.WEAK}))


def signs(
    seen: Seen, words: tuple[CueToken, ...], lexicon: ThemeLexicon, around: Around = NOTHING_AROUND
) -> dict[str, dict[str, float]]:
    """Return the values of the signs, by name, of each theme of which more than a weak cue was seen or that is lent."""
    parted = {theme: _split_cues(sightings) for theme, sightings in seen.items()}
    worth = {theme: one.worth for theme, one in parted.items()}
    total = sum(worth.values()) or 1.0
    order = sorted(worth.values(), reverse=True)
    shown = {theme: one for theme, one in parted.items() if one.firm or one.weak > 1}
    lent = [theme for theme in around.lent if theme not in shown]
    nearness = lexicon.nearness(words, (*shown, *lent))
    nearest = max((nearness[theme] for theme in shown), default=0.0)
    own = sum(bool(one.firm) for one in shown.values())
    return {
        theme: _signs(one, words, worth[theme] / total, order.index(worth[theme]))
        | _word_signs(one, nearness[theme], nearest)
        | {_AROUND + name: value for name, value in around.signs.get(theme, {}).items()}
        for theme, one in shown.items()
    } | {
        theme: _lent_signs(theme in seen, own, nearness[theme])
        | {_LENT + name: value for name, value in around.signs[theme].items()}
        for theme in lent
    }


def is_lent(made: Mapping[str, float]) -> bool:
    """Return whether these signs are of a theme that a finding has from around it and does not show itself."""
    return "lent" in made


def _lent_signs(weak: bool, own: int, nearness: float) -> dict[str, float]:
    """Return what a finding itself says of a theme that only its surroundings show: at most one weak cue."""
    made = {"lent": 1.0, "lent_words": nearness, "lent_beside_own": min(own, _MANY_OWN) / _MANY_OWN}
    if weak:
        made["lent_weak"] = 1.0
    if not own:
        made["lent_silent"] = 1.0
    return made


def _word_signs(seen: _CueSplit, nearness: float, nearest: float) -> dict[str, float]:
    """Return how far a finding's words bear a theme out, and more of it where little else does."""
    made = {"words": nearness}
    if nearness == nearest:
        made["words_most"] = 1.0
    if not seen.firm:
        made["words_only_weak"] = nearness
    elif all(one.key.level is Level.NEAR for one in seen.firm):
        made["words_only_near"] = nearness
    elif len(seen.firm) == 1 and seen.firm[0].after - seen.firm[0].first == 1:
        made["words_one_word"] = nearness
    return made


def _signs(seen: _CueSplit, words: tuple[CueToken, ...], share: float, better: int) -> dict[str, float]:
    """Return what was seen of one theme as numbers between 0 and about 1, the same for every theme."""
    length = max(len(words), 1)
    made = {"always": 1.0, "share": share, "rank": 1 / (1 + better), "weak": min(seen.weak, 3) / 3}
    if better == 0:
        made["most"] = 1.0
    if seen.weak > 1:
        made["weak_twice"] = 1.0
    if length < SHORT_FINDING_WORDS:
        made["short"] = 1.0
    if not seen.firm:
        made["only_weak"] = 1.0
        return made
    count = len(seen.firm)
    near = {one.key.cue for one in seen.firm if one.key.level is Level.NEAR}
    made["firm"] = 1.0
    made["firm_twice"] = float(count > 1)
    made["firm_count"] = min(count, 6) / 6
    made["near"] = min(len(near), 2) / 2
    made["density"] = min(count / math.sqrt(length), 1.5)
    made["early"] = 1 - min(one.first for one in seen.firm) / length
    made["spread"] = len({words[one.first].sentence for one in seen.firm}) / (words[-1].sentence + 1)
    made["phrase"] = float(any(one.after - one.first > 1 for one in seen.firm))
    made |= _loose_signs(seen.firm, words)
    return made


def _loose_signs(sightings: list[CueMatch], words: tuple[CueToken, ...]) -> dict[str, float]:
    """Return what weakens firm sightings: one word and no more, or words that stand far apart or in other clauses."""
    fixed = [one for one in sightings if one.key.level is not Level.NEAR]
    if fixed:
        return {"one_word": 1.0} if len(sightings) == 1 and fixed[0].after - fixed[0].first == 1 else {}
    made = {"only_near": 1.0}
    if min(one.after - one.first for one in sightings) > WIDE_WORDS:
        made["wide"] = 1.0
    if all(_crosses_clauses(one, words) for one in sightings):
        made["across"] = 1.0
    return made


def _crosses_clauses(one: CueMatch, words: tuple[CueToken, ...]) -> bool:
    """Tell whether a mark such as a comma stands between the words of a sighting: two characters part them, not one."""
    return any(later.start - word.end > 1 for word, later in pairwise(words[one.first : one.after]))


def weigh(
    seen: Seen,
    words: tuple[CueToken, ...],
    lexicon: ThemeLexicon,
    weights: Weights,
    around: Around = NOTHING_AROUND,
) -> dict[str, float]:
    """Return the chance, from 0 to 1, that a reader would call the finding one of each theme seen or lent.

    A theme of which one weak cue is all that was seen has none: that is never enough, however little else there is.
    """
    made = signs(seen, words, lexicon, around)
    return {theme: chance(value, weights) for theme, value in add_up(made, seen, weights).items()}


def add_up(made: Mapping[str, Mapping[str, float]], seen: Seen, weights: Weights) -> dict[str, float]:
    """Return the sum of weights of each theme, log-odds, by its signs and its cues."""
    return {
        theme: sum(weights.signs.get(name, 0.0) * value for name, value in of.items())
        + weights.themes.get(theme, 0.0)
        + (0.0 if is_lent(of) else _own(seen[theme], weights.cues.get(theme)))
        for theme, of in made.items()
    }


def _own(sightings: list[CueMatch], cues: Mapping[str, float] | None) -> float:
    return sum(cues.get(cue, 0.0) for cue in {one.key.cue for one in sightings}) if cues else 0.0


def chance(value: float, weights: Weights) -> float:
    """Return the chance, 0 to 1, of a sum of weights, by the curve that fits how often such sums were right."""
    return 1 / (1 + math.exp(-max(min(weights.slope * value + weights.shift, 30.0), -30.0)))
