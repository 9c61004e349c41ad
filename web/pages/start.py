"""The first page: type a worry and go, or see what recurs."""

from __future__ import annotations

from dataclasses import dataclass

from kb import phrasing
from kb.recurring import Row, Table
from web import cards, links
from web.asking import Ask
from web.charts import Spark, spark
from web.links import Link
from web.pages.whats_new import newest, title
from web.twins import Pages

pages = Pages()
router = pages.router

THEMES = 12
RECENT = 5
SAID = (
    "core groups",
    "new partner nobody knew about",
    "was not brought",
    "moved to another area",
    "information not shared",
)


@dataclass(frozen=True, slots=True)
class Often:
    """A theme found in many reviews."""

    link: Link
    reviews: int
    spark: Spark


@dataclass(frozen=True, slots=True)
class StartPage:
    """What the library is, and ways in."""

    title: str
    here: str
    examples: tuple[Link, ...]
    themes: tuple[Often, ...]
    recent: tuple[Link, ...]


@pages.page("/", "start.html")
def start_page(ask: Ask) -> StartPage:
    """Show ways into the library."""
    tallied = ask.library.recurrence()
    top = [row for row in tallied.rows if not row.weak][:THEMES]
    return StartPage(
        title="Find learning from reviews",
        here=_here(ask, tallied),
        examples=tuple(Link(text, links.filtered(text)) for text in SAID if tallied.rows),
        themes=tuple(_often(ask, row, tallied) for row in top),
        recent=tuple(Link(title(one), links.document(one.id)) for one in newest(ask)[:RECENT]),
    )


def _here(ask: Ask, tallied: Table) -> str:
    """Say how much is here."""
    documents = ask.library.documents()
    if not documents:
        return ""
    reviews = len(ask.library.reviews())
    findings = phrasing.counted(sum(one.findings for one in documents), "finding")
    span = f", {phrasing.years(int(tallied.columns[0]), int(tallied.columns[-1]))}" if tallied.columns else ""
    return f"{findings} from {phrasing.counted(reviews, 'review')}{span}, word for word with their pages."


def _often(ask: Ask, row: Row, tallied: Table) -> Often:
    return Often(
        cards.theme_link(row.theme, ask.library.vocabulary), row.total_reviews, spark(tallied.columns, row.reviews)
    )
