"""A list in pages, and the row of page numbers under it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Item = TypeVar("Item")
SHOWN_NEIGHBOURS = 1  # neighbours shown on each side of the current page


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
