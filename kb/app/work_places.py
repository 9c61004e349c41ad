"""Limit how much heavy work is done at once, over all processes of this machine."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from kb.core.errors import LibraryBusy
from kb.store.locks import only_one

_PAUSE = 0.05


class WorkPlaces:
    """Lock files in a folder, one a place. The kernel frees a place when its holder ends, however it ends."""

    def __init__(self, folder: Path, name: str, many: int, work: str) -> None:
        """Keep `many` places in `folder`; `work` ends the sentence of LibraryBusy: "The library is busy …"."""
        self._work = work
        self._files = tuple(folder / f"{name}-{number}.lock" for number in range(1, many + 1))

    @contextmanager
    def take(self, wait: float = 0) -> Iterator[None]:
        """Reserve a place; raise LibraryBusy where none is free after `wait` seconds."""
        with ExitStack() as held:
            end = time.monotonic() + wait
            while not self._enter(held):
                if time.monotonic() >= end:
                    raise LibraryBusy(
                        f"The library is busy {self._work}, and does only a little of it at once. Nothing of yours "
                        "was kept or lost: try again in half a minute."
                    )
                time.sleep(_PAUSE)
            yield

    def _enter(self, held: ExitStack) -> bool:
        for file in self._files:
            try:
                held.enter_context(only_one(file, 0, self._work))
            except LibraryBusy:
                continue
            return True
        return False
