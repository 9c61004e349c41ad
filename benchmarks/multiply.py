"""A linked library several times over, for benchmarks of size: rows with other ids, and an index of them all.

    python -m benchmarks.multiply FOLDER OTHER 6    # all that FOLDER holds six times, in a new library in OTHER

Each copy is a library of its own beside the others: its findings are linked among themselves, as those of FOLDER are,
so that every table has its true size without a day of linking. What the copies would have in common is not linked;
files of likeness are not made, hashes of rows are those of what was copied, and original files are left out. So pages
can be timed in it, and nothing else: neither drafts, nor linking, nor what `kb doctor` says.
"""

from __future__ import annotations

import re
import sqlite3
import sys
from collections.abc import Callable
from hashlib import blake2b
from pathlib import Path

from kb.app.library import Library
from kb.core.settings import Settings
from kb.recurrence.theme_table import COLUMNS
from kb.store import Store
from kb.vocabulary import load

_ID = re.compile(r"\b[0-9a-f]{16}\b")
_ALONE = ("linking", "outbox", "audit", "alembic_version", "kept_sums")  # of which there is one for the whole library


def _other_id(copy: int) -> Callable[[str | None], str | None]:
    """Return what makes another id of each id, and other ids of all that stand in a list."""

    def change(found: re.Match[str]) -> str:
        return blake2b(f"{found[0]} {copy}".encode(), digest_size=8).hexdigest()

    return lambda told: None if told is None else _ID.sub(change, told)


def _copy(database: sqlite3.Connection, copy: int) -> None:
    """Add to every table its rows of the first library with other ids and other numbers."""
    database.create_function("other", 1, _other_id(copy), deterministic=True)
    database.create_function("named", 1, lambda told: f"{told}-copy-{copy}", deterministic=True)
    pages = database.execute("SELECT max(number) FROM text_pages").fetchone()[0]
    place = {"came_back", "threads"}
    tables = [
        name
        for (name,) in database.execute("SELECT name FROM first.sqlite_master WHERE type = 'table'").fetchall()
        if not name.startswith(("sqlite_", "page_stems")) and name not in _ALONE
    ]
    for table in tables:
        columns = database.execute(f"PRAGMA first.table_info({table})").fetchall()
        own, told = [], []
        for _, name, kind, *_ in columns:
            if name == "number" and table != "text_pages":
                continue  # given anew
            own.append(f'"{name}"')
            if name in ("review", "slug", "text_key"):
                told.append(f'named("{name}")')
            elif name == "sha256":
                told.append('other(substr("sha256", 1, 16)) || substr("sha256", 17)')
            elif name == "title" and table == "reviews":
                told.append(f"\"title\" || ' {copy}'")
            elif name == "number" or (name == "place" and table in place):
                step = pages if name == "number" else 10_000_000
                told.append(f'"{name}" + {copy * step if name == "place" else step}')
            elif "CHAR(16)" in kind or name in ("likes", "beside"):
                told.append(f'other("{name}")')
            else:
                told.append(f'"{name}"')
        database.execute(f"INSERT INTO {table} ({', '.join(own)}) SELECT {', '.join(told)} FROM first.{table}")
    database.execute("INSERT INTO page_stems (rowid, stems) SELECT id + ?, c0 FROM first.page_stems_content", (pages,))


def multiply(folder: Path, other: Path, times: int) -> int:
    """Make a library in `other` that holds what `folder` holds so many times; return how many findings it has."""
    other.mkdir(parents=True)
    with sqlite3.connect(folder / "library.sqlite3") as whole, sqlite3.connect(other / "library.sqlite3") as target:
        whole.backup(target)
    database = sqlite3.connect(other / "library.sqlite3")
    database.execute("PRAGMA foreign_keys = OFF")
    database.execute("ATTACH ? AS first", (str(folder / "library.sqlite3"),))
    for copy in range(1, times):
        with database:
            _copy(database, copy)
    database.close()
    with Library.open(Settings(data=other, meaning="off"), elsewhere=True) as library:
        library.catch_up_index()
        keep_sums(other)
        return library.health().findings


def keep_sums(folder: Path) -> None:
    """Keep the sums over a library, as the linker does at its end."""
    asked = Settings(data=folder)
    store = Store.open(asked.database_url, folder)
    try:
        store.linking_tables.keep_sums(COLUMNS, load(asked.vocabulary_folder).service_types)
    finally:
        store.close()


if __name__ == "__main__":
    print(multiply(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])), "findings")
