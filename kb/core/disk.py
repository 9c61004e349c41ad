"""Have the system write to the disk what it still holds in memory, on every system that this program runs on."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

# What another system lacks is left out there: Windows follows no links of ours and has no pipes among its files.
NO_FOLLOW = getattr(os, "O_NOFOLLOW", 0)
NO_WAIT = getattr(os, "O_NONBLOCK", 0)
CLOSE_ON_EXEC = getattr(os, "O_CLOEXEC", 0)
BINARY = getattr(os, "O_BINARY", 0)
_FOLDERS_CAN_BE_OPENED = hasattr(os, "O_DIRECTORY")


def flush(path: Path) -> None:
    """Return when the file or the entries of the folder at `path` are safe on disk. Raises OSError.

    Windows opens no folders; there the file system keeps the entries safe by itself.
    """
    if path.is_dir() and not _FOLDERS_CAN_BE_OPENED:
        return
    # Windows flushes only what is open for writing, and a file that is only to be read is made so after its flush
    mode = os.O_RDONLY if _FOLDERS_CAN_BE_OPENED else os.O_RDWR
    handle = os.open(path, mode | BINARY | CLOSE_ON_EXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def remove_if_possible(path: Path) -> None:
    """Remove a file where it is there and the disk allows it: for clearing up after an error that is told already."""
    with suppress(OSError):
        path.unlink(missing_ok=True)


def reason(error: OSError) -> str:
    """Return what the system says of an error, with the file where it names one."""
    said = error.strerror or str(error)
    return f"{said}: {error.filename}" if error.filename else said
