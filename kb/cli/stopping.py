"""Stop a command that works until it is asked to: at the end of what it is at or, where that takes long, amid it."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time

from kb.cli.speaking import say

STOP_SECONDS = 5.0  # for what is in hand when a command is asked to stop
_STOPPING = frozenset({"SIGINT", "SIGTERM", "SIGBREAK"})  # signals that ask to stop; the last is of Windows alone
_UNFINISHED = "Stopped before all was done. Nothing is half done, and the next start goes on."


def stop_on_signal() -> threading.Event:
    """Return an event that a signal sets which asks to stop. From then on the process has STOP_SECONDS to end.

    Working out what recurs, or reading a file, can take minutes and nothing can break it off from outside. So the
    process ends as if it were killed, which loses nothing: what was not yet kept is done at the next start. Call this
    in the main thread: Python lets no other set what a signal does.
    """
    asked = threading.Event()

    def stop(*_: object) -> None:
        if not asked.is_set():
            asked.set()
            threading.Thread(target=_end_late, name="ending", daemon=True).start()

    for one in signal.Signals:
        if one.name in _STOPPING:
            signal.signal(one, stop)
    return asked


def _end_late() -> None:
    time.sleep(STOP_SECONDS)
    try:
        say(_UNFINISHED)
        sys.stdout.flush()
    finally:  # also where nobody reads what is said
        os._exit(0)
