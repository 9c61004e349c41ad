"""Keep the newest backups of a folder, and rehearse restoring one before it is needed."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from kb.app.backup import MANIFEST, restore, verify_backup
from kb.app.library import Library
from kb.core.disk import reason
from kb.core.errors import BadQuestion, LibraryUnavailable
from kb.core.settings import Settings

_NAMES = "library-*"


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What restoring a backup into an empty folder gave."""

    folder: Path
    documents: int
    findings: int
    faults: tuple[str, ...]


def backups_in(folder: Path) -> tuple[Path, ...]:
    """Return the finished backups in a folder, oldest first: their names begin with their time."""
    return tuple(sorted(one for one in folder.glob(_NAMES) if (one / MANIFEST).is_file()))


def remove_old_backups(folder: Path, keep: int) -> tuple[Path, ...]:
    """Remove all backups in `folder` but the newest `keep` (at least 1); return those that went.

    Nothing is removed unless the newest is whole. Raises BadQuestion, LibraryUnavailable.
    """
    found = backups_in(folder)
    old = found[: -max(keep, 1)]
    if not old:
        return ()
    verify_backup(found[-1])
    for one in old:
        (one / MANIFEST).unlink()  # first, so that what a kill leaves of it is no backup any more
        shutil.rmtree(one)
    return old


def rehearse_restore(backup: Path, settings: Settings) -> Rehearsal:
    """Restore a backup, or the newest in a folder of them, into a folder that goes again; return what came of it.

    The library itself is not touched. Raises BadQuestion where there is no backup, LibraryUnavailable where it cannot
    be restored or there is no room.
    """
    chosen = backup if (backup / MANIFEST).is_file() else next(iter(reversed(backups_in(backup))), None)
    if chosen is None:
        raise BadQuestion(f"{backup} is no backup, and holds none. Name a backup, or the folder that backups are in.")
    try:
        with TemporaryDirectory(prefix="library-rehearsal-") as place:
            data = Path(place) / "data"
            made = restore(chosen, data)
            own = settings.model_copy(
                update={"data": data, "database": "", "search": "whoosh", "originals_folder": None}
            )
            with Library.open(own) as opened:
                faults = tuple(fault.sentence for fault in opened.doctor().faults if fault.grave)
    except OSError as error:
        raise LibraryUnavailable(f"The rehearsal could not be made: {reason(error)}.") from error
    return Rehearsal(chosen, made.documents, made.findings, faults)
