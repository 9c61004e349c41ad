"""The findings that one answer asked for, so that each is read from the library once while it is made."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kb.core.model import FindingInContext


class RememberedFindings:
    """Gives findings as a library does, of which an answer asks for the same ones in several places."""

    def __init__(self, holdings: Callable[[Sequence[str]], Sequence[FindingInContext]]) -> None:
        self._holdings = holdings
        self._known: dict[str, FindingInContext] = {}

    def __call__(self, ids: Sequence[str]) -> tuple[FindingInContext, ...]:
        """Return these findings in this order, each once; those that are not held are left out."""
        fresh = [one for one in dict.fromkeys(ids) if one not in self._known]
        if fresh:
            self._known |= {one.finding.id: one for one in self._holdings(fresh)}
        if any(one not in self._known for one in fresh):
            return tuple(self._holdings(ids))  # one is not held, or is by now another: the library knows
        return tuple(self._known[one] for one in dict.fromkeys(ids))
