"""The cards of a page of results."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kb.app.answer_question import AnsweredQuestion
from kb.app.library import Library
from kb.core.model import FindingInContext, Kind
from search.port import Results
from web import urls
from web.components.badges import signs
from web.components.cards import Card, card, document_name, theme_link
from web.search.state import SearchState
from web.urls import Link


class ResultCards:
    """Makes the cards of one answer: with the words that were found marked, badges, and what is like each finding."""

    def __init__(self, library: Library, way: SearchState, answered: AnsweredQuestion) -> None:
        self._library = library
        self._way = way
        self._answered = answered

    def listed(self) -> tuple[Card, ...]:
        """Return the cards of the page's findings; where hits are grouped, with the way to the rest of each review."""
        more = {hit.id: hit.more for hit in self._answered.results.hits}
        findings = self._answered.findings[: self._way.query.size]
        return tuple(
            replace(made, more=more[made.id], more_href=self._all_of(one.review.slug)) if more.get(made.id) else made
            for one, made in zip(findings, self._of(findings), strict=True)
        )

    def first_of(self, found: Results, many: int) -> tuple[Card, ...]:
        """Return the cards of the first findings of another search."""
        return self._of(self._library.holdings([hit.id for hit in found.hits][:many]))

    def lead(self, finding: FindingInContext) -> Card:
        """Return the card of a finding that leads with the sentence that made it a failing, a praise or an action.

        The words of the question are not marked: in a paragraph of both, they may stand in the other.
        """
        return card(finding, self._library.vocabulary)

    def theme_label(self, slug: str) -> str:
        """Return what a theme is called."""
        return theme_link(slug, self._library.vocabulary).text

    def _of(self, findings: Sequence[FindingInContext]) -> tuple[Card, ...]:
        badges = signs(self._library, findings)
        asked = [one.finding.id for one in findings if one.finding.kind is Kind.RECOMMENDATION]
        printed = self._library.all_printings(asked) if asked else {}
        of_kind = bool(self._way.query.filters.get("kind"))
        marked = self._answered.results.highlights
        cards = []
        for one in findings:
            made = card(one, self._library.vocabulary, marked, badges.get(one.finding.id, ()), of_kind=of_kind)
            others = (held for held in printed.get(made.id, ()) if held.finding.kind is Kind.RECOMMENDATION)
            also = tuple(Link(document_name(held), urls.finding(held)) for held in others)
            cards.append(replace(made, also_in=also) if also else made)
        return tuple(cards)

    def _all_of(self, review: str) -> str:
        """Return the address of all that is found in a review."""
        query = self._way.query
        within = {**query.filters, "review": (review,)}
        return self._way.href(replace(query, group="findings", page=1, filters=within))
