"""A watched folder: each file that has come to rest goes into the queue of files handed in, and then out of the way.

It stays where it is until it was read, so that nothing is lost when a process dies: what was read already is then read
again and answered with "already held". Then it is moved to `done` or `refused`, with a note beside it that says what
became of it.
"""

from __future__ import annotations

import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ingest.files.discover import MANIFEST, copy_privately, is_temporary
from kb.app.reports import REFUSED
from kb.app.uploads import Uploads
from kb.core.disk import short_name
from kb.core.errors import BadQuestion, FileRefused, LibraryUnavailable
from kb.core.settings import Settings
from kb.store import Job

DONE_FOLDER, REFUSED_FOLDER = "done", "refused"
BY = "watched folder"
_Look = tuple[int, int, int]  # size, time of change and number of a file
_NOTE = ".note.txt"
_MOST_OF_ONE_NAME = 10_000
_SPARE = len(f" {_MOST_OF_ONE_NAME}{_NOTE}")  # bytes that a name may grow by


@dataclass(frozen=True, slots=True)
class WatchedFile:
    """A file of a watched folder with what became of it, and where it lies now."""

    name: str
    outcome: str
    sentence: str
    path: Path


class Watching:
    """Looks into folders again and again; a file is at rest when two looks see the same."""

    def __init__(self, settings: Settings, uploads: Uploads, folders: Iterable[Path]) -> None:
        """Begin with no file seen. Raises BadQuestion for what is no folder, or is the library's own."""
        self._incoming = settings.data / "incoming"
        self._largest = settings.read_file
        self._uploads = uploads
        self._folders = tuple(folders)
        self._seen: dict[Path, _Look] = {}
        self._waiting: dict[Path, tuple[int, _Look]] = {}  # the job of each file in the queue, and how it looked then
        self.is_idle = False  # whether the last look left nothing to take or to put away
        for one in self._folders:
            if not one.is_dir():
                raise BadQuestion(f"{one} is not a folder.")
            if one.resolve().is_relative_to(settings.data.resolve()):
                raise BadQuestion(f"{one} is in the library's own folder. Watch another one.")

    def look(self) -> tuple[WatchedFile, ...]:
        """Take what has come to rest, have the queue read, and put away what was read. Raises LibraryUnavailable."""
        found = dict(self._files())
        moved = [self._take(path, look) for path, look in found.items() if self._is_at_rest(path, look)]
        self._seen = found
        self.is_idle = not found
        if self._waiting:
            self._uploads.read_all()
        moved += [self._finish(path, *taken) for path, taken in list(self._waiting.items())]
        return tuple(one for one in moved if one)

    def _files(self) -> Iterator[tuple[Path, _Look]]:
        for folder in self._folders:
            try:
                paths = sorted(folder.iterdir())
            except OSError as error:
                raise LibraryUnavailable(f"{folder} cannot be read: {error.strerror}.") from error
            for path in paths:
                if is_temporary(path.name) or path.name == MANIFEST:
                    continue
                if look := _look_at(path):
                    yield path, look

    def _is_at_rest(self, path: Path, look: _Look) -> bool:
        return path not in self._waiting and self._seen.get(path) == look

    def _take(self, path: Path, look: _Look) -> WatchedFile | None:
        try:
            with copy_privately(path, self._incoming, self._largest) as copy:
                self._waiting[path] = self._uploads.put(path.name, copy.path, BY), look
        except FileRefused as refused:
            if _look_at(path) != look:  # somebody took it away or went on writing
                return None
            return self._put_away(path, REFUSED, str(refused))
        return None

    def _finish(self, path: Path, number: int, look: _Look) -> WatchedFile | None:
        job: Job = self._uploads.job(number)
        if not job.outcome:
            return None
        if _look_at(path) == look:
            moved = self._put_away(path, job.outcome, job.sentence)
        else:  # gone, or another file by now, which is taken when it rests
            moved = WatchedFile(path.name, job.outcome, job.sentence, path)
        del self._waiting[path]  # only now: what could not be moved is moved later, and not read again
        return moved

    def _put_away(self, path: Path, outcome: str, sentence: str) -> WatchedFile:
        """Move a file out of the way with a note. Raises LibraryUnavailable where the folder does not allow it."""
        folder = path.parent / (REFUSED_FOLDER if outcome == REFUSED else DONE_FOLDER)
        try:
            folder.mkdir(exist_ok=True)
            place = _free_place(folder, path.name)
            path.rename(place)
            place.with_name(f"{place.name}{_NOTE}").write_text(f"{sentence}\n", encoding="utf-8")
        except OSError as error:
            raise LibraryUnavailable(
                f"{path.name} cannot be moved to {folder}: {error.strerror}. Allow it, so that it is not read again."
            ) from error
        self._seen.pop(path, None)
        return WatchedFile(path.name, outcome, sentence, place)


def _look_at(path: Path) -> _Look | None:
    """Return how a file looks now; None for what is no file, and where it has gone."""
    try:
        state = path.lstat()
    except OSError:
        return None
    return (state.st_size, state.st_mtime_ns, state.st_ino) if stat.S_ISREG(state.st_mode) else None


def _free_place(folder: Path, name: str) -> Path:
    short = short_name(name, _SPARE)
    stem, ending = Path(short).stem, Path(short).suffix
    names = (short, *(f"{stem} {number}{ending}" for number in range(2, _MOST_OF_ONE_NAME)))
    return next(folder / one for one in names if not (folder / one).exists())
