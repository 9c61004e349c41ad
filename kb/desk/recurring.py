"""Echoes over the whole library, kept as fresh as the store in this process's memory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from threading import Lock

from kb.model import Echo
from kb.recurrence.echoes import STRONG, Echoes
from kb.store import Store
from kb.vocabulary import Vocabulary

_DEPTH = 20  # echoes looked at to say in how many reviews a finding is found again


class Recurring:
    """The echoes of a library, brought up to date by the same errands as the index."""

    def __init__(self, store: Store, vocabulary: Vocabulary) -> None:
        self._store = store
        self._vocabulary = vocabulary
        self._lock = Lock()
        self._echoes = Echoes(vocabulary)
        self._mark = 0
        self._review_of: dict[str, str] = {}

    def fresh(self) -> Echoes:
        """Return the echoes of all that the store holds now."""
        with self._lock:
            top = self._store.top()
            if top != self._mark:
                self._learn(top)
            return self._echoes

    def _learn(self, top: int) -> None:
        if top < self._mark or self._mark == 0:
            self._echoes, self._review_of = Echoes(self._vocabulary), {}
            holdings = self._store.findings()
        else:
            named = list(dict.fromkeys(one for errand in self._store.errands(self._mark) for one in errand.findings))
            holdings = self._store.holdings(named)
            gone = set(named) - {held.finding.id for held in holdings}
            self._echoes.remove(gone)
            for one in gone:
                self._review_of.pop(one, None)
        self._echoes.add(holdings)
        self._review_of |= {held.finding.id: held.review.slug for held in holdings}
        self._mark = top

    def of(self, finding_id: str, depth: int) -> tuple[Echo, ...]:
        """Return the best echoes of a finding, with what people judged: refused ones left out, accepted ones first."""
        judged = self._store.verdicts()
        echoes = self.fresh().of(finding_id, depth + len(judged))
        kept = [one for one in echoes if judged.get(_pair(one)) is not False]
        return tuple(sorted(kept, key=lambda one: judged.get(_pair(one)) is not True)[:depth])

    def counts(self, ids: Sequence[str]) -> Mapping[str, int]:
        """Return in how many other reviews each of these findings is found again."""
        echoes = self.fresh()
        return {one: len({self._review_of[echo.echo] for echo in echoes.of(one, _DEPTH, STRONG)}) for one in ids}

    def partners(self, ids: Sequence[str]) -> Sequence[str]:
        """Return the findings that these are echoes of."""
        echoes = self.fresh()
        return sorted({echo.echo for one in ids for echo in echoes.of(one, _DEPTH, STRONG)})


def _pair(echo: Echo) -> tuple[str, str]:
    return (min(echo.finding, echo.echo), max(echo.finding, echo.echo))
