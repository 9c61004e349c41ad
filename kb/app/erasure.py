"""Finish a withdrawal: remove its words from the index, from the database's files and from unfinished backups."""

from __future__ import annotations

from kb.app.index import Indexer
from kb.core.errors import KbError, LibraryBusy
from kb.store import Store
from search.port import Engine, KeepsGenerations

PATIENCE = 30.0  # seconds that a withdrawal waits for others who still read an older state of the database


class Eraser:
    """Takes withdrawn words out of the files of one library."""

    def __init__(self, store: Store, engine: Engine, indexer: Indexer) -> None:
        self._store = store
        self._engine = engine
        self._indexer = indexer

    def finish(self, wait: float = PATIENCE) -> None:
        """Take withdrawn words out of all files. Raises LibraryBusy, LibraryUnavailable where some stay; the erasure
        mark stays too.
        """
        self._indexer.catch_up()
        if isinstance(self._engine, KeepsGenerations):
            self._engine.tidy(age=0)
        if not self._store.scrub(wait):
            raise LibraryBusy("another process is still reading an older state of the library")
        self._store.hear_of_withdrawals()  # last: where an original cannot be removed, all else is gone
        self._store.erasure.remove()

    def try_to_finish(self) -> None:
        """Finish an erasure that was begun, and remove what killed processes left of the index, as far as possible."""
        try:
            if self._store.erasure.exists():
                self._indexer.catch_up(wait=0)
                self.finish(wait=0)
            elif isinstance(self._engine, KeepsGenerations):
                self._engine.tidy()
        except (KbError, OSError):  # the doctor tells of what is left
            return
