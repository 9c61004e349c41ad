"""Damage done to a library by hand, the faults that the doctor finds, and what its remedies name."""

from __future__ import annotations

import shlex
import sqlite3
import subprocess
import sys
from pathlib import Path

from kb.app.library import Library


def faults(library: Library, *, grave: bool = True) -> dict[str, str]:
    return {fault.check: fault.remedy for fault in library.doctor().faults if fault.grave is grave}


def by_hand(folder: Path, statement: str) -> None:
    connection = sqlite3.connect(folder / "library.sqlite3")
    with connection:
        connection.execute(statement)
    connection.close()


def as_told(remedy: str) -> None:
    """Run the command that a remedy names, as it stands there."""
    command = remedy[remedy.index("python3 -c ") :]
    subprocess.run([sys.executable, *shlex.split(command)[1:3]], check=True)
