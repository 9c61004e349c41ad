"""What tells how near a finding is to a question, what each sign counts, and what a hit is worth by them.

The weights were read off judged questions, so what is measured on those is an upper bound (kb/decisions/0067, 0116).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from operator import attrgetter, mul

from kb.core.model import FindingInContext
from search.port import Hit

REORDERED = 60  # findings, from the first that an engine gives; those found for their meaning are added to them
_LEAST_OF_WORDS = 0.3  # what words count at least, however little of a question they hold
_OF_OTHER_THEMES = 0.25  # what each further theme of a finding takes from how far it is on one
CERTAIN = 0.8  # chance of a theme from which the name of an unlikely one stands in a question by chance
UNLIKELY = 0.25  # share of the likeliest theme's chance, below which words that show another do so by chance


@dataclass(frozen=True, slots=True)
class OrderWeights:
    """What each sign of nearness counts beside the engine's points, of which the best finding has 1."""

    meaning: float = 0.8  # cosine of the encoder's vectors of texts
    field: float = 0.2  # cosine of the vectors of the field's words
    sentence: float = 0.2  # share of the question that the best sentence holds
    whole: float = 0.1  # share that the finding holds with its heading
    telling: float = 0.1  # where the finding or its heading has the part of the question that tells most
    exact: float = 0.2  # where one sentence has every word that was typed
    praised: float = -0.1  # for praise where the question is worded as a failing
    written: float = 0.2  # where it has a compound of the question printed as one: "stand-in", not "stand in the hall"
    place: float = 0.5  # where it is of an area that is named
    lesson: float = 0.1  # for what a review learned; an inspection describes the same at more length
    theme: float = 0.9  # chance that the question speaks of its themes, times the share that no words hold
    focus: float = 0.5  # the same for the likeliest of its themes, the less the more others it has
    belied: float = -0.5  # where good practice is asked for, share of the question in sentences that praise nothing


@dataclass(frozen=True, slots=True)
class NearnessSigns:
    """What tells how near a finding is to a question, each sign from 0 to 1, cosines from -1; see OrderWeights."""

    meaning: float
    field: float
    sentence: float
    whole: float
    telling: float
    exact: float
    place: float
    lesson: float
    theme: float = 0.0
    belied: float = 0.0
    written: float = 0.0
    focus: float = 0.0
    praised: float = 0.0

    def weigh(self, weights: OrderWeights) -> float:
        """Return the sum of the signs, each times its weight: from about -1.5 to 3.8 with those that are shipped."""
        return float(sum(map(mul, _EACH_SIGN(self), _EACH_SIGN(weights))))


_EACH_SIGN = attrgetter(*(one.name for one in fields(OrderWeights)))


def as_far_as_words_fail(signs: Mapping[str, NearnessSigns]) -> dict[str, NearnessSigns]:
    """Return signs in which a question's sense counts by the share of it that no finding holds in words."""
    held = max((one.whole for one in signs.values()), default=1.0)
    fail = 1.0 - held
    return {id_: replace(one, theme=one.theme * fail, focus=one.focus * fail) for id_, one in signs.items()}


def worth_of(hits: Sequence[Hit], signs: Mapping[str, NearnessSigns], weights: OrderWeights) -> dict[str, float]:
    """Return what each hit is worth, by its id: the engine's points, of which the best has 1, and its signs.

    Points count by how much of the question any of these findings holds: of a question in words that nobody writes,
    the best of them has a few by chance.
    """
    best = max((hit.score for hit in hits), default=0.0) or 1.0
    held = max((one.whole for one in signs.values()), default=1.0)
    points = max(_LEAST_OF_WORDS, held)
    scores = _points_of(hits, signs, best)
    return {
        hit.id: points * scores[hit.id] / best + (signs[hit.id].weigh(weights) if hit.id in signs else 0.0)
        for hit in hits
    }


def _points_of(hits: Sequence[Hit], signs: Mapping[str, NearnessSigns], best: float) -> dict[str, float]:
    """Return the engine's points of each hit, by its id; those of one found for its meaning by its share of the words.

    The engine gives none to a finding with fewer words of the question than it asks for, as a short note has. Where it
    has more findings than are put in order, one that is not among them has no more points than the last of them.
    """
    with_points = [hit for hit in hits if hit.score and hit.id in signs]
    shares = sum(signs[hit.id].whole for hit in with_points)
    of_all_words = sum(hit.score for hit in with_points) / shares if shares else 0.0
    most = min(hit.score for hit in with_points) if len(with_points) >= REORDERED else best
    return {
        hit.id: hit.score or (min(most, of_all_words * signs[hit.id].whole) if hit.id in signs else 0.0) for hit in hits
    }


def chance_of(one: FindingInContext, chances: Mapping[str, float]) -> float:
    """Return how likely a question is on any of the themes of a finding, by the chances of each: 0 to 1."""
    return sum(chances.get(slug, 0.0) for slug in one.finding.themes)


def focus_of(one: FindingInContext, chances: Mapping[str, float]) -> float:
    """Return how likely a question is on the likeliest theme of a finding, less where it has others: 0 to 1."""
    themes = one.finding.themes
    most = max((chances.get(slug, 0.0) for slug in themes), default=0.0)
    return most / (1.0 + _OF_OTHER_THEMES * max(0, len(themes) - 1))


def is_unlikely(themes: Iterable[str], chances: Mapping[str, float]) -> bool:
    """Return whether none of these themes has a chance worth naming, where chances are known."""
    return bool(chances) and all(chances.get(slug, 0.0) < UNLIKELY * max(chances.values()) for slug in themes)
