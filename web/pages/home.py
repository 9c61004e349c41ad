"""The start page: a search box, and what recurs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from kb.core.case_values import AGE_SPANS
from kb.core.model import Review
from kb.core.recurrence_values import ThemeCountsRow, ThemeTable
from kb.text import formatting
from kb.vocabulary import labels
from kb.vocabulary.labels import review_type_label
from web import urls
from web.components import cards
from web.components.list_controls import Menu, every_area, menu
from web.page import Pages
from web.pages.whats_new import newest_documents, title
from web.request import PageRequest
from web.urls import Link

pages = Pages()
router = pages.router

SHOWN_THEMES = 12
RECENT_DOCUMENTS = 5
EXAMPLE_QUESTIONS = (
    "domestic abuse and housing moves",
    "too many social workers",
    "new partner nobody knew about",
    "was not brought",
    "information not shared",
)
NAMED_TYPES = 6  # of reviews, that are named


@dataclass(frozen=True, slots=True)
class FrequentTheme:
    """A theme found in many reviews."""

    link: Link
    reviews: int
    noun: str  # "review", or "source" where inspections are counted with them


@dataclass(frozen=True, slots=True)
class Holds:
    """How many reviews of one type there are."""

    link: Link
    reviews: int


@dataclass(frozen=True, slots=True)
class StartPage:
    """What the library holds, and links into it."""

    title: str
    here: str
    holds: tuple[Holds, ...]
    more_types: int
    examples: tuple[Link, ...]
    before: tuple[Menu, ...]  # theme and area, to see whether something came up before
    cases: tuple[Menu, ...]  # theme and age, to find a case for a session
    themes: tuple[FrequentTheme, ...]
    recent: tuple[Link, ...]


@pages.page("/", "start.html")
def start_page(ask: PageRequest) -> StartPage:
    """Show the start page."""
    tallied = ask.library.recurrence()
    reviews = ask.library.reviews()
    types = Counter(review.review_type for review in reviews).most_common()
    named = _themes(ask)
    top = [row for row in tallied.rows if not row.weak][:SHOWN_THEMES]
    return StartPage(
        title="Find learning from reviews",
        here=_here(ask, reviews),
        holds=tuple(Holds(_type(ask, slug), number) for slug, number in types[:NAMED_TYPES]),
        more_types=max(len(types) - NAMED_TYPES, 0),
        examples=tuple(Link(text, urls.filtered_search(text)) for text in EXAMPLE_QUESTIONS if tallied.rows),
        before=(
            menu("theme", "Theme", named, "", "Any theme"),
            menu("area", "Area", every_area(ask.library), ""),
        ),
        cases=(
            menu("theme", "Theme of the session", named, "", "Choose"),
            menu("age", "Age", [(key, label) for key, (label, *_) in AGE_SPANS.items()], "", "Any age"),
        ),
        themes=tuple(_often(ask, row, tallied) for row in top),
        recent=tuple(Link(title(ask, one), urls.document(one.id)) for one in newest_documents(ask)[:RECENT_DOCUMENTS]),
    )


def _here(ask: PageRequest, reviews: Sequence[Review]) -> str:
    """Return how much the library holds as two sentences, "" where it is empty."""
    documents = ask.library.documents()
    if not documents:
        return ""
    areas = formatting.count_phrase(len({one.area for one in reviews if one.area}), "area")
    dates = sorted(one.year for one in reviews if one.year)
    span = f" ({formatting.years(dates[0], dates[-1])})" if dates else ""
    findings = formatting.count_phrase(sum(one.findings for one in documents), "finding")
    many = labels.sources(reviews, ask.library.vocabulary)
    return f"This library holds {many} from {areas}{span}. It quotes {findings} word for word, with page numbers."


def _type(ask: PageRequest, slug: str) -> Link:
    """Return a type of review and the list of its reviews."""
    if not slug:
        return Link("Type not stated", "/reviews")
    known = ask.library.vocabulary.review_types.get(slug)
    label = (known.counted_as if known else "") or review_type_label(slug, ask.library.vocabulary)
    return Link(label, urls.with_params("/reviews", [("type", slug)]))


def _themes(ask: PageRequest) -> list[tuple[str, str]]:
    """Return the themes that something was found on, in the order of the alphabet."""
    counts = ask.library.themes_found()
    return sorted(((slug, cards.theme_link(slug, ask.library.vocabulary).text) for slug in counts), key=lambda p: p[1])


def _often(ask: PageRequest, row: ThemeCountsRow, tallied: ThemeTable) -> FrequentTheme:
    return FrequentTheme(
        cards.theme_link(row.theme, ask.library.vocabulary),
        row.total_reviews,
        "source" if tallied.inspections else "review",
    )
