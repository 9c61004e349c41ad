"""Questions for the terms of reference of a new review, made of what earlier sources asked or left open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kb.app.known_values import refuse_unknown_theme
from kb.app.open_questions import MOST_THEMES, OpenQuestions, open_questions
from kb.core.model import Kind
from kb.text import formatting
from kb.vocabulary.values import Theme
from web import urls
from web.components.cards import Card, card
from web.components.list_controls import Menu, every_theme, menu
from web.page import Pages
from web.request import PageRequest
from web.urls import Link

pages = Pages()
router = pages.router

ADDRESS = "/terms-of-reference"
_NO_THEME = "Choose a theme"
_SOUGHT = {
    Kind.GOOD_PRACTICE: "good practice",
    Kind.ACTION: "actions",
    Kind.OWN_WORDS: "words of children and families",
    Kind.EVIDENCE: "evidence of change",
}


@dataclass(frozen=True, slots=True)
class PracticeQuestions:
    """The questions that come with a theme."""

    theme: Link
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FoundAgain:
    """How many lessons on a theme were found again after an action."""

    link: Link
    lessons: int


@dataclass(frozen=True, slots=True)
class TermsOfReferencePage:
    """What a new review on the chosen themes could ask."""

    title: str
    menus: tuple[Menu, ...]
    about: str  # the themes in words; "" where none is chosen
    practice: tuple[PracticeQuestions, ...]
    asked: tuple[Card, ...]
    left_open: tuple[Card, ...]
    unanswered: tuple[Card, ...]
    unanswered_told: str
    found_again: tuple[FoundAgain, ...]
    silent: str  # which kinds of finding this library does not hold, as a sentence; "" where it holds all

    @property
    def has_nothing(self) -> bool:
        """Return whether neither the library nor the list of themes has a question."""
        return not (self.practice or self.asked or self.left_open or self.unanswered or self.found_again)


@pages.page(ADDRESS, "terms_of_reference.html")
def terms_of_reference_page(ask: PageRequest) -> TermsOfReferencePage:
    """Show what a review on the themes of the address could ask; without a theme, the form alone.

    Raises NotHeld for a theme that is not known.
    """
    vocabulary = ask.library.vocabulary
    themes = _themes_asked_for(ask)
    found = open_questions(ask.library, [one.slug for one in themes]) if themes else OpenQuestions()
    title = "Questions for your terms of reference"
    about = formatting.join_words([one.label for one in themes])
    return TermsOfReferencePage(
        title=f"{title}: {_theme_names(themes)}" if themes else title,
        menus=_menus(ask, themes),
        about=about,
        practice=tuple(
            PracticeQuestions(Link(one.label, urls.theme(one.slug)), one.questions) for one in themes if one.questions
        ),
        asked=tuple(card(one, vocabulary) for one in found.asked),
        left_open=tuple(card(one, vocabulary) for one in found.left_open),
        unanswered=tuple(card(one, vocabulary) for one in found.unanswered),
        unanswered_told=_unanswered_told(found, len(themes)),
        found_again=tuple(again for one in themes if (again := _found_again(ask, one)).lessons),
        silent=_silence_sentence(found, themes),
    )


def _theme_names(themes: Sequence[Theme]) -> str:
    """Return the names of themes; of several in quotation marks, as a name may have a comma and an "and"."""
    names = [one.label for one in themes]
    return names[0] if len(names) == 1 else formatting.join_words([f"“{name}”" for name in names])


def _themes_asked_for(ask: PageRequest) -> list[Theme]:
    """Return the first themes of the address, each once. Raises NotHeld for one that is not known."""
    vocabulary = ask.library.vocabulary
    slugs = [slug for name, slug in ask.params if name == "theme" and slug]
    for slug in slugs:
        refuse_unknown_theme(vocabulary, slug)
    named = [theme for slug in slugs if (theme := vocabulary.theme(slug))]
    return list({theme.slug: theme for theme in named}.values())[:MOST_THEMES]


def _menus(ask: PageRequest, themes: list[Theme]) -> tuple[Menu, ...]:
    every = every_theme(ask.library.vocabulary)
    chosen = [one.slug for one in themes] + [""] * MOST_THEMES
    names = ("Theme", "Second theme", "Third theme")
    return tuple(
        menu("theme", name, every, slug, _NO_THEME if name == "Theme" else "None")
        for name, slug in zip(names, chosen, strict=False)
    )


def _unanswered_told(found: OpenQuestions, themes: int) -> str:
    """Return how many of the recommendations that were looked at have no action recorded; "" where each has one."""
    if not found.unanswered:
        return ""
    has = "has" if found.without_action == 1 else "have"
    if found.recommendations == 1:
        looked_at = "The only recommendation"
    else:
        newest = f"the newest on {'this theme' if themes == 1 else 'each theme'}"
        looked_at = f"{found.without_action} of {found.recommendations} recommendations that we looked at ({newest})"
    told = f"{looked_at} {has} no action recorded in this library. This does not mean that nothing was done."
    shown = len(found.unanswered)
    return f"{told} {shown} of them are listed here." if shown < found.without_action else told


def _found_again(ask: PageRequest, theme: Theme) -> FoundAgain:
    address = urls.with_params("/recurrence/came-back", [("theme", theme.slug)])
    return FoundAgain(Link(theme.label, address), len(ask.library.came_back_outlines(theme=theme.slug)))


def _silence_sentence(found: OpenQuestions, themes: list[Theme]) -> str:
    """Return a sentence on kinds of finding that this library does not hold on all these themes; "" where it does."""
    if not found.silent:
        return ""
    kinds = formatting.join_words([_SOUGHT[one] for one in found.silent], "or")
    both = "" if len(themes) == 1 else " both" if len(themes) == 2 else " all of"
    about = formatting.join_words([f"“{one.label}”" for one in themes])
    return f"We found no {kinds} about{both} {about} in this library."
