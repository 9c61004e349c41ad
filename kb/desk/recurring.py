"""What recurs, over the whole library, kept as fresh as the store in this process's memory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from threading import RLock

from kb.errors import NotHeld
from kb.model import Answer, Echo, Holding
from kb.recurrence import STRONG, Echoes, Ties, threads
from kb.recurring import Thread
from kb.store import Store
from kb.vocabulary import Vocabulary

_DEPTH = 20  # echoes looked at to say in how many reviews a finding is found again


class Recurring:
    """The findings of a library with their echoes and threads, brought up to date by the same errands as the index."""

    def __init__(self, store: Store, vocabulary: Vocabulary) -> None:
        self._store = store
        self._vocabulary = vocabulary
        self._lock = RLock()
        self._mark = -1
        self._echoes = Echoes(vocabulary)
        self._holdings: dict[str, Holding] = {}
        self._strong: dict[str, tuple[Echo, ...]] = {}
        self._threads: tuple[Thread, ...] | None = None

    def holdings(self) -> tuple[Holding, ...]:
        """Return every finding, in the order of documents and places."""
        with self._lock:
            self._refresh()
            return tuple(self._holdings.values())

    def of(self, finding_id: str, depth: int, least: float = 0.0) -> tuple[Echo, ...]:
        """Return the best echoes of a finding: none that people refused, those that they accepted first."""
        with self._lock:
            self._refresh()
            judged = self._store.verdicts()
            found = self._echoes.of(finding_id, depth + len(judged), least)
        kept = [one for one in found if judged.get(_pair(one)) is not False]
        return tuple(sorted(kept, key=lambda one: judged.get(_pair(one)) is not True)[:depth])

    def strong(self, finding_id: str) -> tuple[Echo, ...]:
        """Return the echoes of a finding that are shown without being asked for."""
        with self._lock:
            self._refresh()
            if finding_id not in self._strong:
                self._strong[finding_id] = self.of(finding_id, _DEPTH, STRONG)
            return self._strong[finding_id]

    def counts(self, ids: Sequence[str]) -> Mapping[str, int]:
        """Return in how many other reviews each of these findings is found again."""
        with self._lock:
            found = {one: self.strong(one) for one in ids}
            review = {key: held.review.slug for key, held in self._holdings.items()}
            return {one: len({review[echo.echo] for echo in echoes}) for one, echoes in found.items()}

    def partners(self, ids: Sequence[str]) -> Sequence[str]:
        """Return the findings that these are echoes of."""
        return sorted({echo.echo for one in ids for echo in self.strong(one)})

    def threads(self) -> tuple[Thread, ...]:
        """Return the threads of the library, the most telling first."""
        with self._lock:
            self._refresh()
            if self._threads is None:
                self._threads = threads(self._holdings.values(), self._ties(), self._vocabulary)
            return self._threads

    def thread(self, thread_id: str) -> Thread:
        """Return one thread. Raises NotHeld."""
        for thread in self.threads():
            if thread.id == thread_id:
                return thread
        raise NotHeld("No lesson over time has this address. It may have changed as the library grew.")

    def like(self, holding: Holding, depth: int) -> tuple[Echo, ...]:
        """Return the findings most like one that need not be held."""
        with self._lock:
            self._refresh()
            return self._echoes.like(holding.finding, holding.review.slug, depth)

    def _ties(self) -> Ties:
        answers: dict[str, list[Answer]] = {}
        for answer in self._store.answers():
            answers.setdefault(answer.recommendation, []).append(answer)
        verdicts = {frozenset(pair): accepted for pair, accepted in self._store.verdicts().items()}
        return Ties(self.strong, self._holdings.get, answers, verdicts)

    def _refresh(self) -> None:
        top = self._store.top()
        if top == self._mark:
            return
        if self._mark < 0 or top < self._mark:
            self._echoes, self._holdings = Echoes(self._vocabulary), {}
            self._learn(self._store.findings())
        else:
            named = list(dict.fromkeys(one for errand in self._store.errands(self._mark) for one in errand.findings))
            held = self._store.holdings(named)
            self._forget(set(named) - {one.finding.id for one in held})
            self._learn(held)
        self._strong, self._threads, self._mark = {}, None, top

    def _learn(self, holdings: Sequence[Holding]) -> None:
        self._echoes.add(holdings)
        self._holdings |= {held.finding.id: held for held in holdings}

    def _forget(self, ids: set[str]) -> None:
        self._echoes.remove(ids)
        for one in ids:
            self._holdings.pop(one, None)


def _pair(echo: Echo) -> tuple[str, str]:
    return (min(echo.finding, echo.echo), max(echo.finding, echo.echo))
