"""Leave alone, for a while, what another version of this program has made anew."""

from __future__ import annotations

import time
from collections.abc import Callable

PATIENCE = 60.0  # seconds for which a process leaves to another version what that one has taken over
OTHER_VERSION = (
    "Another version of this program is at work on this library. End one of the two, or start this one again: it "
    "waits, so that they do not make the same things anew in turns."
)


class GivingWay:
    """Whether a process makes anew what it had made itself and another version has made since.

    Where an update is begun before the old server has ended, each would find what the other made of no use and make it
    anew, in turns and without end. Whoever had it gives way, so that the one started last goes on. It tries again after
    some time, since the other may have been a command that has long ended.
    """

    def __init__(self, patience: float = PATIENCE, clock: Callable[[], float] = time.monotonic) -> None:
        self._patience, self._clock = patience, clock
        self._had_own = False
        self._lost_at: float | None = None

    def is_giving_way(self, *, is_own: bool, is_others: bool) -> bool:
        """Return whether to leave it alone now; what is neither's is damaged or not there."""
        if is_own:
            self._had_own, self._lost_at = True, None
        if not (is_others and self._had_own):
            return False
        lost_at = self._lost_at  # another thread may see its own again meanwhile
        if lost_at is None:
            lost_at = self._lost_at = self._clock()
        return self._clock() < lost_at + self._patience
