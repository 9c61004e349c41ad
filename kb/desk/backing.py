"""Backups: a folder that holds a library as it was at one moment, and a library made from one again.

A backup holds the rows, the originals and a manifest with their hashes; no index, since that is made again. Beside the
backups stands the list of what was withdrawn, so that restoring an old one brings nothing back.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from kb.errors import BadQuestion, Unwell
from kb.settings import Settings
from kb.store import TAKEDOWNS, Store

MANIFEST = "backup.json"
ROWS = "library.sqlite3"
_OURS = re.compile(r"library\.sqlite3|originals/[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that was made: where it is and what it holds."""

    folder: Path
    documents: int
    findings: int
    bytes: int


def back_up(store: Store, settings: Settings, to: Path) -> Backup:
    """Make a backup in a new folder under `to`, named by the time; whole when this returns. Raises BadQuestion."""
    stamp = store.now().replace(":", "").replace("+0000", "Z")
    place, beside = to / f"library-{stamp}", to / f".library-{stamp}.part"
    if place.exists():
        raise BadQuestion(f"{place} is there already. Wait a second and try again.")
    try:
        to.mkdir(parents=True, exist_ok=True)
        beside.mkdir(mode=0o700)
        store.database.copy(beside / ROWS)
        for document in store.documents():
            _copy(store.originals.path(document.sha256), beside / "originals" / document.sha256)
        hashes = {name: _hash(beside / name) for name in _files(beside)}
        documents, findings = len(store.documents()), store.count()
        told = {"documents": documents, "findings": findings, "files": hashes}
        (beside / MANIFEST).write_text(json.dumps(told, indent=1), encoding="utf-8")
        _keep_takedowns(settings.data / TAKEDOWNS, to / TAKEDOWNS)
        for name in (*hashes, MANIFEST):
            _sync(beside / name)
        beside.rename(place)
    except OSError as error:
        raise Unwell(f"The backup could not be made: {error.strerror}: {error.filename}.") from error
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    size = sum((place / name).stat().st_size for name in hashes)
    return Backup(place, documents, findings, size)


def restore(backup: Path, data: Path) -> None:
    """Make the folder `data` hold the library of a backup. Raises BadQuestion, Unwell where the backup is not whole.

    Open the library afterwards: that withdraws again what was withdrawn since, and makes the index.
    """
    if (data / ROWS).exists():
        raise BadQuestion(f"{data} holds a library already. Restore into another folder, named by KB_DATA.")
    hashes = verified(backup)
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name in hashes:
        if name != ROWS:
            digest = Path(name).name
            _copy(backup / name, data / "originals" / digest[:2] / digest[2:])
    _keep_takedowns(backup.parent / TAKEDOWNS, data / TAKEDOWNS)
    _copy(backup / ROWS, data / ROWS)  # last: without rows it is no library
    (data / ROWS).chmod(0o600)


def verified(backup: Path) -> Mapping[str, str]:
    """Return the files of a backup with their hashes, once all are as they were. Raises BadQuestion, Unwell."""
    try:
        told = json.loads((backup / MANIFEST).read_text(encoding="utf-8"))
        hashes: dict[str, str] = {name: digest for name, digest in told["files"].items() if _OURS.fullmatch(name)}
        changed = [name for name, digest in hashes.items() if _hash(backup / name) != digest]
    except FileNotFoundError as error:
        raise BadQuestion(f"{backup} is no whole backup: {error.filename} is missing.") from error
    except (OSError, ValueError, KeyError) as error:
        raise Unwell(f"{backup} cannot be read: {error}") from error
    if changed:
        raise Unwell(f"{backup} is damaged: {', '.join(changed[:5])} changed since it was made.")
    return hashes


def _keep_takedowns(source: Path, target: Path) -> None:
    """Add to the list at `target` what the list at `source` has more."""
    lines = [*_lines(target), *_lines(source)]
    if lines:
        target.write_text("".join(f"{line}\n" for line in dict.fromkeys(lines)), encoding="utf-8")
        _sync(target)


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines() if path.exists() else []


def _files(folder: Path) -> Iterator[str]:
    return (str(path.relative_to(folder)) for path in sorted(folder.rglob("*")) if path.is_file())


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    shutil.copyfile(source, target)
    target.chmod(0o400)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
