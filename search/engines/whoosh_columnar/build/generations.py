"""Generations of the index: each a folder, made beside the others and published by one rename.

    CURRENT            the name of the generation to read
    gen-00000042/      Whoosh's list of segments, the segments' files, and manifest.json, which vouches for them
    writer.lock        held by the one process that writes

A file that a later generation shares is linked, not copied, since segments never change. Nothing is mended in place:
what is missing, damaged or made by other code is rebuilt from the store.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from whoosh.util.filelock import FileLock, try_for

from kb.core.disk import flush, reason, sha256_of
from kb.core.errors import LibraryBusy
from search.engines.whoosh_columnar.build.fingerprint import recipe
from search.port import AFTER_UPDATE

CURRENT = "CURRENT"
LOCK = "writer.lock"
MANIFEST = "manifest.json"
_PREFIX = "gen-"
PICKLED_ENDINGS = (".toc", ".trm")  # what Whoosh unpickles: always checked to the last byte before it is opened
CHECKED_AT_ONCE = 48 << 20  # bytes that are checked in full at opening; of more, the rest by `verify`
_OTHER_CODE = "the index was made by another version of this program"
_MEANS = frozenset((errno.EMFILE, errno.ENFILE, errno.ENOMEM))


def is_short_of_means(error: Exception) -> bool:
    """Return whether opening failed for want of file descriptors or memory, which says nothing of the files."""
    at = error if isinstance(error, OSError) else error.__cause__
    return isinstance(at, OSError) and at.errno in _MEANS


def unopened_sentence(error: Exception) -> str:
    """Return the sentence for a reader of an index that could not be opened."""
    if not is_short_of_means(error):
        return rebuild_sentence(str(error))
    at = error if isinstance(error, OSError) else error.__cause__
    return (
        f"The search index cannot be opened at the moment ({reason(at) if isinstance(at, OSError) else at}). Try again "
        "in a moment; if it stays so, stop other programs or raise the limit of open files."
    )


def rebuild_sentence(fault: str) -> str:
    """Return the sentence for a reader of an index with this fault, which only making it anew mends."""
    if fault == _OTHER_CODE:
        return AFTER_UPDATE
    return f"The search index must be rebuilt: {fault}."


class DamagedGeneration(Exception):
    """A generation that must not be read; the sentence says why."""


@dataclass(frozen=True, slots=True)
class File:
    """One file of a manifest, with size and checksum."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class GenerationManifest:
    """Manifest of a generation: the code that made it, its outbox mark, and its files."""

    recipe: str
    mark: int
    count: int
    files: dict[str, File]

    @classmethod
    def read(cls, folder: Path) -> GenerationManifest:
        """Read a generation's manifest. Raises Damaged where it is missing or not what was written."""
        try:
            text = (folder / MANIFEST).read_text("utf-8")
            head, _, body = text.partition("\n")
            if head != hashlib.sha256(body.encode()).hexdigest():
                raise DamagedGeneration(f"{folder.name}/{MANIFEST} has been changed")
            told = json.loads(body)
            files = {name: File(**file) for name, file in told.pop("files").items()}
            return cls(files=files, **told)
        except FileNotFoundError as error:
            raise DamagedGeneration(f"{folder.name}/{MANIFEST} is missing") from error
        except (ValueError, TypeError, KeyError, AttributeError, OSError) as error:
            raise DamagedGeneration(f"{folder.name}/{MANIFEST} cannot be read") from error

    def write(self, folder: Path) -> None:
        """Write it, with a checksum of its own before it."""
        body = json.dumps(asdict(self), indent=1)
        path = folder / MANIFEST
        path.write_text(f"{hashlib.sha256(body.encode()).hexdigest()}\n{body}", "utf-8")


class Generations:
    """The folder of all generations."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._checked: dict[tuple[int, int, int, int], str] = {}  # files this process has checked -> their SHA-256

    # Reading

    def stamp(self) -> tuple[int, int] | None:
        """Return inode and time (ns) of the pointer file, which change with each generation; None without one."""
        try:
            told = (self.root / CURRENT).stat()
        except OSError:
            return None
        return told.st_ino, told.st_mtime_ns

    def current(self) -> Path:
        """Return the folder of the current generation. Raises Damaged where there is none."""
        try:
            text = (self.root / CURRENT).read_text("utf-8")
        except (OSError, ValueError) as error:
            raise DamagedGeneration("there is no index yet, or its pointer is missing") from error
        if not text.endswith("\n") or not _is_generation(text[:-1]):
            raise DamagedGeneration(f"{CURRENT} does not name a generation")
        return self.root / text[:-1]

    def check(self, folder: Path, everything: bool = False) -> GenerationManifest:
        """Return the manifest of a generation after holding its files to it. Raises Damaged.

        What is unpickled is read to the last byte; so is the rest where it is small or `everything` is asked.
        """
        manifest = GenerationManifest.read(folder)
        if manifest.recipe != recipe():
            raise DamagedGeneration(_OTHER_CODE)
        if self.root.stat().st_mode & 0o022 or folder.stat().st_mode & 0o022:
            raise DamagedGeneration("others may write to the folder of the index")
        there = {path.name for path in folder.iterdir()} - {MANIFEST}
        if there != set(manifest.files):
            raise DamagedGeneration(f"{folder.name} does not hold the files that it should")
        whole = everything or sum(file.size for file in manifest.files.values()) <= CHECKED_AT_ONCE
        for name, file in manifest.files.items():
            self._check(folder / name, file, whole or name.endswith(PICKLED_ENDINGS), again=everything)
        return manifest

    def _check(self, path: Path, file: File, whole: bool, again: bool) -> None:
        told = path.stat()
        if told.st_size != file.size:
            raise DamagedGeneration(f"{path.name} is not as long as it was")
        stamp = (told.st_dev, told.st_ino, told.st_size, told.st_mtime_ns)
        if not whole or (not again and self._checked.get(stamp) == file.sha256):
            return
        if sha256_of(path) != file.sha256:
            raise DamagedGeneration(f"{path.name} is damaged")
        self._checked[stamp] = file.sha256

    # Writing

    @contextmanager
    def writing(self, patience: float) -> Iterator[None]:
        """Be the one process that writes. Raises LibraryBusy where another one is, after so many seconds."""
        self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.root.chmod(0o700)
        lock = FileLock(str(self.root / LOCK))
        if not try_for(lock.acquire, timeout=patience, delay=0.05):
            raise LibraryBusy("Another process is writing to the search index. Try again in a moment.")
        try:
            yield
        finally:
            lock.release()

    def begin(self) -> Path:
        """Return an empty folder for the next generation."""
        taken = [number_of(path) for path in self.root.iterdir() if _is_generation(path.name)]
        folder = self.root / f"{_PREFIX}{max(taken, default=0) + 1:08}"
        folder.mkdir(mode=0o700)
        return folder

    @contextmanager
    def beginning(self) -> Iterator[Path]:
        """Give an empty folder for the next generation; remove it where that is not published: the disk may be full."""
        folder = self.begin()
        try:
            yield folder
        except BaseException:
            if not self._is_current(folder):
                shutil.rmtree(folder, ignore_errors=True)
            raise

    def _is_current(self, folder: Path) -> bool:
        try:
            return self.current() == folder
        except DamagedGeneration:
            return False

    def share(self, manifest: GenerationManifest, old: Path, new: Path) -> None:
        """Give a new generation the files of an older one; the list of segments is copied, as Whoosh replaces it."""
        for name in manifest.files:
            if name.endswith(".toc"):
                shutil.copyfile(old / name, new / name)
            else:
                _link(old / name, new / name)

    def publish(self, folder: Path, mark: int, count: int, before: GenerationManifest | None) -> None:
        """Write everything through to the disk and make this the current generation."""
        known = {} if before is None else before.files
        files = {}
        for path in sorted(folder.iterdir()):
            if path.name.endswith("LOCK"):
                path.unlink()
                continue
            if path.name not in known:
                flush(path)
            files[path.name] = known.get(path.name) or File(path.stat().st_size, sha256_of(path))
        GenerationManifest(recipe(), mark, count, files).write(folder)
        flush(folder / MANIFEST)
        flush(folder)
        pointer = self.root / f"{CURRENT}.new"
        pointer.write_text(f"{folder.name}\n", "utf-8")
        flush(pointer)
        pointer.replace(self.root / CURRENT)
        flush(self.root)

    def leftovers(self, age: float) -> tuple[Path, ...]:
        """Return the generations that are not current though the current one is older than `age` seconds.

        The one before the current is kept by an addition for those about to open it; any other, and that one later, was
        left by a process that died. Ask this while `writing`, for a generation in the making is none of them.
        """
        stamp = self.stamp()
        if stamp is None or abs(time.time() - stamp[1] / 1e9) < age:  # a time to come is of a clock that was set back
            return ()
        try:
            current = self.current()
        except DamagedGeneration:
            return ()
        return tuple(sorted(path for path in self.root.iterdir() if path.name.startswith(_PREFIX) and path != current))

    def tidy(self, *kept: Path) -> None:
        """Remove all generations but these, half-made ones too."""
        for path in list(self.root.iterdir()):
            if path.name.startswith(_PREFIX) and path not in kept:
                shutil.rmtree(path)


def number_of(folder: Path) -> int:
    """Return the number of the generation in a folder."""
    return int(folder.name.removeprefix(_PREFIX))


def _is_generation(name: str) -> bool:
    return name.startswith(_PREFIX) and name.removeprefix(_PREFIX).isdecimal()


def _link(old: Path, new: Path) -> None:
    try:
        os.link(old, new)
    except OSError:  # a file system without links
        shutil.copyfile(old, new)
