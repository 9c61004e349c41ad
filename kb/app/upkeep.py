"""Keep what is derived equal to the store: the search index of this machine, and the tables of what recurs.

New findings can be searched first; then it is worked out what recurs, and the index hears what that changed.
"""

from __future__ import annotations

import logging

from kb.app.erasure import Eraser
from kb.app.index import LATER_SENTENCE, Indexer
from kb.app.linking import LINKS_OF_ENCODER, WAIT_SECONDS, Linker
from kb.app.reports import Progress
from kb.core.errors import LibraryBusy, LibraryUnavailable
from kb.store import Store

_log = logging.getLogger("kb")


class Upkeep:
    """Who changes the library lets this catch up; where another process does so (`elsewhere`), nothing is done here."""

    def __init__(
        self, store: Store, indexer: Indexer, linker: Linker, eraser: Eraser, *, elsewhere: bool = False
    ) -> None:
        self._store = store
        self._eraser = eraser
        self._indexer = indexer
        self._linker = linker
        self._elsewhere = elsewhere

    def behind(self) -> bool:
        """Return whether the index or the tables lack changes of the store."""
        return self._indexer.behind() or self._linker.behind()

    def catch_up_index(self, wait: float = WAIT_SECONDS) -> None:
        """Let newest findings be searched, and erase on this machine what was withdrawn on any. Raises LibraryBusy."""
        self._indexer.catch_up(wait)
        if self._store.unheard_withdrawals():
            self._store.erasure.make()
            self._eraser.finish(wait=0)
        elif self._store.erasure.is_left():
            self._eraser.finish(wait=0)

    def index_few(self, most: int) -> bool:
        """Let newest findings be searched where `most` or fewer wait; return whether all can be. Raises LibraryBusy."""
        return self._indexer.catch_up_with_few(most)

    def catch_up(self, wait: float = WAIT_SECONDS, *, without_encoder: bool = False) -> None:
        """Bring the index and the tables up to date. Raises LibraryBusy where another process is at it too long.

        `without_encoder` links anew what was linked with a sentence encoder that is not here.
        """
        self.catch_up_index(wait)
        self._linker.catch_up(wait, without_encoder=without_encoder)
        self._indexer.catch_up(wait)

    def index(self) -> str:
        """Let newest findings be searched, if that can be done now; return "", or a sentence where it cannot."""
        if self._elsewhere:
            return LATER_SENTENCE if self._indexer.behind() else ""
        return self._indexer.try_to_catch_up()

    def tell_of_changes(self, progress: Progress | None = None) -> tuple[str, bool]:
        """Bring all up to date after a change: return "" or a sentence where that was not possible, and whether it
        failed. `progress` hears how far the linking has come.
        """
        if self._elsewhere:
            return "", False
        told = self._indexer.catch_up_or_tell()
        if told[0]:
            return told
        try:
            self._linker.catch_up(progress=progress)
        except LibraryBusy:
            return "", False  # the process that links goes on until all is linked, or the next opening does
        except (LibraryUnavailable, OSError) as error:
            _log.warning("what recurs could not be brought up to date: %s", error)
            return "", False
        return self._indexer.catch_up_or_tell()

    def try_to_catch_up(self) -> None:
        """Bring all up to date if nobody else is at it."""
        if self._elsewhere:
            return
        self._indexer.try_to_catch_up()
        try:
            self._linker.catch_up(wait=0)
            if self._linker.keeps_links_of_encoder():
                _log.warning("%s `kb reindex` finds them without it.", LINKS_OF_ENCODER)
        except (LibraryBusy, LibraryUnavailable, OSError) as error:
            _log.info("what recurs is not brought up to date: %s", error)
            return
        self._indexer.try_to_catch_up()
