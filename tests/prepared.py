"""Folders that are made once for a whole run of the tests, however many processes share it, and copied by each user."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import portalocker
import pytest


def prepare_once(factory: pytest.TempPathFactory, name: str, fill: Callable[[Path], None]) -> Path:
    """Return the folder of this name, which the first process that asks fills; nobody changes it afterwards.

    Reading the sample documents takes seconds of the processor, a copy of what was read none. A folder that was left
    half filled, because its process failed or was killed, is emptied and filled anew.
    """
    mine = factory.getbasetemp()
    everyones = mine.parent if "PYTEST_XDIST_WORKER" in os.environ else mine
    folder, filled = everyones / name, everyones / f"{name}.filled"
    with (everyones / f"{name}.lock").open("w") as lock:
        portalocker.lock(lock, portalocker.LockFlags.EXCLUSIVE)
        if not filled.exists():
            shutil.rmtree(folder, ignore_errors=True)
            fill(folder)
            filled.touch()
    return folder
