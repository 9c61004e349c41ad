"""The findings of a page of results as cards: its list, and before it those on every theme that a question names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from kb.app.answer_question import AnsweredQuestion
from kb.app.library import Library
from kb.core.model import FindingInContext, Kind
from kb.text import formatting
from search.port import Results
from web import urls
from web.components.badges import signs
from web.components.cards import Card, card, document_name
from web.search.alternatives import Instead
from web.search.state import SearchState
from web.search.summaries import summary_of
from web.urls import Link


@dataclass(frozen=True, slots=True)
class ThemeGroup:
    """Some of the findings on several themes: how many, over what they stretch, the first of them, and the rest."""

    name: str
    count: int
    summary: str
    cards: tuple[Card, ...]
    href: str
    theme: str = ""  # of those on one of the themes, what it is called


@dataclass(frozen=True, slots=True)
class ThemeSplit:
    """Findings on every theme that a question names, those beside them, and how many are on either."""

    heading: str  # of the page: it leads with what is on every theme, not with all that has some of the words
    name: str
    parts: tuple[ThemeGroup, ...]
    either: Instead
    rest: str
    stretch: str  # over what the rest stretches


class ResultCards:
    """Makes the cards of one answer: with the words that were found marked, badges, and what is like each finding."""

    def __init__(self, library: Library, way: SearchState, answered: AnsweredQuestion) -> None:
        self._library = library
        self._vocabulary = library.vocabulary
        self._way = way
        self._answered = answered

    def page_cards(self) -> tuple[Card, ...]:
        """Return the cards of the page's findings; where hits are grouped, with the way to the rest of each review."""
        more = {hit.id: hit.more for hit in self._answered.results.hits}
        findings = self._answered.findings[: self._way.query.size]
        return tuple(
            replace(made, more=more[made.id], more_href=self._all_of(one.review.slug)) if more.get(made.id) else made
            for one, made in zip(findings, self.cards_of(findings), strict=True)
        )

    def leading_card(self, finding: FindingInContext) -> Card:
        """Return the card of a finding that leads with the sentence that made it a failing, a praise or an action.

        The words of the question are not marked: in a paragraph of both, they may stand in the other.
        """
        return card(finding, self._vocabulary)

    def cards_of(self, findings: Sequence[FindingInContext]) -> tuple[Card, ...]:
        """Return the cards of findings, with their badges and the other documents that print a recommendation."""
        badges = signs(self._library, findings)
        asked = [one.finding.id for one in findings if one.finding.kind is Kind.RECOMMENDATION]
        printed = self._library.all_printings(asked) if asked else {}
        of_kind = bool(self._way.query.filters.get("kind"))
        marked = self._answered.results.highlights
        cards = []
        for one in findings:
            made = card(one, self._vocabulary, marked, badges.get(one.finding.id, ()), of_kind=of_kind)
            others = (held for held in printed.get(made.id, ()) if held.finding.kind is Kind.RECOMMENDATION)
            also = tuple(Link(document_name(held), urls.finding(held)) for held in others)
            cards.append(replace(made, also_in=also) if also else made)
        return tuple(cards)

    def _all_of(self, review: str) -> str:
        """Return the address of all that is found in a review."""
        query = self._way.query
        within = {**query.filters, "review": (review,)}
        return self._way.href(replace(query, group="findings", page=1, filters=within))


def theme_split(way: SearchState, answered: AnsweredQuestion, cards: ResultCards, heading: str) -> ThemeSplit | None:
    """Return what is found on every theme that a question names, under its heading; None where it is not to lead.

    Nothing stands above a finding that has all the words in one sentence: it leads, or there is no such part.
    """
    found = answered.combined
    if found is None:
        return None
    groups, labels = found.groups, found.labels
    name, either = ("About both", "Either theme") if len(groups) == 2 else ("About all of them", "Any of these themes")
    address = replace(way, together=groups).href()
    parts = [_part(name, found.every, cards.cards_of(found.every_first), address)]
    for one in found.beside:
        if one.found.total:
            mentioned = formatting.join_words([f"“{label}”" for label in labels if label != one.label])
            name = f"“{one.label}”, from sources that also mention {mentioned}"
            part = _part(name, one.found, cards.cards_of(one.first), urls.search(one.query))
            parts.append(replace(part, theme=one.label))
    return ThemeSplit(
        heading,
        formatting.join_words([f"“{label}”" for label in labels]),
        tuple(parts),
        Instead(either, urls.search(found.either_query), found.either),
        formatting.count_phrase(answered.results.total, "finding"),
        summary_of(answered.results),
    )


def _part(name: str, found: Results, cards: tuple[Card, ...], href: str) -> ThemeGroup:
    return ThemeGroup(name, found.total, summary_of(found), cards, href)
