"""Which likeness makes a link, and which makes two findings say nearly the same."""

from __future__ import annotations

from kb.core.recurrence_values import STRONG_LIKENESS, Like
from kb.recurrence.corpus_statistics import LikenessWeights
from kb.recurrence.feature_columns import LessonSide
from kb.recurrence.one_lesson import contradict, is_one_lesson, is_verbatim, meant_alike, one_asks
from kb.recurrence.similarity_index import LikenessMatch, LikenessQuery

PRAISE_MARGIN = 0.6  # by which two findings of what went well must be liker: praise is worded alike for other deeds
CONTRADICTION_LIKENESS = 0.5  # below which likeness stays, in its order, where two findings contradict each other
NEAR_WORDS = 0.2  # likeness of words alone without which two findings do not say nearly the same


class LinkLines:
    """The lines of one design of likeness, and how like two findings are on the scale that begins at the strong one."""

    def __init__(self, weights: LikenessWeights) -> None:
        self._weights = weights

    def lower_score(self, query: LikenessQuery, match: LikenessMatch, other: LessonSide) -> float:
        """Return how like two findings are, on the scale on which linked ones begin at the strong line, in their order.

        Likeness below the strong line stays what it is. That they name the same agencies does not bring them over the
        line: what is to be learned stands beside it.
        """
        score, said = match.score, query.said
        if query.is_formula or match.is_formula or contradict(said, other):
            return CONTRADICTION_LIKENESS * score / (1 + score)
        if (is_verbatim(said, other) or self._is_linked(query, match, other)) and is_one_lesson(said, other):
            return STRONG_LIKENESS + max(score - self._line(said, other), 0.0)
        return STRONG_LIKENESS - 0.001 - 0.01 / (1 + score)

    def highest_score(self, score: float) -> float:
        """Return what `lower_score` may give at most for a likeness, and for any lower one."""
        return score if score < STRONG_LIKENESS else STRONG_LIKENESS + max(score - self._weights.strong, 0.0)

    def like(self, query: LikenessQuery, match: LikenessMatch, other: LessonSide, score: float) -> Like:
        """Return a finding as one of the likest, where `score` is its lowered likeness."""
        verbatim = is_verbatim(query.said, other)
        near = score >= STRONG_LIKENESS and (verbatim or self._is_near(query, match, other, score))
        return Like(match.id, round(score, 6), verbatim, near)

    def _line(self, said: LessonSide, other: LessonSide) -> float:
        praise = said.standing == other.standing == "practice"
        return self._weights.strong + (PRAISE_MARGIN if praise else 0.0)

    def _is_linked(self, query: LikenessQuery, match: LikenessMatch, other: LessonSide) -> bool:
        """Whether two findings are so like that they probably teach one lesson.

        What one asks for and the other finds wanting is worded less alike. Two that both find, or both ask, share
        themes and manner with many others: they must say nearly the same, or be like in meaning and in words.
        """
        said, weights, score = query.said, self._weights, match.score
        line = self._line(said, other)
        firm = score - match.agencies_alike(query, other.agencies)
        if firm < line:
            return False
        meant = meant_alike(said, other)
        if one_asks(said, other):
            return meant >= weights.asked_meaning
        if meant < weights.alike_meaning:
            return False
        words = match.words_like(query)
        near = score >= line + weights.near - weights.strong and meant >= weights.near_meaning and words >= NEAR_WORDS
        return near or (firm >= line + weights.alike - weights.strong and words >= weights.alike_words)

    def _is_near(self, query: LikenessQuery, match: LikenessMatch, other: LessonSide, score: float) -> bool:
        """Whether two linked findings say nearly the same."""
        return (
            score >= STRONG_LIKENESS + self._weights.near - self._weights.strong
            and meant_alike(query.said, other) >= self._weights.near_meaning
            and match.words_like(query) >= NEAR_WORDS
        )
