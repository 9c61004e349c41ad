"""Open archives and mail before their files are added: what they enclose becomes files to look at, one by one."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path, PurePosixPath

import portalocker

from ingest.files.discover import LOCK, CandidateFile, Copy, printable_name
from ingest.readers.enclosures import TOO_MUCH, encloses
from ingest.sandbox.reader import enclosed_files
from kb.core.errors import FileRefused
from kb.core.settings import Settings

_HEAD = 8  # bytes that tell an archive

PrivateCopy = Callable[[Path], AbstractContextManager[Copy]]


@contextmanager
def opened_enclosures(
    seen: Iterable[CandidateFile], settings: Settings, incoming: Path, private_copy: PrivateCopy
) -> Iterator[tuple[CandidateFile, ...]]:
    """Lend the files with those that they enclose behind them, an archive itself left out; remove them afterwards.

    An archive that is refused stays among the files, with its trouble.
    """
    found: list[CandidateFile] = []
    with ExitStack() as stack:
        for one in seen:
            if one.trouble is not None or not _may_enclose(one.path):
                found.append(one)
                continue
            try:
                inside = _enclosed_of(one, settings, stack.enter_context(_folder(incoming)), private_copy)
            except FileRefused as refused:
                if _is_mail(one.path):
                    found.append(one)
                if not _is_mail(one.path) or refused.code == TOO_MUCH:  # what makes a mail damaged, reading it says
                    found.append(replace(one, trouble=refused))
                continue
            found += [one, *inside] if _is_mail(one.path) else inside
        yield tuple(found)


def _enclosed_of(
    one: CandidateFile, settings: Settings, folder: Path, private_copy: PrivateCopy
) -> list[CandidateFile]:
    name = printable_name(one.path)
    with private_copy(one.path) as copy:
        files = enclosed_files(copy.path, settings, name)
    inside = []
    for number, (called, data) in enumerate(files):
        path = folder / f"{number:03}"  # never by the name that the file gives
        path.write_bytes(data)
        inside.append(CandidateFile(path, one.root, shown=one.path / PurePosixPath(called).name, came_in=name))
    return inside


def _may_enclose(path: Path) -> bool:
    if path.is_symlink() or not path.is_file():  # looked at first: opening a pipe waits for a writer
        return False
    try:
        with path.open("rb") as file:
            return encloses(file.read(_HEAD), path.suffix.lower())
    except OSError:
        return False  # its reader says what is wrong with it


def _is_mail(path: Path) -> bool:
    return path.suffix.lower() != ".zip"


@contextmanager
def _folder(incoming: Path) -> Iterator[Path]:
    """Lend a folder that says by a lock that it is in use."""
    incoming.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(dir=incoming))
    try:
        with (folder / LOCK).open("wb") as lock:
            portalocker.lock(lock, portalocker.LockFlags.EXCLUSIVE)
            yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
