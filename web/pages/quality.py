"""How right the program is where it says that two findings say the same, in figures that anybody can make again."""

from __future__ import annotations

from dataclasses import dataclass

from kb.app.link_quality import ClaimQuality, ClassQuality, RankingQuality, links_quality
from web.page import Pages
from web.request import PageRequest

pages = Pages()
router = pages.router


@dataclass(frozen=True, slots=True)
class QualityPage:
    """The figures on links between findings."""

    title: str
    ranking: tuple[RankingQuality, ...]
    classes: tuple[ClassQuality, ...]
    published: tuple[ClaimQuality, ...]


@pages.page("/help/links", "quality.html")
def quality_page(_: PageRequest) -> QualityPage:
    """Show how right links are."""
    measured = links_quality()
    return QualityPage("How right the links are", measured.ranking, measured.classes, measured.published)
