"""The queue of files handed in by browser or from a watched folder: kept on disk and in the store until they are read.

Held documents whose pages are pictures wait in it too, once somebody asks for text recognition.

A file goes through the same sandbox as with `kb add` and is answered with the same sentence. What a process that died
was reading is tried once more; the second time it is refused, so that one file cannot hold up the others.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from ingest.files.discover import MANIFEST
from kb.app.reports import ALREADY_HELD, REFUSED, AddReport, Outcome
from kb.core.disk import reason, short_name
from kb.core.errors import BadManifest, FileRefused, LibraryBusy, LibraryUnavailable, NotHeld
from kb.core.model import DocumentSummary
from kb.core.settings import Settings
from kb.store import Job, Store, jobs, only_one

__all__ = ["FOLDER", "Job", "Uploads", "safe_name"]

FOLDER = "uploads"
LONGEST_NAME = 120
MOST_TRIES = 2
_LOCK = "uploads.lock"
_SPARE = 200 * 1024 * 1024  # bytes that must stay free on the disk
_GIVEN_UP = timedelta(days=2)  # after which what another machine took in, and never read, is reported as lost
_BROKE_OFF = "{} could not be read: reading it broke off twice."

_TO_RECOGNISE = "Its pages are pictures and are read by text recognition (OCR), which takes about 3 seconds a page."

Add = Callable[[Iterable[Path]], AddReport]
Recognise = Callable[[str], Outcome]


class Uploads:
    """The queue of one library. `add` reads files into it, `recognise` the pictures of a held document by its id."""

    def __init__(self, settings: Settings, store: Store, add: Add, recognise: Recognise) -> None:
        self._folder = settings.data / FOLDER
        self._lock = settings.data / _LOCK
        self._store = store
        self._add = add
        self._recognise = recognise

    def put(self, name: str, content: Path, by: str, source: str = "") -> int:
        """Take a copy of a file into the queue; return its number. Raises LibraryUnavailable where there is no room."""
        size = content.stat().st_size
        plain = safe_name(name)
        try:
            self._folder.mkdir(mode=0o700, exist_ok=True)
            free = shutil.disk_usage(self._folder).free
        except OSError as error:
            raise LibraryUnavailable(
                f"{plain} could not be taken in ({reason(error)}). Nothing of it was kept."
            ) from error
        if free < size + _SPARE:
            raise LibraryUnavailable(f"There is too little room on the disk for {plain}. Nothing of it was kept.")
        with self._store.database.writing() as connection:
            number = jobs.insert(connection, self._store.now(), by, plain, size, source)
            self._store.note(connection, "hand_in", plain, by, number=number)
            self._copy(content, number, plain)
        return number

    def put_pictures(self, held: DocumentSummary, by: str) -> int:
        """Have the pages of a held document that are pictures read by text recognition; return the number in the queue.

        A document that waits for it already does not wait twice.
        """
        with self._store.database.writing() as connection:
            for one in jobs.unfinished_jobs(connection):
                if one.document == held.id:
                    return one.number
            number = jobs.insert(
                connection, self._store.now(), by, held.name, held.size, sentence=_TO_RECOGNISE, document=held.id
            )
            self._store.note(connection, "recognise", held.id, by, number=number)
            self._place(number).mkdir(mode=0o700, parents=True, exist_ok=True)
        return number

    def waits_for_recognition(self, document: str) -> bool:
        """Return whether the pictures of a document wait to be read, or are being read."""
        with self._store.database.reading() as connection:
            return any(one.document == document for one in jobs.unfinished_jobs(connection))

    def _copy(self, content: Path, number: int, name: str) -> None:
        """Take a copy of a file. Raises LibraryUnavailable, and leaves nothing then.

        A number whose file was never taken in, since its process died, is given again: what lies there is left over.
        """
        place = self._place(number)
        shutil.rmtree(place, ignore_errors=True)
        try:
            place.mkdir(mode=0o700)
            shutil.copyfile(content, place / name)
        except OSError as error:
            shutil.rmtree(place, ignore_errors=True)
            raise LibraryUnavailable(
                f"{name} could not be taken in ({error.strerror}). Nothing of it was kept."
            ) from error

    def jobs(self, limit: int = 100) -> tuple[Job, ...]:
        """Return the newest files handed in, `limit` at most, and what became of them, newest first."""
        with self._store.database.reading() as connection:
            return jobs.last_jobs(connection, limit)

    def jobs_of_form(self, first: int, last: int, limit: int) -> tuple[Job, ...]:
        """Return the files that one form handed in, `limit` at most, oldest first.

        They have the numbers `first` to `last`. What somebody else handed in meanwhile has numbers between these.
        """
        with self._store.database.reading() as connection:
            found = jobs.jobs_between(connection, first, last, limit)
        return tuple(one for one in found if one.person == found[0].person)

    def count_waiting(self) -> int:
        """Return how many files handed in wait or are being read, on any machine."""
        with self._store.database.reading() as connection:
            return jobs.count_unfinished_jobs(connection)

    def job(self, number: int) -> Job:
        """Return one file handed in. Raises NotHeld."""
        with self._store.database.reading() as connection:
            found = jobs.find_job(connection, number)
        if found is None:
            raise NotHeld(f"No file {number} was handed in.")
        return found

    def read_all(self) -> int:
        """Read every file that waits; return how many. Where another process is at it, leave them to it."""
        done = 0
        try:
            with only_one(self._lock, 0, "reading the files handed in"):
                while waiting := self._unfinished_jobs():
                    self._read(waiting[0])
                    done += 1
        except LibraryBusy:
            return done
        return done

    def _unfinished_jobs(self) -> tuple[Job, ...]:
        """Return what waits for this machine. Of one that was shut down for good, files are given up after a while."""
        with self._store.database.reading() as connection:
            every = jobs.unfinished_jobs(connection)
        alone = self._store.database.file() is not None
        return tuple(one for one in every if alone or self._place(one.number).is_dir() or self._is_lost(one))

    def _is_lost(self, job: Job) -> bool:
        away = datetime.fromisoformat(self._store.now()) - datetime.fromisoformat(job.at)
        return abs(away) > _GIVEN_UP  # of a clock that was set back, a time that lies as far ahead

    def _read(self, job: Job) -> None:
        path = self._place(job.number) / job.name
        if job.tries >= MOST_TRIES:
            self._finish(job, REFUSED, _BROKE_OFF.format(job.name), job.document)
            return
        self._change(job, state=jobs.READING, tries=job.tries + 1)
        if job.document:
            self._read_pictures(job)
            return
        if not path.is_file():
            self._finish(job, REFUSED, f"{job.name} is no longer there. Add it again.")
            return
        try:
            _state_source(path, job.source)
            report = self._add([path])
        except BadManifest as error:
            self._finish(job, REFUSED, str(error))
            return
        if report.trouble or not report.outcomes:  # cut off, as by a full disk: it waits, and another try counts
            raise LibraryUnavailable(report.trouble or f"{job.name} was not read.")
        self._finish(job, *_sum_up(report.outcomes))

    def _read_pictures(self, job: Job) -> None:
        try:
            read = self._recognise(job.document)
        except (FileRefused, NotHeld) as error:
            self._finish(job, REFUSED, str(error), job.document)
            return
        self._finish(job, read.outcome, read.sentence, job.document)

    def _finish(self, job: Job, outcome: str, sentence: str, document: str = "") -> None:
        self._change(job, state=jobs.DONE, outcome=outcome, sentence=sentence, document=document)
        shutil.rmtree(self._place(job.number), ignore_errors=True)

    def _change(self, job: Job, **values: object) -> None:
        with self._store.database.writing() as connection:
            jobs.change(connection, job.number, self._store.now(), **values)

    def _place(self, number: int) -> Path:
        return self._folder / str(number)


def _state_source(path: Path, source: str) -> None:
    """Say beside a file where it was fetched, as a manifest does, so that its document keeps the address."""
    if source:
        words = "".join(
            f"{key} = {json.dumps(value, ensure_ascii=False)}\n"
            for key, value in (("file", path.name), ("source", source))
        )
        path.with_name(MANIFEST).write_text(f"[[document]]\n{words}", encoding="utf-8")


def _sum_up(outcomes: Sequence[Outcome]) -> tuple[str, str, str]:
    """Return outcome, sentence and document of a file: what it encloses, as mail and archives do, speaks with it.

    The first that was kept stands for all; where none was, the first one does.
    """
    kept = [one for one in outcomes if one.document_id and one.outcome != ALREADY_HELD]
    first = (kept or list(outcomes))[0]
    return first.outcome, " ".join(one.sentence for one in outcomes), first.document_id


def safe_name(name: str) -> str:
    """Return a file's name without a folder, without signs that steer, not hidden and not that of a manifest."""
    plain = "".join(letter for letter in name.replace("\\", "/").rsplit("/", 1)[-1] if letter.isprintable())
    plain = plain.strip().lstrip(".~").replace(":", "_") or "document"
    stem, point, ending = plain.rpartition(".")
    kept = f"{stem[: LONGEST_NAME - len(ending) - 1]}.{ending}" if point and len(ending) < 20 else plain[:LONGEST_NAME]
    return f"{kept}.txt" if kept.casefold() == "manifest.toml" else short_name(kept)
