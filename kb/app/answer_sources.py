"""What one question is answered from, and what was searched for it first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from kb.app.finding_order import FindingOrder
from kb.core.model import FindingInContext, Review
from kb.core.remembering import once_for_each
from kb.vocabulary import Vocabulary
from search.port import Query, Results
from search.understanding.asked_filters import NarrowedQuestion
from search.understanding.named_reviews import NamedReviews
from search.understanding.question import NEAREST_FINDINGS
from search.understanding.unheld_names import spoken_names

MOST_SEARCHES = 2  # of the index for one question, from which nothing else is tried


@dataclass(slots=True)
class AnswerSources:
    """What a question is answered from, and what may be done with its words.

    Made anew for each question, since it counts the searches. `holdings` gives the findings of hits, to tell an answer
    from what has only some of the words; without it, what no finding has is reported alone. `order` knows how near
    findings are in meaning. Without `narrow`, kinds that are asked for in words stay words.
    """

    search: Callable[[Query], Results]
    reviews: tuple[Review, ...]
    vocabulary: Vocabulary
    holdings: Callable[[Sequence[str]], Sequence[FindingInContext]] | None = None
    order: FindingOrder | None = None
    spelling: bool = True
    narrow: bool = True
    searches: int = 0  # of the index so far

    @property
    def may_ask(self) -> bool:
        """Say whether the index may be asked once more for what is only likely to help."""
        return self.searches < MOST_SEARCHES

    def ask(self, query: Query) -> Results:
        """Return what the index finds; a name of a review or its area is not missing from it."""
        self.searches += 1
        results = self.search(query)
        missing = tuple(part for part in results.missing if spoken_names([part]) not in self.names_covered)
        return replace(results, missing=missing) if missing != results.missing else results

    @property
    def names_covered(self) -> str:
        """Return what reviews and their areas are called, as places are looked up in it."""
        return _names_covered(self.reviews)

    def findings_of(self, results: Results) -> Sequence[FindingInContext]:
        """Return the nearest findings with their words, where they can be had."""
        return self.holdings([hit.id for hit in results.hits[:NEAREST_FINDINGS]]) if self.holdings else ()

    def arrange(self, query: Query, results: Results) -> Results:
        """Return results in order of nearness to a question, as far as that can be known."""
        return self.order.arrange(query, results, self.holdings) if self.order and self.holdings else results


@dataclass(frozen=True, slots=True)
class FirstSearch:
    """A question as it was typed and what was searched for it, with the names and filters that its words ask for."""

    typed: Query
    named: NamedReviews
    given: NarrowedQuestion
    results: Results
    corrected: str = ""  # the words that were searched, where those of dialect or the name of an area were put right

    @property
    def query(self) -> Query:
        """The question that was searched."""
        return self.given.query


@once_for_each
def _names_covered(reviews: tuple[Review, ...]) -> str:
    return spoken_names(f"{one.title} {one.area} {one.partnership} {one.publisher}" for one in reviews)
