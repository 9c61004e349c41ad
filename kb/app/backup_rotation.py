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
from kb.core.expressions import expression
from kb.core.settings import Settings

_NAME = expression(r"library-\d{4}-\d\d-\d\dT\d{6}Z")
_GOING = "going"  # ending of what is being removed
_LEFT = expression(rf"\.{_NAME.pattern}\.{_GOING}")


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What restoring a backup into an empty folder gave."""

    folder: Path
    documents: int
    findings: int
    faults: tuple[str, ...]


def backups_in(folder: Path) -> tuple[Path, ...]:
    """Return the finished backups in a folder, oldest first: their names end with their time.

    What only a link leads to, or has another name, was put there by somebody and is none of them.
    """
    return tuple(sorted(one for one in folder.iterdir() if _is_backup(one))) if folder.is_dir() else ()


def _is_backup(place: Path) -> bool:
    return bool(_NAME.fullmatch(place.name)) and not place.is_symlink() and (place / MANIFEST).is_file()


def remove_old_backups(made: Path, keep: int) -> tuple[Path, ...]:
    """Remove all backups beside `made` but the newest `keep` (at least 1); return those that went.

    `made` was made just now, so it is the newest whatever a clock says: one with a later time has it from a clock that
    went wrong, and goes first. Nothing is removed unless `made` is whole. Raises BadQuestion, LibraryUnavailable.
    """
    try:
        found = sorted(
            (one for one in backups_in(made.parent) if one.name != made.name),
            key=lambda one: (one.name < made.name, one.name),
        )
        old = tuple(found[: max(0, len(found) + 1 - max(keep, 1))])
        if old:
            verify_backup(made)
        for one in old:  # in one step it is no backup any more; what a kill leaves then goes the next time
            one.rename(one.with_name(f".{one.name}.{_GOING}"))
        for one in made.parent.iterdir():
            if _LEFT.fullmatch(one.name):
                shutil.rmtree(one)
    except OSError as error:
        raise LibraryUnavailable(
            f"Older backups could not be removed ({reason(error)}). The new one is whole. Allow it, then try again."
        ) from error
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
