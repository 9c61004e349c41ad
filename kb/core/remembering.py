"""Remember what was made of things, as long as they are what they were.

`once_for_each` is for what is made of a whole list that pages share, such as all reviews. It knows the list as the same
object, since hashing it would cost about as much as is saved. `MadeOfEach` is for what is made of one thing of many,
such as a document.
"""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

M = TypeVar("M")
T = TypeVar("T")

_REMEMBERED = 2  # requests that began before a change still ask for what was there before it


def once_for_each(make: Callable[[T], M]) -> Callable[[T], M]:
    """Return `make`, called once for each of the last two objects; only for objects that never change.

    Threads may ask at once: without a lock, the worst is that `make` is called once more for the same object.
    """
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


class MadeOfEach(Generic[T, M]):
    """What was made of things by their names: made again where a thing is no longer equal to what it was made of."""

    def __init__(self, make: Callable[[T], M], most: int, mark: Callable[[T], object] = lambda thing: thing) -> None:
        """Remember what `make` returns for `most` things; with one more, all are forgotten.

        `mark` returns what of a thing is kept to compare it with later: its `hash` where things are large.
        """
        self._make = make
        self._most = most
        self._mark = mark
        self._known: dict[str, tuple[object, M]] = {}
        self._lock = Lock()

    def of(self, name: str, thing: T) -> M:
        """Return what is made of a thing that never changes in place. Threads may ask at once."""
        mark = self._mark(thing)
        known = self._known.get(name)  # once: another thread may empty it between two looks
        if known is not None and known[0] == mark:
            return known[1]
        made = self._make(thing)
        with self._lock:
            if name not in self._known and len(self._known) >= self._most:
                self._known.clear()
            self._known[name] = (mark, made)
        return made
