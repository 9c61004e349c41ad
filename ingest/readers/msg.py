"""Mail as Outlook keeps it (.msg): its subject, who wrote when, and its words. What is attached is named."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from ingest.readers import Limits
from ingest.readers.mail import Letter, document_of_letter, page_body, people_named, plain_body
from kb.core.document import Document
from kb.core.errors import FileRefused

if TYPE_CHECKING:
    from oxmsg import Message

FORMAT = "msg"
CALLED = "Outlook mail (.msg)"
ENDINGS = (".msg",)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PROPERTIES = "__properties_version1.0".encode("utf-16-le")
_SENDER = 0x0C1A  # the property with a sender's name, where a mail came by no address
_UNREADABLE = (
    OSError, ValueError, LookupError, TypeError, AttributeError, AssertionError, struct.error, OverflowError, EOFError,
)  # fmt: skip


def claims(data: bytes, _: str) -> bool:
    """Return whether the bytes are a compound file that holds the properties of a mail."""
    return data.startswith(_OLE) and _PROPERTIES in data


def read(data: bytes, name: str, limits: Limits) -> Document:
    """Return the subject as the title, then who wrote to whom and when, then the words. Raises FileRefused."""
    mail = message_of(data, name)
    try:
        sent = mail.sent_date
        sender = mail.sender or mail.properties.str_prop_value(_SENDER) or ""
        said, page = mail.body or "", mail.html_body or ""
        body = plain_body(said, name, FORMAT) if said.strip() or not page else page_body(page, name, limits)
        letter = Letter(
            mail.subject or "",
            people_named([sender]) if "@" in sender else sender,
            ", ".join(one.name or one.email_address for one in mail.recipients if one.name or one.email_address),
            f"{sent.day} {sent:%B %Y}" if sent else "",
            body,
            [one.file_name or "a file without a name" for one in mail.attachments],
        )
    except _UNREADABLE as fault:
        raise _damaged_mail(name) from fault
    return document_of_letter(letter, name, FORMAT, "python-oxmsg")


def message_of(data: bytes, name: str) -> Message:
    """Return the mail that these bytes are. Raises FileRefused."""
    from oxmsg import Message  # here, since other formats need not wait for it

    try:
        return Message.load(data)
    except _UNREADABLE as fault:
        raise _damaged_mail(name) from fault


def _damaged_mail(name: str) -> FileRefused:
    return FileRefused("damaged", f"{name} is a damaged mail. Save it again from Outlook, or print it to a PDF.")
