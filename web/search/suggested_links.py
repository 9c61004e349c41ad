"""Suggested links beside the results: what this reader may be after. They never replace the results silently."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kb.app.answer_question import AnsweredQuestion
from kb.app.library import Library
from kb.app.next_steps import HistoryTopic, NarrowerSearch, QuestionSubject, reviews_with_number
from kb.core.model import Kind, Review
from kb.text import formatting
from kb.vocabulary import Vocabulary
from kb.vocabulary.labels import theme_label
from web import urls
from web.components.cards import readable_title
from web.search.page_links import MENTIONED, Offer, page_offers
from web.search.state import SHORT_QUOTATION_WORDS, SearchState
from web.urls import Link

MOST_OFFERS = 2  # reviews that are offered, and recommendations of a number
MOST_AGENCIES = 4
MOST_CASES = 2  # that an offer of cases names
CASE_TITLE = 60  # characters of the title of each


def offers(search: SearchState, library: Library, answered: AnsweredQuestion) -> tuple[Offer, ...]:
    """Return the pages that a question asks for, and what the names in it lead to, each address once."""
    signs, steps = search.signs, answered.steps
    if steps is None:
        return ()
    wanted = page_offers(steps.intents, steps.subject)
    found = [_naming_cases(one, library) for one in wanted if _finds(one, library)]
    if signs.is_plain:
        found += _reviews(steps.subject, library)
    if signs.is_plain and not signs.wants_page:
        found += [_filter_offer(one, search) for one in steps.narrower]
        found += _over_time(steps.history, library) if steps.history else []
        found += _quotes(search, search.searched_signs.quoted)
    if steps.subject.number and not steps.subject.reviews:
        found += _numbered_recommendations(steps.subject.number, answered, library)
    if "follow_up" in steps.intents:
        found += _actions_by_agency(search, answered, library.vocabulary)
    return tuple({one.link.href: one for one in reversed(found)}.values())[::-1]


def _finds(offer: Offer, library: Library) -> bool:
    """Return whether an offer leads to something: a search that finds nothing is no place to send a reader."""
    return offer.searched is None or library.search(offer.searched).total > 0


def _naming_cases(offer: Offer, library: Library) -> Offer:
    """Return an offer of cases with the names of the first that fit, or with the sentence that none does."""
    wanted = offer.cases
    if wanted is None:
        return offer
    found = library.cases_on_theme(wanted.theme, wanted.age, wanted.without, wanted.praise)
    fitting = [one.case.review.title for one in found.matches if not one.lacks][:MOST_CASES]
    if fitting:
        named = formatting.join_words([f"“{formatting.shorten(readable_title(one), CASE_TITLE)}”" for one in fitting])
        more = found.fitting - len(fitting)
        named = f"{named} and {more} more" if more > 0 else named
        return replace(offer, why=f"{offer.why}: {named}")
    none = (
        "no case in this library has all of this; the nearest are listed" if found.matches else "this library has none"
    )
    return replace(offer, why=f"{MENTIONED}; {none}" if wanted.without else none)


def _numbered_recommendations(number: str, answered: AnsweredQuestion, library: Library) -> Iterator[Offer]:
    """Offer the recommendation of a number of each review found with it, where the question does not say of which."""
    for slug in reviews_with_number(number, answered.findings)[:MOST_OFFERS]:
        yield from _recommendation(number, library.review(slug), library, of_review=True)


def _actions_by_agency(search: SearchState, answered: AnsweredQuestion, vocabulary: Vocabulary) -> Iterator[Offer]:
    """Offer the actions that were found parted by the agency that they name, those with most first."""
    query = answered.understood.query
    if query.filters.get("kind") != (Kind.ACTION.value,) or query.filters.get("agency"):
        return
    counts = (one for one in answered.results.facets.get("agency", ()) if one.findings)
    for one in sorted(counts, key=lambda one: -one.findings)[:MOST_AGENCIES]:
        named = vocabulary.agencies[one.value].label
        within = replace(query, filters={**query.filters, "agency": (one.value,)}, size=search.query.size, page=1)
        words = f"{named} ({formatting.count_phrase(one.findings, 'action')})"
        yield Offer(Link(words, urls.search(within)), "actions that name this agency")


def _recommendation(number: str, review: Review, library: Library, *, of_review: bool = False) -> Iterator[Offer]:
    """Offer a review's recommendation of a number, "" for none; the link names the review if `of_review`."""
    of = f"of {readable_title(review.title)}"
    for held in library.recommendations_numbered(number, review.slug)[:1]:
        words = f"Recommendation {number} {of}" if of_review else f"Recommendation {number}"
        yield Offer(Link(words, urls.finding(held)), "as it was published" if of_review else of)


def _reviews(subject: QuestionSubject, library: Library) -> Iterator[Offer]:
    for slug in subject.reviews[:MOST_OFFERS]:
        review = library.review(slug)
        yield from _recommendation(subject.number, review, library)
        title = readable_title(review.title)
        asked, _ = library.follow_ups().get(review.slug, (0, 0))
        page = urls.review(review.slug)
        if asked:
            many = formatting.count_phrase(asked, "recommendation")
            yield Offer(
                Link(f"Follow-up of the {many}", f"{page}/follow-up"), f"{title}: what happened to its recommendations"
            )
        yield Offer(Link(title, page), "the review and all its findings")


def _filter_offer(narrower: NarrowerSearch, search: SearchState) -> Offer:
    """Offer the other words of a question with a filter in place of its names, searched in the same way."""
    said = [formatting.join_words(list(narrower.areas))] if narrower.areas else []
    if narrower.years:
        first, last = narrower.years
        said.append(f"published {'in ' if first == last else ''}{formatting.years(first, last)}")
    words = narrower.query.text
    about = f"findings on “{words}”" if words else "all its findings"
    return Offer(Link(f"Only {', '.join(said)}", search.href(narrower.query)), about)


def _over_time(topic: HistoryTopic, library: Library) -> Iterator[Offer]:
    """Offer what was said, recommended and done on a topic, in the order of time."""
    where = f" in {topic.area}" if topic.area else ""
    about = ("q", topic.words) if topic.words else ("theme", topic.theme)
    params = [about, *([("area", topic.area)] if topic.area else [])]
    yield Offer(
        Link(f"Has this come up before{where}?", urls.history(params)),
        f"{theme_label(topic.theme, library.vocabulary)}: what was said, recommended and done",
    )


def _quotes(search: SearchState, subject: str | None) -> Iterator[Offer]:
    if not search.short and subject is not None:
        href = replace(search, query=replace(search.query, text=subject), together=(), short=True).href()
        about = f" on “{subject}”" if subject else ""
        yield Offer(
            Link(f"Only short quotations{about}", href),
            f"{SHORT_QUOTATION_WORDS} words or fewer, for a slide",
        )
