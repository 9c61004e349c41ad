"""Copies of a library in the making: each is named in the library's folder, so that a killed one is removed later.

A copy is made in a folder of its own beside its place and renamed when it is whole. A folder that is left behind holds
all words of the library, also those that are withdrawn later; it is removed when the library is next opened.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kb.core.disk import remove_if_possible
from kb.core.errors import LibraryBusy
from kb.core.expressions import expression
from kb.store import only_one

_MARK = "backing-up"  # in the library's folder: names the folder of a copy in the making
_LOCK = "backing-up.lock"
_WORK = "making a backup of this library, or moving it"
_PART = expression(r"\.library-.+\.part")


@contextmanager
def copy_folder(data: Path, to: Path, stamp: str) -> Iterator[Path]:
    """Yield the path of a new folder in `to` for a copy of the library in `data`; remove what is left there afterwards.

    Raises LibraryBusy while another copy of this library is made, and OSError.
    """
    with only_one(data / _LOCK, 0, _WORK):
        _remove_unfinished(data)
        try:
            to.mkdir(mode=0o700, parents=True, exist_ok=True)
            beside = to / f".library-{stamp}.part"
            (data / _MARK).write_text(str(beside.absolute()), encoding="utf-8")
            beside.mkdir(mode=0o700)
            yield beside
        finally:
            _remove_unfinished(data)


def unfinished_copy(data: Path) -> Path | None:
    """Return the folder of a copy in the making, or left by a killed one; None if there is none."""
    try:
        told = Path((data / _MARK).read_text(encoding="utf-8").strip())
    except (OSError, ValueError):
        return None
    return told if _PART.fullmatch(told.name) and told.is_dir() else None


def remove_unfinished_copy(data: Path) -> None:
    """Remove what a killed backup or move of this library left, unless one is being made."""
    if not (data / _MARK).exists():
        return
    try:
        with only_one(data / _LOCK, 0, _WORK):
            _remove_unfinished(data)
    except (LibraryBusy, OSError):
        return


def _remove_unfinished(data: Path) -> None:
    left = unfinished_copy(data)
    if left is not None:
        shutil.rmtree(left, ignore_errors=True)
    if unfinished_copy(data) is None:
        remove_if_possible(data / _MARK)
