"""Find tesseract, the program for text recognition, as Debian installs it."""

from __future__ import annotations

import shutil

PROGRAM = "tesseract"


def is_installed() -> bool:
    """Return whether this machine can read pictures of text."""
    return shutil.which(PROGRAM) is not None
