"""Which likeness makes a link, and which makes two findings say nearly the same."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kb.core.recurrence_values import STRONG_LIKENESS
from kb.recurrence.corpus_statistics import LikenessWeights
from kb.recurrence.features import Ints
from kb.recurrence.lesson_columns import Flags, LessonPairs
from kb.recurrence.likeness_query import LikenessQuery
from kb.recurrence.one_lesson import are_one_lesson
from kb.recurrence.ragged_rows import Doubles, TakenRows
from kb.recurrence.similarity_index import LikenessMatches
from kb.recurrence.word_matches import WordMatches

PRAISE_MARGIN = 0.6  # by which two findings of what went well must be liker: praise is worded alike for other deeds
CONTRADICTION_LIKENESS = 0.5  # below which likeness stays, in its order, where two findings contradict each other
LINKED_LEAST = 0.01  # by which linked findings stand above that line at least: one on it is not kept as a link
PARTED_MOST = 1.6  # by which two findings may be liker by themselves than in their places and in the order
UNLINKED_SPAN = 0.002  # width of the band under the strong line for what is like enough and not linked
PLAIN_MOST = 0.3  # by which two short findings stand above the strong line at most: they need not say nearly the same
BOTH_FIND_LESSONS = 0.99  # likeness of known lessons from which two that both find, or both ask, tell one
NEAR_WORDS = 0.2  # likeness of words alone without which two findings do not say nearly the same


@dataclass(frozen=True, slots=True, eq=False)
class LikenessParts:
    """In what a finding and each of several others are alike, a place for each: scores from 0."""

    score: Doubles  # with their surroundings, and with what counts for the order alone
    own: Doubles  # without both
    words: Doubles  # the cosine of the words alone ...
    agencies: Doubles  # ... and the part of it that only names the same agencies

    @classmethod
    def of(
        cls, query: LikenessQuery, matches: LikenessMatches, pairs: LessonPairs, agencies: tuple[TakenRows, Ints]
    ) -> LikenessParts:
        """Return the parts for matches; `agencies` are the rows of those that each names, and they themselves."""
        words = WordMatches(query, matches.shelf.words, matches.places)
        around = matches.surroundings_alike(query, pairs.senses, words)
        own = matches.scores - matches.order_shares(query) - around
        return cls(matches.scores, own, words.like(), words.agencies_alike(*agencies))


class LinkLines:
    """The likeness from which two findings are linked, for one set of weights, and scores that begin there."""

    def __init__(self, weights: LikenessWeights) -> None:
        self._weights = weights

    def lower_scores(self, parts: LikenessParts, pairs: LessonPairs, standing: Flags) -> Doubles:
        """Return how like findings are (a score from 0): linked ones begin at STRONG_LIKENESS, in their order.

        Likeness below the strong line stays what it is. That two name the same agencies does not bring them over the
        line: what is to be learned stands beside it. `standing` is true where either is somebody's standing words.
        """
        score, own, strong = parts.score, parts.own, STRONG_LIKENESS
        lines, one = self._lines(pairs), are_one_lesson(pairs)
        return np.select(
            (
                standing | pairs.contradict,
                (pairs.verbatim | self._are_linked(parts, pairs, lines)) & one,
                self._are_plainly_one(parts, pairs) & one,
            ),
            (
                CONTRADICTION_LIKENESS * score / (1 + score),
                strong + LINKED_LEAST + np.maximum(own - lines, 0.0),
                self._plain_scores(own),
            ),
            strong - UNLINKED_SPAN / (1 + score),  # so narrow that nothing less like stands above it
        )

    def highest_score(self, score: float) -> float:
        """Return what `lower_scores` may give at most for a likeness (both scores from 0), and for any lower one."""
        if score < STRONG_LIKENESS:
            return score
        line = min(self._weights.strong, self._weights.alike)
        own = score + PARTED_MOST
        plain = float(self._plain_scores(np.array([own]))[0])
        return max(STRONG_LIKENESS + LINKED_LEAST + max(own - line, 0.0), plain)

    def are_near(self, parts: LikenessParts, pairs: LessonPairs) -> Flags:
        """Return whether findings, where nothing forbids it, say nearly the same."""
        told: Flags = (
            (parts.own >= self._weights.near + _praise_margins(pairs))
            & (pairs.meant >= self._weights.near_meaning)
            & (parts.words >= NEAR_WORDS)
        )
        return told

    def _lines(self, pairs: LessonPairs) -> Doubles:
        """Return the likeness (a score from 0) at which the links of such pairs begin, unless the two are short."""
        lines: Doubles = np.where(pairs.asked, self._weights.strong, self._weights.alike) + _praise_margins(pairs)
        return lines

    def _are_linked(self, parts: LikenessParts, pairs: LessonPairs, lines: Doubles) -> Flags:
        """Return whether two findings are so like that they probably teach one lesson.

        What one asks for and the other finds wanting is worded less alike. Two that both find, or both ask, share
        themes and manner with many others: they must say nearly the same, or be like in meaning and in words.
        """
        weights, meant = self._weights, pairs.meant
        alike = (meant >= weights.alike_meaning) & (parts.words >= weights.alike_words)
        firm = parts.own - parts.agencies >= lines
        told: Flags = firm & np.where(pairs.asked, meant >= weights.asked_meaning, alike)
        return told | self.are_near(parts, pairs)

    def _are_plainly_one(self, parts: LikenessParts, pairs: LessonPairs) -> Flags:
        """Return whether two short findings, which say one thing each, say one and the same.

        A long finding is like many others in something; of two short ones the likeness is that of their lesson. They
        need not say nearly the same where one asks for what the other finds wanting: they are like, or tell one lesson
        of the field. Two that both find, or both ask, must tell it more clearly and share words: "leaflets in her
        language were out of date" and "her brother translated for her" tell of interpreters both.
        """
        weights, meant, lessons = self._weights, pairs.meant, pairs.lessons
        firm = parts.own - parts.agencies
        answered = (
            pairs.asked
            & (firm >= weights.short_asked)
            & (pairs.longest <= weights.short)
            & (meant >= weights.short_meaning)
        )
        clear = (
            (lessons >= weights.clear) & (pairs.longest <= weights.clear_short) & (meant >= weights.clear_meaning)
        ) & (pairs.asked | ((lessons >= BOTH_FIND_LESSONS) & (parts.words >= NEAR_WORDS)))
        told: Flags = (answered | clear) & ~pairs.praised
        return told

    def _plain_scores(self, own: Doubles) -> Doubles:
        """Return the lowered likeness of short findings that are plainly one, up to PLAIN_MOST above the line."""
        above = np.minimum(np.maximum(own - self._weights.short_asked, 0.0), PLAIN_MOST)
        return STRONG_LIKENESS + LINKED_LEAST + above


def _praise_margins(pairs: LessonPairs) -> Doubles:
    return np.where(pairs.praised, PRAISE_MARGIN, 0.0)
