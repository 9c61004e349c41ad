"""Loading a program without looking for garbage in between: what a start makes stays while the process lives."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def loading() -> Iterator[None]:
    """Let nothing be looked through for garbage meanwhile.

    Modules, tables and routes are hundreds of thousands of objects. Python would look through them again and again
    while they are made, for a tenth of a start's processor time or more (kb/decisions/0145).
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
