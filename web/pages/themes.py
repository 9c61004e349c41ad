"""All themes by group, and one theme: what goes wrong, what helped, where and when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, zip_longest

from starlette.exceptions import HTTPException

from kb.core.errors import NotHeld
from kb.core.model import Kind, Polarity
from kb.core.recurrence_values import ThemeCountsRow, ThemeTable
from kb.text import formatting
from kb.vocabulary import Theme, Vocabulary, labels
from search.facets import FACETS
from search.port import Count, Query, Results
from search.query import url
from web import urls
from web.components import cards
from web.components.cards import Card, card
from web.components.charts import Spark, spark
from web.page import Pages, Redirect
from web.request import PageRequest
from web.urls import Link

pages = Pages()
router = pages.router

FINDINGS_PER_KIND = 3  # findings of each kind on a theme's page
LEADING_QUOTATIONS = 3
NEIGHBOUR_THEMES = 8
ORDER = (
    Kind.RECOMMENDATION,
    Kind.LESSON,
    Kind.MISSED_OPPORTUNITY,
    Kind.CONCERN,
    Kind.GOOD_PRACTICE,
    Kind.ACTION,
    Kind.OWN_WORDS,
    Kind.QUESTION,
    Kind.EVIDENCE,
)


@dataclass(frozen=True, slots=True)
class LinkedCount:
    """A value with how many findings and reviews, leading to them."""

    link: Link
    findings: int
    reviews: int


@dataclass(frozen=True, slots=True)
class ListedTheme:
    """A theme in the list."""

    slug: str
    link: Link
    definition: str
    findings: int
    reviews: int
    spark: Spark
    weak: bool
    kinds: tuple[LinkedCount, ...]  # findings of each kind, most first
    together: tuple[Link, ...]  # other themes of the same findings


@dataclass(frozen=True, slots=True)
class Group:
    """Themes that belong together."""

    label: str
    themes: tuple[ListedTheme, ...]


@dataclass(frozen=True, slots=True)
class ThemesPage:
    """All themes."""

    title: str
    groups: tuple[Group, ...]
    years: str
    scale: int  # reviews in a year that a bar of full height stands for


@dataclass(frozen=True, slots=True)
class KindOf:
    """A few findings of one kind on the theme, and a link to all."""

    label: str
    findings: int
    href: str
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class ThemePage:
    """One theme."""

    title: str
    slug: str
    group: str
    definition: str
    also_called: tuple[str, ...]
    related: tuple[Link, ...]
    weak: bool
    findings: int
    reviews: int
    search: str
    atom: str
    years: tuple[LinkedCount, ...]
    by_kind: tuple[LinkedCount, ...]
    quotations: tuple[Card, ...]  # with which the page begins
    questions: tuple[str, ...]  # to ask of one's own practice, from the file of the theme
    kinds: tuple[KindOf, ...]
    agencies: tuple[LinkedCount, ...]
    areas: tuple[LinkedCount, ...]
    more_areas: int
    types: tuple[LinkedCount, ...]
    together: tuple[LinkedCount, ...]
    working_well: LinkedCount | None
    threads: str
    came_back: str
    contrast: str
    cases: str
    recurrence: str


@pages.page("/themes", "themes.html")
def themes_page(ask: PageRequest) -> ThemesPage:
    """List the themes by group."""
    counts = ask.library.themes_found()
    tallied = ask.library.recurrence()
    rows = {row.theme: row for row in tallied.rows}
    vocabulary = ask.library.vocabulary
    known = ThemeCounts(ask.library.theme_kinds(), ask.library.theme_neighbours())
    groups = []
    for slug, entry in vocabulary.groups.items():
        themes = [theme for theme in vocabulary.themes.values() if theme.group == slug]
        listed = tuple(
            _listed_theme(
                ask, theme, counts.get(theme.slug, Count(theme.slug, 0, 0)), rows.get(theme.slug), tallied, known
            )
            for theme in themes
        )
        if listed:
            groups.append(Group(entry.label, tuple(sorted(listed, key=lambda one: (-one.reviews, one.link.text)))))
    years = formatting.years(int(tallied.columns[0]), int(tallied.columns[-1])) if tallied.columns else ""
    return ThemesPage("Themes", tuple(groups), years, _most_in_a_year(tallied))


def _most_in_a_year(tallied: ThemeTable) -> int:
    return max((number for row in tallied.rows for number in row.reviews.values()), default=0)


@dataclass(frozen=True, slots=True)
class ThemeCounts:
    """For every theme, how many findings of each kind it has, and the reviews in which it stands beside another."""

    kinds: Mapping[str, Mapping[str, int]]
    beside: Mapping[str, Mapping[str, tuple[int, int]]]  # findings and reviews

    def themes_beside(self, theme: str, most: int) -> tuple[str, ...]:
        """Return the themes that share the most reviews with one, at least two."""
        reviews = {other: reviews for other, (_, reviews) in self.beside.get(theme, {}).items()}
        ranked = sorted(reviews, key=lambda other: (-reviews[other], other))
        return tuple(other for other in ranked if reviews[other] > 1)[:most]

    def commonest_kinds(self, theme: str, most: int) -> tuple[tuple[Kind, int], ...]:
        """Return the kinds of which a theme has most findings, with their number."""
        counted = {Kind(slug): number for slug, number in self.kinds.get(theme, {}).items()}
        return tuple(sorted(counted.items(), key=lambda one: -one[1])[:most])


def _listed_theme(
    ask: PageRequest, theme: Theme, counted: Count, row: ThemeCountsRow | None, tallied: ThemeTable, known: ThemeCounts
) -> ListedTheme:
    vocabulary = ask.library.vocabulary
    plain = [one for one in known.themes_beside(theme.slug, FINDINGS_PER_KIND + 5) if not _is_weak(one, vocabulary)]
    return ListedTheme(
        slug=theme.slug,
        link=Link(theme.label, urls.theme(theme.slug)),
        definition=theme.definition,
        findings=counted.findings,
        reviews=counted.reviews,
        spark=spark(tallied.columns, row.reviews if row else {}, _most_in_a_year(tallied)),
        weak=theme.weak,
        kinds=tuple(
            LinkedCount(
                Link(labels.kinds_label(kind, vocabulary), urls.filtered_search(theme=theme.slug, kind=kind.value)),
                number,
                0,
            )
            for kind, number in known.commonest_kinds(theme.slug, FINDINGS_PER_KIND)
        ),
        together=tuple(cards.theme_link(slug, vocabulary) for slug in plain[:2]),
    )


def _is_weak(slug: str, vocabulary: Vocabulary) -> bool:
    theme = vocabulary.theme(slug)
    return theme.weak if theme else False


@pages.page("/themes/{theme}", "theme.html")
def theme_page(ask: PageRequest) -> ThemePage:
    """Show one theme; an older name of it leads to the present one."""
    theme = _theme_asked_for(ask)
    query = Query(filters={"theme": (theme.slug,)}, size=1)
    found = ask.library.search(query)
    vocabulary = ask.library.vocabulary
    group = vocabulary.groups.get(theme.group)
    kinds = _kinds(ask, query, found)
    return ThemePage(
        title=theme.label,
        slug=theme.slug,
        group=group.label if group else "",
        definition=theme.definition,
        also_called=theme.also_called,
        related=tuple(cards.theme_link(slug, vocabulary) for slug in theme.related),
        weak=theme.weak,
        findings=found.total,
        reviews=found.reviews,
        search=urls.filtered_search(theme=theme.slug),
        atom=urls.search(Query(filters={"theme": (theme.slug,)}, sort="newest"), ".atom"),
        years=tuple(sorted(_tallies(ask, query, found, "year"), key=lambda one: one.link.text)),
        by_kind=_tallies(ask, query, found, "kind"),
        quotations=_leading_quotations(kinds),
        questions=theme.questions,
        kinds=kinds,
        agencies=_tallies(ask, query, found, "agency")[:NEIGHBOUR_THEMES],
        areas=_tallies(ask, query, found, "area")[:NEIGHBOUR_THEMES],
        more_areas=max(sum(bool(c.findings) for c in found.facets.get("area", ())) - NEIGHBOUR_THEMES, 0),
        types=_tallies(ask, query, found, "review_type"),
        together=_together(ask, theme),
        working_well=_working_well(ask, query, found),
        threads=urls.with_params("/threads", [("theme", theme.slug)]),
        came_back=urls.with_params("/recurrence/came-back", [("theme", theme.slug)]),
        contrast=urls.compare_theme([("theme", theme.slug)]),
        cases=urls.with_params("/cases", [("theme", theme.slug)]),
        recurrence="/recurrence",
    )


def _theme_asked_for(ask: PageRequest) -> Theme:
    """Return the theme of the address. Raises Redirect for an older name, HTTPException for one given up, NotHeld."""
    slug, vocabulary = ask.path["theme"], ask.library.vocabulary
    theme = vocabulary.theme(slug)
    if theme is None and (gone := vocabulary.retired.get(slug)):
        raise HTTPException(
            410, f"The theme “{gone.label}” is no longer used. Its findings stay under their other themes."
        )
    if theme is None:
        raise NotHeld("This library has no theme with this name. It may have a new name.")
    if theme.slug != slug:
        raise Redirect(urls.theme(theme.slug), lasting=True)
    return theme


def _tallies(ask: PageRequest, query: Query, found: Results, name: str) -> tuple[LinkedCount, ...]:
    return tuple(_tally(ask, query, name, count) for count in found.facets.get(name, ()) if count.findings)


def _tally(ask: PageRequest, query: Query, name: str, count: Count) -> LinkedCount:
    text = FACETS[name].label_of(count.value, ask.library.vocabulary)
    href = urls.search(replace(query, size=20, filters={**query.filters, name: (count.value,)}))
    return LinkedCount(Link(text, href), count.findings, count.reviews)


def _kinds(ask: PageRequest, query: Query, found: Results) -> tuple[KindOf, ...]:
    """Return a few findings of each kind, those first that were found again most; asked of the rows in one go."""
    library, vocabulary = ask.library, ask.library.vocabulary
    counts = {count.value: count for count in found.facets.get("kind", ()) if count.findings}
    few = replace(query, sort="recurring", size=FINDINGS_PER_KIND, facets=())
    asked = {kind: url.with_value(few, "kind", kind.value) for kind in ORDER if kind.value in counts}
    hits = {kind: [hit.id for hit in library.search(one).hits] for kind, one in asked.items()}
    held = {one.finding.id: one for one in library.holdings([id_ for ids in hits.values() for id_ in ids])}
    told = library.told_of_each(held.values())
    return tuple(
        KindOf(
            labels.kinds_label(kind, vocabulary),
            counts[kind.value].findings,
            urls.search(replace(one, size=20, sort="relevance")),
            tuple(card(held[id_], vocabulary, (), told[id_]) for id_ in hits[kind] if id_ in held),
        )
        for kind, one in asked.items()
    )


def _leading_quotations(kinds: Sequence[KindOf]) -> tuple[Card, ...]:
    """Return three of the findings shown, of three kinds and three reviews as far as there are so many."""
    turns = chain.from_iterable(zip_longest(*(kind.cards for kind in kinds)))
    offered = [one for one in turns if one is not None]
    chosen: list[Card] = []
    for one in offered:
        if one.review.href not in {other.review.href for other in chosen}:
            chosen.append(one)
    return tuple([*chosen, *(one for one in offered if one not in chosen)][:LEADING_QUOTATIONS])


def _together(ask: PageRequest, theme: Theme) -> tuple[LinkedCount, ...]:
    """Return other themes of the same findings, those in most reviews first."""
    beside = ask.library.theme_neighbours(theme.slug).get(theme.slug, {})
    ranked = sorted(beside, key=lambda slug: (-beside[slug][1], -beside[slug][0], slug))[:NEIGHBOUR_THEMES]
    return tuple(LinkedCount(cards.theme_link(slug, ask.library.vocabulary), *beside[slug]) for slug in ranked)


def _working_well(ask: PageRequest, query: Query, found: Results) -> LinkedCount | None:
    well = [count for count in found.facets.get("polarity", ()) if count.value == Polarity.WORKING_WELL.value]
    return _tally(ask, query, "polarity", well[0]) if well and well[0].findings else None
