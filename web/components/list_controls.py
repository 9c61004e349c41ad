"""What a page that lists is narrowed and leafed through by: drop-down menus, and the row of page numbers under it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from kb.app.library import Library
from kb.core.model import Review
from kb.vocabulary import Vocabulary

Item = TypeVar("Item")
MOST_OFFERED = 200  # reviews in a menu, beside those that are chosen
SHOWN_NEIGHBOURS = 1  # neighbours shown on each side of the current page


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


@dataclass(frozen=True, slots=True)
class PageNumber:
    """One page's number and address."""

    number: int
    href: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class Paging:
    """Pages to choose from; empty where all fits on one."""

    pages: tuple[PageNumber, ...] = ()  # not all: the first, the last and those near the current one
    previous: str = ""
    next: str = ""

    def entries(self) -> list[dict[str, object]]:
        """Return the pages as the design system's macro takes them, with an ellipsis where numbers are left out."""
        out: list[dict[str, object]] = []
        before = 0
        for page in self.pages:
            if page.number > before + 1:
                out.append({"ellipsis": True})
            out.append({"number": page.number, "href": page.href, "current": page.current})
            before = page.number
        return out


def paging(current: int, count: int, href: Callable[[int], str]) -> Paging:
    """Return the pages around `current` of `count`."""
    if count < 2:
        return Paging()
    current = min(max(current, 1), count)
    numbers = sorted(
        {1, count, *(n for n in range(current - SHOWN_NEIGHBOURS, current + SHOWN_NEIGHBOURS + 1) if 1 <= n <= count)}
    )
    return Paging(
        tuple(PageNumber(n, href(n), n == current) for n in numbers),
        href(current - 1) if current > 1 else "",
        href(current + 1) if current < count else "",
    )


@dataclass(frozen=True, slots=True)
class ListPage(Generic[Item]):
    """The part of a list that one page shows."""

    shown: Sequence[Item]
    start: int  # how many stand on the pages before
    number: int
    last: int

    def paging(self, href: Callable[[int], str]) -> Paging:
        """Return the pages to choose from, whose addresses `href` gives."""
        return paging(self.number, self.last, href)


def list_page(every: Sequence[Item], asked: int, size: int) -> ListPage[Item]:
    """Return what page `asked`, counted from 1, shows of a list in pages of `size`; the last where there are fewer."""
    last = -(-len(every) // size)
    number = min(asked, max(last, 1))
    start = (number - 1) * size
    return ListPage(every[start : start + size], start, number, last)
