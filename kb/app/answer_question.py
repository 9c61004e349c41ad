"""A question answered: understood, searched, and told what the library does not hold.

The index is asked once, and once more where words were surely misspelt.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from kb.core.model import Review
from kb.vocabulary import Vocabulary
from search.analysis import STOP_WORDS, stem, tokens
from search.port import Query, Results
from search.understanding.framing import FRAMING
from search.understanding.question import NEAREST_FINDINGS, UnderstoodQuestion, understand, with_found


@dataclass(frozen=True, slots=True)
class AnsweredQuestion:
    """What was asked as it was understood, and what was found."""

    understood: UnderstoodQuestion
    results: Results


def answer_question(
    query: Query,
    search: Callable[[Query], Results],
    reviews: tuple[Review, ...],
    vocabulary: Vocabulary,
    *,
    spelling: bool = True,
) -> AnsweredQuestion:
    """Return the answer to `query`, the same for every page, feed, file and program that asks it."""
    results = search(query)
    understood = understand(query, reviews, vocabulary, spelling=spelling, likely=results.did_you_mean)
    if understood.corrected:
        results = search(understood.query)
    understood = with_found(understood, results, _telling(understood.query.text))
    results = replace(results, did_you_mean=understood.suggestion)
    if understood.nothing:
        results = replace(results, notices=(understood.nothing, *results.notices))
    return AnsweredQuestion(understood, _first_few(query, results) if understood.unanswered else results)


def _telling(text: str) -> int:
    """Return how many words of a question say what it is about."""
    return sum(token.word not in STOP_WORDS and stem(token.word) not in FRAMING for token in tokens(text))


def _first_few(query: Query, results: Results) -> Results:
    """Return the first few findings alone: where nothing answers a question, a list of hundreds helps nobody."""
    before = (query.page - 1) * query.size
    hits = results.hits[: max(NEAREST_FINDINGS - before, 0)]
    return replace(
        results, hits=hits, total=min(results.total, NEAREST_FINDINGS), reviews=min(results.reviews, NEAREST_FINDINGS)
    )
