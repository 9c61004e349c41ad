"""Findings that wait for their themes after a change of themes: a marker file in the library's folder.

The process that keeps the index up to date finds the themes anew and takes the mark away; no request waits for it.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

from kb.core.disk import flush
from kb.core.errors import LibraryUnavailable
from kb.store import only_one

FILE = "retagging"
_LOCK = "retagging.lock"


class Retagging:
    """The mark of one library."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE
        self._lock = folder / _LOCK

    def waits(self) -> bool:
        """Return whether findings wait for their themes."""
        return self._path.exists()

    def ask(self) -> None:
        """Say that themes have changed; safe on disk when this returns. Raises LibraryUnavailable."""
        try:
            self._path.write_text(uuid4().hex, encoding="ascii")
            flush(self._path)
        except OSError as error:
            raise LibraryUnavailable(
                f"Nothing was changed: {self._path} could not be written ({error.strerror}). Make room or give "
                "permission and try again."
            ) from error

    def run(self, retag: Callable[[], object]) -> None:
        """Let `retag` find the themes where that is waited for. What was asked meanwhile goes on waiting.

        Raises LibraryBusy where another process is at it.
        """
        if not self.waits():
            return
        with only_one(self._lock, 0, "finding the themes of this library anew"):
            asked = self._token()
            if asked:
                retag()
                if self._token() == asked:
                    self._path.unlink(missing_ok=True)

    def _token(self) -> str:
        try:
            return self._path.read_text(encoding="ascii") or "begun"
        except FileNotFoundError:
            return ""
