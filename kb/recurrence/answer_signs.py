"""Signs that an action of a paper answers a recommendation of its review, each a number.

A sign is looked at for every action and every recommendation at once, for whether an action answers one shows only
beside the others: by how much it leads, whether another action is liker, and what its neighbours in the list answer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from kb.recurrence.answer_words import SaidWords, length_of, shared_words, weights_of
from kb.recurrence.word_vectors import Floats, field_vectors

WORD_SIGNS = (
    "likeness",  # cosine of their words by rarity
    "lead",  # by how much it is more than to the next recommendation, below 0 where another is liker
    "rarest",  # rarity of the rarest shared word, the rarest of the review being 1
    "covered",  # share of the recommendation's words that the action says, by rarity
    "neighbours",  # whether those before and after answer what stands before and after: -1 to 2
    "likest",  # whether no other action of the paper is liker to the recommendation
    "other body",  # whether different organisations are to act
    "paper",  # likeness of the paper's other actions to what each is likest
    "recommendations",  # how many there are (logarithm)
)
FIELD_SIGNS = (  # where there is no sentence encoder
    "field",  # cosine of their vectors by the field's own words
    "field leads",  # by how much it is more than to the next recommendation
)
MEANING_SIGNS = (
    "meaning",  # cosine of their vectors by the sentence encoder
    "meaning leads",  # by how much it is more than to the next recommendation
    "meaning likest",  # whether no other action of the paper is nearer to the recommendation
    "paper by meaning",  # nearness of the paper's other actions to what each is nearest
)
CLEAR = 0.14  # likeness from which an action tells its neighbours what it answers
LEADS = 1.5  # times that it must be the likeness to the next recommendation
WHO = 0.05  # what it adds to the likeness that the same organisation is meant
_ALONE = 0.3  # nearness by meaning of the other actions, where a paper has none


def look_at_words(asked: Sequence[SaidWords], given: Sequence[SaidWords], known: Mapping[int, int]) -> Floats:
    """Return WORD_SIGNS of a paper's actions for each recommendation (actions, recommendations, signs), -1 to 10.

    All are in reading order. `known` is what actions answer, where that is known: the places of both.
    """
    weights = weights_of([*asked, *given])
    likeness, rarest, covered, who, other_body = _word_signs(asked, given, weights)
    neighbours = _neighbours({**_told_clearly(likeness, who), **known}, likeness.shape)
    grid = np.ones_like(likeness)
    return _stack(
        likeness,
        _lead(likeness),
        rarest,
        covered,
        neighbours,
        (likeness >= likeness.max(axis=0)) & (likeness > 0),
        other_body,
        grid * _of_others(likeness.max(axis=1), 0.0)[:, None],
        grid * np.log(len(asked)),
    )


def look_at_field(asked: Sequence[SaidWords], given: Sequence[SaidWords]) -> Floats:
    """Return FIELD_SIGNS of actions for each recommendation (actions, recommendations, signs), each from -2 to 2."""
    near = _field_vectors(given) @ _field_vectors(asked).T
    return _stack(near, _lead(near))


def look_at_meaning(near: Floats) -> Floats:
    """Return MEANING_SIGNS, each from -2 to 2, by cosines (actions, recommendations)."""
    paper = np.ones_like(near) * _of_others(near.max(axis=1), _ALONE)[:, None]
    return _stack(near, _lead(near), near >= near.max(axis=0), paper)


def _stack(*signs: Floats) -> Floats:
    return np.stack([np.asarray(one, np.float32) for one in signs], axis=-1)


def _word_signs(
    asked: Sequence[SaidWords], given: Sequence[SaidWords], weights: Mapping[str, float]
) -> tuple[Floats, Floats, Floats, Floats, Floats]:
    """Return the likeness, the rarest shared word, the share that is covered, and whether bodies are one or differ."""
    likeness, rarest, covered, who, other = np.zeros((5, len(given), len(asked)), np.float32)
    most = max(weights.values(), default=1.0)
    lengths = [length_of(one, weights) for one in asked]
    for row, one in enumerate(given):
        own = length_of(one, weights)
        for column, recommendation in enumerate(asked):
            who[row, column] = bool(one.who & recommendation.who)
            other[row, column] = bool(one.who and recommendation.who and not one.who & recommendation.who)
            if both := shared_words(one, recommendation):
                product = sum(one.bag[word] * recommendation.bag[word] * weights[word] ** 2 for word in both)
                likeness[row, column] = product / (own * lengths[column])
                rarest[row, column] = max(weights[word] for word in both) / most
                said = sum((recommendation.bag[word] * weights[word]) ** 2 for word in both)
                covered[row, column] = said / lengths[column] ** 2
    return likeness, rarest, covered, who, other


def _field_vectors(several: Sequence[SaidWords]) -> Floats:
    field = field_vectors()
    return np.array([field.vector(one.held.finding.text, one.held.finding.last_heading, {}) for one in several])


def _lead(likeness: Floats) -> Floats:
    """Return by how much each recommendation leads the next, or the likest of its row where it does not lead."""
    if likeness.shape[1] == 1:
        return likeness
    ranked = np.sort(likeness, axis=1)
    best, following = ranked[:, -1:], ranked[:, -2:-1]
    return np.where(likeness >= best, likeness - following, likeness - best)


def _of_others(best: Floats, alone: float) -> Floats:
    """Return for each action the mean of what the others of its paper are likest."""
    return (best.sum() - best) / (len(best) - 1) if len(best) > 1 else np.full(1, alone, np.float32)


def _told_clearly(likeness: Floats, who: Floats) -> dict[int, int]:
    """Return what actions answer whose words alone tell it clearly, by the places of both."""
    told = {}
    for row, line in enumerate(likeness + WHO * who * (likeness > 0)):
        best, *others = np.argsort(-line, kind="stable")[:2].tolist()
        if line[best] >= CLEAR and all(line[best] >= LEADS * line[one] for one in others):
            told[row] = best
    return told


def _neighbours(told: Mapping[int, int], shape: tuple[int, ...]) -> Floats:
    """Return how what stands before and after fits: 1 each for the same or the next, -.5 for what is out of order."""
    fit = np.zeros(shape, np.float32)
    columns = np.arange(shape[1])
    for row in range(shape[0]):
        before = next((told[one] for one in range(row - 1, -1, -1) if one in told), None)
        after = next((told[one] for one in range(row + 1, shape[0]) if one in told), None)
        if before is not None:
            fit[row] += np.where((columns == before) | (columns == before + 1), 1, np.where(columns < before, -0.5, 0))
        if after is not None:
            fit[row] += np.where((columns == after) | (columns == after - 1), 1, np.where(columns > after, -0.5, 0))
    return fit
