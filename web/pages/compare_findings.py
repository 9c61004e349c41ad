"""Two findings of different reviews side by side: words, sources, what was done, and what links them."""

from __future__ import annotations

from dataclasses import dataclass

from kb.core.errors import BadQuestion
from kb.core.model import Echo, FindingInContext
from kb.exports import Contrast
from kb.text import citations, formatting
from kb.text.masking import mask
from kb.vocabulary import labels
from kb.vocabulary.labels import when
from web import clock, echo_verdicts, exports, urls
from web.components import cards
from web.components.cards import Card, card
from web.echo_verdicts import VerdictWord
from web.page import Pages
from web.request import PageRequest
from web.urls import Link

pages = Pages()
router = pages.router

ECHO_DEPTH = 50  # how far down the list of likest findings a reason is looked for


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two findings."""

    card: Card
    words: str  # the whole finding
    document: Link
    answers: tuple[Card, ...]
    citation: str


@dataclass(frozen=True, slots=True)
class SidePage:
    """Both, and what ties them."""

    title: str
    lead: str
    sides: tuple[Side, Side]
    why: str
    verbatim: bool
    shared: tuple[Link, ...]
    word: VerdictWord | None
    back: str
    exports: tuple[Link, ...]


@pages.page("/compare/findings", "compare_findings.html")
def compare_findings_page(ask: PageRequest) -> SidePage:
    """Show two findings beside each other, the earlier on the left."""
    first, second = held = _two_findings(ask)
    echo = _tie(ask, first, second)
    verdict = ask.library.verdicts(first.finding.id).get(second.finding.id)
    params = [("finding", one.finding.id) for one in held]
    back = urls.compare_findings(first.finding.id, second.finding.id)
    vocabulary = ask.library.vocabulary
    shared = [slug for slug in first.finding.own_themes if slug in second.finding.own_themes]
    return SidePage(
        title="Two findings side by side",
        lead=_lead(first, second),
        sides=(_side(ask, first), _side(ask, second)),
        why=mask(echo.why) if echo else "",
        verbatim=bool(echo and echo.verbatim),
        shared=tuple(cards.theme_link(slug, vocabulary) for slug in shared),
        word=echo_verdicts.word(verdict) if verdict else None,
        back=back,
        exports=exports.download_links("/compare/findings", Contrast, params),
    )


def pair(ask: PageRequest) -> Contrast:
    """Return the two findings as a handout."""
    first, second = _two_findings(ask)
    return Contrast(
        "Two findings side by side",
        (formatting.title_with_year(first.review), formatting.title_with_year(second.review)),
        ((first,), (second,)),
        _lead(first, second),
    )


def _two_findings(ask: PageRequest) -> tuple[FindingInContext, FindingInContext]:
    """Return the two requested findings, the earlier first. Raise BadQuestion."""
    asked = tuple(dict.fromkeys(ask.all("finding")))
    if len(asked) != 2:
        raise BadQuestion("Choose 2 findings to see side by side. The address must have “finding” twice.")
    first, second = sorted((ask.library.finding(one) for one in asked), key=lambda one: when(one) or "9")
    return first, second


def _tie(ask: PageRequest, first: FindingInContext, second: FindingInContext) -> Echo | None:
    """Return what ties the two, seen from either."""
    for one, other in ((first, second), (second, first)):
        for echo, _ in ask.library.echoes(one.finding.id, ECHO_DEPTH):
            if echo.echo == other.finding.id:
                return echo
    return None


def _lead(first: FindingInContext, second: FindingInContext) -> str:
    early, late = when(first)[:4], when(second)[:4]
    areas = [one.review.area for one in (first, second) if one.review.area]
    told = []
    if len(areas) == 2:
        told.append(f"Both in {areas[0]}" if areas[0] == areas[1] else f"{areas[0]} and {areas[1]}")
    if early.isdigit() and late.isdigit():
        told.append(
            "in the same year" if early == late else f"{formatting.count_phrase(int(late) - int(early), 'year')} apart"
        )
    return f"{', '.join(told)}." if told else ""


def _side(ask: PageRequest, held: FindingInContext) -> Side:
    vocabulary = ask.library.vocabulary
    return Side(
        card(held, vocabulary),
        mask(held.finding.text),
        Link(cards.readable_title(labels.document(held.document, held.review)), urls.document(held.document.id)),
        tuple(card(other, vocabulary) for _, other in ask.library.answers(held.finding.id)),
        citations.finding(held, clock.today()).text,
    )
