"""The program that reads pictures of text: Debian's tesseract, where it is installed."""

from __future__ import annotations

import shutil

PROGRAM = "tesseract"


def is_installed() -> bool:
    """Return whether this machine can read pictures of text."""
    return shutil.which(PROGRAM) is not None
