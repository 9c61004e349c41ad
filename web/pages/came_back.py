"""Lessons on which an action was recorded and which a later review found again: said, acted on, found again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kb.core.recurrence_values import CameBack, CameBackOutline, Confidence
from kb.text import formatting
from kb.text.masking import mask
from kb.vocabulary import labels
from web import echo_verdicts, urls
from web.components.cards import Badge, Card, card
from web.components.list_controls import Menu, Paging, every_area, every_theme, every_year, list_page, menu
from web.echo_verdicts import VerdictWord
from web.page import Pages
from web.request import PageRequest

pages = Pages()
router = pages.router

ADDRESS = "/recurrence/came-back"
ROWS_PER_PAGE = 10
CONFIDENCE = {
    Confidence.STRONG: Badge("Says nearly the same", "orange"),
    Confidence.FAIR: Badge("Probably the same lesson", "yellow"),
    Confidence.SLIGHT: Badge("Perhaps the same lesson", "grey"),
}


@dataclass(frozen=True, slots=True)
class CameBackStep:
    """One of the three findings of a row."""

    heading: str  # "First said", "Action recorded", "Found later"
    card: Card
    status: str = ""


@dataclass(frozen=True, slots=True)
class CameBackRow:
    """A lesson that came back."""

    number: int
    gap: str  # "9 years after the action"
    confidence: Badge
    parts: tuple[CameBackStep, ...]
    why: str
    one: str  # the two findings that a person judges
    other: str
    word: VerdictWord | None
    side_by_side: str
    thread: str
    elsewhere: bool = False  # found in another area than the one that had acted


@dataclass(frozen=True, slots=True)
class CameBackPage:
    """Every lesson that had an action and was found again."""

    title: str
    summary: str
    rows: tuple[CameBackRow, ...]
    slighter: str  # address of the list with those that are only slightly alike, "" where they are shown or none is
    menus: tuple[Menu, ...]
    narrowed: bool
    back: str
    paging: Paging


@pages.page(ADDRESS, "came_back.html")
def came_back_page(ask: PageRequest) -> CameBackPage:
    """List lessons that came back, filtered by area, theme and the year in which the lesson was first said.

    What is only slightly alike is shown when asked for, and where there is nothing firmer.
    """
    area, theme = ask.get("area"), ask.get("theme")
    since = ask.number("since", 0, 0, 9999)
    every = ask.library.came_back_outlines(area or None, since or None, theme or None)
    firm = tuple(one for one in every if one.confidence is not Confidence.SLIGHT)
    shown = every if ask.get("slight") == "yes" or not firm else firm
    page = list_page(shown, ask.page, ROWS_PER_PAGE)
    kept = [(key, value) for key, value in ask.params if key in ("area", "since", "theme", "slight") and value]
    return CameBackPage(
        title="Lessons found again after action was taken",
        summary=_summary(shown, len(every) - len(shown), area, since),
        rows=tuple(
            _row(ask, at, one) for at, one in enumerate(ask.library.came_back_whole(page.shown), page.start + 1)
        ),
        slighter=urls.with_params(ADDRESS, [*kept, ("slight", "yes")]) if len(shown) < len(every) else "",
        menus=_menus(ask, area, since, theme),
        narrowed=bool(kept),
        back=urls.at_page(ADDRESS, kept, page.number),
        paging=page.paging(lambda n: urls.at_page(ADDRESS, kept, n)),
    )


def _summary(shown: Sequence[CameBackOutline], slighter: int, area: str, since: int) -> str:
    where = f" in {area}" if area else ""
    when = f" since {since}" if since else ""
    if not shown:
        return f"No later finding in this library is linked to a lesson{where}{when} with an action recorded."
    near = sum(one.confidence is Confidence.STRONG for one in shown)
    gaps = sorted(one.gap for one in shown if one.gap is not None)
    told = (
        f"{formatting.count_phrase(len(shown), 'lesson')}{where}{when} had an action recorded and may have been "
        "found again"
    )
    span = f", {gaps[0]} to {gaps[-1]} years after it" if gaps and gaps[0] != gaps[-1] else ""
    weaker = "1 weaker match is" if slighter == 1 else f"{slighter} weaker matches are"
    more = f" {weaker} not shown." if slighter else ""
    elsewhere = sum(one.elsewhere for one in shown)
    if elsewhere:
        of = "it was" if len(shown) == 1 else "all of them were" if elsewhere == len(shown) else f"{elsewhere} were"
        more = f" {formatting.capital(of)} found in a different area.{more}"
    if len(shown) == 1:
        return f"{told}{span}. The later finding {'says nearly' if near else 'may not say'} the same.{more}"
    said = f"In {near} of them, the later finding" if near else "No later finding"
    return f"{told}{span}. {said} says nearly the same.{more}"


def _menus(ask: PageRequest, area: str, since: int, theme: str) -> tuple[Menu, ...]:
    return (
        menu("area", "Area", every_area(ask.library), area, "All areas"),
        menu("since", "First said since", every_year(ask.library), str(since or ""), "Any year"),
        menu("theme", "Theme", every_theme(ask.library.vocabulary), theme, "All themes"),
    )


def _row(ask: PageRequest, number: int, found: CameBack) -> CameBackRow:
    vocabulary = ask.library.vocabulary
    one, other = found.echo.finding, found.echo.echo
    verdict = ask.library.verdicts(one).get(other)
    status = found.action.finding.status
    parts = [CameBackStep("First said", card(found.first, vocabulary))] if found.first else []
    parts += [
        CameBackStep(
            "Action recorded", card(found.action, vocabulary), labels.status_label(status, vocabulary) if status else ""
        ),
        CameBackStep("Found later", card(found.later, vocabulary)),
    ]
    return CameBackRow(
        number=number,
        gap=_gap(found),
        confidence=CONFIDENCE[found.confidence],
        parts=tuple(parts),
        why=mask(found.echo.why),
        one=one,
        other=other,
        word=echo_verdicts.word(verdict) if verdict else None,
        side_by_side=urls.compare_findings(found.action.finding.id, found.later.finding.id),
        thread=urls.with_params("/threads/from", [("finding", found.later.finding.id)]),
        elsewhere=found.elsewhere,
    )


def _gap(found: CameBack) -> str:
    where = ", in a different area" if found.elsewhere else ""
    if found.gap is None:
        return f"We do not know how many years later: one of the two has no date{where}"
    if found.gap == 0:
        return f"In the same year as the action{where}"
    return f"{formatting.count_phrase(found.gap, 'year')} after the action{where}"
