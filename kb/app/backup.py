"""Back up a library into a folder as it is at one moment, and restore a library from one.

A backup holds the rows, the originals, the vocabulary and the list of sources in the library's folder, and a manifest
with their hashes; no index, since that is made again. Beside the backups stands the list of what was withdrawn, so that
restoring an old one brings nothing back.
"""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kb.app.backup_places import keep_takedowns, remember_place
from kb.app.publishers import SOURCES
from kb.app.unfinished_copies import copy_folder
from kb.core.disk import flush, reason, remove_if_possible, sha256_of
from kb.core.errors import BadQuestion, LibraryBusy, LibraryUnavailable, NotHeld
from kb.core.expressions import expression
from kb.core.settings import Settings, sqlite_url
from kb.store import TAKEDOWNS, Store, copies
from kb.store.copies import Rows
from kb.store.database import Database

MANIFEST = "backup.json"
ROWS = "library.sqlite3"
_TRIES = 3
_OURS = expression(
    r"library\.sqlite3|sources\.toml|originals/[0-9a-f]{64}|vocabulary/(?:[a-z0-9_-]+/)?[a-z0-9_-]+\.(?:toml|json)"
)


@dataclass(frozen=True, slots=True)
class Backup:
    """A finished backup: where it is and what it contains."""

    folder: Path
    documents: int
    findings: int
    bytes: int
    withdrawn: int = 0  # documents that were withdrawn before
    lost: tuple[str, ...] = ()  # names of documents whose original file is missing or changed, and so not in it


def back_up(store: Store, settings: Settings, to: Path) -> Backup:
    """Make a backup in a new folder under `to`, named by the time; whole when this returns. Raises BadQuestion."""
    if {"\n", "\r"} & set(str(to)) or not _is_utf8(
        to
    ):  # the list of places has one on each line, and SQLite knows UTF-8 alone
        raise BadQuestion("The folder's name holds a line end, or is not UTF-8. Name another folder for backups.")
    stamp = _free_stamp(store, to)
    place = to / f"library-{stamp}"
    try:
        with copy_folder(settings.data, to, stamp) as beside:
            rows, lost = _copy_documents(store, beside)
            for name in filter(_OURS.fullmatch, _files(settings.data, "vocabulary")):
                _copy(settings.data / name, beside / name)
            if (settings.data / SOURCES).is_file():
                _copy(settings.data / SOURCES, beside / SOURCES)
            hashes = {name: sha256_of(beside / name) for name in _files(beside)}
            told = {"documents": rows.documents, "findings": rows.findings, "files": hashes}
            (beside / MANIFEST).write_text(json.dumps(told, indent=1), encoding="utf-8")
            keep_takedowns(settings.data / TAKEDOWNS, to / TAKEDOWNS)
            for name in (*hashes, MANIFEST):
                flush(beside / name)
            beside.rename(place)
            flush(to)
            remember_place(settings.data, to)
    except OSError as error:
        raise LibraryUnavailable(f"The backup could not be made: {reason(error)}.") from error
    size = sum((place / name).stat().st_size for name in hashes)
    return Backup(place, rows.documents, rows.findings, size, lost=lost)


def _copy_documents(store: Store, beside: Path) -> tuple[Rows, tuple[str, ...]]:
    """Copy the rows and the originals that they name; return what the rows hold, and the documents without an original.

    A withdrawal meanwhile takes an original away whose rows are copied already: all is copied anew then. Raises
    LibraryBusy where that happens again and again.
    """
    for _ in range(_TRIES):
        (beside / ROWS).unlink(missing_ok=True)
        store.database.copy(beside / ROWS)
        rows = copies.rows_of(beside / ROWS)  # not of the library, which may have gone on since
        lost = {sha256 for sha256 in rows.originals if not _copy_original(store, sha256, beside / "originals")}
        named = {one.sha256: one.name for one in store.documents()} if lost else {}
        if lost <= named.keys():
            return rows, tuple(sorted(named[one] for one in lost))
        shutil.rmtree(beside / "originals", ignore_errors=True)
    raise LibraryBusy(
        "No backup was made, because documents were withdrawn while it was being made. Try again in a moment."
    )


def _copy_original(store: Store, sha256: str, folder: Path) -> bool:
    """Copy an original file to `folder`; return whether it was there, as it was added. Raises OSError."""
    folder.mkdir(mode=0o700, exist_ok=True)
    place = folder / sha256
    place.unlink(missing_ok=True)
    try:
        store.originals.copy(sha256, place)
    except (NotHeld, LibraryUnavailable):
        return False
    place.chmod(0o400)
    return True


def _free_stamp(store: Store, to: Path) -> str:
    """Return a time, to the second, that names no backup in `to` yet; waits up to 2 s for one. Raises BadQuestion.

    A backup that was killed as it ended may have its name already when it is asked for again.
    """
    for tries_left in (2, 1, 0):
        stamp = store.now().replace(":", "").replace("+0000", "Z")
        if not (to / f"library-{stamp}").exists():
            return stamp
        if tries_left:
            time.sleep(1)
    raise BadQuestion(f"{to} holds a backup of {stamp} already. Is the clock standing still? Set it and try again.")


def restore(backup: Path, data: Path, url: str = "", originals: Path | None = None) -> Backup:
    """Load a backup into the folder `data` and the database at `url`; return what it contains.

    Without `url` the rows go into a file in the folder, as the original files do without a folder for `originals`. All
    of it is restored or nothing. Raises BadQuestion where a library is there already, and LibraryUnavailable where the
    backup is not whole or there is no room. Open the library afterwards: that withdraws again what was withdrawn since,
    and makes the index.
    """
    target = Database(url or sqlite_url(data / ROWS), data)
    made: list[Path] = []
    part = data / f".{ROWS}.part"
    try:
        _refuse_library(target, data)
        stated, hashes = _stated_counts(backup), verify_backup(backup)
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        _copy_files(backup, hashes, data, originals or data / "originals", made)
        keep_takedowns(backup.parent / TAKEDOWNS, data / TAKEDOWNS)
        part.unlink(missing_ok=True)
        _copy(backup / ROWS, part)
        rows = _count_rows(backup, part, stated)
        _place_rows(part, target, data)
    except BaseException as error:
        _take_back(made, target)
        if isinstance(error, OSError):
            raise LibraryUnavailable(
                f"The backup could not be restored ({reason(error)}). Make room or give permission, then restore again."
            ) from error
        raise
    finally:
        target.close()
        for ending in ("", "-wal", "-shm"):
            remove_if_possible(part.with_name(part.name + ending))
    size = sum((backup / name).stat().st_size for name in hashes)
    return Backup(backup, rows.documents, rows.findings, size, rows.withdrawn)


def _take_back(made: Sequence[Path], target: Database) -> None:
    """Remove the originals that a failed restoring made, unless its rows are in place and need them."""
    file = target.file()
    if file is None or not file.exists():
        for one in made:
            remove_if_possible(one)


def _refuse_library(target: Database, data: Path) -> None:
    if copies.holds_rows(target):
        where = data if target.file() is not None else "The database at KB_DATABASE"
        raise BadQuestion(f"{where} holds a library already. Restore into another folder, named by KB_DATA.")


def _count_rows(backup: Path, part: Path, stated: tuple[int, int]) -> Rows:
    """Return what the copied rows hold. Raises LibraryUnavailable where it is less than the backup states."""
    rows = copies.rows_of(part)
    if rows.documents < stated[0] or rows.findings < stated[1]:
        raise LibraryUnavailable(
            f"{backup} states {stated[0]} documents with {stated[1]} findings, but its rows hold {rows.documents} "
            f"with {rows.findings}: nothing was restored. Restore another backup."
        )
    return rows


def _stated_counts(backup: Path) -> tuple[int, int]:
    """Return how many documents and findings a backup states. Raise BadQuestion, LibraryUnavailable."""
    try:
        told = json.loads((backup / MANIFEST).read_text(encoding="utf-8"))
        return int(told["documents"]), int(told["findings"])
    except FileNotFoundError as error:
        raise BadQuestion(f"{backup} is no whole backup: {error.filename} is missing.") from error
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise LibraryUnavailable(f"{backup} cannot be read: {error}") from error


def _copy_files(backup: Path, hashes: Mapping[str, str], data: Path, originals: Path, made: list[Path]) -> None:
    """Put a backup's originals and vocabulary into their places, each whole or not at all; add to `made` what was not
    there.
    """
    for name, digest in hashes.items():
        if name == ROWS:
            continue
        is_original = name.startswith("originals/")
        folder = originals if is_original else data
        place = folder / digest[:2] / digest[2:] if is_original else folder / name
        if place.is_file() and sha256_of(place) == digest:
            continue
        beside = folder / ".original.part"
        try:
            beside.unlink(missing_ok=True)
            _copy(backup / name, beside)
            beside.chmod(0o400 if is_original else 0o600)
            flush(beside)
            place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            if not place.exists():
                made.append(place)
            beside.rename(place)
            flush(place.parent)
        finally:
            remove_if_possible(beside)


def _place_rows(part: Path, target: Database, data: Path) -> None:
    """Move a whole copy of the rows to where the library looks for them, in one step."""
    part.chmod(0o600)
    shutil.rmtree(data / "index", ignore_errors=True)  # of what was here before: its marks would mislead
    file = target.file()
    if file is None:
        source = Database(sqlite_url(part), data)
        try:
            copies.pour(source, target)
        finally:
            source.close()
        return
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    whole = part
    if file.parent.absolute() != data.absolute():  # a rename is one step only within one file system
        whole = file.with_name(f".{file.name}.part")
        whole.unlink(missing_ok=True)
    try:
        if whole != part:
            _copy(part, whole)
            whole.chmod(0o600)
        flush(whole)
        for ending in ("-wal", "-shm"):  # of a database that is gone: they would be played into this one
            file.with_name(file.name + ending).unlink(missing_ok=True)
        whole.rename(file)
        try:
            flush(file.parent)
        except OSError:
            remove_if_possible(file)  # it may be gone after a loss of power, so it does not count as restored
            raise
    finally:
        remove_if_possible(whole)


def verify_backup(backup: Path) -> Mapping[str, str]:
    """Return the files of a backup with their hashes after checking each. Raise BadQuestion, LibraryUnavailable."""
    try:
        told = json.loads((backup / MANIFEST).read_text(encoding="utf-8"))
        hashes: dict[str, str] = {name: digest for name, digest in told["files"].items() if _OURS.fullmatch(name)}
        changed = [name for name, digest in hashes.items() if sha256_of(backup / name) != digest]
    except FileNotFoundError as error:
        raise BadQuestion(f"{backup} is no whole backup: {error.filename} is missing.") from error
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise LibraryUnavailable(f"{backup} cannot be read: {error}") from error
    if changed:
        raise LibraryUnavailable(f"{backup} is damaged: {', '.join(changed[:5])} changed since it was made.")
    return hashes


def _is_utf8(path: Path) -> bool:
    try:
        str(path).encode()
    except UnicodeEncodeError:
        return False
    return True


def _files(folder: Path, inside: str = ".") -> Iterator[str]:
    return (str(path.relative_to(folder)) for path in sorted((folder / inside).rglob("*")) if path.is_file())


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    shutil.copyfile(source, target)
    target.chmod(0o400)
