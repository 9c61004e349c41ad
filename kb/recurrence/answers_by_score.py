"""Which action of one document answers which recommendation of another, or none, where no number or row tells it.

One score tells both: a logistic regression over the signs of `answer_signs`, learned from libraries with their links by
`benchmarks/train_answers.py`, against actions that answer nothing and papers of other reviews. There are two sets of
weights, one with the signs of the sentence encoder where that is installed. Such a link is never called certain, and
says what told it.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib import resources

import numpy as np

from kb.core.inferred_actions import is_inferred
from kb.core.model import Answer, FindingInContext
from kb.recurrence.answer_signs import (
    FIELD_SIGNS,
    MEANING_SIGNS,
    WORD_SIGNS,
    look_at_field,
    look_at_meaning,
    look_at_words,
)
from kb.recurrence.answer_words import SaidWords, shared_words, under_the_review, weights_of, with_words_of, words_said
from kb.recurrence.meanings import Meanings
from kb.recurrence.terms import Wording
from kb.recurrence.word_vectors import Floats

SIGNS = {"words": (*WORD_SIGNS, *FIELD_SIGNS), "meaning": (*WORD_SIGNS, *MEANING_SIGNS)}
IN_OTHER_WORDS = "it says a recommendation of another document in other words"
CLOSE_IN_MEANING = "it is close in meaning to a recommendation of another document"
INFERRED = 0.1  # chance that is enough for what was inferred when more of its paper stood beside it
NEAR = 0.35  # cosine by the sentence encoder that is worth telling
LEFT = 0.2  # chance that is enough between what is left over on either side
MOSTLY = 0.5  # share of a paper's actions that must be linked before what is left over may be
FEWEST = 2  # recommendations that must be linked to them before that
MOST_PAIRS = 40_000  # recommendations times actions of a review that are compared


@dataclass(frozen=True, slots=True)
class AnswerWeights:
    """What each sign is worth, and the chance, 0 to 1, from which an action answers."""

    constant: float
    weights: Floats
    bar: float

    def chances(self, signs: Floats) -> Floats:
        """Return the chance, 0 to 1, that an action answers a recommendation, by its signs (last axis)."""
        return np.asarray(1 / (1 + np.exp(-(signs @ self.weights + self.constant))), np.float32)


@lru_cache(maxsize=1)
def answer_weights() -> Mapping[str, AnswerWeights]:
    """Return the weights without the signs of an encoder ("words") and with them ("meaning")."""
    told = json.loads(resources.files("kb.recurrence").joinpath("data", "answers.json").read_text("utf-8"))
    return {
        name: AnswerWeights(
            float(told[name]["constant"]),
            np.array([told[name]["weights"][sign] for sign in names], np.float32),
            float(told[name]["bar"]),
        )
        for name, names in SIGNS.items()
    }


def answers_by_score(
    asked: Sequence[FindingInContext],
    given: Sequence[FindingInContext],
    known: Sequence[tuple[str, FindingInContext]] = (),
    wording: Wording | None = None,
    meanings: Meanings | None = None,
) -> Iterator[Answer]:
    """Yield an answer for each action of `given` that answers one of the recommendations and is not known to.

    All are of one review: the recommendations of its fullest document, and all actions of others. `known` are actions
    that are known to answer, each beside the id of the recommendation: they lend it their words, and tell what stands
    beside them. `wording` knows which words are of one meaning, `meanings`, of a sentence encoder, what is near.
    """
    if not asked or not given or len(asked) * len(given) > MOST_PAIRS:
        return
    answering = {held.finding.id for _, held in known}
    made = words_of_recommendations(asked, known, wording)
    for paper in papers_of(asked, given):
        if not answering.issuperset(held.finding.id for held in paper):
            yield from _of_paper(made, paper, known, wording, meanings)


def words_of_recommendations(
    asked: Sequence[FindingInContext],
    known: Sequence[tuple[str, FindingInContext]] = (),
    wording: Wording | None = None,
) -> list[SaidWords]:
    """Return the words of recommendations, with those of what is known to answer them."""
    lent: defaultdict[str, list[SaidWords]] = defaultdict(list)
    ids = {held.finding.id for held in asked}
    for recommendation, held in known:
        if recommendation in ids:
            own = replace(held, finding=replace(held.finding, heading=()))  # a paper's title is said of all in it
            lent[recommendation].append(words_said(own, wording))
    return [with_words_of(words_said(held, wording), lent[held.finding.id]) for held in asked]


def papers_of(asked: Sequence[FindingInContext], given: Sequence[FindingInContext]) -> Iterator[list[FindingInContext]]:
    """Yield the actions of each paper in reading order, without those that it heads with other reviews."""
    papers: defaultdict[str, list[FindingInContext]] = defaultdict(list)
    for held in sorted(under_the_review(asked[0], given), key=lambda one: one.finding.span.start):
        papers[held.document.id].append(held)
    yield from papers.values()


def signs_of_paper(
    made: Sequence[SaidWords],
    told: Sequence[SaidWords],
    known: Sequence[tuple[str, FindingInContext]] = (),
    meanings: Meanings | None = None,
) -> Floats:
    """Return the signs (actions, recommendations, signs) of recommendations and of a paper's actions by their words."""
    rows = {one.held.finding.id: place for place, one in enumerate(told)}
    columns = {one.held.finding.id: place for place, one in enumerate(made)}
    places = {rows[held.finding.id]: columns[one] for one, held in known if held.finding.id in rows and one in columns}
    if meanings is None:
        more = look_at_field(made, told)
    else:
        more = look_at_meaning(_vectors(told, meanings) @ _vectors(made, meanings).T)
    return np.concatenate([look_at_words(made, told, places), more], axis=-1)


def _of_paper(
    made: Sequence[SaidWords],
    paper: Sequence[FindingInContext],
    known: Sequence[tuple[str, FindingInContext]],
    wording: Wording | None,
    meanings: Meanings | None,
) -> Iterator[Answer]:
    score = answer_weights()["words" if meanings is None else "meaning"]
    told = [words_said(held, wording) for held in paper]
    signs = signs_of_paper(made, told, known, meanings)
    weights = weights_of([*made, *told])
    chances = score.chances(signs)
    answering = {held.finding.id for _, held in known}
    bars = [INFERRED if is_inferred(held.finding) else score.bar for held in paper]
    made_of = {
        row: int(chances[row].argmax())
        for row, held in enumerate(paper)
        if held.finding.id not in answering and chances[row].max() >= bars[row]
    }
    is_known = [held.finding.id in answering for held in paper]
    made_of |= join_what_is_left(chances, made_of, is_known, _places_of_answered(made, paper, known))
    for row, best in sorted(made_of.items()):
        near = signs[row, best, len(WORD_SIGNS)] if meanings is not None else 0.0
        shared = sorted(shared_words(told[row], made[best]), key=lambda word: -weights[word])
        said = list(dict.fromkeys(told[row].printed[word] for word in shared))[:3]
        if said or near >= NEAR:
            yield Answer(made[best].held.finding.id, paper[row].finding.id, _reason(said, near), certain=False)


def _places_of_answered(
    made: Sequence[SaidWords], paper: Sequence[FindingInContext], known: Sequence[tuple[str, FindingInContext]]
) -> frozenset[int]:
    """Return the places of the recommendations that a paper is known to answer."""
    ids = {held.finding.id for held in paper}
    answered = {recommendation for recommendation, held in known if held.finding.id in ids}
    return frozenset(place for place, one in enumerate(made) if one.held.finding.id in answered)


def join_what_is_left(
    chances: Floats, made_of: Mapping[int, int], known: Sequence[bool], answered: frozenset[int]
) -> dict[int, int]:
    """Return by action the recommendation that it probably answers, of those to which nothing is linked yet.

    A lower chance is enough here, since a paper that goes through a review's recommendations seldom leaves one out: at
    least half of its actions (MOSTLY), and FEWEST recommendations, must be linked already.
    """
    told = len(made_of) + sum(known)
    taken = set(made_of.values()) | answered
    if len(taken) < FEWEST or told < MOSTLY * len(chances):
        return {}
    made: dict[int, int] = {}
    rows = [row for row in range(len(chances)) if row not in made_of and not known[row]]
    pairs = [
        (float(chances[row, one]), row, one) for row in rows for one in range(chances.shape[1]) if one not in taken
    ]
    for chance, row, one in sorted(pairs, reverse=True):
        if chance >= LEFT and row not in made and one not in made.values():
            made[row] = one
    return made


def _reason(said: Sequence[str], near: float) -> str:
    if not said:
        return CLOSE_IN_MEANING
    also = ", and is close to it in meaning" if near >= NEAR else ""
    return f"{IN_OTHER_WORDS}{also}: {', '.join(said)}"


def _vectors(several: Sequence[SaidWords], meanings: Meanings) -> Floats:
    """Return the unit vectors of the texts of findings, one a row, less what all findings share."""
    findings = (one.held.finding for one in several)
    return np.array([meanings.text_vector(one.text, one.last_heading) for one in findings], np.float32)
