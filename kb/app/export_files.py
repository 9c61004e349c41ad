"""Make files to be downloaded: few at once, and the same file once for many who ask for it together."""

from __future__ import annotations

import hashlib
import time
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from dataclasses import fields
from pathlib import Path
from threading import Lock

from kb.app.work_places import WorkPlaces
from kb.exports import CheckedDraft, ExportHead, Payload, formats, write

AT_ONCE = 2  # files that are made whole before they are sent, as Word and PDF
KEPT_SECONDS = 60.0  # a room of trainees asks within a minute; content notices may change meanwhile, but for no longer
KEPT_FILES = 8
LARGEST_KEPT = 4 * 1024 * 1024  # bytes of one file


class ExportFiles:
    """Writes what is exported. What flows is never kept, and neither is anything of a checked draft."""

    def __init__(self, folder: Path, wait: float = 20.0) -> None:
        """`folder` holds the locks that all processes share; a place is waited for `wait` seconds."""
        self._places = WorkPlaces(folder, "making-file", AT_ONCE, "making other files")
        self.wait = wait
        self._lock = Lock()
        self._kept: OrderedDict[bytes, tuple[float, bytes]] = OrderedDict()

    def write(self, payload: Payload, ending: str, head: ExportHead) -> Iterable[bytes]:
        """Return the bytes of a file in pieces. Raises BadQuestion, LibraryUnavailable as `kb.exports.write`, and
        LibraryBusy where too many are being made.
        """
        form = formats().get(ending)
        if form is None or not form.made_whole:
            return write(payload, ending, head)
        key = _digest(payload, ending, head) if _can_be_kept(payload) else b""
        made = self._recall(key)
        if made is None:
            with self._places.take(self.wait):
                made = self._recall(key)  # somebody else may have made it while this one waited for a place
                if made is None:
                    made = b"".join(write(payload, ending, head))
                    self._keep(key, made)
        return (made,)

    def _recall(self, key: bytes) -> bytes | None:
        with self._lock:
            oldest = time.monotonic() - KEPT_SECONDS
            for old in [one for one, (since, _) in self._kept.items() if since < oldest]:
                del self._kept[old]
            return self._kept[key][1] if key in self._kept else None

    def _keep(self, key: bytes, made: bytes) -> None:
        if not key or len(made) > LARGEST_KEPT:
            return
        with self._lock:
            self._kept[key] = (time.monotonic(), made)
            while len(self._kept) > KEPT_FILES:
                self._kept.popitem(last=False)


def _can_be_kept(payload: Payload) -> bool:
    """Return whether a file may be kept: not of a draft, nor of what can be gone through once only."""
    once = any(isinstance(getattr(payload, field.name), Iterator) for field in fields(payload))
    return not once and not isinstance(payload, CheckedDraft)


def _digest(payload: Payload, ending: str, head: ExportHead) -> bytes:
    """Return what differs wherever anything that a file says differs.

    All that is written stands in the values themselves, or in the vocabulary.
    """
    said = (ending, head.library, head.title, head.date, head.asked, head.base, head.vocabulary.fingerprint, payload)
    return hashlib.sha256(repr(said).encode("utf-8", "replace")).digest()
