"""The search page: one form; its address holds the whole question."""

from __future__ import annotations

from dataclasses import dataclass, replace

from kb.app.answer_question import AnsweredQuestion, without_search
from kb.core.errors import BadQuestion
from kb.core.model import FindingInContext, Kind
from kb.exports import Findings
from kb.text import formatting
from search.port import Results
from search.query import url
from web import exports, urls
from web.components.badges import signs
from web.components.cards import Card, card, document_name, theme_link
from web.components.pagination import Paging, paging
from web.page import Pages, Redirect
from web.pages.reviews import MenuOption, menu_options
from web.request import PageRequest
from web.search import alternatives, filters, state
from web.search.alternatives import Instead, Respelt, TickedThemes, respelling, spelling_link
from web.search.answer_block import AnswerBlock, answer_block
from web.search.beside_results import BesideResults, beside_results
from web.search.filters import Filter, FilterChip
from web.search.page_links import Offer
from web.search.state import SearchState
from web.search.suggested_links import offers
from web.search.summaries import heading_of_answer, heading_of_combined, is_asked, summary_of, summary_of_short
from web.urls import Link

pages = Pages()
router = pages.router

DEEPEST_HIT = 1000  # hits that can be paged through
LOOKED_AT = 200  # of the best findings, for those that are short
SLIDES_OFFERED = 10
PAGE_SIZES = (10, 20, 50)
SORTS = {
    "relevance": "Best match",
    "newest": "Newest first",
    "oldest": "Oldest first",
    "recurring": "Found most often",
}
GROUPS = {"findings": "Each finding", "reviews": "One from each review"}


@dataclass(frozen=True, slots=True)
class ThemeGroup:
    """Some of the findings on several themes: how many, over what they stretch, the first of them, and the rest."""

    name: str
    count: int
    summary: str
    cards: tuple[Card, ...]
    href: str


@dataclass(frozen=True, slots=True)
class ThemeSplit:
    """Findings on every theme that a question names, those beside them, and how many are on either."""

    heading: str  # of the page: it leads with what is on every theme, not with all that has some of the words
    name: str
    parts: tuple[ThemeGroup, ...]
    either: Instead
    rest: str
    stretch: str  # over what the rest stretches


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
    way, notices = state.read(ask.params, ask.library)
    if not notices and set(ask.params) != set(way.params()):
        raise Redirect(way.href())
    try:
        return search_results(ask, way, notices)
    except BadQuestion as error:
        return _laid_out(
            ask, replace(way, together=(), short=False), without_search(way.query, way.text), (), error=str(error)
        )


def search_results(ask: PageRequest, way: SearchState, notices: tuple[str, ...] = ()) -> SearchPage:
    """Run a search and lay out its results."""
    answered, holdings, best = _answer(ask, way)
    way = way.understood_as(answered)
    return _laid_out(ask, way, answered, holdings, notices=notices, best=best)


def _answer(ask: PageRequest, way: SearchState) -> tuple[AnsweredQuestion, tuple[FindingInContext, ...], int]:
    """Return what is found and the findings looked at; of short quotations, also how many were.

    On the first page more findings are looked at than it lists: an answer on a theme is made of them.
    """
    query, library = way.engine, ask.library
    if not way.short:
        answered = way.ask(library, query, beside=True)
        return answered, answered.findings, 0
    answered = way.ask(library, replace(query, page=1, size=LOOKED_AT, group="findings"), beside=True)
    results, held = answered.results, answered.findings
    short = state.ExportLimits(words=state.SHORT_QUOTATION_WORDS).of(held)
    first = (query.page - 1) * query.size
    many = len({one.review.slug for one in short})
    found_ = replace(results, total=len(short), reviews=many)
    return replace(answered, results=found_), short[first : first + query.size], len(held)


def _laid_out(
    ask: PageRequest,
    way: SearchState,
    answered: AnsweredQuestion,
    holdings: tuple[FindingInContext, ...],
    *,
    notices: tuple[str, ...] = (),
    best: int = 0,
    error: str = "",
) -> SearchPage:
    library, query, results = ask.library, way.query, answered.results
    understood = answered.understood
    by_review = query.group == "reviews" and not way.short  # short quotations stand each for itself
    last = _last(results.reviews if by_review else results.total, query.size)
    nearest, holdings = holdings, holdings[: query.size]
    may_ask = answered.may_ask and not error  # the index once more, for what stands beside the results
    split = _split(ask, way, answered)
    outstanding = alternatives.outstanding_themes(ask, way, results, holdings) if not split else ()
    answer = _answer_on_theme(ask, way, answered, nearest) if not split and not error else None
    heading = "Not searched" if error else split.heading if split else heading_of_answer(way, answered)
    shown = {one.id for part in split.parts for one in part.cards} if split else set()
    nothing = not results.total and not error
    ticked = alternatives.read_ticked_themes(ask, way) if may_ask and (way.together or not nothing) else None
    newest = replace(query, page=1, sort="newest")
    return SearchPage(
        title=f"Error: {heading}" if error else heading if is_asked(query) else "Search learning from reviews",
        text=way.text,
        texts=_in_full_texts(ask, way),
        personal=way.signs.holds_personal_details,
        right=respelling(way, understood.corrected),
        error=error,
        asked=is_asked(query),
        heading=heading,
        summary=summary_of_short(results, best) if way.short else "" if split else summary_of(results),
        total=results.total,
        reviews=results.reviews,
        cards=tuple(one for one in _cards(ask, way, results, holdings) if one.id not in shown),
        split=split,
        answer=answer,
        beside=beside_results(way, library, answered, nearest) if not error else BesideResults(),
        ticked=ticked,
        offers=offers(way, library, answered) if not error else (),
        wants_page=not error and way.signs.wants_page,
        filters=filters.filters(way, results, library.vocabulary),
        chips=filters.chips(way, ask, answered),
        clear=replace(way, together=(), short=False).href(url.without_filters(query)),
        years=query.years,
        sorts=menu_options(SORTS.items(), query.sort),
        sizes=menu_options([(str(size), str(size)) for size in PAGE_SIZES], str(query.size)),
        groups=menu_options(GROUPS.items(), query.group),
        by_review=query.group == "reviews",
        together=bool(way.together),
        short=way.short,
        synonyms=query.synonyms,
        spelling=way.spelling,
        narrow=way.narrow,
        also=results.also,
        also_off=way.href(url.as_typed(query)) if results.also else "",
        also_on="" if query.synonyms else way.href(replace(query, synonyms=True, page=1)),
        did_you_mean=spelling_link(way, answered) if not understood.corrected else None,
        notices=(*notices, *alternatives.reversed_years(query)),
        remarks=results.notices,
        instead=_instead(ask, way, ticked, may_ask=may_ask) if nothing else (),
        themes=alternatives.similar_themes(ask, query) if nothing else (),
        outstanding=outstanding,
        paging=paging(query.page, last, lambda n: way.href(url.at_page(query, n))),
        exports=exports.download_links(
            "/search", Findings, replace(way, query=replace(query, page=1)).as_searched().params()
        )
        if results.total
        else (),
        slides=_slides(way) if results.total else None,
        atom=way.as_searched().href(newest, ".atom"),
        json_feed=way.as_searched().href(newest, ".feed.json"),
        here=way.href(),
    )


def _instead(ask: PageRequest, way: SearchState, ticked: TickedThemes | None, *, may_ask: bool) -> tuple[Instead, ...]:
    """Return searches that find something where this one does not; the index is asked once, if it still may be."""
    if ticked:
        return (ticked.other,) if ticked.other.findings else ()
    return alternatives.instead(ask, way) if may_ask else ()


def _in_full_texts(ask: PageRequest, way: SearchState) -> Link | None:
    if not way.text.strip():
        return None
    many = formatting.count_phrase(ask.library.count_texts(way.text), "document")
    return Link(f"In full texts: {many}", urls.full_texts(way.text))


def _slides(way: SearchState) -> Link:
    """Return the way to a few slides, each with a quotation that can be read from the back of a room."""
    params = replace(way, short=True, query=replace(way.query, page=1)).as_searched().params()
    return Link(
        f"up to {SLIDES_OFFERED} slides, with quotations of {state.SHORT_QUOTATION_WORDS} words or fewer",
        urls.with_params("/search.pptx", (*params, ("most", str(SLIDES_OFFERED)))),
    )


def _last(count: int, size: int) -> int:
    return -(-min(count, DEEPEST_HIT) // size)


def _cards(
    ask: PageRequest, way: SearchState, results: Results, holdings: tuple[FindingInContext, ...]
) -> tuple[Card, ...]:
    query = way.query
    remarks = signs(ask.library, holdings)
    more = {hit.id: hit.more for hit in results.hits}
    asked = [one.finding.id for one in holdings if one.finding.kind is Kind.RECOMMENDATION]
    printed = ask.library.all_printings(asked) if asked else {}
    cards = []
    for holding in holdings:
        signed, of_kind = remarks.get(holding.finding.id, ()), bool(query.filters.get("kind"))
        made = card(holding, ask.library.vocabulary, results.highlights, signed, of_kind=of_kind)
        if holding.finding.kind is Kind.RECOMMENDATION:
            others = (one for one in printed.get(made.id, ()) if one.finding.kind is Kind.RECOMMENDATION)
            made = replace(made, also_in=tuple(Link(document_name(one), urls.finding(one)) for one in others))
        if more.get(made.id):
            within = replace(
                query, group="findings", page=1, filters={**query.filters, "review": (holding.review.slug,)}
            )
            made = replace(made, more=more[made.id], more_href=way.href(within))
        cards.append(made)
    return tuple(cards)


def _answer_on_theme(
    ask: PageRequest,
    way: SearchState,
    answered: AnsweredQuestion,
    nearest: tuple[FindingInContext, ...],
) -> AnswerBlock | None:
    """Return the answer on the theme that a question names or means."""
    if not way.is_plain or way.query.page > 1 or way.query.filters or way.signs.wants_page:
        return None
    vocabulary = ask.library.vocabulary
    theme = answered.steps.theme if answered.steps else ()
    stated = vocabulary.theme(theme[0]) if theme else None
    label, questions = (stated.label, stated.questions) if stated else ("", ())
    # without the words of the question, each leads with the sentence that made it a failing, a praise or an action:
    # in a paragraph of both, the question's words may stand in the other
    return answer_block(answered, theme, label, nearest, lambda one: card(one, vocabulary), questions)


def _split(ask: PageRequest, way: SearchState, answered: AnsweredQuestion) -> ThemeSplit | None:
    """Return what is found on every theme that a question names: shown before what has only some of its words.

    Nothing stands above a finding that has all the words in one sentence: it leads, or there is no such part.
    """
    found, results, vocabulary = answered.combined, answered.results, ask.library.vocabulary
    if found is None:
        return None
    groups = found.groups
    labels = [theme_link(group[0], vocabulary).text for group in groups]
    rarest = theme_link(found.rarest[0], vocabulary).text
    others = [label for label in labels if label != rarest]
    marked = results.highlights
    name = "About both" if len(groups) == 2 else "About all of them"
    parts = [_part(ask, way, name, found.every, replace(way, together=groups).href(), marked)]
    if found.every.total < state.FINDINGS_PER_PART and found.beside.total:
        mentioned = formatting.join_words([f"“{one}”" for one in others])
        name = f"“{rarest}”, from reviews that also mention {mentioned}"
        parts.append(_part(ask, way, name, found.beside, urls.search(found.beside_query), marked))
    return ThemeSplit(
        heading_of_combined(way, found.every.total, len(groups)),
        formatting.join_words([f"“{label}”" for label in labels]),
        tuple(parts),
        Instead(
            "Either theme" if len(groups) == 2 else "Any of these themes",
            urls.search(found.either_query),
            found.either,
        ),
        formatting.count_phrase(results.total, "finding"),
        summary_of(results),
    )


def _part(
    ask: PageRequest, way: SearchState, name: str, found: Results, href: str, highlights: tuple[str, ...]
) -> ThemeGroup:
    ids = [hit.id for hit in found.hits][: state.FINDINGS_PER_PART]
    cards = _cards(ask, way, replace(found, hits=(), highlights=highlights), ask.library.holdings(ids))
    return ThemeGroup(name, found.total, summary_of(found), cards, href)
