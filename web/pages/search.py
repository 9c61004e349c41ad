"""The search page: one form; its address holds the whole question."""

from __future__ import annotations

from dataclasses import dataclass, replace

from kb.app.answer_question import AnsweredQuestion
from kb.app.library import Library
from kb.core.errors import BadQuestion
from kb.exports import Findings
from web import exports
from web.components.cards import Card
from web.components.list_controls import MenuOption, Paging, menu_options, paging
from web.page import Pages, Redirect
from web.request import PageRequest
from web.search import state
from web.search.alternatives import Respelt, TickedThemes, other_searches
from web.search.beside_results import (
    AnswerBlock,
    BesideResults,
    answer_block,
    beside_results,
    combined_block,
    quotation_block,
)
from web.search.filters import Filter, FilterChip, Instead, chosen_values, filter_panel
from web.search.page_links import Offer
from web.search.result_list import ResultCards, ThemeSplit, is_asked, result_list
from web.search.state import SearchState
from web.search.suggested_links import offers
from web.urls import Link

pages = Pages()
router = pages.router

DEEPEST_HIT = 1000  # hits that can be paged through
SLIDES = f"up to {state.SLIDES_OFFERED} slides, with quotations of {state.SHORT_QUOTATION_WORDS} words or fewer"
PAGE_SIZES = (10, 20, 50)
SORTS = {
    "relevance": "Best match",
    "newest": "Newest first",
    "oldest": "Oldest first",
    "recurring": "Found most often",
}
GROUPS = {"findings": "Each finding", "reviews": "One from each source"}


@dataclass(frozen=True, slots=True)
class SearchPage:
    """The question, its results, and every next step."""

    title: str
    text: str
    texts: Link | None  # documents whose text has the words, whether or not they have findings
    personal: bool  # whether what was typed is formed as a person's details
    right: Respelt | None
    error: str
    asked: bool
    heading: str
    summary: str
    total: int
    reviews: int
    cards: tuple[Card, ...]
    split: ThemeSplit | None
    answer: AnswerBlock | None
    beside: BesideResults
    ticked: TickedThemes | None
    offers: tuple[Offer, ...]
    wants_page: bool  # whether a page does what is asked for, and no subject is named
    filters: tuple[Filter, ...]
    chips: tuple[FilterChip, ...]
    clear: str
    years: tuple[int | None, int | None]
    sorts: tuple[MenuOption, ...]
    sizes: tuple[MenuOption, ...]
    groups: tuple[MenuOption, ...]
    by_review: bool
    together: bool
    short: bool
    synonyms: bool
    spelling: bool
    narrow: bool
    also: tuple[str, ...]
    also_off: str
    also_on: str
    did_you_mean: Link | None
    notices: tuple[str, ...]  # what of the address was left out
    remarks: tuple[str, ...]  # how the words were taken
    instead: tuple[Instead, ...]
    themes: tuple[Link, ...]  # to look at where nothing was found
    outstanding: tuple[Instead, ...]  # themes of which these findings have far more than others do
    paging: Paging
    exports: tuple[Link, ...]
    slides: Link | None
    atom: str
    json_feed: str
    here: str


@pages.page("/search", "search.html")
def search_page(ask: PageRequest) -> SearchPage:
    """Answer a search; what a form sends beyond what was asked is left out of the address first."""
    search, notices = state.read(ask.params, ask.library)
    if not notices and set(ask.params) != set(search.params()):
        raise Redirect(search.href())
    try:
        answered = search.answer(ask.library)
        return _lay_out(ask.library, search.understood_as(answered), answered, notices)
    except BadQuestion as error:
        plain = replace(search, together=(), short=False)
        return _lay_out(ask.library, plain, AnsweredQuestion(error=str(error), may_ask=False), ())


def _answer(
    search: SearchState, answered: AnsweredQuestion, library: Library, cards: ResultCards, as_typed: str
) -> AnswerBlock | None:
    """Return what is answered in short: on the theme of a question, on several, or to exact words beside others."""
    return (
        answer_block(answered.on_theme, cards.leading_card, as_typed)
        or combined_block(answered, cards.leading_card)
        or quotation_block(search, answered, library, cards.leading_card)
    )


def _lay_out(library: Library, search: SearchState, answered: AnsweredQuestion, notices: tuple[str, ...]) -> SearchPage:
    """Return the page of an answer. Each part is asked for once, and gives one value."""
    query, results = search.query, answered.results
    cards = ResultCards(library, search, answered)
    listed = result_list(search, answered, cards)
    chosen = chosen_values(query, library)
    others = other_searches(search, library, answered, chosen)
    panel = filter_panel(search, answered, chosen, library)
    by_review = query.group == "reviews" and not search.short  # short quotations stand each for itself
    last = -(-min(results.reviews if by_review else results.total, DEEPEST_HIT) // query.size)
    links = search.links()
    beside = beside_results(search, answered, library, cards.leading_card)
    return SearchPage(
        title=listed.title,
        text=search.text,
        texts=others.texts,
        personal=search.signs.holds_personal_details,
        right=others.respelt,
        error=answered.error,
        asked=is_asked(query),
        heading=listed.heading,
        summary=listed.summary,
        total=results.total,
        reviews=results.reviews,
        cards=listed.cards,
        split=listed.split,
        answer=None if beside.no_case else _answer(search, answered, library, cards, links.as_typed),
        beside=beside,
        ticked=others.ticked,
        offers=offers(search, library, answered),
        wants_page=not answered.error and search.signs.wants_page,
        filters=panel.filters,
        chips=panel.chips,
        clear=panel.clear,
        years=query.years,
        sorts=menu_options(SORTS.items(), query.sort),
        sizes=menu_options([(str(size), str(size)) for size in PAGE_SIZES], str(query.size)),
        groups=menu_options(GROUPS.items(), query.group),
        by_review=query.group == "reviews",
        together=bool(search.together),
        short=search.short,
        synonyms=query.synonyms,
        spelling=search.spelling,
        narrow=search.narrow,
        also=results.also,
        also_off=links.as_typed if results.also else "",
        also_on=links.with_synonyms,
        did_you_mean=others.did_you_mean,
        notices=(*notices, *others.notices),
        remarks=results.notices,
        instead=others.instead,
        themes=others.themes,
        outstanding=panel.outstanding,
        paging=paging(query.page, last, search.page_href),
        exports=exports.download_links("/search", Findings, links.file_params) if results.total else (),
        slides=Link(SLIDES, links.slides) if results.total else None,
        atom=links.atom,
        json_feed=links.json_feed,
        here=links.here,
    )
