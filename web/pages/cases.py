"""Cases for training on a theme, in each review's own words; filter by age and leave out distressing subjects."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from kb.cases import ages
from kb.cases.ages import SPANS, Standing
from kb.core.model import DocumentSummary, FindingInContext, Kind, Polarity, Use
from kb.text import formatting
from kb.vocabulary import Theme
from web import urls
from web.components import case
from web.components.cards import Card, card
from web.components.case import HARD, Case, CaseView
from web.components.pagination import Paging, paging
from web.page import Pages
from web.pages.reviews import Menu, every_theme, menu
from web.request import PageRequest
from web.urls import Link

pages = Pages()
router = pages.router

CASES_PER_PAGE = 6
LOOKED_AT = 60  # reviews whose documents are read for how they tell their case
QUOTED_FINDINGS = 3  # findings of each case
FEW_CASES = 3  # cases below which the page offers to widen
TELLING_KINDS = (Kind.MISSED_OPPORTUNITY, Kind.LESSON, Kind.CONCERN)  # what a room can learn from, before praise
_KINDS_IN_ORDER = (*TELLING_KINDS, Kind.RECOMMENDATION, Kind.GOOD_PRACTICE)
_LEARNT = "a lesson, concern or missed opportunity on this theme"
_UNTOLD = "reviews with findings of no case that is told"
_NOT = {"suicide-self-harm": "Suicide or self-harm", "sexual-abuse": "Sexual abuse"}


@dataclass(frozen=True, slots=True)
class CaseOnTheme:
    """A case, with a few of its findings on the theme."""

    told: CaseView
    cards: tuple[Card, ...]
    findings: int
    lacks: str  # why it is not counted as a case that fits, as a sentence; "" where it is


@dataclass(frozen=True, slots=True)
class CasesPage:
    """Cases that fit, or the form to choose a theme."""

    title: str
    summary: str
    wider: tuple[Link, ...]  # ways to more, where few fit
    cases: tuple[CaseOnTheme, ...]
    menus: tuple[Menu, ...]
    picked: tuple[str, ...]  # every finding shown
    firsts: tuple[str, ...]  # findings of the first cases that fit: the beginning of a pack
    packed: int  # cases that these are of
    back: str
    paging: Paging


@dataclass(frozen=True, slots=True)
class CaseMatch:
    """A case, and its findings on the theme."""

    tale: Case
    held: tuple[FindingInContext, ...]
    standing: Standing = Standing.STATED  # of the age that is asked for

    @property
    def lacks(self) -> tuple[str, ...]:
        """What keeps it from being a case that fits, in words; nothing where it is one."""
        reasons = (
            ("" if self.tale.story else _untold_sentence(self.tale)),
            ("" if self.learns else "it holds no lesson, concern or missed opportunity on the theme"),
            (
                ""
                if self.standing is Standing.STATED
                else "only a word in its findings, such as “baby”, hints at the age"
            ),
        )
        return tuple(one for one in reasons if one)

    @property
    def learns(self) -> bool:
        """Whether it holds something to learn on the theme."""
        return any(
            one.finding.kind in TELLING_KINDS and one.finding.polarity is not Polarity.WORKING_WELL for one in self.held
        )

    @property
    def order(self) -> tuple[bool, bool, bool]:
        """Sort those that fit first, then those that are told."""
        return bool(self.lacks), not self.tale.story, not self.learns


@pages.page("/cases", "cases.html")
def cases_page(ask: PageRequest) -> CasesPage:
    """Show cases on a theme: first those that are told and hold something to learn from, then all others."""
    theme = ask.library.vocabulary.theme(ask.get("theme"))
    age = ask.get("age") if ask.get("age") in SPANS else ""
    without = ask.get("without") if ask.get("without") in HARD else ""
    found, left = _find_cases(ask, theme, age, without) if theme else ([], 0)
    fitting = sum(not one.lacks for one in found)
    last = -(-len(found) // CASES_PER_PAGE)
    number = ask.number("page", 1, 1, max(last, 1))
    kept = [(key, value) for key, value in ask.params if key in ("theme", "age", "without") and value]
    page = found[(number - 1) * CASES_PER_PAGE : number * CASES_PER_PAGE]
    used = ask.library.uses_of({one.tale.review.slug for one in page})
    shown = tuple(_case(ask, one, used[one.tale.review.slug], age) for one in page)
    first = [case for case in shown if not (case.lacks and (age or fitting))][:FEW_CASES]
    return CasesPage(
        title=f"Cases on {theme.label}" if theme else "Cases for training",
        summary=_summary(found, left, age) if theme else "",
        wider=_wider_links(ask, theme, age, without) if theme and fitting < FEW_CASES else (),
        cases=shown,
        menus=_menus(ask, theme, age, without),
        picked=tuple(one.id for case in shown for one in case.cards),
        firsts=tuple(one.id for case in first for one in case.cards),
        packed=len(first),
        back=urls.at_page("/cases", kept, number),
        paging=paging(number, last, lambda n: urls.at_page("/cases", kept, n)),
    )


def _find_cases(ask: PageRequest, theme: Theme, age: str, without: str) -> tuple[list[CaseMatch], int]:
    """Return the cases on a theme, those that fit best first, and how many reviews were not looked at."""
    every = _by_review(ask.library.findings())
    newest = sorted(
        (held for held in every.values() if any(theme.slug in one.finding.themes for one in held)),
        key=lambda held: held[0].review.published,
        reverse=True,
    )
    documents: dict[str, list[DocumentSummary]] = {}
    for document in ask.library.documents():
        documents.setdefault(document.review, []).append(document)
    cases: list[CaseMatch] = []
    for held in newest[:LOOKED_AT]:
        review = held[0].review
        for tale in case.tales(ask, review, held, documents.get(review.slug, ())):
            one = _of_age(tale, theme, age)
            if one.held and not (without and case.is_hard(tale, without)):
                cases.append(one)
    cases.sort(key=lambda one: one.order)
    return cases, max(len(newest) - LOOKED_AT, 0)


def _of_age(tale: Case, theme: Theme, age: str) -> CaseMatch:
    """Return a case with its findings on a theme, without those about another age.

    The age is the case's; findings that belong to no case must state it themselves.
    """
    held = tuple(one for one in tale.holdings if theme.slug in one.finding.themes)
    if not age or not held:
        return CaseMatch(tale, held)
    held = tuple(one for one in held if not ages.otherwise(one.finding.text, age))
    if tale.story is None:
        return CaseMatch(tale, tuple(one for one in held if ages.of_age(one.finding.text, age)))
    texts = (one.finding.text for one in tale.holdings)
    standing = ages.standing(tale.all_text, texts, age, tale.review.review_type)
    return CaseMatch(tale, held if standing is not Standing.OTHER else (), standing)


def _untold_sentence(tale: Case) -> str:
    return (
        "these findings stand outside of the cases that it tells"
        if tale.cases
        else ("no document of it here tells what happened")
    )


def _by_review(holdings: Sequence[FindingInContext]) -> dict[str, list[FindingInContext]]:
    found: dict[str, list[FindingInContext]] = {}
    for one in holdings:
        found.setdefault(one.review.slug, []).append(one)
    return found


def _case(ask: PageRequest, found: CaseMatch, uses: Sequence[tuple[str, Use]], age: str) -> CaseOnTheme:
    order = {kind: at for at, kind in enumerate(_KINDS_IN_ORDER)}

    def place(one: FindingInContext) -> tuple[bool, bool, int]:
        praise = one.finding.polarity is Polarity.WORKING_WELL or one.finding.kind is Kind.GOOD_PRACTICE
        other = bool(age) and not ages.of_age(one.finding.text, age)
        return praise, other, order.get(one.finding.kind, len(order))

    best = sorted(found.held, key=place)[:QUOTED_FINDINGS]
    shown = found.tale if found.tale.story else replace(found.tale, holdings=found.held)
    told = replace(case.with_uses(case.laid_out(ask, shown), uses), missing="")  # the reason below says it
    lacks = f"Not counted above: {formatting.join_words(found.lacks)}." if found.lacks else ""
    return CaseOnTheme(told, tuple(card(one, ask.library.vocabulary) for one in best), len(found.held), lacks)


def _summary(found: Sequence[CaseMatch], left: int, age: str) -> str:
    """Return how many cases fit and what else is listed; the numbers add up to all that is."""
    fitting = sum(not one.lacks for one in found)
    whom = " of an adult" if age == "adult" else f" of the age “{SPANS[age][0].lower()}”" if age else ""
    if fitting:
        only = "Only " if fitting < FEW_CASES else ""
        tells = "is told here and holds" if fitting == 1 else "are told here and hold"
        first = f"{only}{formatting.count_phrase(fitting, 'case')}{whom} {tells} {_LEARNT}."
    else:
        first = f"No case{whom} that is told here holds {_LEARNT}."
    more = f"{left} more {'was' if left == 1 else 'were'} not"
    looked = f" The newest {LOOKED_AT} reviews on the theme were looked at; {more}." if left else ""
    return f"{first}{_rest(found, fitting)}{looked}"


def _rest(found: Sequence[CaseMatch], fitting: int) -> str:
    """Return in a sentence what is listed beside the cases that fit, or ""."""
    told = sum(one.tale.story is not None for one in found) - fitting
    untold = len(found) - fitting - told
    parts = [formatting.count_phrase(told, "case that fits less", "cases that fit less")] if told else []
    parts += (
        [formatting.count_phrase(untold, "review with findings of no case that is told", _UNTOLD)] if untold else []
    )
    return f" {'Listed after' if fitting else 'Listed'}: {formatting.join_words(parts)}." if parts else ""


def _wider_links(ask: PageRequest, theme: Theme, age: str, without: str) -> tuple[Link, ...]:
    """Return links to less narrow searches, and to near themes."""
    asked = {"theme": theme.slug, "age": age, "without": without}

    def address_without(name: str) -> str:
        return urls.with_params("/cases", [(key, value) for key, value in asked.items() if value and key != name])

    own = [Link("Any age", address_without("age"))] if age else []
    own += [Link(f"Also cases with {_NOT[without].casefold()}", address_without("without"))] if without in _NOT else []
    near = (ask.library.vocabulary.theme(slug) for slug in theme.related)
    return (*own, *(Link(one.label, urls.with_params("/cases", [("theme", one.slug)])) for one in near if one))


def _menus(ask: PageRequest, theme: Theme | None, age: str, without: str) -> tuple[Menu, ...]:
    return (
        menu("theme", "Theme", every_theme(ask), theme.slug if theme else "", "Choose"),
        menu("age", "Age", [(key, label) for key, (label, *_) in SPANS.items()], age),
        menu("without", "Leave out cases with", list(_NOT.items()), without, "Nothing"),
    )
