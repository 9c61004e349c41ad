"""Cases for a training room: reviews on a theme, each told in its own words, by age and without what is too hard."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kb import phrasing
from kb.model import Holding, Kind, Polarity
from kb.vocabulary import Theme
from web import links, telling
from web.asking import Ask
from web.cards import Card, card
from web.links import Link
from web.pages.reviews import Menu, menu
from web.paging import Paging, paging
from web.telling import HARD, SPANS, Told
from web.twins import Pages

pages = Pages()
router = pages.router

SIZE = 6
LOOKED_AT = 60  # reviews whose documents are read for how they tell their case
QUOTED = 3  # findings of each case
FEW = 3  # cases below which the page offers to widen
TELLING = (Kind.MISSED_OPPORTUNITY, Kind.LESSON, Kind.CONCERN)  # what a room can learn from, before praise
_FIRST = (*TELLING, Kind.RECOMMENDATION, Kind.GOOD_PRACTICE)
_NOT = {"suicide-self-harm": "Suicide or self-harm", "sexual-abuse": "Sexual abuse"}


@dataclass(frozen=True, slots=True)
class Case:
    """A review as a case, with a few findings on the theme."""

    told: Told
    cards: tuple[Card, ...]
    findings: int
    lacks: str  # why it is not counted as a case that fits, as a sentence; "" where it is


@dataclass(frozen=True, slots=True)
class CasesPage:
    """Cases that fit, or the form to choose a theme."""

    title: str
    summary: str
    wider: tuple[Link, ...]  # ways to more, where few fit
    cases: tuple[Case, ...]
    menus: tuple[Menu, ...]
    picked: tuple[str, ...]  # every finding shown
    firsts: tuple[str, ...]  # findings of the first cases that fit: the beginning of a pack
    packed: int  # cases that these are of
    back: str
    paging: Paging


@pages.page("/cases", "cases.html")
def cases_page(ask: Ask) -> CasesPage:
    """Show cases on a theme: first the reviews that tell a case and learn from it, then all others."""
    theme = ask.library.vocabulary.theme(ask.get("theme"))
    age = ask.get("age") if ask.get("age") in SPANS else ""
    without = ask.get("without") if ask.get("without") in HARD else ""
    found, left = _found(ask, theme, age, without) if theme else ([], 0)
    fitting = sum(_fits(one, age) for one in found)
    last = -(-len(found) // SIZE)
    number = ask.number("page", 1, 1, max(last, 1))
    kept = [(key, value) for key, value in ask.params if key in ("theme", "age", "without") and value]
    page = found[(number - 1) * SIZE : number * SIZE]
    used = ask.library.used([told.slug for told, _ in page])
    shown = tuple(_case(ask, telling.with_uses(told, used[told.slug]), held, age) for told, held in page)
    first = [case for case in shown if not (case.lacks and (age or fitting))][:FEW]
    return CasesPage(
        title=f"Cases on {theme.label}" if theme else "Cases for training",
        summary=_summary(fitting, len(found), left, age) if theme else "",
        wider=_wider(ask, theme, age, without) if theme and fitting < FEW else (),
        cases=shown,
        menus=_menus(ask, theme, age, without),
        picked=tuple(one.id for case in shown for one in case.cards),
        firsts=tuple(one.id for case in first for one in case.cards),
        packed=len(first),
        back=links.asked("/cases", [*kept, ("page", str(number))] if number > 1 else kept),
        paging=paging(number, last, lambda n: links.asked("/cases", [*kept, ("page", str(n))] if n > 1 else kept)),
    )


Found = tuple[Told, Sequence[Holding]]  # a case, and its findings on the theme


def _found(ask: Ask, theme: Theme, age: str, without: str) -> tuple[list[Found], int]:
    """Return the reviews on a theme, those that fit best first, and how many were not looked at."""
    every = _by_review(ask.library.findings())
    on_theme = _by_review([one for one in ask.library.findings() if theme.slug in one.finding.themes])
    newest = sorted(on_theme.values(), key=lambda held: held[0].review.published, reverse=True)
    cases: list[Found] = []
    for held in newest[:LOOKED_AT]:
        review = held[0].review
        whole = every.get(review.slug, held)
        told = telling.told(ask, review, whole)
        hard = bool(without) and _label(ask, without) in told.hard
        if not hard and (not age or _states(told, whole, age)):
            cases.append((told, held))
    cases.sort(key=lambda one: _order(one, age))
    return cases, max(len(newest) - LOOKED_AT, 0)


def _states(told: Told, holdings: Sequence[Holding], age: str) -> bool:
    """Whether a case or a finding of the review states this age."""
    return any(telling.of_age(text, age) for text in (told.words, *(one.finding.text for one in holdings)))


def _learns(held: Sequence[Holding]) -> bool:
    return any(one.finding.kind in TELLING and one.finding.polarity is not Polarity.WORKING_WELL for one in held)


def _fits(found: Found, age: str) -> bool:
    """Whether a review tells its case, of this age if one is asked for, and holds something to learn on the theme."""
    return not _lacks(found, age)


def _lacks(found: Found, age: str) -> str:
    """Return in a sentence what keeps a review from being such a case, or ""."""
    told, held = found
    reasons = []
    if not told.words:
        reasons.append("no document of it here tells what happened")
    if not _learns(held):
        reasons.append("it holds no lesson, concern or missed opportunity on the theme")
    if age and not _states(told, held, age):
        reasons.append(f"an age “{SPANS[age][0].lower()}” is stated only in findings that are not on the theme")
    return f"Not counted above: {phrasing.listed(reasons)}." if reasons else ""


def _order(found: Found, age: str) -> tuple[bool, bool, bool]:
    told, held = found
    return not _fits(found, age), not told.words, not _learns(held)


def _by_review(holdings: Sequence[Holding]) -> dict[str, list[Holding]]:
    found: dict[str, list[Holding]] = {}
    for one in holdings:
        found.setdefault(one.review.slug, []).append(one)
    return found


def _label(ask: Ask, slug: str) -> str:
    theme = ask.library.vocabulary.theme(slug)
    return theme.label if theme else slug


def _case(ask: Ask, told: Told, held: Sequence[Holding], age: str) -> Case:
    order = {kind: at for at, kind in enumerate(_FIRST)}

    def place(one: Holding) -> tuple[bool, bool, int]:
        praise = one.finding.polarity is Polarity.WORKING_WELL or one.finding.kind is Kind.GOOD_PRACTICE
        other = bool(age) and not telling.of_age(one.finding.text, age)
        return praise, other, order.get(one.finding.kind, len(order))

    best = sorted(held, key=place)[:QUOTED]
    return Case(told, tuple(card(one, ask.library.vocabulary) for one in best), len(held), _lacks((told, held), age))


def _summary(fitting: int, found: int, left: int, age: str) -> str:
    whom = f", with an age “{SPANS[age][0].lower()}” stated" if age else ""
    looked = f" The newest {LOOKED_AT} reviews on the theme were looked at; {left} more were not." if left else ""
    rest = found - fitting
    after = f" {phrasing.counted(rest, 'more review')} on the theme {_come(rest)} after." if rest else ""
    if not fitting:
        return f"No review here tells its case and holds a lesson or concern on this theme{whom}.{after}{looked}"
    tells = "review tells its case and holds" if fitting == 1 else "reviews tell their case and hold"
    only = "Only " if fitting < FEW else ""
    return f"{only}{fitting} {tells} a lesson, concern or missed opportunity on this theme{whom}.{after}{looked}"


def _come(number: int) -> str:
    return "comes" if number == 1 else "come"


def _wider(ask: Ask, theme: Theme, age: str, without: str) -> tuple[Link, ...]:
    """Return the same question with less asked, and near themes."""
    asked = {"theme": theme.slug, "age": age, "without": without}

    def less(name: str) -> str:
        return links.asked("/cases", [(key, value) for key, value in asked.items() if value and key != name])

    own = [Link("Any age", less("age"))] if age else []
    own += [Link(f"Also cases with {_NOT[without].casefold()}", less("without"))] if without in _NOT else []
    near = (ask.library.vocabulary.theme(slug) for slug in theme.related)
    return (*own, *(Link(one.label, links.asked("/cases", [("theme", one.slug)])) for one in near if one))


def _menus(ask: Ask, theme: Theme | None, age: str, without: str) -> tuple[Menu, ...]:
    themes = sorted(ask.library.vocabulary.themes.values(), key=lambda one: one.label.casefold())
    return (
        menu("theme", "Theme", [(one.slug, one.label) for one in themes], theme.slug if theme else "", "Choose"),
        menu("age", "Age", [(key, label) for key, (label, *_) in SPANS.items()], age),
        menu("without", "Leave out cases with", list(_NOT.items()), without, "Nothing"),
    )
