"""Have the system write to the disk what it still holds in memory, on every system that this program runs on."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from kb.core.expressions import expression

# What another system lacks is left out there: Windows follows no links of ours and has no pipes among its files.
NO_FOLLOW = getattr(os, "O_NOFOLLOW", 0)
NO_WAIT = getattr(os, "O_NONBLOCK", 0)
CLOSE_ON_EXEC = getattr(os, "O_CLOEXEC", 0)
BINARY = getattr(os, "O_BINARY", 0)
_LONGEST_NAME = 255  # bytes of a name that every file system takes
_LONGEST_ENDING = 20
_NAMED_LETTERS = 40  # of a file's name in that of the copy beside it, which must not become too long
_MOUNTS = Path("/proc/self/mounts")
_ESCAPE = expression(r"\\([0-7]{3})")  # a space in a name is written \040 there
_NETWORK = frozenset(
    "nfs nfs4 cifs smb3 smbfs 9p afs ceph fuse.ceph fuse.glusterfs fuse.sshfs fuse.rclone fuse.s3fs davfs ncpfs lustre "
    "gpfs virtiofs vboxsf fuse.vmhgfs-fuse".split()
)
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


def write_whole(path: Path, text: str) -> None:
    """Make the file at `path` hold this text, whole or not at all, safe on disk when this returns. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with replacing(path) as beside:
        beside.write_text(text, encoding="utf-8", newline="")
        flush(beside)
    flush(path.parent)


def write_pieces(path: Path, pieces: Iterable[bytes]) -> None:
    """Make the file at `path` hold these pieces, whole or not at all: an error leaves the file that was there before.

    What a link leads to is written, and what is no plain file, such as a pipe, is written to as it is. Raises OSError.
    """
    if path.exists() and not path.is_file():  # asked of the name itself: /dev/stdout leads to a name that is none
        with path.open("wb") as there:
            there.writelines(pieces)
        return
    place = path.resolve()
    with replacing(place) as beside:
        with beside.open("wb") as made:
            made.writelines(pieces)
            made.flush()
            os.fsync(made.fileno())
        if place.exists():
            beside.chmod(stat.S_IMODE(place.stat().st_mode))


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Yield a path beside `path` to write to; what was written takes its place at the end, and nothing on an error.

    Readers see the file before or the one after, never a half. The copy has a name of this process's and thread's own,
    so two that write at once spoil nothing. What must be safe on disk is flushed by the caller. Raises OSError.
    """
    beside = path.with_name(f".{path.name[:_NAMED_LETTERS]}.{os.getpid()}.{threading.get_ident()}")
    try:
        yield beside
        beside.replace(path)
    except BaseException:
        remove_if_possible(beside)
        raise


def short_name(name: str, spare: int = 0) -> str:
    """Return a file's name as it is, or cut so that with `spare` bytes more every file system takes it.

    The ending stays, since readers go by it. File systems count bytes, of which a letter may have four.
    """
    room = _LONGEST_NAME - spare
    if len(os.fsencode(name)) <= room:
        return name
    stem, ending = Path(name).stem, Path(name).suffix
    if len(os.fsencode(ending)) > _LONGEST_ENDING:
        stem, ending = name, ""
    return os.fsencode(stem)[: room - len(os.fsencode(ending))].decode("utf-8", "ignore") + ending


def spare_files(folder: Path) -> int | None:
    """Return how many more files the disk of this folder has room for; None where it does not say so."""
    if not hasattr(os, "statvfs"):  # Windows
        return None
    disk = os.statvfs(folder)
    return disk.f_favail if disk.f_files else None


def network_file_system(path: Path, mounts: Path = _MOUNTS) -> str:
    """Return the kind of network file system ("nfs4") that holds `path`, or "" for a disk of this machine.

    `mounts` is Linux's list of what is mounted where; on a system without one, nothing is known and "" is returned.
    """
    try:
        lines = mounts.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except OSError:
        return ""
    place = path.resolve()
    best, kind = Path(), ""
    for fields in (line.split(" ") for line in lines):
        if len(fields) < 3:
            continue
        point = Path(_ESCAPE.sub(lambda code: chr(int(code[1], 8)), fields[1]))
        # of two mounts on one point, the later covers the earlier
        if place.is_relative_to(point) and len(point.parts) >= len(best.parts):
            best, kind = point, fields[2]
    return kind if kind in _NETWORK else ""


def read_if_there(path: Path) -> str:
    """Return the words of a file in UTF-8, "" where there is none. Raises OSError, UnicodeDecodeError.

    A pipe or a folder in its place is an error: a pipe would be waited at for ever.
    """
    if not path.exists():
        return ""
    if not path.is_file():
        raise OSError(errno.EINVAL, "it is no file", str(path))
    return path.read_text(encoding="utf-8")


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file, as 64 hexadecimal digits. Raises OSError where it cannot be read."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def remove_if_possible(path: Path) -> None:
    """Remove a file where it is there and the disk allows it: for clearing up after a reported error."""
    with suppress(OSError):
        path.unlink(missing_ok=True)


def reason(error: OSError) -> str:
    """Return what the system says of an error, with the file where it names one."""
    said = error.strerror or str(error)
    return f"{said}: {error.filename}" if error.filename else said
