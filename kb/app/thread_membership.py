"""Which findings any thread goes through, known without waiting: threads take seconds to make, and no page waits.

They are made in the background, and made again when the library has changed; until then the last ones are believed.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterable

from kb.core.recurrence_values import Thread

_log = logging.getLogger("kb")

PATIENCE = 0.03  # seconds that the first page waits: a small library is ready by then
LOOK_EVERY_SECONDS = 15.0  # seconds after which it is asked again whether the library has changed


class ThreadMembership:
    """Cached set of the finding ids that appear in any thread of one library."""

    def __init__(self, threads: Callable[[], Iterable[Thread]]) -> None:
        """`threads` gives all threads as they are now."""
        self._threads = threads
        self._findings: frozenset[str] | None = None
        self._asked = -LOOK_EVERY_SECONDS
        self._working = False
        self._ready = threading.Event()
        self._lock = threading.Lock()

    def holds(self, finding: str) -> bool | None:
        """Return whether a thread goes through a finding; None where that is not known yet."""
        self._refresh()
        if self._findings is None:
            self._ready.wait(PATIENCE)
        return None if self._findings is None else finding in self._findings

    def _refresh(self) -> None:
        """Make the set anew in the background where it is old and nobody does so already."""
        with self._lock:
            if self._working or time.monotonic() - self._asked <= LOOK_EVERY_SECONDS:
                return
            self._working, self._asked = True, time.monotonic()
        threading.Thread(target=self._learn, name="threads", daemon=True).start()

    def _learn(self) -> None:
        try:
            self._findings = frozenset(step.holding.finding.id for one in self._threads() for step in one.steps)
        except Exception:  # the library may be closing; the next page asks again
            _log.info("threads were not made", exc_info=True)
        finally:
            self._working = False
            self._ready.set()
