"""What documents of a library print twice, and what answers what: worked out for some reviews, kept for the others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence

from kb.app.held_findings import HeldFindings
from kb.app.review_links import link_review
from kb.core.model import Answer
from kb.recurrence import Meanings, Reprints
from kb.recurrence.terms import Wording
from kb.store import LinkedReview, Store


class LibraryPrintings:
    """The printings and answers of all reviews."""

    def __init__(
        self,
        store: Store,
        held: HeldFindings,
        touched: Collection[str],
        wording: Wording,
        meanings: Meanings | None,
    ) -> None:
        """Work out those of the reviews that are `touched`, by their slugs, and read those of the others."""
        told = store.answers()
        self._told = frozenset((one.recommendation, one.action) for one in told)
        self.reviews: dict[str, LinkedReview] = {}
        by_review = held.by_review()
        given: defaultdict[str, list[Answer]] = defaultdict(list)
        for answer in told:
            for end in dict.fromkeys((answer.recommendation, answer.action)):
                given[end].append(answer)
        fresh: set[str] = set()
        for slug in touched:
            ids = by_review.get(slug, [])
            fresh.update(ids)
            mine = list(held.findings(ids).values())
            answers = list(dict.fromkeys(answer for one in ids for answer in given.get(one, ())))
            self.reviews[slug] = link_review(mine, Reprints(mine, answers, wording, meanings))
        kept = [group for group in store.recurrences.all_printings() if fresh.isdisjoint(group)]
        self._groups = {one: group for group in kept for one in group}
        answers = [one for one in store.recurrences.all_answers() if not fresh & {one.recommendation, one.action}]
        for linked in self.reviews.values():
            self._groups |= {one: group for group in linked.printings for one in group}
            answers += linked.answers
        self.all_answers = tuple(sorted(dict.fromkeys(answers), key=self._place_of))

    def _place_of(self, answer: Answer) -> tuple[bool, str, str]:
        return (answer.recommendation, answer.action) not in self._told, answer.recommendation, answer.action

    def printings(self, finding: str) -> Sequence[str]:
        """Return all printings of the recommendation that a finding is one of; none where it is printed once."""
        return self._groups.get(finding, ())
