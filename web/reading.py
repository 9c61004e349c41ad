"""Read the files that were handed in, in a thread beside the one that answers, and draw what is checked next."""

from __future__ import annotations

import logging
import threading
from collections import deque

from kb.app.library import Library
from kb.core.errors import KbError

PAUSE = 5.0  # seconds between two looks for files that another process took in

DRAWN = 12  # of the files read last, those whose first page is drawn before anybody opens it

_log = logging.getLogger("web")


class UploadReader:
    """Reads what waits as soon as it is woken, and looks again after each pause, until it is stopped."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._woken = threading.Event()
        self._stopping = False
        self._to_draw: deque[str] = deque(maxlen=DRAWN)  # ids of documents, the one to check first at the right
        self._thread = threading.Thread(target=self._run, name="uploads", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def wake(self) -> None:
        """Say that there is something to read."""
        self._woken.set()

    def stop(self, wait: float = 5.0) -> None:
        """End when the file in hand is read, or after `wait` seconds leave it for the next start."""
        self._stopping = True
        self._woken.set()
        if self._thread.is_alive():
            self._thread.join(wait)

    def _run(self) -> None:
        while not self._stopping:
            try:
                self._note_read(self._library.uploads.read_all())
            except (KbError, OSError):
                _log.warning("the files handed in could not be read now", exc_info=True)
            self._draw()
            self._woken.wait(PAUSE)
            self._woken.clear()

    def _note_read(self, count: int) -> None:
        """Take down the documents of the files that were read last, so many at most, to draw them beforehand."""
        if count:
            last = (one for one in self._library.uploads.jobs(min(count, DRAWN)) if one.is_done and one.document)
            self._to_draw.extend(reversed([one.document for one in last]))

    def _draw(self) -> None:
        """Draw the first page of each document that was read here, until there is a file to read again.

        LibreOffice takes many seconds for one, for which a person who opens it would wait.
        """
        while self._to_draw and not self._woken.is_set() and not self._stopping:
            document = self._to_draw.pop()
            try:
                self._library.draw_beforehand(document)
            except Exception:  # withdrawn meanwhile, or whoever opens it is told why: files are read all the same
                _log.info("the first page of %s was not drawn beforehand", document, exc_info=True)
