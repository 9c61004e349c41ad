"""Move a library's rows into another database: all of them, each held to its source, or nothing.

The originals stay where they are; each is held to its hash before a row is copied.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from kb.app.unfinished_copies import copy_folder
from kb.core.disk import flush, reason
from kb.core.errors import BadQuestion, LibraryUnavailable
from kb.core.settings import sqlite_url
from kb.store import Store, copies
from kb.store.database import Database


@dataclass(frozen=True, slots=True)
class Move:
    """What was copied and compared."""

    address: str  # of the new database, without a password
    documents: int
    findings: int
    rows: int
    tables: int
    originals: int


def move(store: Store, to: str, data: Path, tell: Callable[[str], None] = lambda _: None) -> Move:
    """Copy all rows to the database at `to`, in which there is nothing yet; nobody writes to either meanwhile.

    Raises BadQuestion where something is there, NotHeld or LibraryUnavailable where an original is missing or changed
    or a row did not arrive as it was: then nothing is left at `to`. `data` is the library's folder.
    """
    target = Database(to, data)
    try:
        if copies.holds_rows(target):
            raise BadQuestion(
                f"{_plain_address(target)} holds something already. Nothing was copied; name an empty database."
            )
        with store.database.writing():
            tell("originals checked against their hashes")
            hashes = [document.sha256 for document in store.documents()]
            for sha256 in hashes:
                store.originals.hold(sha256)
            tell("rows copied and compared")
            counts = _pour(store, target, data)
        return Move(
            _plain_address(target),
            counts["documents"],
            counts["findings"],
            sum(counts.values()),
            len(counts),
            len(hashes),
        )
    finally:
        target.close()


def _pour(store: Store, target: Database, data: Path) -> dict[str, int]:
    """Copy the rows; a file is made beside its place, and is there when it is whole."""
    file = target.file()
    if file is None:
        return copies.pour(store.database, target)
    try:
        with copy_folder(data, file.parent, store.now().replace(":", "")) as beside:
            whole = beside / file.name
            part = Database(sqlite_url(whole), beside)
            try:
                counts = copies.pour(store.database, part)
                part.scrub()  # all of it into the file itself
            finally:
                part.close()
            whole.chmod(0o600)
            flush(whole)
            whole.rename(file)
            flush(file.parent)
    except OSError as error:
        raise LibraryUnavailable(f"The new database could not be written: {reason(error)}.") from error
    return counts


def _plain_address(database: Database) -> str:
    file = database.file()
    return str(file) if file is not None else database.engine.url.render_as_string(hide_password=True)
