"""Convert old Word files to .docx, and slides, text documents and web pages to PDF, with LibreOffice: with limits, a
home folder of its own, no network, and no picture or text that a file only links to.
"""

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
_NEWER_WORD = "docx:MS Word 2007 XML"
_ALL_SLIDES = 'pdf:impress_pdf_Export:{"ExportHiddenSlides":{"type":"boolean","value":"true"}}'
_WRITER = "pdf:writer_pdf_Export"
_PDF_FILTERS = {
    "pptx": _ALL_SLIDES,
    "docx": _WRITER,
    "doc": _WRITER,
    "odt": _WRITER,
    "rtf": _WRITER,
    "html": "pdf:writer_web_pdf_Export",
}  # by the short name of a format, which is the ending of its files too
DRAWN_BY_OFFICE = frozenset(_PDF_FILTERS)
_PAUSE = 0.05  # seconds
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop>
</item>
</oor:items>
"""  # a linked file of this machine would be drawn into what people are shown


def office_program() -> str | None:
    """Return the path of LibreOffice, or None where it is not installed."""
    return next((found for found in map(shutil.which, _PROGRAMS) if found), None)


def convert_to_docx(data: bytes, name: str, program: str, *, seconds: float, most: int) -> bytes:
    """Return an old Word file as .docx of at most `most` bytes. Raises FileRefused."""
    made = _convert(data, ".doc", _NEWER_WORD, program, seconds, most)
    if made is None:
        raise FileRefused(
            "damaged", f"{name} could not be read by LibreOffice. Open it in Word, save it as .docx and add that."
        )
    return made


def convert_to_pdf(data: bytes, name: str, file_format: str, program: str, *, seconds: float, most: int) -> bytes:
    """Return a file of one of the formats `DRAWN_BY_OFFICE` as a PDF, at most so many bytes long.

    Slides have a page each, hidden ones too. Raises FileRefused.
    """
    made = _convert(data, f".{file_format}", _PDF_FILTERS[file_format], program, seconds, most)
    if made is None:
        raise FileRefused("damaged", f"LibreOffice could not draw {name}.")
    return made


def _convert(data: bytes, ending: str, target: str, program: str, seconds: float, most: int) -> bytes | None:
    """Return what LibreOffice makes of a file; None where it makes nothing, or more bytes than `most`."""
    with tempfile.TemporaryDirectory(prefix="office-") as folder:
        home = Path(folder)
        given, made = home / f"in{ending}", home / f"in.{target.partition(':')[0]}"
        given.write_bytes(data)
        profile = home / "profile" / "user"
        profile.mkdir(parents=True)
        profile.joinpath("registrymodifications.xcu").write_text(_SETTINGS, encoding="utf-8")
        _run_office(home, program, seconds, target, given)
        if not made.is_file() or made.is_symlink() or not 0 < made.stat().st_size <= most:
            return None
        return made.read_bytes()


def _run_office(home: Path, program: str, seconds: float, target: str, given: Path) -> None:
    command = [sys.executable, "-I", "-B", str(_INSIDE), str(int(seconds)), program, str(home), target, str(given)]
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
        with suppress(ProcessLookupError, PermissionError):  # and every process that it started
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
