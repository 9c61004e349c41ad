"""Two to four reviews side by side: what they are, and what each says on the themes that they share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from kb.core.model import FindingInContext, Kind, Review
from kb.text import formatting
from kb.vocabulary import labels
from kb.vocabulary.labels import review_type_label
from web import urls
from web.components import cards
from web.components.cards import Card, card, readable_title
from web.components.list_controls import Menu, area_menu, menu, offered_reviews
from web.page import Pages
from web.request import PageRequest
from web.urls import Link

pages = Pages()
router = pages.router

MOST = 4
QUOTED = 2  # findings of each review shown in a theme's row


@dataclass(frozen=True, slots=True)
class ReviewOnTheme:
    """What one review says on a theme."""

    count: int
    findings: tuple[Card, ...]
    all: str


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """A line of the comparison: one entry for each review."""

    head: Link
    said: tuple[ReviewOnTheme, ...]


@dataclass(frozen=True, slots=True)
class ComparedFact:
    """A plain fact of each review."""

    name: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ComparePage:
    """Reviews side by side, or a form to choose them."""

    title: str
    reviews: tuple[Link, ...]
    facts: tuple[ComparedFact, ...]
    shared: tuple[ComparedRow, ...]
    others: tuple[ComparedRow, ...]
    area: Menu | None  # whose reviews the menus offer, where they do not offer all
    menus: tuple[Menu, ...]
    notice: str


@pages.page("/compare/reviews", "compare_reviews.html")
def compare_reviews_page(ask: PageRequest) -> ComparePage:
    """Compare the reviews asked for."""
    every = ask.library.reviews()
    slugs = list(dict.fromkeys(ask.all("review")))
    chosen = [one for slug in slugs for one in every if one.slug == slug][:MOST]
    area = area_menu(ask.library, every, ask.get("area"))
    offered = offered_reviews(every, ask.get("area"), [one.slug for one in chosen])
    notice = f"You can compare up to {MOST} reviews. This page shows the first {MOST}." if len(slugs) > MOST else ""
    if len(chosen) < 2:
        return ComparePage("Compare reviews", (), (), (), (), area, _menus(offered, chosen), notice)
    found = {one.slug: ask.library.findings(review=one.slug) for one in chosen}
    rows = _rows(ask, chosen, found)
    return ComparePage(
        title=f"Compare {formatting.join_words([readable_title(one.title) for one in chosen])}",
        reviews=tuple(Link(readable_title(one.title), urls.review(one.slug)) for one in chosen),
        facts=_facts(ask, chosen, found),
        shared=tuple(row for row in rows if sum(bool(said.count) for said in row.said) > 1),
        others=tuple(row for row in rows if sum(bool(said.count) for said in row.said) == 1),
        area=area,
        menus=_menus(offered, chosen),
        notice=notice,
    )


def _menus(offered: Sequence[Review], chosen: list[Review]) -> tuple[Menu, ...]:
    options = [
        (one.slug, readable_title(formatting.shorten(formatting.title_with_year(one), 70)))
        for one in sorted(offered, key=lambda r: r.title.casefold())
    ]
    slots = max(2, min(len(chosen) + 1, MOST))
    return tuple(
        menu("review", f"Review {at + 1}", options, chosen[at].slug if at < len(chosen) else "", "Choose")
        for at in range(slots)
    )


def _facts(
    ask: PageRequest, chosen: list[Review], found: dict[str, tuple[FindingInContext, ...]]
) -> tuple[ComparedFact, ...]:
    def of_kind(kind: Kind) -> tuple[str, ...]:
        return tuple(str(sum(f.finding.kind is kind for f in found[one.slug])) for one in chosen)

    return (
        ComparedFact("Published", tuple(formatting.format_date(one.published) or "Not stated" for one in chosen)),
        ComparedFact("Area", tuple(one.area or "Not stated" for one in chosen)),
        ComparedFact(
            "Type", tuple(review_type_label(one.review_type, ask.library.vocabulary) or "Not stated" for one in chosen)
        ),
        *(
            ComparedFact(labels.kinds_label(kind, ask.library.vocabulary), of_kind(kind))
            for kind in (Kind.RECOMMENDATION, Kind.LESSON, Kind.MISSED_OPPORTUNITY, Kind.GOOD_PRACTICE, Kind.ACTION)
        ),
    )


def _rows(ask: PageRequest, chosen: list[Review], found: dict[str, tuple[FindingInContext, ...]]) -> list[ComparedRow]:
    on = {slug: _by_theme(findings) for slug, findings in found.items()}
    themes = Counter(theme for by_theme in on.values() for theme in by_theme)
    known = ask.library.vocabulary.theme
    ranked = sorted(themes, key=lambda slug: (-themes[slug], bool((t := known(slug)) and t.weak), slug))
    return [
        ComparedRow(
            cards.theme_link(theme, ask.library.vocabulary),
            tuple(_review_on_theme(ask, one, theme, on[one.slug].get(theme, [])) for one in chosen),
        )
        for theme in ranked
    ]


def _by_theme(findings: tuple[FindingInContext, ...]) -> dict[str, list[FindingInContext]]:
    found: dict[str, list[FindingInContext]] = {}
    for one in findings:
        for theme in one.finding.themes:
            found.setdefault(theme, []).append(one)
    return found


def _review_on_theme(ask: PageRequest, review: Review, theme: str, on: list[FindingInContext]) -> ReviewOnTheme:
    few = tuple(card(one, ask.library.vocabulary) for one in on[:QUOTED])
    return ReviewOnTheme(len(on), few, urls.filtered_search(theme=theme, review=review.slug))
