"""Let a file go, as another process may let it, just before one of the calls that read it."""

from __future__ import annotations

import builtins
import io
import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from itertools import count
from typing import Any

import pytest

_READERS = ((builtins, "open"), (io, "open"), (os, "open"), (os, "stat"), (os, "listdir"), (os, "scandir"))
Reading = AbstractContextManager[None]


def each_moment(part: str, go: Callable[[], object]) -> Iterator[Reading]:
    """Give a context for each call that reads something with `part` in its path; within it `go` is done before that.

    What is done within each context must read in the same order. The last context is one that no `go` was reached in;
    that the first ones reached it is asserted.
    """
    for step in count():
        left = iter(range(step, -1, -1))
        yield _before_call(part, left, go)
        if next(left, None) is not None:
            assert step, f"nothing with {part} in its path was read"
            return


@contextmanager
def _before_call(part: str, left: Iterator[int], go: Callable[[], object]) -> Iterator[None]:
    def watch(real: Callable[..., Any]) -> Callable[..., Any]:
        def read(at: Any = ".", *rest: Any, **more: Any) -> Any:
            if isinstance(at, (str, os.PathLike)) and part in str(at) and next(left, None) == 0:
                go()
            return real(at, *rest, **more)

        return read

    with pytest.MonkeyPatch.context() as patch:
        for module, name in _READERS:
            patch.setattr(module, name, watch(getattr(module, name)))
        yield
