"""Store original files under the hash of their bytes, so that names neither clash nor lead outside the folder."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import stat
from collections.abc import Iterable, Iterator
from contextlib import suppress
from io import BufferedReader
from pathlib import Path
from typing import BinaryIO

from kb.core.disk import BINARY, CLOSE_ON_EXEC, NO_FOLLOW, NO_WAIT, flush, remove_if_possible
from kb.core.errors import LibraryUnavailable, NotHeld

_PART = 1 << 20  # bytes of a file that are in memory at once while it is copied
_MISSING = "The original file is missing from this library. Run `kb doctor`."
_UNREADABLE = "The original file cannot be read: {}. Run `kb doctor`."
_NO_FILE = frozenset({errno.EINVAL, errno.EISDIR, errno.ELOOP, errno.ENOTDIR, errno.ENXIO})  # of what is no plain file
_CHANGED = "The original file has changed on disk and is not shown. Run `kb doctor`."


class Originals:
    """A folder of files named by their SHA-256, in 256 folders of their first two digits."""

    def __init__(self, folder: Path) -> None:
        """Use `folder`, which is made with the first file."""
        self.folder = folder

    def path(self, sha256: str) -> Path:
        """Return where the file of this hash is or would be."""
        return self.folder / sha256[:2] / sha256[2:]

    def adopt(self, copy: Path, sha256: str) -> None:
        """Move a private copy, whose bytes have this hash, to its place for good: on disk when this returns.

        Raises LibraryUnavailable where the folder cannot be written.
        """
        place = self.path(sha256)
        try:
            _make(place.parent)
            with copy.open("rb") as file:
                os.fsync(file.fileno())
            copy.chmod(0o400)
            self._place(copy, place)
            flush(place.parent)
        except OSError as error:
            raise LibraryUnavailable(f"The file could not be stored, nothing was kept: {error.strerror}.") from error

    def _place(self, copy: Path, place: Path) -> None:
        """Move a copy to its place in one step, also from another file system than the folder's."""
        try:
            copy.rename(place)
        except OSError as error:
            if error.errno != errno.EXDEV:
                raise
            beside = self.folder / f".{place.parent.name}{place.name}.{os.getpid()}"
            try:
                shutil.copy(copy, beside)
                flush(beside)
                beside.rename(place)
            finally:
                remove_if_possible(beside)
            copy.unlink()

    def read(self, sha256: str) -> bytes:
        """Return the bytes. Raises NotHeld where they are missing, LibraryUnavailable where they have changed."""
        data = b"".join(self._parts(sha256))
        if hashlib.sha256(data).hexdigest() != sha256:
            raise LibraryUnavailable(_CHANGED)
        return data

    def copy(self, sha256: str, target: Path) -> None:
        """Write the bytes to a new file, a part at a time, since an original may be as large as memory is.

        Nothing is left at `target` where they are missing or have changed. Raises NotHeld and LibraryUnavailable as
        `read` does, and OSError where `target` cannot be written.
        """
        with target.open("xb") as copied:
            try:
                found = self._copy_parts(sha256, copied)
            except BaseException:
                remove_if_possible(target)
                raise
        if found != sha256:
            remove_if_possible(target)
            raise LibraryUnavailable(_CHANGED)

    def _copy_parts(self, sha256: str, copied: BinaryIO) -> str:
        """Write the bytes to an open file; return the hash of what was written."""
        digest = hashlib.sha256()
        for part in self._parts(sha256):
            digest.update(part)
            copied.write(part)
        return digest.hexdigest()

    def _parts(self, sha256: str) -> Iterator[bytes]:
        """Give the bytes of a file, up to 1 MiB at once. Raises NotHeld, LibraryUnavailable."""
        try:
            file = _open_file(self.path(sha256))
        except FileNotFoundError:
            raise NotHeld(_MISSING) from None
        except OSError as error:
            raise LibraryUnavailable(_UNREADABLE.format(error.strerror)) from error
        with file:
            while True:
                try:
                    part = file.read(_PART)
                except OSError as error:
                    raise LibraryUnavailable(_UNREADABLE.format(error.strerror)) from error
                if not part:
                    return
                yield part

    def hold(self, sha256: str) -> Path:
        """Return where the file is, once its bytes are those of its hash. Raises NotHeld, LibraryUnavailable as `read`
        does.
        """
        place = self.path(sha256)
        named = f"originals/{sha256[:2]}/{sha256[2:]} in KB_DATA"
        try:
            with _open_file(place) as file:
                found = hashlib.file_digest(file, "sha256").hexdigest()
        except FileNotFoundError:
            raise NotHeld(
                f"The original file is missing; what was read from it stays. Put it back from a backup as {named}."
            ) from None
        except OSError as error:
            raise LibraryUnavailable(
                f"The original file {named} cannot be read: {error.strerror}. Check who owns it."
            ) from error
        if found != sha256:
            raise LibraryUnavailable(
                "The original file has changed on disk since it was added and is not read; what was read from it "
                f"before stays as it is. Put the right file back from a backup as {named}."
            )
        return place

    def has_changed(self, sha256: str) -> bool | None:
        """Return whether the file is no longer what was added, or no file any more; None where it is missing.

        Raises LibraryUnavailable where it cannot be read.
        """
        try:
            with _open_file(self.path(sha256)) as file:
                return hashlib.file_digest(file, "sha256").hexdigest() != sha256
        except FileNotFoundError:
            return None
        except OSError as error:
            if error.errno in _NO_FILE:
                return True
            named = f"originals/{sha256[:2]}/{sha256[2:]} in KB_DATA"
            raise LibraryUnavailable(
                f"The original file {named} cannot be read: {error.strerror}. Check who owns it."
            ) from error

    def drop(self, sha256: str) -> None:
        """Remove the file, overwriting it first; it is well where there is none. Raises LibraryUnavailable.

        Nothing is written through a link: a file that has other names loses this one alone, and a symbolic link to a
        file stays and is reported, since the words are elsewhere.
        """
        place = self.path(sha256)
        try:
            if place.is_symlink() and place.exists():
                raise LibraryUnavailable(
                    f"the original file {place} is a link to {place.readlink()}, which is not this library's; remove "
                    "the link and, if it may go, that file"
                )
            if not os.path.lexists(place):
                return
            with suppress(FileNotFoundError):  # another process, or machine of a shared folder, may be at it too
                if _has_one_name(place):
                    _overwrite(place)
                place.unlink()
            flush(place.parent)
        except OSError as error:
            raise LibraryUnavailable(
                f"the original file {place} could not be removed ({error.strerror}); let this user change it"
            ) from error

    def drop_each(self, hashes: Iterable[str]) -> LibraryUnavailable | None:
        """Remove as many of the files as can be; return why one is left, or None."""
        left = None
        for sha256 in hashes:
            try:
                self.drop(sha256)
            except LibraryUnavailable as error:
                left = error
        return left

    def hashes(self) -> Iterator[str]:
        """Give the hash of every file that is here."""
        for place in sorted(self.folder.glob("??/*")):
            yield place.parent.name + place.name


def _open_file(place: Path) -> BufferedReader:
    """Open a plain file for reading. Raises OSError for anything else: a pipe would be waited at for ever."""
    handle = os.open(place, os.O_RDONLY | NO_WAIT | BINARY | CLOSE_ON_EXEC)
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise OSError(errno.EINVAL, "it is no file", str(place))
    return os.fdopen(handle, "rb")


def _has_one_name(place: Path) -> bool:
    """Return whether a plain file has this name and no other, so that writing to it changes nothing elsewhere."""
    found = place.lstat()
    return stat.S_ISREG(found.st_mode) and found.st_nlink == 1


def _overwrite(place: Path) -> None:
    """Write noughts over a file, safe on disk. Raises OSError where it has become a link meanwhile."""
    place.chmod(0o600)
    handle = os.open(place, os.O_RDWR | NO_FOLLOW | BINARY | CLOSE_ON_EXEC)
    with os.fdopen(handle, "r+b") as file:
        file.write(b"\0" * os.fstat(handle).st_size)
        file.flush()
        os.fsync(handle)


def _make(folder: Path) -> None:
    """Make a folder and its parents, each entry safe on disk."""
    if folder.is_dir():
        return
    _make(folder.parent)
    folder.mkdir(mode=0o700, exist_ok=True)
    flush(folder.parent)
