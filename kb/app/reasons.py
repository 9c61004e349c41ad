"""Why two findings are alike, in words, for a few of them: under what was counted over the whole library."""

from __future__ import annotations

from collections.abc import Sequence
from threading import Lock

from kb.core.model import Echo
from kb.core.recurrence_values import Like
from kb.recurrence import EchoFinder
from kb.recurrence.stored_statistics import StoredStatistics
from kb.store import Store
from kb.vocabulary import Vocabulary


class Reasons:
    """Tells reasons; what was counted over the library is read again when it has changed."""

    def __init__(self, store: Store, vocabulary: Vocabulary) -> None:
        self._store = store
        self._vocabulary = vocabulary
        self._lock = Lock()
        self._read: tuple[int, str] | None = None
        self._statistics: StoredStatistics | None = None

    def explain(self, finding: str, likes: Sequence[Like]) -> tuple[Echo, ...]:
        """Return the echoes of a finding with their reasons; those of findings that are not held are left out."""
        if not likes:
            return ()
        finder = EchoFinder(self._vocabulary)
        finder.add(self._store.holdings([finding, *(like.id for like in likes)]))
        statistics = self._now()
        return finder.explain(finding, likes, statistics.rarity if statistics else None)

    def _now(self) -> StoredStatistics | None:
        with self._lock:
            linked = self._store.recurrences.linked_to()
            if linked != self._read:
                mark = self._store.recurrences.mark()
                self._statistics = StoredStatistics.unpack(mark.measure) if mark else None
                self._read = linked
            return self._statistics
