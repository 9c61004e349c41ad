"""Read the files that were handed in, in a thread beside the one that answers."""

from __future__ import annotations

import logging
import threading

from kb.app.library import Library
from kb.core.errors import KbError

PAUSE = 5.0  # seconds between two looks for files that another process took in

_log = logging.getLogger("web")


class UploadReader:
    """Reads what waits as soon as it is woken, and looks again after each pause, until it is stopped."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._woken = threading.Event()
        self._stopping = False
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
                self._library.uploads.read_all()
            except (KbError, OSError):
                _log.warning("the files handed in could not be read now", exc_info=True)
            self._woken.wait(PAUSE)
            self._woken.clear()
