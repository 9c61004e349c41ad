"""A limit on the processor time of work in this thread, which the work itself asks for as it goes along.

Reading a file is a process of its own, which can be ended from outside. What follows is our own code over values in
memory: it looks at the time at each of the many things that it goes through.
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

_T = TypeVar("_T")

_end: ContextVar[float] = ContextVar("processor_limit", default=math.inf)


class OutOfTime(Exception):
    """The work took more processor time than it may."""


@contextmanager
def processor_limit(seconds: float) -> Iterator[None]:
    """Let `within_limit` raise OutOfTime once this thread has worked for so many seconds, however busy the machine."""
    before = _end.set(time.thread_time() + seconds)
    try:
        yield
    finally:
        _end.reset(before)


def within_limit(many: Iterable[_T]) -> Iterator[_T]:
    """Yield what `many` yields. Raises OutOfTime beyond the limit, where there is one."""
    end = _end.get()
    if end == math.inf:
        yield from many
        return
    for one in many:
        if time.thread_time() > end:
            raise OutOfTime
        yield one
