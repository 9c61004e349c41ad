"""Cases for a training room: reviews on a theme, each told in its own words, by age and without what is too hard."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kb import phrasing
from kb.model import Holding, Kind
from kb.vocabulary import Theme
from web import links, telling
from web.asking import Ask
from web.cards import Card, card
from web.pages.reviews import Menu, menu
from web.paging import Paging, paging
from web.telling import HARD, SPANS, Told
from web.twins import Pages

pages = Pages()
router = pages.router

SIZE = 6
LOOKED_AT = 60  # reviews whose documents are read for how they tell their case
QUOTED = 3  # findings of each case
_FIRST = (Kind.MISSED_OPPORTUNITY, Kind.LESSON, Kind.GOOD_PRACTICE, Kind.CONCERN)
_NOT = {"suicide-self-harm": "Suicide or self-harm", "sexual-abuse": "Sexual abuse"}


@dataclass(frozen=True, slots=True)
class Case:
    """A review as a case, with a few findings on the theme."""

    told: Told
    cards: tuple[Card, ...]
    findings: int


@dataclass(frozen=True, slots=True)
class CasesPage:
    """Cases that fit, or the form to choose a theme."""

    title: str
    summary: str
    cases: tuple[Case, ...]
    menus: tuple[Menu, ...]
    picked: tuple[str, ...]  # every finding shown
    back: str
    paging: Paging


@pages.page("/cases", "cases.html")
def cases_page(ask: Ask) -> CasesPage:
    """Show cases on a theme."""
    theme = ask.library.vocabulary.theme(ask.get("theme"))
    age = ask.get("age") if ask.get("age") in SPANS else ""
    without = ask.get("without") if ask.get("without") in HARD else ""
    found, left = _found(ask, theme, age, without) if theme else ([], 0)
    last = -(-len(found) // SIZE)
    number = ask.number("page", 1, 1, max(last, 1))
    kept = [(key, value) for key, value in ask.params if key in ("theme", "age", "without") and value]
    page = found[(number - 1) * SIZE : number * SIZE]
    used = ask.library.used([told.slug for told, _ in page])
    shown = tuple(_case(ask, telling.with_uses(told, used[told.slug]), held) for told, held in page)
    return CasesPage(
        title=f"Cases on {theme.label}" if theme else "Cases for training",
        summary=_summary(len(found), left, age) if theme else "",
        cases=shown,
        menus=_menus(ask, theme, age, without),
        picked=tuple(one.id for case in shown for one in case.cards),
        back=links.asked("/cases", [*kept, ("page", str(number))] if number > 1 else kept),
        paging=paging(number, last, lambda n: links.asked("/cases", [*kept, ("page", str(n))] if n > 1 else kept)),
    )


Found = tuple[Told, Sequence[Holding]]  # a case, and its findings on the theme


def _found(ask: Ask, theme: Theme, age: str, without: str) -> tuple[list[Found], int]:
    """Return the cases on a theme that tell what happened, newest first, and how many reviews were not looked at."""
    every = _by_review(ask.library.findings())
    on_theme = _by_review([one for one in ask.library.findings() if theme.slug in one.finding.themes])
    newest = sorted(on_theme.values(), key=lambda held: held[0].review.published, reverse=True)
    cases: list[Found] = []
    for held in newest[:LOOKED_AT]:
        review = held[0].review
        told = telling.told(ask, review, every.get(review.slug, held))
        hard = bool(without) and _label(ask, without) in told.hard
        if told.words and not hard and (not age or telling.of_age(told.words, age)):
            cases.append((told, held))
    return cases, max(len(newest) - LOOKED_AT, 0)


def _by_review(holdings: Sequence[Holding]) -> dict[str, list[Holding]]:
    found: dict[str, list[Holding]] = {}
    for one in holdings:
        found.setdefault(one.review.slug, []).append(one)
    return found


def _label(ask: Ask, slug: str) -> str:
    theme = ask.library.vocabulary.theme(slug)
    return theme.label if theme else slug


def _case(ask: Ask, told: Told, held: Sequence[Holding]) -> Case:
    order = {kind: at for at, kind in enumerate(_FIRST)}
    best = sorted(held, key=lambda one: order.get(one.finding.kind, len(order)))[:QUOTED]
    return Case(told, tuple(card(one, ask.library.vocabulary) for one in best), len(held))


def _summary(found: int, left: int, age: str) -> str:
    whom = f" in which an age “{SPANS[age][0].lower()}” is stated" if age else ""
    looked = f" The newest {LOOKED_AT} reviews on the theme were looked at; {left} more were not." if left else ""
    if not found:
        return f"No review on this theme tells its case{whom} in its own words here.{looked}"
    return f"{phrasing.counted(found, 'case')}{whom}, each told in its review’s own words.{looked}"


def _menus(ask: Ask, theme: Theme | None, age: str, without: str) -> tuple[Menu, ...]:
    themes = sorted(ask.library.vocabulary.themes.values(), key=lambda one: one.label.casefold())
    return (
        menu("theme", "Theme", [(one.slug, one.label) for one in themes], theme.slug if theme else "", "Choose"),
        menu("age", "Age stated in the case", [(key, label) for key, (label, *_) in SPANS.items()], age),
        menu("without", "Leave out cases with", list(_NOT.items()), without, "Nothing"),
    )
