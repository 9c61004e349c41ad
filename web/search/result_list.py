"""The findings of a page of results: the heading over them, their cards, and before them those on every named theme."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import MAXYEAR

from kb.app.answer_question import AnsweredQuestion
from kb.app.combined_themes import CombinedThemes
from kb.app.library import Library
from kb.core.model import FindingInContext, Kind
from kb.text import formatting
from search.port import Count, Query, Results
from web import urls
from web.components.cards import Card, card, document_name
from web.search.filters import Instead
from web.search.state import SHORT_QUOTATION_WORDS, SearchState
from web.urls import Link

HEADING_CHARACTERS = 120  # characters of a question that stand in the heading


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


@dataclass(frozen=True, slots=True)
class ResultList:
    """What a page of results lists, under its title in the browser, its heading and a line on what was found.

    A finding on every theme that the question names stands in the split alone.
    """

    title: str
    heading: str
    summary: str
    cards: tuple[Card, ...]
    split: ThemeSplit | None


class ResultCards:
    """Makes the cards of one answer: with the words that were found marked, badges, and what is like each finding."""

    def __init__(self, library: Library, search: SearchState, answered: AnsweredQuestion) -> None:
        self._library = library
        self._vocabulary = library.vocabulary
        self._search = search
        self._answered = answered

    def page_cards(self) -> tuple[Card, ...]:
        """Return the cards of the page's findings; where hits are grouped, with the way to the rest of each review."""
        more = {hit.id: hit.more for hit in self._answered.results.hits}
        findings = self._answered.findings[: self._search.query.size]
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
        told = self._library.told_of_each(findings)
        asked = [one.finding.id for one in findings if one.finding.kind is Kind.RECOMMENDATION]
        printed = self._library.all_printings(asked) if asked else {}
        of_kind = bool(self._search.query.filters.get("kind"))
        marked = self._answered.results.highlights
        cards = []
        for one in findings:
            made = card(one, self._vocabulary, marked, told.get(one.finding.id), of_kind=of_kind)
            others = (held for held in printed.get(made.id, ()) if held.finding.kind is Kind.RECOMMENDATION)
            also = tuple(Link(document_name(held), urls.finding(held)) for held in others)
            cards.append(replace(made, also_in=also) if also else made)
        return tuple(cards)

    def _all_of(self, review: str) -> str:
        """Return the address of all that is found in a review."""
        query = self._search.query
        within = {**query.filters, "review": (review,)}
        return self._search.href(replace(query, group="findings", page=1, filters=within))


def result_list(search: SearchState, answered: AnsweredQuestion, cards: ResultCards) -> ResultList:
    """Return what a page of results lists; its heading tells of what is on all named themes."""
    listed, heading, summary = cards.page_cards(), _heading(search, answered), ""
    few_nearest = answered.understood.unanswered  # of these few nobody has counted sources and areas
    if not answered.combined and not answered.error and not few_nearest:
        summary = (
            _summary_of_short(answered)
            if search.short
            else summary_of(answered.results, answered.understood.query.years)
        )
    split = _theme_split(search, answered, cards, heading)
    shown = {one.id for part in split.parts for one in part.cards} if split else set()
    return ResultList(
        _title(search, answered, heading),
        heading,
        summary,
        tuple(one for one in listed if one.id not in shown),
        split,
    )


def _title(search: SearchState, answered: AnsweredQuestion, heading: str) -> str:
    if answered.error:
        return "Error: Not searched"
    return heading if is_asked(search.query) else "Search learning from reviews"


def _heading(search: SearchState, answered: AnsweredQuestion) -> str:
    """Return the heading over an answer."""
    if answered.error:
        return "Not searched"
    return (
        _heading_of_combined(search, answered.combined) if answered.combined else _heading_of_answer(search, answered)
    )


def _theme_split(
    search: SearchState, answered: AnsweredQuestion, cards: ResultCards, heading: str
) -> ThemeSplit | None:
    """Return what is found on every theme that a question names, under its heading; None where it is not to lead.

    Nothing stands above a finding that has all the words in one sentence: it leads, or there is no such part.
    """
    found = answered.combined
    if found is None:
        return None
    groups, labels, years = found.groups, found.labels, answered.understood.query.years
    name, either = ("About both", "Either theme") if len(groups) == 2 else ("About all of them", "Any of these themes")
    address = replace(search, together=groups).href()
    parts = [_part(name, found.every, cards.cards_of(found.every_first), address, years)]
    for one in found.beside:
        if one.found.total:
            mentioned = formatting.join_words([f"“{label}”" for label in labels if label != one.label])
            name = f"“{one.label}”, from sources that also mention {mentioned}"
            part = _part(name, one.found, cards.cards_of(one.first), urls.search(one.query), years)
            parts.append(replace(part, theme=one.label))
    return ThemeSplit(
        heading,
        formatting.join_words([f"“{label}”" for label in labels]),
        tuple(parts),
        Instead(either, urls.search(found.either_query), found.either),
        formatting.count_phrase(answered.results.total, "finding"),
        summary_of(answered.results, answered.understood.query.years),
    )


def _part(
    name: str, found: Results, cards: tuple[Card, ...], href: str, years: tuple[int | None, int | None]
) -> ThemeGroup:
    return ThemeGroup(name, found.total, summary_of(found, years), cards, href)


def is_asked(query: Query) -> bool:
    """Return whether a search has words, filters or years."""
    return bool(query.text or query.filters or any(query.years))


def _heading_of_found(search: SearchState, results: Results) -> str:
    query = search.query
    if search.short:
        many = formatting.count_phrase(results.total, "short quotation")
    elif query.group == "reviews":
        many = formatting.count_phrase(results.reviews, "source")
    else:
        many = formatting.count_phrase(results.total, "finding")
    many = many if results.total else "Nothing found"
    signs_alone = bool(query.text) and not any(letter.isalnum() for letter in search.text)
    if results.total and not is_asked(replace(query, text="") if signs_alone else query):
        return f"All {many}"
    if signs_alone:
        return many
    typed = search.typed if search.narrow and not search.short else ""  # "short quotations" is said already
    words = typed or query.text or (search.typed if search.narrow else "")  # a filter is shown as it was typed
    return f"{many} for “{formatting.shorten(words, HEADING_CHARACTERS)}”" if words else many


def _heading_of_answer(search: SearchState, answered: AnsweredQuestion) -> str:
    """Return the heading; it says so first where nothing answers the question."""
    understood = answered.understood
    if not understood.unanswered or not answered.results.total:
        return _heading_of_found(search, answered.results)
    nearest = formatting.count_phrase(answered.results.total, "closest finding")
    return f"{understood.nothing} Showing the {nearest}"


def _summary_of_short(answered: AnsweredQuestion) -> str:
    """Say how far short quotations were looked for."""
    results = answered.results
    if not results.total:
        return ""
    where = f"In {formatting.count_phrase(results.reviews, 'source')}"
    matches = formatting.count_phrase(answered.looked_at, "best match", "best matches")
    return f"{where}. Each has {SHORT_QUOTATION_WORDS} words or fewer. They come from the {matches}"


def summary_of(results: Results, years: tuple[int | None, int | None]) -> str:
    """Say over how many reviews, areas and years an answer stretches, of which only `years` were asked for."""
    if not results.total:
        return ""
    parts = [formatting.count_phrase(results.reviews, "source")]
    areas = _matching_values(results.facets.get("area", ()))
    if areas:
        parts.append(formatting.count_phrase(len(areas), "area"))
    first, last = years[0] or 0, years[1] or MAXYEAR
    counted = (int(c.value) for c in _matching_values(results.facets.get("year", ())) if c.value.isdigit())
    if dates := sorted(year for year in counted if first <= year <= last):  # the counts ignore this choice as well
        parts.append(formatting.years(dates[0], dates[-1]))
    return f"In {', '.join(parts)}"


def _matching_values(counts: tuple[Count, ...]) -> list[Count]:
    """Return the values that the matches have: a facet's counts ignore its own choices, a summary must not."""
    found = [count for count in counts if count.findings]
    return [count for count in found if count.chosen] or found


def _heading_of_combined(search: SearchState, combined: CombinedThemes) -> str:
    """Return the heading of findings on every theme that is named."""
    count, themes = combined.every.total, len(combined.groups)
    many = formatting.count_phrase(count, "finding") if count else "No finding"
    return (
        f"{many} about {'both' if themes == 2 else 'all'}: {formatting.shorten(search.query.text, HEADING_CHARACTERS)}"
    )
