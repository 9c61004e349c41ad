"""Remember what was made of the last few objects, known by being the same objects.

For what is made of a whole list that pages share, as all reviews: to hash it would cost about what is to be saved.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

M = TypeVar("M")
T = TypeVar("T")

_REMEMBERED = 2  # what was there before a change is still asked for by who began before it


def once_for_each(make: Callable[[T], M]) -> Callable[[T], M]:
    """Return `make`, called once for each of the last two objects; only for objects that never change."""
    known: tuple[tuple[T, M], ...] = ()

    def recall(of: T) -> M:
        nonlocal known
        for one, made in known:
            if one is of:
                return made
        made = make(of)
        known = ((of, made), *known)[:_REMEMBERED]
        return made

    return recall
