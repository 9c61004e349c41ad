"""Suggested links beside the results: what this reader may be after. They never replace the results silently."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from kb.app.library import Library
from kb.core.model import Kind, Review
from kb.text import formatting
from search.port import Query
from search.understanding import mentions
from search.understanding.intents import asks_for_a_page
from search.understanding.mentions import Spot
from search.understanding.question import UnderstoodQuestion
from search.understanding.years import named_years
from web import urls
from web.components.cards import readable_title, theme_link
from web.search.page_links import Offer, page_offers
from web.search.state import SHORT_QUOTATION_WORDS, SearchState
from web.urls import Link

_NUMBERED = re.compile(r"\brec(?:ommendation|s|\.)?\s*(?:no\.?|number)?\s*(?P<number>\d+(?:\.\d+)*)", re.IGNORECASE)
_DIGITS = re.compile(r"\d+(?:\.\d+)*")

MOST_OFFERS = 2  # reviews, and areas, that are offered


def offers(way: SearchState, library: Library, understood: UnderstoodQuestion) -> tuple[Offer, ...]:
    """Return the pages that a question asks for, and what the names in it lead to, each address once."""
    query = way.query
    if not way.text or query.page > 1:
        return ()
    if not mentions.is_plain_words(way.text):
        return page_offers(understood, library.vocabulary)
    areas = understood.areas[:MOST_OFFERS]
    asked_for = (*page_offers(understood, library.vocabulary), *_reviews(way.text, understood.reviews, library))
    found = (
        asked_for
        if asks_for_a_page(way.text)
        else (
            *asked_for,
            *_narrower_offers(query, areas, library),
            *_over_time(query, areas, library),
            *_quotes(way),
        )
    )
    return tuple({one.link.href: one for one in reversed(found)}.values())[::-1]


def _recommendation(text: str, review: Review, library: Library) -> Iterator[Offer]:
    """Offer the one recommendation that a question names by its number and review."""
    named = _NUMBERED.search(text)
    for held in library.findings(review=review.slug, kind=Kind.RECOMMENDATION.value) if named else ():
        label = _DIGITS.search(held.finding.label)
        if named and label and label.group() == named["number"]:
            yield Offer(
                Link(f"Recommendation {label.group()}", urls.finding(held)), f"of {readable_title(review.title)}"
            )


def _reviews(text: str, named: Iterable[str], library: Library) -> Iterator[Offer]:
    for slug in tuple(named)[:MOST_OFFERS]:
        review = library.review(slug)
        yield from _recommendation(text, review, library)
        title = readable_title(review.title)
        asked = len(library.findings(review=review.slug, kind=Kind.RECOMMENDATION.value))
        page = urls.review(review.slug)
        if asked:
            many = formatting.count_phrase(asked, "recommendation")
            yield Offer(
                Link(f"Follow-up of the {many}", f"{page}/follow-up"), f"{title}: what happened to its recommendations"
            )
        yield Offer(Link(title, page), "the review and all its findings")


def _narrower_offers(query: Query, areas: tuple[Spot, ...], library: Library) -> Iterator[Offer]:
    """Offer the other words of a question with the areas and years that it names as filters, where a review fits."""
    named = named_years(query.text)
    first, last, spots = (named.first, named.last, named.spots) if named else (None, None, ())
    by_area = areas if not query.filters.get("area") else ()
    by_year = spots if query.years == (None, None) and not query.filters.get("year") else ()
    said = f"published {'in ' if first == last else ''}{formatting.years(first, last)}" if by_year else ""
    inside = {spot.value for spot in by_area}
    published = [(one.area, one.year) for one in library.reviews()]
    if by_area:
        yield _filter_offer(_within(query, by_area), by_area, library, _area_names(by_area))
    if by_year and any(_is_between(year, first, last) for _, year in published):
        yield _filter_offer(replace(query, years=(first, last)), by_year, library, said)
    if by_area and by_year and any(area in inside and _is_between(year, first, last) for area, year in published):
        narrowed = replace(_within(query, by_area), years=(first, last))
        yield _filter_offer(narrowed, (*by_area, *by_year), library, f"{_area_names(by_area)}, {said}")


def _is_between(year: int | None, first: int | None, last: int | None) -> bool:
    return year is not None and (first or year) <= year <= (last or year)


def _within(query: Query, areas: Iterable[Spot]) -> Query:
    return replace(query, filters={**query.filters, "area": tuple(spot.value for spot in areas)})


def _area_names(areas: Iterable[Spot]) -> str:
    return formatting.join_words([spot.value for spot in areas])


def _filter_offer(narrowed: Query, spots: Iterable[Spot], library: Library, said: str) -> Offer:
    """Offer the other words of a question with a filter in place of these names."""
    words = mentions.topic(mentions.without(narrowed.text, spots), library.vocabulary)
    about = f"findings on “{words}”" if words else "all its findings"
    return Offer(Link(f"Only {said}", urls.search(replace(narrowed, text=words, page=1))), about)


def _over_time(query: Query, areas: tuple[Spot, ...], library: Library) -> Iterator[Offer]:
    """Offer lessons over time on a theme that is named with an area, or asked after as something that came back."""
    named = mentions.themes(query.text, library.vocabulary)
    if named and (areas or mentions.asks_again(query.text)):
        theme = theme_link(named[0][0], library.vocabulary).text
        where = f" in {areas[0].value}" if areas else ""
        span = named_years(query.text)
        words = mentions.topic(
            mentions.without(query.text, (*areas, *(span.spots if span else ()))), library.vocabulary
        )
        about = ("q", words) if words else ("theme", named[0][0])
        params = [about, *[("area", spot.value) for spot in areas[:1]]]
        yield Offer(
            Link(f"Has this come up before{where}?", urls.history(params)),
            f"{theme}: what was said, recommended and done",
        )


def _quotes(way: SearchState) -> Iterator[Offer]:
    if not way.short and mentions.wants_quotes(way.query.text):
        words = mentions.without_quotes(way.query.text)
        href = replace(way, query=replace(way.query, text=words), together=(), short=True).href()
        yield Offer(
            Link(f"Only short quotations on “{words}”", href), f"{SHORT_QUOTATION_WORDS} words or fewer, for a slide"
        )
