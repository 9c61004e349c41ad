"""Which likeness makes a link, and which makes two findings say nearly the same."""

from __future__ import annotations

from kb.core.recurrence_values import STRONG_LIKENESS, Like
from kb.recurrence.corpus_statistics import LikenessWeights
from kb.recurrence.feature_columns import LessonSide
from kb.recurrence.one_lesson import contradict, is_one_lesson, is_verbatim, lessons_alike, meant_alike, one_asks
from kb.recurrence.similarity_index import LikenessMatch, LikenessQuery

PRAISE_MARGIN = 0.6  # by which two findings of what went well must be liker: praise is worded alike for other deeds
CONTRADICTION_LIKENESS = 0.5  # below which likeness stays, in its order, where two findings contradict each other
LINKED_LEAST = 0.01  # by which linked findings stand above that line at least: one on it is not kept as a link
PARTED_MOST = 1.6  # by which two findings may be liker by themselves than in their places and in the order
UNLINKED_SPAN = 0.002  # width of the band under the strong line for what is like enough and not linked
PLAIN_MOST = 0.3  # by which two short findings stand above the strong line at most: they need not say nearly the same
BOTH_FIND_LESSONS = 0.99  # likeness of known lessons from which two that both find, or both ask, tell one
NEAR_WORDS = 0.2  # likeness of words alone without which two findings do not say nearly the same


class LinkLines:
    """The likeness from which two findings are linked, for one set of weights, and scores that begin there."""

    def __init__(self, weights: LikenessWeights) -> None:
        self._weights = weights

    def lower_score(self, query: LikenessQuery, match: LikenessMatch, other: LessonSide) -> float:
        """Return how like two findings are (a score from 0): linked ones begin at STRONG_LIKENESS, in their order.

        Likeness below the strong line stays what it is. That they name the same agencies does not bring them over the
        line: what is to be learned stands beside it.
        """
        score, said = match.score, query.said
        if query.is_formula or match.is_formula or contradict(said, other):
            return CONTRADICTION_LIKENESS * score / (1 + score)
        own = own_likeness(query, match, other)
        if (is_verbatim(said, other) or self._is_linked(query, match, other, own)) and is_one_lesson(said, other):
            return STRONG_LIKENESS + LINKED_LEAST + max(own - self._line(said, other), 0.0)
        if self._is_plainly_one(query, match, other, own) and is_one_lesson(said, other):
            return self._plain_score(own)
        return STRONG_LIKENESS - UNLINKED_SPAN / (1 + score)  # so narrow that nothing less like stands above it

    def highest_score(self, score: float) -> float:
        """Return what `lower_score` may give at most for a likeness (both scores from 0), and for any lower one."""
        if score < STRONG_LIKENESS:
            return score
        line = min(self._weights.strong, self._weights.alike)
        own = score + PARTED_MOST
        return max(STRONG_LIKENESS + LINKED_LEAST + max(own - line, 0.0), self._plain_score(own))

    def like(self, query: LikenessQuery, match: LikenessMatch, other: LessonSide, score: float) -> Like:
        """Return a finding as one of the likest, where `score` is its lowered likeness."""
        verbatim = is_verbatim(query.said, other)
        near = score >= STRONG_LIKENESS and (
            verbatim or self._is_near(query, match, other, own_likeness(query, match, other))
        )
        return Like(match.id, round(score, 6), verbatim, near)

    def _line(self, said: LessonSide, other: LessonSide) -> float:
        """Return the likeness (a score from 0) at which the links of such a pair begin, unless the two are short."""
        line = self._weights.strong if one_asks(said, other) else self._weights.alike
        return line + _praise_margin(said, other)

    def _is_linked(self, query: LikenessQuery, match: LikenessMatch, other: LessonSide, own: float) -> bool:
        """Return whether two findings are so like that they probably teach one lesson.

        What one asks for and the other finds wanting is worded less alike. Two that both find, or both ask, share
        themes and manner with many others: they must say nearly the same, or be like in meaning and in words.
        """
        said, weights = query.said, self._weights
        if self._is_near(query, match, other, own):
            return True
        if own - match.agencies_alike(query, other.agencies) < self._line(said, other):
            return False
        meant = meant_alike(said, other)
        if one_asks(said, other):
            return meant >= weights.asked_meaning
        return meant >= weights.alike_meaning and match.words_like(query) >= weights.alike_words

    def _is_plainly_one(self, query: LikenessQuery, match: LikenessMatch, other: LessonSide, own: float) -> bool:
        """Return whether two short findings, which say one thing each, say one and the same.

        A long finding is like many others in something; of two short ones the likeness is that of their lesson. They
        need not say nearly the same where one asks for what the other finds wanting: they are like, or tell one lesson
        of the field. Two that both find, or both ask, must tell it more clearly and share words: "leaflets in her
        language were out of date" and "her brother translated for her" tell of interpreters both.
        """
        said, weights = query.said, self._weights
        longest = max(said.length, other.length)
        if longest > max(weights.short, weights.clear_short) or _praise_margin(said, other):
            return False
        meant = meant_alike(said, other)
        firm = own - match.agencies_alike(query, other.agencies)
        asked = one_asks(said, other)
        if asked and firm >= weights.short_asked and longest <= weights.short and meant >= weights.short_meaning:
            return True
        lessons = lessons_alike(said, other)
        if lessons < weights.clear or longest > weights.clear_short or meant < weights.clear_meaning:
            return False
        return asked or (lessons >= BOTH_FIND_LESSONS and match.words_like(query) >= NEAR_WORDS)

    def _plain_score(self, score: float) -> float:
        """Return the lowered likeness of two short findings that are plainly one, up to PLAIN_MOST above the line."""
        return STRONG_LIKENESS + LINKED_LEAST + min(max(score - self._weights.short_asked, 0.0), PLAIN_MOST)

    def _is_near(self, query: LikenessQuery, match: LikenessMatch, other: LessonSide, own: float) -> bool:
        """Return whether two findings, where nothing forbids it, say nearly the same; `own` is their `own_likeness`."""
        return (
            own >= self._weights.near + _praise_margin(query.said, other)
            and meant_alike(query.said, other) >= self._weights.near_meaning
            and match.words_like(query) >= NEAR_WORDS
        )


def own_likeness(query: LikenessQuery, match: LikenessMatch, other: LessonSide) -> float:
    """Return the likeness of two findings by themselves (a score from 0), without surroundings and terms of order."""
    return match.score - match.order_share(query) - match.surroundings_alike(query, other.sense)


def _praise_margin(one: LessonSide, other: LessonSide) -> float:
    return PRAISE_MARGIN if one.standing == other.standing == "practice" else 0.0
