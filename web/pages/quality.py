"""How right the program is: where it says that two findings say the same, and on what was checked in this library."""

from __future__ import annotations

from dataclasses import dataclass

from kb.app.coding import sample_words
from kb.app.link_quality import LinksQuality, links_quality
from web.components.changes import format_moment
from web.components.round_results import ResultsView, results_view
from web.page import Pages
from web.request import PageRequest

pages = Pages()
router = pages.router


@dataclass(frozen=True, slots=True)
class QualityPage:
    """The figures on links between findings."""

    title: str
    measured: tuple[LinksQuality, ...]


@dataclass(frozen=True, slots=True)
class CheckedRound:
    """A closed coding round with what it showed."""

    number: int
    title: str
    sample: str
    when: str
    results: ResultsView


@dataclass(frozen=True, slots=True)
class QualityHerePage:
    """What people checked in this library."""

    title: str
    rounds: tuple[CheckedRound, ...]


@pages.page("/help/checked-here", "quality_here.html")
def quality_here_page(ask: PageRequest) -> QualityHerePage:
    """Show how far coders agreed and how right the themes were, in the closed coding rounds of this library."""
    vocabulary = ask.library.vocabulary
    shown = [
        CheckedRound(
            one.round.number,
            one.round.title,
            sample_words(one.round.sample, vocabulary),
            format_moment(one.round.closed),
            results_view(one, vocabulary, named=False),
        )
        for one in ask.library.coding.closed_results()
        if one.complete
    ]
    return QualityHerePage("How right the themes are here", tuple(shown))


@pages.page("/help/links", "quality.html")
def quality_page(_: PageRequest) -> QualityPage:
    """Show how right links are."""
    return QualityPage("How right the links are", links_quality())
