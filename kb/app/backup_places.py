"""The folders in which a library's backups stand: what is withdrawn is listed beside them at once.

Without that, a backup made before a withdrawal, restored after the library's own folder was lost, would bring it back.
"""

from __future__ import annotations

from pathlib import Path

from kb.core.disk import flush, write_whole
from kb.core.errors import LibraryUnavailable
from kb.store import TAKEDOWNS, withdrawals

PLACES = "backup-places"  # in the library's folder: a line for each folder, the newest last
MOST_PLACES = 10


def remember_place(data: Path, folder: Path) -> None:
    """Note that backups of the library in `data` stand in this folder. Raises OSError."""
    here = str(folder.absolute())
    kept = [one for one in _read_lines(data) if one != here]
    write_whole(data / PLACES, "".join(f"{one}\n" for one in [*kept, here][-MOST_PLACES:]))


def tell_places(data: Path) -> tuple[Path, ...]:
    """List what is withdrawn from the library in `data` beside its backups; return the folders that were not reached.

    Only what they do not list yet is written.
    """
    return tuple(place for place in map(Path, _read_lines(data)) if not _tell(data, place))


def keep_takedowns(source: Path, target: Path) -> None:
    """Add to the list at `target` what the list at `source` has more; what happened last to a document counts."""
    held = withdrawals.read_withdrawals(target)
    last = withdrawals.latest_takedowns([*held, *withdrawals.read_withdrawals(source)]).values()
    if set(last) != set(held):
        withdrawals.write(target, sorted(last, key=lambda one: (one.order, one.document)))
        flush(target.parent)


def _tell(data: Path, place: Path) -> bool:
    try:
        if not place.is_dir():
            return False
        keep_takedowns(data / TAKEDOWNS, place / TAKEDOWNS)
    except (LibraryUnavailable, OSError):
        return False
    return True


def _read_lines(data: Path) -> list[str]:
    try:
        return [line for line in (data / PLACES).read_text(encoding="utf-8").split("\n") if line]
    except (OSError, UnicodeDecodeError):  # nothing is lost: the next backup notes its folder again
        return []
