"""The files that a file encloses: what is attached to a mail, what a zip archive holds. Names are never paths here.

A ZIP archive attached to a mail is opened, an archive inside an archive is not. Nothing is written to disk by the names
that a file gives.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import PurePosixPath

from ingest.readers import Limits, eml, msg
from ingest.readers.office_zip import Package
from kb.core.errors import FileRefused
from kb.core.expressions import expression

MOST_FILES = 200
TOO_MUCH = "unpacks_too_large"  # code of a refusal
_MOST_FORWARDED = 10  # mails in each other
_MOST_BYTES = 100 * 1024 * 1024  # of all enclosed files together
_ZIP = b"PK\x03\x04"
_ARCHIVE_ENDINGS = (".zip", ".7z", ".rar", ".gz", ".tar", ".tgz", ".bz2", ".xz")
_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".svg", ".ico", ".emf", ".wmf", ".p7s", ".ics", ".vcf")
_UNSEEN = expression(r"^(?:__MACOSX|\.|~\$|Thumbs\.db$|desktop\.ini$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class EnclosedFile:
    """A file inside another: its name with the folders above it, and its bytes."""

    name: str
    data: bytes


def encloses(data: bytes, ending: str) -> bool:
    """Return whether these bytes may enclose documents: a mail, or an archive that is no document itself."""
    if ending in (*eml.ENDINGS, *msg.ENDINGS):
        return True
    return ending == ".zip" and data.startswith((_ZIP, b"PK\x05\x06"))


def enclosed_files(data: bytes, name: str, limits: Limits) -> tuple[EnclosedFile, ...]:
    """Return the files that a mail or an archive encloses, in its order. Raises FileRefused."""
    if data.startswith(b"PK"):
        given = _files_of_archive(data, name, limits)
    elif msg.claims(data, ""):
        given = _files_of_outlook_mail(data, name, limits)
    elif eml.claims(data, ""):
        given = _files_of_mail(data, name, limits)
    else:
        return ()
    found: list[EnclosedFile] = []
    total = 0
    for one in given:
        found.append(one)
        total += len(one.data)
        if len(found) > MOST_FILES:
            raise _refusal(name, f"it encloses more than {MOST_FILES} files")
        if total > _MOST_BYTES:
            raise _refusal(name, f"the files in it take more than {_MOST_BYTES >> 20} MB")
    return tuple(found)


def _files_of_archive(data: bytes, name: str, limits: Limits) -> Iterator[EnclosedFile]:
    package = Package(data, name, min(limits.max_unpacked, _MOST_BYTES))
    members = [one for one in package.names() if not one.endswith("/") and not _is_unseen(one)]
    if not members:
        raise FileRefused("empty", f"{name} is an archive with no document in it.")
    if len(members) > MOST_FILES:
        raise _refusal(name, f"it encloses more than {MOST_FILES} files")
    if any(one.lower().endswith(_ARCHIVE_ENDINGS) for one in members):
        raise _refusal(name, "it holds another archive, and archives inside archives are not opened")
    for one in members:
        yield EnclosedFile(one, package.bytes_of(one))


def _files_of_mail(data: bytes, name: str, limits: Limits) -> Iterator[EnclosedFile]:
    try:
        yield from _attached_to(eml.message_of(data), name, limits)
    except (LookupError, ValueError, TypeError, AttributeError) as fault:
        raise FileRefused(
            "damaged", f"What is attached to {name} is damaged. Save it from the mail by itself."
        ) from fault


def _attached_to(mail: EmailMessage, name: str, limits: Limits, depth: int = 1) -> Iterator[EnclosedFile]:
    """Give what is attached to a mail; of a mail that was sent on as an attachment, that mail and what it encloses."""
    if depth > _MOST_FORWARDED:
        raise _refusal(name, f"mails lie in each other more than {_MOST_FORWARDED} deep")
    for number, part in enumerate(mail.iter_attachments(), 1):
        called = eml.name_attachment(part) or f"attachment {number}"
        inner = eml.forwarded_mail(part)
        if inner is not None:
            yield EnclosedFile(called, inner.as_bytes())
            yield from _attached_to(inner, name, limits, depth + 1)
            continue
        said = part.get_payload(decode=True)
        if isinstance(said, bytes):
            yield from _documents_of_attachment(called, said, limits)


def _files_of_outlook_mail(data: bytes, name: str, limits: Limits) -> Iterator[EnclosedFile]:
    for number, one in enumerate(msg.message_of(data, name).attachments, 1):
        called = one.file_name or f"attachment {number}"
        if one.file_bytes:
            yield from _documents_of_attachment(called, one.file_bytes, limits)


def _documents_of_attachment(called: str, data: bytes, limits: Limits) -> Iterator[EnclosedFile]:
    """Give an attachment, of a ZIP archive what it holds; an archive that cannot be opened is given, to be refused."""
    files = [EnclosedFile(called, data)]
    if called.lower().endswith(".zip"):
        with suppress(FileRefused):
            files = list(_files_of_archive(data, called, limits))
    yield from (one for one in files if _may_be_document(one.name))


def _is_unseen(name: str) -> bool:
    return any(_UNSEEN.match(part) for part in PurePosixPath(name).parts)


def _may_be_document(name: str) -> bool:
    """Return whether an attachment may be a document: pictures of signatures and the like are none."""
    return not name.lower().endswith(_PICTURES)


def _refusal(name: str, why: str) -> FileRefused:
    return FileRefused(TOO_MUCH, f"{name} was not opened: {why}. Unpack it and add the folder.")
