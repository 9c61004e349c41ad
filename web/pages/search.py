"""Search: one form, and the address is the whole of what was asked."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

from kb import phrasing
from kb.exports import Findings
from kb.model import Holding
from kb.vocabulary import Vocabulary
from search import address
from search.facets import COUNTED, FACETS
from search.port import Count, Query, Results
from web import exports, links
from web.asking import Ask
from web.cards import Card, card, theme_link
from web.counting import theme_counts
from web.links import Link
from web.paging import Paging, paging
from web.signs import signs
from web.twins import Moved, Pages

pages = Pages()
router = pages.router

OPEN = ("theme", "kind", "area", "review_type")  # filters that stand open; others fold until one of theirs is chosen
SHOWN = 6  # values of a filter before "more"
_QUOTES = re.compile('["“”]')
DEEPEST = 1000  # hits that can be paged through
LEAST, OUTSTANDING = 3, 4.0  # findings, and their number times the logarithm of how much oftener: tried on queries
SIZES = (20, 50, 100)
SORTS = {
    "relevance": "Best match",
    "newest": "Newest first",
    "oldest": "Oldest first",
    "recurring": "Found in most reviews",
}
GROUPS = {"findings": "Each finding", "reviews": "One for each review"}


@dataclass(frozen=True, slots=True)
class Option:
    """One of several ways to show the same answer."""

    value: str
    text: str
    chosen: bool


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
class Chip:
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


@dataclass(frozen=True, slots=True)
class SearchPage:
    """What was asked, what was found, and every next step."""

    title: str
    text: str
    asked: bool
    heading: str
    summary: str
    total: int
    reviews: int
    cards: tuple[Card, ...]
    filters: tuple[Filter, ...]
    chips: tuple[Chip, ...]
    clear: str
    years: tuple[int | None, int | None]
    sorts: tuple[Option, ...]
    sizes: tuple[Option, ...]
    groups: tuple[Option, ...]
    synonyms: bool
    also: tuple[str, ...]
    also_off: str
    also_on: str
    did_you_mean: Link | None
    notices: tuple[str, ...]
    instead: tuple[Instead, ...]
    themes: tuple[Link, ...]  # to look at where nothing was found
    outstanding: tuple[Instead, ...]  # themes of which these findings have far more than others do
    paging: Paging
    exports: tuple[Link, ...]
    atom: str
    json_feed: str
    here: str


@pages.page("/search", "search.html")
def search_page(ask: Ask) -> SearchPage | Moved:
    """Answer a search; what a form sends beyond what was asked is left out of the address first."""
    asked = address.from_params(ask.params, ask.library.vocabulary)
    if not asked.notices and set(ask.params) != set(address.to_params(asked.query)):
        return Moved(links.search(asked.query))
    return found(ask, asked.query, asked.notices)


def found(ask: Ask, query: Query, notices: tuple[str, ...] = ()) -> SearchPage:
    """Ask the library and lay out its answer."""
    library, vocabulary = ask.library, ask.library.vocabulary
    results = library.search(query)
    holdings = library.holdings([hit.id for hit in results.hits])
    last = _last(results.total if query.group == "findings" else results.reviews, query.size)
    heading = _heading(query, results)
    return SearchPage(
        title=heading if _asked(query) else "Search learning from reviews",
        text=query.text,
        asked=_asked(query),
        heading=heading,
        summary=_summary(results),
        total=results.total,
        reviews=results.reviews,
        cards=_cards(ask, query, results, holdings),
        filters=tuple(
            _filter(name, results.facets.get(name, ()), vocabulary) for name in COUNTED if results.facets.get(name)
        ),
        chips=_chips(query, ask),
        clear=links.search(address.without_filters(query)),
        years=query.years,
        sorts=_options(SORTS, query.sort),
        sizes=_options({str(size): str(size) for size in SIZES}, str(query.size)),
        groups=_options(GROUPS, query.group),
        synonyms=query.synonyms,
        also=results.also,
        also_off=links.search(address.as_typed(query)) if results.also else "",
        also_on="" if query.synonyms else links.search(replace(query, synonyms=True, page=1)),
        did_you_mean=_meant(query, results),
        notices=(*notices, *results.notices),
        instead=_instead(ask, query) if not results.total else (),
        themes=_near(ask, query) if not results.total else (),
        outstanding=_outstanding(ask, query, results, holdings),
        paging=paging(query.page, last, lambda n: links.search(address.at_page(query, n))),
        exports=exports.offered("/search", Findings, address.to_params(replace(query, page=1)))
        if results.total
        else (),
        atom=links.search(replace(query, page=1, sort="newest"), ".atom"),
        json_feed=links.search(replace(query, page=1, sort="newest"), ".feed.json"),
        here=links.search(query),
    )


def _asked(query: Query) -> bool:
    return bool(query.text or query.filters or any(query.years))


def _last(count: int, size: int) -> int:
    return -(-min(count, DEEPEST) // size)


def _heading(query: Query, results: Results) -> str:
    if query.group == "reviews":
        many = phrasing.counted(results.reviews, "review")
    else:
        many = phrasing.counted(results.total, "finding")
    many = many if results.total else "Nothing found"
    return f"{many} for “{query.text}”" if query.text else many


def _summary(results: Results) -> str:
    """Say over how many reviews, areas and years an answer stretches."""
    if not results.total:
        return ""
    parts = [phrasing.counted(results.reviews, "review")]
    areas = _shown(results.facets.get("area", ()))
    if areas:
        parts.append(phrasing.counted(len(areas), "area"))
    dates = sorted(int(c.value) for c in _shown(results.facets.get("year", ())) if c.value.isdigit())
    if dates:
        parts.append(phrasing.years(dates[0], dates[-1]))
    return f"In {', '.join(parts)}"


def _shown(counts: tuple[Count, ...]) -> list[Count]:
    """Return the values that the matches have: a facet's counts ignore its own choices, a summary must not."""
    found = [count for count in counts if count.findings]
    return [count for count in found if count.chosen] or found


def _cards(ask: Ask, query: Query, results: Results, holdings: tuple[Holding, ...]) -> tuple[Card, ...]:
    remarks = signs(ask.library, holdings)
    more = {hit.id: hit.more for hit in results.hits}
    cards = []
    for holding in holdings:
        made = card(holding, ask.library.vocabulary, results.highlights, remarks.get(holding.finding.id, ()))
        if more.get(made.id):
            within = replace(
                query, group="findings", page=1, filters={**query.filters, "review": (holding.review.slug,)}
            )
            made = replace(made, more=more[made.id], more_href=links.search(within))
        cards.append(made)
    return tuple(cards)


def _filter(name: str, counts: tuple[Count, ...], vocabulary: Vocabulary) -> Filter:
    facet = FACETS[name]
    choices = [
        Choice(c.value, facet.label_of(c.value, vocabulary), c.findings, c.reviews, c.chosen)
        for c in counts
        if c.findings or c.chosen
    ]
    first = [c for at, c in enumerate(choices) if at < SHOWN or c.chosen]
    folded = name not in OPEN and not any(c.chosen for c in choices)
    return Filter(name, facet.label, tuple(first), tuple(c for c in choices if c not in first), folded)


def _chips(query: Query, ask: Ask) -> tuple[Chip, ...]:
    return tuple(
        Chip(chip.facet_label, _told(chip, ask), links.search(chip.without))
        for chip in address.chips(query, ask.library.vocabulary)
    )


def _told(chip: address.Chip, ask: Ask) -> str:
    """Return a chip's words; for a review or a document its title, since nobody knows its slug."""
    if chip.facet == "review":
        return next((review.title for review in ask.library.reviews() if review.slug == chip.value), chip.label)
    if chip.facet == "document":
        return next((held.name for held in ask.library.documents() if held.id == chip.value), chip.label)
    return f"{chip.facet_label}: {chip.label}" if chip.label in ("Yes", "No") else chip.label


def _options(options: Mapping[str, str], chosen: str) -> tuple[Option, ...]:
    return tuple(Option(value, text, value == chosen) for value, text in options.items())


def _meant(query: Query, results: Results) -> Link | None:
    if not results.did_you_mean:
        return None
    return Link(results.did_you_mean, links.search(replace(query, text=results.did_you_mean, page=1)))


def _instead(ask: Ask, query: Query) -> tuple[Instead, ...]:
    """Searches near this one that find something, the nearest first, each with its count."""
    tries: list[tuple[str, Query]] = []
    chips = address.chips(query, ask.library.vocabulary)
    if chips:
        tries.append(("The same words without any filter", address.without_filters(query)))
    if len(chips) > 1:
        tries += [(f"Without {chip.facet_label.lower()}: {_told(chip, ask)}", chip.without) for chip in chips]
    plain = _QUOTES.sub(" ", query.text)
    if plain != query.text:
        tries.append(("The words in any order", replace(query, text=plain, page=1)))
    if query.text and query.match != "any":
        tries.append(("Any of the words", replace(query, text=plain, match="any", page=1)))
    counted = [(text, other, ask.library.search(replace(other, size=1, facets=())).total) for text, other in tries[:6]]
    return tuple(Instead(text, links.search(other), total) for text, other, total in counted if total)


def _outstanding(ask: Ask, query: Query, results: Results, holdings: tuple[Holding, ...]) -> tuple[Instead, ...]:
    """Themes that the best findings have far more often than all findings do: everyday words in, themes out."""
    if not query.text or query.filters.get("theme") or query.page > 1 or len(holdings) < LEAST:
        return ()
    here = Counter(theme for one in holdings for theme in one.finding.themes)
    counts, every = theme_counts(ask.library)
    weights = {
        slug: number * math.log(number / len(holdings) / (counts[slug].findings / every))
        for slug, number in here.items()
        if number >= LEAST and slug in counts
    }
    best = sorted((slug for slug, weight in weights.items() if weight > OUTSTANDING), key=lambda s: -weights[s])[:3]
    found = {count.value: count.findings for count in results.facets.get("theme", ())}
    return tuple(
        Instead(
            theme_link(slug, ask.library.vocabulary).text,
            links.search(address.with_value(query, "theme", slug)),
            found.get(slug, here[slug]),
        )
        for slug in best
    )


def _near(ask: Ask, query: Query) -> tuple[Link, ...]:
    """Themes whose names or other names share a word with what was asked."""
    asked = {word for word in query.text.casefold().split() if len(word) > 3}
    near = [
        theme
        for theme in ask.library.vocabulary.themes.values()
        if asked & {w for called in (theme.label, *theme.also_called) for w in called.casefold().split()}
    ]
    return tuple(Link(theme.label, links.theme(theme.slug)) for theme in near[:6])
