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
    ("core groups", "Findings with most of these words, in any form, for example “core group” or “groups”."),
    ("“core groups”", "These exact words, together. You can use straight or curly quotation marks."),
    ("housing OR rehoused", "Findings with either word. Write OR in capitals."),
    ("housing -temporary", "Findings with the first word but not the second. You can also write NOT in capitals."),
    ("MARAC", "Findings with the abbreviation or its full name."),
    ("theme:housing", "Findings on one theme. You can also use kind:, area: and year:."),
)


@pages.page("/help", "help.html")
def help_page(_: PageRequest) -> TextPage:
    """Where to find which help."""
    return TextPage("Help")


@pages.page("/help/searching", "help_searching.html")
def searching(_: PageRequest) -> TextPage:
    """What can be typed, with examples that are links."""
    examples = tuple(SearchExample(Link(text, urls.filtered_search(text)), does) for text, does in EXAMPLES)
    return TextPage("Search tips", examples)


@pages.page("/help/support", "help_support.html")
def support(_: PageRequest) -> TextPage:
    """Where to turn when reading is hard, or someone is at risk."""
    return TextPage("If you find this distressing: where to get support")


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
    """The cookies."""
    return TextPage("Cookies")
