"""Filters of a search, with the count that each value would leave: what is chosen, and what would narrow it well."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from kb.app.answer_question import AnsweredQuestion
from kb.app.library import Library
from kb.vocabulary import Vocabulary, labels
from search.facets import COUNTED, FACETS, YEARS
from search.port import Count, Query, Results
from search.query import url
from search.query.url import QueryChip
from web.search import state
from web.search.state import SearchState

OPEN_FILTERS = (
    "theme",
    "kind",
    "area",
    "review_type",
)  # filters that stand open; others fold until one of theirs is chosen
LEAST_FINDINGS, OUTSTANDING_SCORE = (
    3,
    4.0,
)  # findings, and their number times the logarithm of how much oftener: tried on queries
SHOWN_VALUES = 6  # values of a filter before "more"


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a filter and what there would be with it."""

    value: str
    text: str
    findings: int
    reviews: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter: its first values, and those behind "more"."""

    name: str
    label: str
    choices: tuple[Choice, ...]
    more: tuple[Choice, ...]
    folded: bool


@dataclass(frozen=True, slots=True)
class FilterChip:
    """A chosen value, and the address without it."""

    label: str
    text: str
    href: str


@dataclass(frozen=True, slots=True)
class Instead:
    """Another search that would find something, and how much."""

    text: str
    href: str
    findings: int
    slug: str = ""  # of the theme that it adds


@dataclass(frozen=True, slots=True)
class FilterPanel:
    """All filters, what is chosen of them, the address without any, and themes that would narrow the search well."""

    filters: tuple[Filter, ...]
    chips: tuple[FilterChip, ...]
    clear: str
    outstanding: tuple[Instead, ...]  # themes of which what was found has far more than others do


def filter_panel(
    search: SearchState, answered: AnsweredQuestion, chosen: Iterable[QueryChip], library: Library
) -> FilterPanel:
    """Return the filters of a search, of whose values these are `chosen`."""
    return FilterPanel(
        _filters(search, answered.results, library.vocabulary),
        _chips(search, answered, chosen),
        replace(search, together=(), short=False).href(url.without_filters(search.query)),
        () if answered.combined else _outstanding_themes(search, library, answered),
    )


def _filters(search: SearchState, results: Results, vocabulary: Vocabulary) -> tuple[Filter, ...]:
    """Return the filters that have something to choose; themes asked for together stay ticked."""
    ticked = search.query.filters.get("theme", ()) if search.together else ()
    counts = dict(results.facets)
    if ticked:
        listed = {count.value: count for count in counts.get("theme", ())}
        chosen = [replace(listed.get(slug, Count(slug, 0, 0)), chosen=True) for slug in ticked]
        counts["theme"] = (*chosen, *(count for value, count in listed.items() if value not in ticked))
    return tuple(_filter(name, counts[name], vocabulary) for name in COUNTED if counts.get(name))


def _filter(name: str, counts: tuple[Count, ...], vocabulary: Vocabulary) -> Filter:
    facet = FACETS[name]
    choices = [
        Choice(c.value, facet.label_of(c.value, vocabulary), c.findings, c.reviews, c.chosen)
        for c in counts
        if c.findings or c.chosen
    ]
    first = [c for at, c in enumerate(choices) if at < SHOWN_VALUES or c.chosen]
    folded = name not in OPEN_FILTERS and not any(c.chosen for c in choices)
    return Filter(name, facet.label, tuple(first), tuple(c for c in choices if c not in first), folded)


def _chips(search: SearchState, answered: AnsweredQuestion, values: Iterable[QueryChip]) -> tuple[FilterChip, ...]:
    """Return what is chosen, and what the words ask for; without that, the words are searched as they were typed."""
    understood = answered.understood
    asked = {(one.facet, one.value) for one in understood.asked} if not understood.none_of_kind else set()
    facets = {facet for facet, _ in asked}
    as_typed = replace(search, narrow=False, typed="", query=replace(search.query, text=search.text))
    chosen = []
    for chip in values:
        let_go = as_typed if (chip.facet, chip.value) in asked or (chip.facet == YEARS and YEARS in facets) else search
        without = replace(chip.without, text=let_go.query.text)
        if len(without.filters.get("theme", ())) == 1:  # one theme alone is not asked for together with another
            let_go = replace(let_go, together=())
        chosen.append(FilterChip(chip.facet_label, chip_words(chip), let_go.href(without)))
    if search.short:
        long = replace(search, short=False, query=replace(search.query, page=1))
        chosen.append(FilterChip("Length", f"{state.SHORT_QUOTATION_WORDS} words or fewer", long.href()))
    return tuple(chosen)


def _outstanding_themes(search: SearchState, library: Library, answered: AnsweredQuestion) -> tuple[Instead, ...]:
    """Return themes that the best findings have far more often than all findings do: everyday words in, themes out."""
    query, results = search.query, answered.results
    holdings = answered.findings[: query.size]
    if not query.text or query.filters.get("theme") or query.page > 1 or len(holdings) < LEAST_FINDINGS:
        return ()
    here = Counter(theme for one in holdings for theme in one.finding.themes)
    kinds, every = library.theme_kinds(), library.counted_findings()
    counts = {slug: sum(found.values()) for slug, found in kinds.items()}
    weights = {
        slug: number * math.log(number / len(holdings) / (counts[slug] / every))
        for slug, number in here.items()
        if number >= LEAST_FINDINGS and counts.get(slug)
    }
    best = sorted((slug for slug, weight in weights.items() if weight > OUTSTANDING_SCORE), key=lambda s: -weights[s])[
        :3
    ]
    found = {count.value: count.findings for count in results.facets.get("theme", ())}
    return tuple(
        Instead(
            FACETS["theme"].label_of(slug, library.vocabulary),
            search.href(url.with_value(query, "theme", slug)),
            found.get(slug, here[slug]),
            slug,
        )
        for slug in best
    )


def chosen_values(query: Query, library: Library) -> tuple[QueryChip, ...]:
    """Return every choice in force in words: reviews and documents by their titles, since nobody knows their slugs."""
    return tuple(replace(chip, label=_title(chip, library)) for chip in url.chips(query, library.vocabulary))


def _title(chip: QueryChip, library: Library) -> str:
    if chip.facet == "review":
        return next((review.title for review in library.reviews() if review.slug == chip.value), chip.label)
    if chip.facet == "document":
        held = next((one for one in library.documents() if one.id == chip.value), None)
        return labels.document(held, library.review(held.review)) if held else chip.label
    return chip.label


def chip_words(chip: QueryChip) -> str:
    """Return a choice as it stands alone, without the name of its facet."""
    return f"{chip.facet_label}: {chip.label}" if chip.label in ("Yes", "No") else chip.label
