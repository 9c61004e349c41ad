"""Find the files to read and make a private copy of each, so that no parser reads a changing or special file."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import stat
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import portalocker

from kb.core.disk import BINARY, CLOSE_ON_EXEC, NO_FOLLOW, NO_WAIT
from kb.core.errors import FileRefused

MANIFEST = "manifest.toml"
LOCK = "in-use"  # in a folder of enclosed files: locked while they are added
_TEMPORARY_STARTS = (".", "~$", "~lock")
_TEMPORARY_ENDS = (".part", ".crdownload", ".download", ".tmp", ".partial", "~")
_PIECE = 1 << 20
_TRIES = 3
_PAUSE = 0.2  # seconds before a file that changed while it was copied is tried again
_LEFT_OVER = 60.0  # seconds after which a private copy that nobody holds was left by a process that died


@dataclass(frozen=True, slots=True)
class CandidateFile:
    """A file to be looked at, and the folder whose manifests may speak of it; or why it cannot be."""

    path: Path
    root: Path
    trouble: FileRefused | None = None
    shown: Path | None = None  # what to call it, where `path` is only where its bytes lie
    came_in: str = ""  # the name of the archive or mail that encloses it

    @property
    def display_path(self) -> Path:
        """The path by which people know it."""
        return self.shown or self.path


@dataclass(frozen=True, slots=True)
class Copy:
    """A private copy of a file, that nobody else changes."""

    path: Path
    sha256: str
    size: int


def look(paths: Iterable[Path], own: Path | None = None) -> tuple[tuple[CandidateFile, ...], int]:
    """Return every file at or under `paths`, each once, in order, and how many temporary ones were passed over.

    `own` is the library's own folder, which is no document should it lie under one that is added.
    """
    seen: dict[Path, CandidateFile] = {}
    passed_over = 0
    for given in paths:
        for one in _under(given, own) if given.is_dir() else [CandidateFile(given, given.parent)]:
            if one is None:
                passed_over += 1
            else:
                seen.setdefault(one.path.absolute(), one)
    return tuple(seen.values()), passed_over


def _under(root: Path, own: Path | None) -> Iterator[CandidateFile | None]:
    """Give what is in a folder and its folders, in the order of names; None for what is passed over."""
    if own is not None and own.exists() and root.samefile(own):
        return
    try:
        entries = sorted(os.scandir(root), key=lambda entry: entry.name)
    except OSError as error:
        yield CandidateFile(root, root, _cannot_open(root.name, error))
        return
    for entry in entries:
        path = root / entry.name
        if is_temporary(entry.name):
            yield None
        elif entry.is_dir(follow_symlinks=False):
            yield from (one and CandidateFile(one.path, root, one.trouble) for one in _under(path, own))
        elif entry.name != MANIFEST:
            yield CandidateFile(path, root)


def is_temporary(name: str) -> bool:
    """Return whether a file of this name is somebody's half-finished or hidden business."""
    return name.startswith(_TEMPORARY_STARTS) or name.lower().endswith(_TEMPORARY_ENDS)


@contextmanager
def copy_privately(path: Path, folder: Path, limit: int) -> Iterator[Copy]:
    """Give a private copy of the file at `path`, made in `folder`, and remove what is left of it. Raises
    FileRefused.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=folder)
    try:
        portalocker.lock(handle, portalocker.LockFlags.EXCLUSIVE)  # says to `tidy` that this copy is in use
        sha256, size = _copy_when_steady(path, handle, limit)
        yield Copy(Path(name), sha256, size)
    finally:
        os.close(handle)
        Path(name).unlink(missing_ok=True)


def tidy(folder: Path) -> int:
    """Remove the private copies of processes that died; return how many."""
    removed = 0
    for left in folder.glob("*") if folder.is_dir() else ():
        if left.is_dir():
            if _is_abandoned(left / LOCK):
                shutil.rmtree(left, ignore_errors=True)
                removed += 1
        elif _is_abandoned(left):
            left.unlink(missing_ok=True)
            removed += 1
    return removed


def _is_abandoned(left: Path) -> bool:
    try:
        with left.open("rb") as file:
            if time.time() - os.fstat(file.fileno()).st_mtime < _LEFT_OVER:
                return False
            portalocker.lock(file, portalocker.LockFlags.EXCLUSIVE | portalocker.LockFlags.NON_BLOCKING)
            return True
    except (OSError, portalocker.LockException):
        return False


def _copy_when_steady(path: Path, target: int, limit: int) -> tuple[str, int]:
    """Copy the file until its size and time are the same before and after."""
    for turn in range(_TRIES):
        if turn:
            time.sleep(_PAUSE)
        source = _open_regular(path)
        try:
            before = _check_regular(path, os.fstat(source), limit)
            os.ftruncate(target, 0)
            os.lseek(target, 0, os.SEEK_SET)
            sha256, size = _copy_bytes(path, source, target, limit)
            after = os.fstat(source)
        finally:
            os.close(source)
        if (before.st_size, before.st_mtime_ns) == (after.st_size, after.st_mtime_ns) and size == after.st_size:
            return sha256, size
    raise FileRefused(
        "changed", f"{printable_name(path)} was changing while it was read. Add it again when it is complete."
    )


def _open_regular(path: Path) -> int:
    try:
        kind = path.lstat().st_mode
        if not stat.S_ISREG(kind):
            raise _not_plain(path, kind)
        # not through a link, and without waiting should it be a pipe by now
        return os.open(path, os.O_RDONLY | NO_FOLLOW | NO_WAIT | CLOSE_ON_EXEC | BINARY)
    except OSError as error:
        raise _cannot_open(printable_name(path), error) from error


def _check_regular(path: Path, state: os.stat_result, limit: int) -> os.stat_result:
    if not stat.S_ISREG(state.st_mode):
        raise _not_plain(path, state.st_mode)
    if state.st_size == 0:
        raise FileRefused("empty", f"{printable_name(path)} is empty: there is nothing in it to read.")
    if state.st_size > limit:
        raise _too_large(path, limit)
    return state


def _copy_bytes(path: Path, source: int, target: int, limit: int) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    try:
        while piece := os.read(source, _PIECE):
            size += len(piece)
            if size > limit:
                raise _too_large(path, limit)
            digest.update(piece)
            with memoryview(piece) as view:
                written = 0
                while written < len(piece):
                    written += os.write(target, view[written:])
    except OSError as error:
        raise _cannot_open(printable_name(path), error) from error
    return digest.hexdigest(), size


def printable_name(path: Path) -> str:
    """Return a file's name as text that any terminal, page and database can hold."""
    name = os.fsencode(path.name).decode("utf-8", "replace")
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in name)


_KINDS = (
    (stat.S_ISLNK, "is a link; add the file or folder that it points to"),
    (stat.S_ISDIR, "is a folder"),
    (stat.S_ISFIFO, "is not a plain file but a pipe"),
    (stat.S_ISSOCK, "is not a plain file but a socket"),
    (stat.S_ISBLK, "is not a plain file but a device"),
    (stat.S_ISCHR, "is not a plain file but a device"),
)


def _not_plain(path: Path, mode: int) -> FileRefused:
    what = next((sentence for test, sentence in _KINDS if test(mode)), "is not a plain file")
    return FileRefused("not_a_file", f"{printable_name(path)} {what}.")


def _too_large(path: Path, limit: int) -> FileRefused:
    return FileRefused(
        "too_large",
        f"{printable_name(path)} is larger than the limit of {limit >> 20:,} MB for one file (KB_READ_FILE).",
    )


def _cannot_open(name: str, error: OSError) -> FileRefused:
    if isinstance(error, FileNotFoundError):
        return FileRefused("not_found", f"{name} is not there. Check the path.")
    if isinstance(error, PermissionError):
        return FileRefused("no_permission", f"{name} could not be opened: you have no permission to read it.")
    if error.errno == errno.ELOOP:
        return FileRefused("not_a_file", f"{name} is a link; add the file that it points to.")
    if error.errno == errno.ENOSPC:
        return FileRefused("no_space", f"{name} could not be copied: the disk is full. Free some space and try again.")
    return FileRefused("unreadable", f"{name} could not be read: {os.strerror(error.errno or 0)}.")
