"""A marker file in the library folder: words of withdrawn documents may still be in its files.

It is made before a withdrawal and goes when the words are gone, so that an interrupted one is finished later.
"""

from __future__ import annotations

import time
from contextlib import suppress
from pathlib import Path

from kb.core.disk import flush
from kb.core.errors import LibraryUnavailable

FILE = "erasing"
LEFT_SECONDS = 120.0


class ErasureMark:
    """The mark of one library."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE

    def exists(self) -> bool:
        """Return whether an erasure was begun and not ended."""
        return self._path.exists()

    def is_left(self) -> bool:
        """Return whether an erasure was begun so long ago that its process must be gone, or the clock was set back."""
        try:
            return abs(time.time() - self._path.stat().st_mtime) > LEFT_SECONDS
        except FileNotFoundError:
            return False

    def make(self) -> None:
        """Say that an erasure begins; safe on disk when this returns. Raises LibraryUnavailable."""
        try:
            self._path.touch(mode=0o600)
            flush(self._path)
            flush(self._path.parent)
        except OSError as error:
            raise LibraryUnavailable(
                f"Nothing was withdrawn: {self._path} could not be written ({error.strerror}). Make room or give "
                "permission and try again."
            ) from error

    def remove(self) -> None:
        """Say that the erasure has ended; a mark that cannot be removed goes at the next opening."""
        with suppress(OSError):
            self._path.unlink(missing_ok=True)
