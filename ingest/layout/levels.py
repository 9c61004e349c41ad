"""How deep a list item is nested, read from indents and from the shapes of its marks."""

from __future__ import annotations

_STEP = 2.0  # in the unit of the indents: letters of a text file


class Nesting:
    """Follows one list from item to item."""

    def __init__(self, step: float = _STEP) -> None:
        self._step = step
        self._open: list[tuple[float, str]] = []

    def clear(self) -> None:
        """A paragraph or heading has ended the list."""
        self._open = []

    def holds(self, indent: float) -> bool:
        """Return whether a paragraph with this indent stands inside an item of the list."""
        return bool(self._open) and indent >= self._open[0][0] + self._step

    def level(self, indent: float, sort: str) -> int:
        """Return the depth, from 1, of an item with this indent and shape of mark."""
        while self._open and indent <= self._open[-1][0] - self._step:
            self._open.pop()
        sorts = [known for _, known in self._open]
        if not self._open or indent >= self._open[-1][0] + self._step:
            self._open.append((indent, sort))
        elif sort in sorts:
            del self._open[len(sorts) - sorts[::-1].index(sort) :]
        elif _stands_under(sort, self._open[-1][1]):
            self._open.append((indent, sort))
        else:
            self._open[-1] = (indent, sort)
        return len(self._open)


def _stands_under(sort: str, above: str) -> bool:
    """Return whether a list of this shape of mark, set no deeper, still belongs to an item of the other."""
    return not sort[0].isalnum() or (not _is_number(sort) and _is_number(above))


def _is_number(sort: str) -> bool:
    return "1" in sort
