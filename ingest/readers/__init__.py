"""One file a format. What a file is, its bytes say; a name can only contradict them.

Each public module here that states a FORMAT is a reader:

    FORMAT: str                    the format's short name, which is also the module's
    CALLED: str                    what people call it
    ENDINGS: tuple[str, ...]       how its file names end, lower case, with the dot
    def claims(data, ending)       whether these bytes are of this format
    def read(data, name, limits)   the file as a Document, or Refused
"""

from __future__ import annotations

import hashlib
import re
import sys
from dataclasses import dataclass, replace
from functools import cache
from pathlib import PurePath
from typing import Protocol

from kb.core.document import Document, Note
from kb.core.errors import FileRefused
from kb.core.expressions import expression
from kb.core.plugins import modules


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of one file a reader takes before it refuses."""

    max_pages: int = 2500
    max_text: int = 8_000_000  # characters
    max_unpacked: int = 300 * 1024 * 1024  # bytes, of a zipped document
    ocr_pages: int = 0  # pages that are pictures and may be read by text recognition, where it is installed


class FormatReader(Protocol):
    """What a module must give to be a reader."""

    FORMAT: str
    CALLED: str
    ENDINGS: tuple[str, ...]

    def claims(self, data: bytes, ending: str) -> bool:
        """Return whether these bytes are of this format; `ending` settles what bytes cannot."""

    def read(self, data: bytes, name: str, limits: Limits) -> Document:
        """Return the file as a Document. Raises FileRefused."""


@cache
def readers() -> tuple[FormatReader, ...]:
    """Return the readers, in the order of their names."""
    return tuple(m for m in modules(sys.modules[__name__]) if hasattr(m, "FORMAT"))


def accepted_formats() -> str:
    """Return what can be read, as words for a sentence."""
    *most, last = (reader.CALLED for reader in readers())
    return f"{', '.join(most)} and {last}"


def sniff(data: bytes, name: str) -> str:
    """Return the format of these bytes. Raises FileRefused: empty, unknown_format, not_what_name_says, password."""
    if not data.strip(b"\0 \t\r\n\f"):
        raise FileRefused("empty", f"{name} is empty: there is nothing in it to read.")
    ending = PurePath(name).suffix.lower()
    named = next((reader for reader in readers() if ending in reader.ENDINGS), None)
    found = next((reader for reader in readers() if reader.claims(data, ending)), None)
    if found is None:
        raise _refuse_unknown(data, name, named)
    if named is not None and named is not found:
        raise FileRefused(
            "not_what_name_says",
            f"{name} is named as {_a(named.CALLED)} file but its content is {found.CALLED}. "
            f"Fetch it again from its source, or rename it to end in {found.ENDINGS[0]} if that is what it should be.",
        )
    return found.FORMAT


_MARKED = expression(rb"^#{1,6}[ \t]+\S", re.M)  # a heading as Markdown writes it


def ending_of(data: bytes) -> str:
    """Return how the name of a file with these bytes would end, as far as they tell; "" where they do not."""
    for ending in (".md",) if _MARKED.search(data[:65536]) else (".html",):
        try:  # what the bytes settle themselves, any ending gives
            if sniff(data, f"file{ending}") == ending[1:]:
                return ending
        except FileRefused:
            continue
    try:
        form = sniff(data, "file")
    except FileRefused:
        return ""
    return next(reader.ENDINGS[0] for reader in readers() if form == reader.FORMAT)


def read(data: bytes, name: str, limits: Limits | None = None) -> Document:
    """Read a file's bytes as a Document, by the reader that its bytes call for. Raises FileRefused."""
    form = sniff(data, name)
    reader = next(reader for reader in readers() if form == reader.FORMAT)
    limits = limits or Limits()
    document = reader.read(data, name, limits)
    if len(document.text) > limits.max_text:
        raise FileRefused("too_large", f"{name} holds more text than the limit of {limits.max_text:,} characters.")
    if not any(c.isalnum() for c in document.text) and not document.is_awaited:
        raise FileRefused("no_text", f"{name} has no readable text in it.")
    if form != "pdf" and "\ufffd" in document.text and not _LOST & {note.code for note in document.notes}:
        lost = Note("letters_lost", "Some letters were lost before the file was saved; they are shown as “\ufffd”.")
        document = replace(document, notes=(*document.notes, lost))
    return replace(document, name=name, format=form, sha256=hashlib.sha256(data).hexdigest())


_LOST = {"letters_lost", "encoding_mixed", "garbled_text"}  # notes that say so already
_FOREIGN = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office file (.ppt or .xls); save it as .pptx, .xlsx or PDF"),
    (
        b"PK\x03\x04",
        "a zip archive or another zipped kind of document; “kb add” reads the documents in an archive named .zip",
    ),
    (b"PK\x05\x06", "an empty zip archive"),
    (b"\x1f\x8b", "a compressed file; unpack it first"),
    (b"7z\xbc\xaf", "a compressed archive; unpack it first"),
    (b"Rar!", "a compressed archive; unpack it first"),
    (b"\x89PNG", "a picture; only documents with text can be read"),
    (b"\xff\xd8\xff", "a picture; only documents with text can be read"),
    (b"GIF8", "a picture; only documents with text can be read"),
    (b"II*\0", "a picture; only documents with text can be read"),
    (b"MM\0*", "a picture; only documents with text can be read"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
)
_OPEN_DOCUMENTS = (  # whose kind stands in plain letters behind the first name in the archive
    (b"opendocument.spreadsheet", "an OpenDocument spreadsheet (.ods); save it as .xlsx or PDF"),
    (b"opendocument.presentation", "an OpenDocument presentation (.odp); save it as .pptx or PDF"),
)
_FIRST_ENTRY = 160  # bytes
_ENCRYPTED_OFFICE = "EncryptedPackage".encode("utf-16-le")


def _refuse_unknown(data: bytes, name: str, named: FormatReader | None) -> FileRefused:
    if data.startswith(_FOREIGN[0][0]) and _ENCRYPTED_OFFICE in data:
        return FileRefused("password", f"{name} is protected by a password. Save a copy without one and add that.")
    what = next((said for kind, said in _OPEN_DOCUMENTS if kind in data[:_FIRST_ENTRY]), "")
    what = what or next((said for magic, said in _FOREIGN if data.startswith(magic)), "")
    if named is not None:
        told = f"; it is {what}" if what else ""
        return FileRefused(
            "not_what_name_says",
            f"{name} is named as {_a(named.CALLED)} file but its content is not {named.CALLED}{told}. "
            "It may have been damaged or be something else under that name; fetch it again from its source.",
        )
    told = f": it is {what}" if what else ""
    return FileRefused(
        "unknown_format", f"{name} is not in a format that we can read{told}. You can add {accepted_formats()}."
    )


def _a(word: str) -> str:
    return f"{'an' if word[0] in 'AEIOHaeio' and not word.startswith('U') else 'a'} {word}"
