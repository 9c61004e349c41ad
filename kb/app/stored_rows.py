"""Rows of which only those that are looked at are read whole: a list that a page may cut from, of any length."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Generic, TypeVar, overload

_BATCH = 50  # rows read at once by a caller that goes through all

R = TypeVar("R")
T = TypeVar("T")


class StoredRows(Sequence[T], Generic[R, T]):
    """A sequence over rows that `load` makes whole, some at a time. Rows that are gone meanwhile are passed over."""

    def __init__(self, rows: Sequence[R], load: Callable[[Sequence[R]], Sequence[T]]) -> None:
        self._rows = rows
        self._load = load

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, at: int) -> T: ...

    @overload
    def __getitem__(self, at: slice) -> Sequence[T]: ...

    def __getitem__(self, at: int | slice) -> T | Sequence[T]:
        """Return a row, or those of a slice, read whole."""
        if isinstance(at, slice):
            return tuple(self._load(self._rows[at]))
        return self._load([self._rows[at]])[0]

    def __iter__(self) -> Iterator[T]:
        for start in range(0, len(self._rows), _BATCH):
            yield from self._load(self._rows[start : start + _BATCH])
