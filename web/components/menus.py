"""Drop-down lists that narrow a page, and what they offer: themes, areas, years, reviews."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from kb.app.library import Library
from kb.core.model import Review
from kb.vocabulary import Vocabulary

MOST_OFFERED = 200  # reviews in a menu, beside those that are chosen


@dataclass(frozen=True, slots=True)
class MenuOption:
    """One value of a drop-down list."""

    value: str
    text: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Menu:
    """A drop-down list that narrows a table."""

    name: str
    label: str
    options: tuple[MenuOption, ...]


def offered_reviews(every: Sequence[Review], area: str, chosen: Collection[str]) -> tuple[Review, ...]:
    """Return the reviews that a menu offers: those of an area or else of all, the newest, and those that are chosen.

    A menu of thousands is of no use to anybody, and its page would grow with the library.
    """
    newest = [one for one in every if not area or one.area == area][:MOST_OFFERED]
    offered = {one.slug for one in newest}
    return (*newest, *(one for one in every if one.slug in chosen and one.slug not in offered))


def area_menu(library: Library, every: Sequence[Review], chosen: str) -> Menu | None:
    """Return a menu of areas where there are more reviews than a menu offers; None where all can be chosen."""
    if len(every) <= MOST_OFFERED:
        return None
    return menu("area", "Offer reviews of", every_area(library), chosen, f"Any area, the newest {MOST_OFFERED}")


def menu(name: str, label: str, options: list[tuple[str, str]], chosen: str, every: str = "Any") -> Menu:
    """Return a drop-down list whose first entry chooses nothing."""
    return Menu(name, label, menu_options([("", every), *options], chosen))


def menu_options(options: Iterable[tuple[str, str]], chosen: str) -> tuple[MenuOption, ...]:
    """Return values with their words, of which one is chosen."""
    return tuple(MenuOption(value, text, value == chosen) for value, text in options)


def every_theme(vocabulary: Vocabulary) -> list[tuple[str, str]]:
    """Return the themes of the vocabulary for a menu, in the order of the alphabet."""
    themes = sorted(vocabulary.themes.values(), key=lambda theme: theme.label.casefold())
    return [(theme.slug, theme.label) for theme in themes]


def every_area(library: Library) -> list[tuple[str, str]]:
    """Return the areas of the reviews for a menu."""
    return [(area, area) for area in sorted({review.area for review in library.reviews() if review.area})]


def every_year(library: Library) -> list[tuple[str, str]]:
    """Return the years of the reviews for a menu, the earliest first."""
    years = sorted({review.year for review in library.reviews() if review.year})
    return [(str(year), str(year)) for year in years]
