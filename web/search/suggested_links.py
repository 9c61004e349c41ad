"""What a reader who asks this may be after, as links beside the answer: never silently in its place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from kb.app.library import Library
from kb.core.model import Kind, Review
from kb.text import formatting
from search.port import Query
from search.understanding import mentions
from search.understanding.mentions import Spot
from web import urls
from web.components.cards import readable_title, theme_link
from web.search.state import SHORTEST, SearchState
from web.urls import Link

MOST = 2  # reviews, and areas, that are offered


@dataclass(frozen=True, slots=True)
class Offer:
    """Somewhere to go, and why, in words."""

    link: Link
    why: str


def offers(way: SearchState, library: Library) -> tuple[Offer, ...]:
    """Return what the names in a question lead to."""
    query = way.query
    if not query.text or query.page > 1 or not mentions.is_plain_words(query.text):
        return ()
    held = library.reviews()
    areas = mentions.areas(query.text, (review.area for review in held))[:MOST]
    return (
        *_reviews(query, held, library),
        *_narrower(query, areas, library),
        *_over_time(query, areas, library),
        *_quotes(way),
    )


def _reviews(query: Query, held: tuple[Review, ...], library: Library) -> Iterator[Offer]:
    for review in mentions.reviews(query.text, held, library.vocabulary)[:MOST]:
        title = readable_title(review.title)
        asked = len(library.findings(review=review.slug, kind=Kind.RECOMMENDATION.value))
        page = urls.review(review.slug)
        if asked:
            many = formatting.count_phrase(asked, "recommendation")
            yield Offer(Link(f"Follow-up of the {many}", f"{page}/follow-up"), f"{title}: what was reported as done")
        yield Offer(Link(title, page), "the review itself, with all its findings")


def _narrower(query: Query, areas: tuple[Spot, ...], library: Library) -> Iterator[Offer]:
    first, last, spots = mentions.years(query.text)
    by_area = areas if not query.filters.get("area") else ()
    by_year = spots if query.years == (None, None) and not query.filters.get("year") else ()
    if by_area:
        yield from _only(query, by_area, library, lambda plain: _within(plain, by_area), _area_names(by_area))
    if by_year:
        said = f"published {'in ' if first == last else ''}{formatting.years(first, last)}"
        yield from _only(query, by_year, library, lambda plain: replace(plain, years=(first, last)), said)
    if by_area and by_year:
        both = (*by_area, *by_year)
        said = f"{_area_names(by_area)}, {said}"
        yield from _only(
            query, both, library, lambda plain: replace(_within(plain, by_area), years=(first, last)), said
        )


def _within(query: Query, areas: Iterable[Spot]) -> Query:
    return replace(query, filters={**query.filters, "area": tuple(spot.value for spot in areas)})


def _area_names(areas: Iterable[Spot]) -> str:
    return formatting.join_words([spot.value for spot in areas])


def _only(
    query: Query, spots: Iterable[Spot], library: Library, narrowed: Callable[[Query], Query], said: str
) -> Iterator[Offer]:
    """Offer the other words of a question with a filter in place of these names, where that finds something."""
    words = mentions.topic(mentions.without(query.text, spots), library.vocabulary)
    other = narrowed(replace(query, text=words, page=1))
    total = library.search(replace(other, size=1, facets=(), count_reviews=False)).total
    if total:
        about = f" on “{words}”" if words else ""
        yield Offer(Link(f"Only {said}", urls.search(other)), f"{formatting.count_phrase(total, 'finding')}{about}")


def _over_time(query: Query, areas: tuple[Spot, ...], library: Library) -> Iterator[Offer]:
    """Offer lessons over time on a theme that is named with an area, or asked after as something that came back."""
    named = mentions.themes(query.text, library.vocabulary)
    if named and (areas or mentions.asks_again(query.text)):
        theme = theme_link(named[0][0], library.vocabulary).text
        where = f" in {areas[0].value}" if areas else ""
        _, _, spoken = mentions.years(query.text)
        words = mentions.topic(mentions.without(query.text, (*areas, *spoken)), library.vocabulary)
        about = ("q", words) if words else ("theme", named[0][0])
        params = [about, *[("area", spot.value) for spot in areas[:1]]]
        yield Offer(
            Link(f"Did it come up before{where}?", urls.history(params)),
            f"{theme}: what was said, recommended and done",
        )


def _quotes(way: SearchState) -> Iterator[Offer]:
    if not way.short and mentions.wants_quotes(way.query.text):
        words = mentions.without_quotes(way.query.text)
        href = replace(way, query=replace(way.query, text=words), together=(), short=True).href()
        yield Offer(Link(f"Only short quotations on “{words}”", href), f"at most {SHORTEST} words each, for a slide")
