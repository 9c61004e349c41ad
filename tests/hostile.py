"""Makers of files that no library should keep. Each takes a folder and returns the file that it made there."""

from __future__ import annotations

import ctypes
import io
import os
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

from pypdf import PdfReader, PdfWriter

from tests.conftest import ROOT

LIBRARY = ROOT / "corpus" / "library"


def good_pdf() -> bytes:
    return (LIBRARY / "tarnshire-family-d-report-2021.pdf").read_bytes()


def empty_file(folder: Path) -> Path:
    return write_file(folder / "empty.pdf", b"")


def truncated_pdf(folder: Path) -> Path:
    return write_file(folder / "truncated.pdf", good_pdf()[: len(good_pdf()) // 2])


def password(folder: Path) -> Path:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(good_pdf())))
    writer.encrypt("secret", algorithm="AES-256")
    writer.write(folder / "password.pdf")
    return folder / "password.pdf"


def disguised_file(folder: Path) -> Path:
    return write_file(
        folder / "page.pdf", b"<!DOCTYPE html><html><head><title>Sorry</title></head><body>Gone</body></html>"
    )


def bomb(folder: Path) -> Path:
    """A Word file of under a megabyte that unpacks to 400."""
    with zipfile.ZipFile(folder / "bomb.docx", "w", zipfile.ZIP_DEFLATED, compresslevel=1) as made:
        made.writestr("[Content_Types].xml", "<Types/>")
        with made.open("word/document.xml", "w", force_zip64=True) as part:
            for _ in range(400):
                part.write(b" " * (1 << 20))
    return folder / "bomb.docx"


def sparse(folder: Path) -> Path:
    with (folder / "huge.pdf").open("wb") as file:
        file.truncate(3 << 30)
    return folder / "huge.pdf"


def pipe(folder: Path) -> Path:
    os.mkfifo(folder / "pipe.pdf")
    return folder / "pipe.pdf"


def unknown_file(folder: Path) -> Path:
    return write_file(folder / "data.xyz", bytes(range(256)) * 8)


# root may read everything, so the tests of permission run without root's right to pass over it
_DROP, _OVERRIDE, _SEARCH = 24, 1, 2


def without_override() -> None:
    """Give up, in a process about to start, the right to read what one may not."""
    libc = ctypes.CDLL(None, use_errno=True)
    for capability in (_OVERRIDE, _SEARCH):
        libc.prctl(_DROP, capability, 0, 0, 0)


def write_file(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


HOSTILE: Mapping[str, tuple[Callable[[Path], Path], str, str]] = {  # how it is made, the refusal's code, its words
    "empty": (empty_file, "empty", "is empty"),
    "truncated": (truncated_pdf, "damaged", "is damaged"),
    "password": (password, "password", "is protected by a password"),
    "disguised": (disguised_file, "not_what_name_says", "is named as a PDF file but its content is web page"),
    "bomb": (bomb, "unpacks_too_large", "unpacks to more than 300 MB"),
    "sparse": (sparse, "too_large", "is larger than the limit of 100 MB"),
    "pipe": (pipe, "not_a_file", "is not a plain file but a pipe"),
    "unknown": (unknown_file, "unknown_format", "is not in a format that we can read"),
}
