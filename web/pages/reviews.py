"""All reviews in a sortable table, filtered by type, area and year."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kb.core.model import Review
from kb.text import formatting
from kb.vocabulary import labels
from kb.vocabulary.labels import review_type_label
from web import urls
from web.components.cards import readable_title
from web.components.list_controls import Menu, Paging, list_page, menu
from web.page import Pages
from web.request import PageRequest
from web.urls import Link

pages = Pages()
router = pages.router

REVIEWS_PER_PAGE = 100


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """One review in the table."""

    slug: str
    review: Link
    type: str
    area: str
    published: str
    documents: int
    findings: int


@dataclass(frozen=True, slots=True)
class SortColumn:
    """A sortable column heading. `sorted` is "ascending", "descending" or "none"."""

    text: str
    href: str
    sorted: str
    numeric: bool = False


@dataclass(frozen=True, slots=True)
class ReviewsPage:
    """All reviews, or those that fit."""

    title: str
    summary: str
    lines: tuple[ReviewLine, ...]
    columns: tuple[SortColumn, ...]
    menus: tuple[Menu, ...]
    sort: str
    narrowed: bool
    paging: Paging


@dataclass(frozen=True, slots=True)
class CountedReview:
    """A review with how many documents and findings it has, and the words for its type."""

    review: Review
    type: str
    documents: int
    findings: int


_KEYS: dict[str, tuple[str, Callable[[CountedReview], object]]] = {
    "title": ("Title", lambda one: readable_title(one.review.title).casefold()),
    "type": ("Type", lambda one: one.type.casefold()),
    "area": ("Area", lambda one: one.review.area.casefold()),
    "published": ("Published", lambda one: one.review.published),
    "documents": ("Documents", lambda one: one.documents),
    "findings": ("Findings", lambda one: one.findings),
}
_NUMERIC = frozenset({"published", "documents", "findings"})


@pages.page("/reviews", "reviews.html")
def reviews_page(ask: PageRequest) -> ReviewsPage:
    """List reviews, newest first by default, so many on a page."""
    every = ask.library.reviews()
    wanted = {name: ask.get(name) for name in ("type", "area", "year")}
    kept = _count(ask, [review for review in every if _fits(review, wanted)])
    sort = ask.get("sort", "-published")
    name = sort.lstrip("-") if sort.lstrip("-") in _KEYS else "published"
    backwards = sort.startswith("-")
    key = _KEYS[name][1]
    kept.sort(key=lambda one: (key(one), one.review.slug), reverse=backwards)
    page = list_page(kept, ask.page, REVIEWS_PER_PAGE)
    asked = [*((key, value) for key, value in wanted.items() if value), *([("sort", sort)] if ask.get("sort") else [])]
    return ReviewsPage(
        title=_title(ask, kept),
        summary=_summary(ask, kept),
        lines=tuple(map(_line, page.shown)),
        columns=tuple(_column(each, name, wanted, backwards=backwards) for each in _KEYS),
        menus=_menus(ask, every, wanted),
        sort=sort,
        narrowed=any(wanted.values()),
        paging=page.paging(lambda n: urls.at_page("/reviews", asked, n)),
    )


def _count(ask: PageRequest, reviews: Sequence[Review]) -> list[CountedReview]:
    documents: Counter[str] = Counter()
    findings: Counter[str] = Counter()
    for held in ask.library.documents():
        documents[held.review] += 1
        findings[held.review] += held.findings
    types = {slug: review_type_label(slug, ask.library.vocabulary) for slug in {one.review_type for one in reviews}}
    return [CountedReview(one, types[one.review_type], documents[one.slug], findings[one.slug]) for one in reviews]


def _title(ask: PageRequest, kept: Sequence[CountedReview]) -> str:
    """Return the heading: an inspection or a report is never called a review."""
    noun = labels.source_noun((one.review for one in kept), ask.library.vocabulary)
    return "Reviews" if noun == labels.REVIEW else "Reviews and other sources"


def _summary(ask: PageRequest, kept: Sequence[CountedReview]) -> str:
    findings = sum(one.findings for one in kept)
    counted = labels.sources((one.review for one in kept), ask.library.vocabulary)
    return f"{counted} with {formatting.count_phrase(findings, 'finding')}"


def _fits(review: Review, wanted: dict[str, str]) -> bool:
    return (
        (not wanted["type"] or review.review_type == wanted["type"])
        and (not wanted["area"] or review.area == wanted["area"])
        and (not wanted["year"] or str(review.year or "") == wanted["year"])
    )


def _line(one: CountedReview) -> ReviewLine:
    review = one.review
    return ReviewLine(
        review.slug,
        Link(readable_title(review.title), urls.review(review.slug)),
        one.type,
        review.area,
        formatting.format_date(review.published),
        one.documents,
        one.findings,
    )


def _column(name: str, current: str, wanted: dict[str, str], *, backwards: bool) -> SortColumn:
    first = "-" if name in _NUMERIC else ""
    if name == current:
        state, target = ("descending", name) if backwards else ("ascending", f"-{name}")
    else:
        state, target = "none", f"{first}{name}"
    params = [(key, value) for key, value in wanted.items() if value] + [("sort", target)]
    return SortColumn(_KEYS[name][0], urls.with_params("/reviews", params), state, name in ("documents", "findings"))


def _menus(ask: PageRequest, every: tuple[Review, ...], wanted: dict[str, str]) -> tuple[Menu, ...]:
    types = Counter(review.review_type for review in every if review.review_type)
    areas = Counter(review.area for review in every if review.area)
    years = Counter(str(review.year) for review in every if review.year)
    return (
        menu(
            "type",
            "Type of review",
            [(slug, f"{review_type_label(slug, ask.library.vocabulary)} ({n})") for slug, n in types.most_common()],
            wanted["type"],
        ),
        menu("area", "Area", [(area, f"{area} ({n})") for area, n in sorted(areas.items())], wanted["area"]),
        menu(
            "year",
            "Published",
            [(year, f"{year} ({n})") for year, n in sorted(years.items(), reverse=True)],
            wanted["year"],
        ),
    )
