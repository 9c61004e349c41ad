"""What a question means, by the vectors of likeness: how near texts are to it, and which findings are the nearest.

Two cosines of a finding are told apart. That of the question's own vector has in it how near the finding is to
questions as such: long paragraphs are near to all of them, and short notes to none. That of the centred question has
not, so it chooses which findings may answer (kb/decisions/0199). Without an encoder nothing is known.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from copy import copy
from typing import Self

import numpy as np

from kb.app.nearness_signs import chance_of
from kb.core.model import FindingInContext
from kb.recurrence import Meanings
from kb.recurrence.theme_sense import surest
from kb.recurrence.word_vectors import Floats, Halves
from kb.vocabulary import Vocabulary
from search.understanding.answerability import Closeness

_LOOKED_AT = 60  # findings nearest in meaning of which the themes are asked
_MOST_NEAR = 30  # findings that are found for their meaning, and from what ...
_NEAR = 0.4  # ... cosine of the centred question and share of the chance of their themes together
_OF_CHANCE = 0.3  # what the chance of its themes counts there
_NEAR_ALONE = 0.4  # cosine of the question as it is from which one is found as well ...
_MOST_ALONE = 20  # ... and how many at most
_SURELY_NEAR = 0.5  # cosine of the question as it is and chance of its themes, for one where nothing has the words
_OF_CENTRED = 0.25  # what the centred question counts in the order beside the question as it is
_SURE, _AHEAD = 0.4, 1.5  # chance of a theme from which a question is read as one on it, and how far ahead of others

Holdings = Callable[[Sequence[str]], Sequence[FindingInContext]]


class QuestionMeaning:
    """How near findings are to questions in meaning, as far as an encoder tells."""

    def __init__(self, vocabulary: Vocabulary, meanings: Meanings | None = None) -> None:
        self._vocabulary = vocabulary
        self._meanings = meanings
        self._remembered: dict[str, Floats] | None = None  # vectors of what is asked, while one answer is made
        self._remembered_chances: dict[bytes, Mapping[str, float]] = {}  # of themes, by these vectors

    def for_one_answer(self) -> Self:
        """Return the same for the making of one answer: each wording is encoded once, and forgotten with it."""
        once = copy(self)
        once._remembered, once._remembered_chances = {}, {}
        return once

    def encode_at_once(self, wordings: Iterable[str]) -> None:
        """Encode what will surely be asked for, while one answer is made, in less time than one after the other."""
        if self._meanings is None or self._remembered is None:
            return
        fresh = [one for one in dict.fromkeys(wordings) if one and one not in self._remembered]
        if len(fresh) > 1:
            self._remembered |= zip(fresh, self._meanings.question_texts(fresh), strict=True)

    def theme_chances(self, question: str) -> Mapping[str, float]:
        """Return how likely a question is on each theme by its sense, 0 to 1, the best first; none if not known."""
        return self._chances(self._question_vector(question)) if self._meanings is not None and question else {}

    def read_theme(self, chances: Mapping[str, float]) -> str:
        """Return the theme that a question surely speaks of, by the chances of each; "" where that is not sure."""
        return surest(chances, self._vocabulary.themes, _SURE, _AHEAD)

    def near_to(self, question: str, found: Sequence[FindingInContext], least: float) -> frozenset[str]:
        """Return the ids of those findings whose text is as near in meaning as `least`; of all where nobody knows."""
        near = self._cosines(question, found)
        return frozenset(id_ for id_, cosine in near.items() if cosine is None or cosine >= least)

    def by_meaning(self, question: str, found: Sequence[FindingInContext]) -> tuple[FindingInContext, ...]:
        """Return findings, those nearest to a question in meaning first; as they are where nobody knows."""
        near = self._cosines(question, found)
        return tuple(sorted(found, key=lambda one: -(near[one.finding.id] or 0.0)))

    def likeness(self, one: str, other: str) -> float | None:
        """Return how near two texts of a few words are in meaning; None where nobody knows."""
        if self._meanings is None:
            return None
        return float(self._question_vector(one) @ self._question_vector(other))

    def closeness(self, question: str, found: Sequence[FindingInContext]) -> Closeness:
        """Return how near in meaning the nearest of these findings is, as far as that can be known."""
        if self._meanings is None or not question:
            return Closeness()
        asked = self._question_vector(question)
        said = [(one.finding.text, one.finding.last_heading) for one in found]
        return Closeness(
            _nearest_of(self._meanings.whiten_question(asked), (self._meanings.known_vector(*one) for one in said)),
            _nearest_of(asked, (self._meanings.known_text(*one) for one in said)),
        )

    def _question_vector(self, question: str) -> Floats:
        assert self._meanings is not None, "asked only where there is an encoder"
        known = self._remembered.get(question) if self._remembered is not None else None
        if known is None:
            known = self._meanings.question_text(question)
            if self._remembered is not None:
                self._remembered[question] = known
        return known

    def _chances(self, asked: Floats | None) -> Mapping[str, float]:
        if self._meanings is None or asked is None:
            return {}
        if self._remembered is None:
            return self._meanings.theme_chances(asked)
        key = asked.tobytes()
        if key not in self._remembered_chances:
            self._remembered_chances[key] = self._meanings.theme_chances(asked)
        return self._remembered_chances[key]

    def _cosines(self, question: str, found: Sequence[FindingInContext]) -> dict[str, float | None]:
        if self._meanings is None or not question:
            return {one.finding.id: None for one in found}
        asked = self._question_vector(question)
        return {one.finding.id: self._cosine(asked, one) for one in found}

    def _cosine(self, asked: Floats, one: FindingInContext) -> float | None:
        text = self._meanings.known_text(one.finding.text, one.finding.last_heading) if self._meanings else None
        return None if text is None else float(asked @ text.astype(np.float32))

    def _vector_for_order(self, asked: Floats | None) -> Floats | None:
        """Return the vector that weighs what was found: the question's own, with a part of it centred."""
        if self._meanings is None or asked is None:
            return None
        return (1 - _OF_CENTRED) * asked + _OF_CENTRED * self._meanings.centre_question(asked)

    def _ids_near_in_meaning(self, asked: Floats | None, holdings: Holdings) -> tuple[str, ...]:
        """Return the findings that are found whatever their words: near and on its themes, or very near."""
        if self._meanings is None or asked is None:
            return ()
        centred, chances = self._meanings.centre_question(asked), self._chances(asked)
        nearest = self._findings_near(centred, holdings, _LOOKED_AT, _NEAR - _OF_CHANCE)
        near = {
            one.finding.id: (self._cosine(centred, one) or 0.0) + _OF_CHANCE * chance_of(one, chances)
            for one in nearest
        }
        best = sorted((id_ for id_, nearness in near.items() if nearness >= _NEAR), key=lambda id_: -near[id_])
        return tuple(dict.fromkeys((*best[:_MOST_NEAR], *self._nearest_ids(asked, holdings, _MOST_ALONE, _NEAR_ALONE))))

    def _ids_surely_near(self, asked: Floats | None, near: Sequence[str], holdings: Holdings) -> tuple[str, ...]:
        """Return those of these findings that may answer though nothing has a question's words.

        Those very near, or near and on its themes: kin to "forced marriage" is much that is not about it.
        """
        if asked is None:
            return ()
        chances = self._chances(asked)
        cosines = {one.finding.id: (self._cosine(asked, one) or 0.0, chance_of(one, chances)) for one in holdings(near)}
        return tuple(
            id_
            for id_ in near
            if id_ in cosines and (cosines[id_][0] >= _NEAR_ALONE or sum(cosines[id_]) >= _SURELY_NEAR)
        )

    def _nearest_ids(self, asked: Floats | None, holdings: Holdings, most: int, least: float) -> tuple[str, ...]:
        """Return the findings whose texts are at least so near to a question, the nearest first."""
        return tuple(one.finding.id for one in self._findings_near(asked, holdings, most, least))

    def _findings_near(
        self, asked: Floats | None, holdings: Holdings, most: int, least: float
    ) -> tuple[FindingInContext, ...]:
        """Return the findings whose texts are at least so near to a question, the nearest first.

        None whose words have changed since another process encoded them: where it could not write that down, the
        vector known here is of what is no longer said.
        """
        if self._meanings is None or asked is None:
            return ()
        near = self._meanings.find_nearest(asked, most, least)
        told = {one.finding.id: one for one in holdings(near)}
        return tuple(
            told[id_]
            for id_ in near
            if id_ in told and self._meanings.holds(id_, told[id_].finding.text, told[id_].finding.last_heading)
        )


def _nearest_of(asked: Floats, known: Iterable[Halves | None]) -> float | None:
    return max((float(asked @ vector.astype(np.float32)) for vector in known if vector is not None), default=None)
