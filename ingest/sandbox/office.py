"""Have LibreOffice make a newer file of an old Word file: in limits, with a home of its own and no network."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from kb.core.errors import FileRefused

_INSIDE = Path(__file__).with_name("office_child.py")
_PROGRAMS = ("soffice", "libreoffice")
_PAUSE = 0.05  # seconds


def office_program() -> str | None:
    """Return where LibreOffice is, or None."""
    return next((found for found in map(shutil.which, _PROGRAMS) if found), None)


def convert_to_docx(data: bytes, name: str, program: str, *, seconds: float, most: int) -> bytes:
    """Return an old Word file as .docx, at most so many bytes long. Raises FileRefused."""
    with tempfile.TemporaryDirectory(prefix="office-") as folder:
        home = Path(folder)
        (home / "in.doc").write_bytes(data)
        _run_office(home, program, seconds)
        made = home / "in.docx"
        if not made.is_file() or made.is_symlink() or not 0 < made.stat().st_size <= most:
            raise FileRefused(
                "damaged", f"{name} could not be read by LibreOffice. Open it in Word, save it as .docx and add that."
            )
        return made.read_bytes()


def _run_office(home: Path, program: str, seconds: float) -> None:
    command = [sys.executable, "-I", "-B", str(_INSIDE), str(int(seconds)), program, str(home)]
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={"HOME": str(home), "PATH": os.defpath, "LANG": "C.UTF-8"},
        cwd=home,
        start_new_session=True,
    )
    end = time.monotonic() + seconds
    try:
        while process.poll() is None and time.monotonic() < end:
            time.sleep(_PAUSE)
    finally:
        with suppress(ProcessLookupError, PermissionError):  # all that it started too
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
