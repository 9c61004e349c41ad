"""Suggested links beside the results: what this reader may be after. They never replace the results silently."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from kb.app.library import Library
from kb.core.model import Kind, Review
from kb.text import formatting
from search.port import Query
from search.understanding import mentions
from search.understanding.mentions import Spot
from search.understanding.question import UnderstoodQuestion
from search.understanding.years import named_years
from web import urls
from web.components.cards import readable_title, theme_link
from web.search.state import SHORT_QUOTATION_WORDS, SearchState
from web.urls import Link

_NUMBERED = re.compile(r"\brec(?:ommendation|s|\.)?\s*(?:no\.?|number)?\s*(?P<number>\d+(?:\.\d+)*)", re.IGNORECASE)
_DIGITS = re.compile(r"\d+(?:\.\d+)*")

MOST_OFFERS = 2  # reviews, and areas, that are offered


@dataclass(frozen=True, slots=True)
class Offer:
    """Somewhere to go, and why, in words."""

    link: Link
    why: str


def offers(way: SearchState, library: Library, understood: UnderstoodQuestion) -> tuple[Offer, ...]:
    """Return what the names in a question lead to."""
    query = way.query
    if not way.text or query.page > 1 or not mentions.is_plain_words(way.text):
        return ()
    areas = understood.areas[:MOST_OFFERS]
    return (
        *_reviews(way.text, understood.reviews, library),
        *_pages(query, understood),
        *_narrower_offers(query, areas, library),
        *_over_time(query, areas, library),
        *_quotes(way),
    )


def _pages(query: Query, understood: UnderstoodQuestion) -> Iterator[Offer]:
    """Offer the page that does what the person is after, with what was typed filled in."""
    theme = [("theme", understood.themes[0][0])] if understood.themes else []
    words = theme or [("q", query.text)]
    review = urls.review(understood.reviews[0]) if understood.reviews else ""
    known = {
        "quiz": (
            Link("Quiz on this review", f"{review}/quiz") if review else _to("Cases with a quiz", "/cases", theme)
        ),
        "timeline": Link("What happened in this review, with dates", review) if review else None,
        "cases": _to("Find cases", "/cases", theme),
        "case_pack": _to("Find cases for a case pack", "/cases", theme),
        "contrast": _to("Compare what two agencies or reviews say", "/contrast", theme),
        "compare": _to("Compare areas, years or types of review", "/compare", ()),
        "came_back": _to("Found again after action was taken", "/recurrence/came-back", theme),
        "history": Link("Has this come up before?", urls.history(words)),
        "follow_up": None if review else _to("Recommendations and what was done", "/follow-up", ()),
        "check": _to("Check a draft", "/check", ()),
        "told_to_act": _to("Recommendations and who was asked to act", "/follow-up", ()),
    }
    found = [link for intent in understood.intents if (link := known[intent])]
    yield from (
        Offer(link, "suggested because of the words you used") for link in {one.href: one for one in found}.values()
    )


def _to(text: str, path: str, params: Iterable[tuple[str, str]]) -> Link:
    return Link(text, urls.with_params(path, params))


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
