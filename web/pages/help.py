"""Static pages: how to search, where to find support, and the statements that the law asks of every service."""

from __future__ import annotations

from dataclasses import dataclass

from web import urls
from web.page import Pages
from web.request import PageRequest
from web.urls import Link

pages = Pages()
router = pages.router


@dataclass(frozen=True, slots=True)
class SearchExample:
    """Something to type, and what it does."""

    link: Link
    does: str


@dataclass(frozen=True, slots=True)
class TextPage:
    """A page of plain words."""

    title: str
    examples: tuple[SearchExample, ...] = ()


EXAMPLES = (
    ("core groups", "Findings with most of these words, in any form: “core group”, “groups”."),
    ("“core groups”", "Exactly these words, side by side. Straight quotation marks do the same."),
    ("housing OR rehoused", "Either word. OR is written in capitals."),
    ("housing -temporary", "The first word without the second. NOT in capitals does the same."),
    ("MARAC", "A short form is searched written out as well, and the other way round."),
    ("theme:housing", "Only findings on a theme; kind:, area: and year: work in the same way."),
)


@pages.page("/help", "help.html")
def help_page(_: PageRequest) -> TextPage:
    """Where to find which help."""
    return TextPage("Help")


@pages.page("/help/searching", "help_searching.html")
def searching(_: PageRequest) -> TextPage:
    """What can be typed, with examples that are links."""
    examples = tuple(SearchExample(Link(text, urls.filtered_search(text)), does) for text, does in EXAMPLES)
    return TextPage("Help with searching", examples)


@pages.page("/help/support", "help_support.html")
def support(_: PageRequest) -> TextPage:
    """Where to turn when reading is hard, or someone is at risk."""
    return TextPage("If reading is hard: support")


@pages.page("/accessibility", "accessibility.html")
def accessibility(_: PageRequest) -> TextPage:
    """The accessibility statement."""
    return TextPage("Accessibility statement")


@pages.page("/privacy", "privacy.html")
def privacy(_: PageRequest) -> TextPage:
    """What is and is not kept about readers and about the people in reviews."""
    return TextPage("Privacy")


@pages.page("/cookies", "cookies.html")
def cookies(_: PageRequest) -> TextPage:
    """The one cookie."""
    return TextPage("Cookies")
