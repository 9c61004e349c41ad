"""Cases for training on a theme, in each review's own words; filter by age and leave out distressing subjects."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass, replace

from kb.app.cases import STUDIES
from kb.app.review_cases import notice_subjects
from kb.core.case_values import AGE_SPANS, CaseMatch, CasesOnTheme, Lack
from kb.core.model import Kind, Use
from kb.text import formatting
from kb.vocabulary import Theme
from search.port import Query
from web import urls
from web.components import case
from web.components.cards import Card, card
from web.components.case import CaseView
from web.components.list_controls import Menu, Paging, every_theme, list_page, menu
from web.page import Pages
from web.pages.themes import LinkedCount
from web.request import PageRequest
from web.urls import Link

pages = Pages()
router = pages.router

SIZE = 6
QUOTED = 3  # findings of each case
THEMES = 12  # offered where none is asked for
STARTS = 4  # cases offered where no theme is asked for, and how many of the newest reviews are looked at for them
_LOOKED_AT = 12
FEW = 3  # cases below which the page offers to widen
_LEARNT = "learning on this theme"
_WENT_WELL = "well"  # value of `learn` that asks for what went well
_PRAISED = "good practice on this theme"
_UNTOLD_ONE = "more source has findings on this theme but no case summary"
_UNTOLD = "more sources have findings on this theme but no case summary"
_LACKS = {
    Lack.NOTHING_TOLD: "this library has no summary of what happened",
    Lack.OUTSIDE: "these findings are not about a single case",
    Lack.NOTHING_TO_LEARN: "it has no lesson, concern or missed opportunity on this theme",
    Lack.AGE_HINTED: "only a word such as “baby” suggests the age",
}


@dataclass(frozen=True, slots=True)
class CaseOnTheme:
    """A case, with a few of its findings on the theme."""

    told: CaseView
    cards: tuple[Card, ...]
    findings: int
    all_findings: str  # where they are listed if these are a few of them; "" where they are all
    lacks: str  # why it is not counted as a case that fits, as a sentence; "" where it is


@dataclass(frozen=True, slots=True)
class CasesPage:
    """Cases that fit, or the form to choose a theme."""

    title: str
    summary: str
    wider: tuple[Link, ...]  # ways to more, where few fit
    cases: tuple[CaseOnTheme, ...]
    menus: tuple[Menu, ...]
    praise: bool  # what went well is asked for
    themes: tuple[LinkedCount, ...]  # to choose from where no theme is asked for, the most found first
    starts: tuple[CaseView, ...]  # the newest reviews that tell a case, where no theme is asked for
    no_sessions: bool  # whether nobody has recorded a session, so that no case can say where it was used
    picked: tuple[str, ...]  # every finding shown
    firsts: tuple[str, ...]  # findings of the first cases that fit: the beginning of a pack
    packed: int  # cases that these are of
    back: str
    paging: Paging


@pages.page("/cases", "cases.html")
def cases_page(ask: PageRequest) -> CasesPage:
    """Show cases on a theme: first those with a story that hold something to learn from, then all others."""
    theme = ask.library.vocabulary.theme(ask.get("theme"))
    age = ask.get("age") if ask.get("age") in AGE_SPANS else ""
    without = ask.get("without") if ask.get("without") in notice_subjects(ask.library.vocabulary) else ""
    praise = ask.get("learn") == _WENT_WELL
    every = ask.library.cases_on_theme(theme.slug, age, without, praise) if theme else CasesOnTheme(())
    found, fitting = every.matches, every.fitting
    page = list_page(found, ask.page, SIZE)
    kept = [(key, value) for key, value in ask.params if key in ("theme", "age", "without", "learn") and value]
    used = ask.library.session_uses({one.case.review.slug for one in page.shown})
    shown = tuple(_case(ask, one, used[one.case.review.slug]) for one in page.shown)
    first = [case for case in shown if not (case.lacks and (age or fitting))][:FEW]
    return CasesPage(
        title=f"Cases on {theme.label}" if theme else "Cases for training",
        summary=_summary(every, age, _PRAISED if praise else _LEARNT) if theme else "",
        wider=_wider_links(ask, theme, age, without, praise) if theme and fitting < FEW else (),
        cases=shown,
        menus=_menus(ask, theme, age, without, praise),
        praise=praise,
        themes=() if theme else _themes_to_choose(ask, age, without, praise),
        starts=() if theme else _newest_cases(ask),
        no_sessions=not ask.library.has_recorded_sessions(),
        picked=tuple(one.id for case in shown for one in case.cards),
        firsts=tuple(one.id for case in first for one in case.cards),
        packed=len(first),
        back=urls.at_page("/cases", kept, page.number),
        paging=page.paging(lambda n: urls.at_page("/cases", kept, n)),
    )


def _case(ask: PageRequest, found: CaseMatch, uses: Sequence[tuple[str, Use]]) -> CaseOnTheme:
    vocabulary = ask.library.vocabulary
    told = replace(case.with_uses(case.lay_out(found.case, vocabulary), uses), missing="")  # the reason below says it
    lacks = (
        f"Not counted above because {formatting.join_words([_lack(one, found) for one in found.lacks])}."
        if found.lacks
        else ""
    )
    best = tuple(card(one, vocabulary) for one in found.holdings[:QUOTED])
    theme = vocabulary.theme(ask.get("theme"))
    rest = theme if len(found.holdings) > len(best) else None
    everything = urls.filtered_search(theme=rest.slug, review=found.case.review.slug) if rest else ""
    return CaseOnTheme(told, best, len(found.holdings), everything, lacks)


def _lack(one: Lack, found: CaseMatch) -> str:
    return "it has no good practice on this theme" if found.praise and one is Lack.NOTHING_TO_LEARN else _LACKS[one]


def _summary(every: CasesOnTheme, age: str, sought: str) -> str:
    """Return how many cases fit and what else is listed; the numbers add up to all sources on the theme."""
    fitting, left = every.fitting, every.left
    whom = f" about {_whom(age)}" if age else ""
    if fitting:
        only = "Only " if fitting < FEW else ""
        has = "has" if fitting == 1 else "have"
        first = f"{only}{formatting.count_phrase(fitting, 'case')}{whom} {has} {sought}."
    else:
        first = f"This library has no case{whom} with {sought}."
    more = f"{left} more {'is' if left == 1 else 'are'} not included"
    looked = f" This looks at the newest {every.looked_at} sources on the theme; {more}." if left else ""
    return f"{first}{_rest(every.matches, fitting)}{looked}"


def _whom(age: str) -> str:
    span = AGE_SPANS[age][0].lower()
    otherwise = f"children {span}" if span.startswith("under") else f"children aged {span}"
    return {"adult": "adults", "unborn": "unborn babies"}.get(age, otherwise)


def _rest(found: Sequence[CaseMatch], fitting: int) -> str:
    """Return in a sentence or two what is listed beside the cases that fit, or ""."""
    told = sum(one.case.story is not None for one in found) - fitting
    untold = len(found) - fitting - told
    weaker = formatting.count_phrase(told, "case that is a weaker match", "cases that are a weaker match")
    listed = f" Listed{' after' if fitting else ''}: {weaker}." if told else ""
    return f"{listed} {formatting.count_phrase(untold, _UNTOLD_ONE, _UNTOLD)}." if untold else listed


def _wider_links(ask: PageRequest, theme: Theme, age: str, without: str, praise: bool) -> tuple[Link, ...]:
    """Return links that widen the search: without one of its choices, or on a related theme."""
    subjects = notice_subjects(ask.library.vocabulary)
    asked = {"theme": theme.slug, "age": age, "without": without, "learn": _WENT_WELL if praise else ""}

    def address_without(name: str) -> str:
        return urls.with_params("/cases", [(key, value) for key, value in asked.items() if value and key != name])

    own = [Link("Any age", address_without("age"))] if age else []
    own += [Link(f"Also cases with {subjects[without]}", address_without("without"))] if without else []
    near = (ask.library.vocabulary.theme(slug) for slug in theme.related)
    return (*own, *(Link(one.label, urls.with_params("/cases", [("theme", one.slug)])) for one in near if one))


def _menus(ask: PageRequest, theme: Theme | None, age: str, without: str, praise: bool) -> tuple[Menu, ...]:
    subjects = [(slug, formatting.capital(words)) for slug, words in notice_subjects(ask.library.vocabulary).items()]
    return (
        menu("theme", "Theme", every_theme(ask.library.vocabulary), theme.slug if theme else "", "Choose"),
        menu(
            "learn",
            "Learn from",
            [(_WENT_WELL, "What went well (good practice)")],
            _WENT_WELL if praise else "",
            "What went wrong",
        ),
        menu("age", "Age", [(key, label) for key, (label, *_) in AGE_SPANS.items()], age),
        menu("without", "Leave out cases about", subjects, without, "Nothing"),
    )


def _newest_cases(ask: PageRequest) -> tuple[CaseView, ...]:
    """Return the newest reviews that tell a case, with the sessions in which they were used."""
    library = ask.library
    types = library.vocabulary.review_types
    telling = [one for one in library.every_review() if (known := types.get(one.review_type)) and known.tells_case]
    newest = sorted(telling, key=lambda one: one.published, reverse=True)[:_LOOKED_AT]
    told = [cases[0] for one in newest if (cases := library.cases(one.slug)) and cases[0].story][:STARTS]
    used = library.session_uses(one.review.slug for one in told)
    return tuple(case.with_uses(case.lay_out(one, library.vocabulary), used[one.review.slug]) for one in told)


def _themes_to_choose(ask: PageRequest, age: str, without: str, praise: bool) -> tuple[LinkedCount, ...]:
    """Return the themes with most to learn from, or most praised, in sources that tell a case; else in any.

    Of a source of another type, as an inspection, what stands under the heading of a case study counts.
    """
    vocabulary = ask.library.vocabulary
    specific = {slug: theme.label for slug, theme in vocabulary.themes.items() if not theme.weak}
    kinds = (Kind.GOOD_PRACTICE,) if praise else (Kind.LESSON, Kind.CONCERN, Kind.MISSED_OPPORTUNITY)
    filters = {"kind": tuple(kind.value for kind in kinds)}
    types = {slug: one.tells_case for slug, one in vocabulary.review_types.items()}
    telling = Query(filters={**filters, "review_type": tuple(slug for slug, tells in types.items() if tells)})
    others = {**filters, "review_type": tuple(slug for slug, tells in types.items() if not tells)}
    found = _counts(ask, specific, telling, Query(STUDIES, others)) or _counts(ask, specific, Query(filters=filters))
    asked = [("age", age), ("without", without), ("learn", _WENT_WELL if praise else "")]
    kept = [(name, value) for name, value in asked if value]
    shown = sorted(((slug, *count) for slug, count in found.items()), key=lambda one: (-one[2], -one[1]))
    return tuple(
        LinkedCount(Link(specific[slug], urls.with_params("/cases", [("theme", slug), *kept])), findings, reviews)
        for slug, findings, reviews in shown[:THEMES]
    )


def _counts(ask: PageRequest, themes: Container[str], *queries: Query) -> dict[str, tuple[int, int]]:
    """Return for each of these themes how many findings and reviews answer any query; no review answers two."""
    found: dict[str, tuple[int, int]] = {}
    for query in queries:
        counts = ask.library.search(replace(query, size=1, facets=("theme",))).facets.get("theme", ())
        for one in counts:
            findings, reviews = found.get(one.value, (0, 0))
            if one.findings and one.value in themes:
                found[one.value] = (findings + one.findings, reviews + one.reviews)
    return found
