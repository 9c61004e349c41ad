"""A cached set of the ids of findings that are in any thread: threads take seconds to build, and no page waits.

They are made in the background, and made again when the library has changed; until then the last ones are believed.
"""

from __future__ import annotations

import logging
import threading
import time
from weakref import WeakKeyDictionary

from kb.app.library import Library

_log = logging.getLogger("web")

PATIENCE = 0.03  # seconds that the first page waits: a small library is ready by then
LOOK_EVERY_SECONDS = 15.0  # seconds after which it is asked again whether the library has changed


class _ThreadMembership:
    """What is known of one library's threads."""

    def __init__(self) -> None:
        self.findings: frozenset[str] | None = None
        self.asked = -LOOK_EVERY_SECONDS
        self.working = False
        self.ready = threading.Event()


_lock = threading.Lock()
_known: WeakKeyDictionary[Library, _ThreadMembership] = WeakKeyDictionary()


def in_a_thread(library: Library, finding: str) -> bool | None:
    """Return whether a thread goes through a finding; None where that is not known yet."""
    known = _of(library)
    if known.findings is None:
        known.ready.wait(PATIENCE)
    return None if known.findings is None else finding in known.findings


def _of(library: Library) -> _ThreadMembership:
    with _lock:
        known = _known.setdefault(library, _ThreadMembership())
        if not known.working and time.monotonic() - known.asked > LOOK_EVERY_SECONDS:
            known.working, known.asked = True, time.monotonic()
            threading.Thread(target=_learn, args=(library, known), name="threads", daemon=True).start()
        return known


def _learn(library: Library, known: _ThreadMembership) -> None:
    try:
        known.findings = frozenset(step.holding.finding.id for one in library.threads() for step in one.steps)
    except Exception:  # the library may be closing; the next page asks again
        _log.info("threads were not made", exc_info=True)
    finally:
        known.working = False
        known.ready.set()
