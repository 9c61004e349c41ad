"""Mail (.eml), as organisations answer: its subject, who wrote when, and its words. What is attached is named."""

from __future__ import annotations

import re
from email import message_from_bytes, policy
from email.message import EmailMessage, MIMEPart

from ingest.readers import Limits
from ingest.readers.characters import decode
from ingest.readers.mail import Letter, document_of_letter, page_body, people_named, plain_body
from kb.core.document import Document
from kb.core.errors import FileRefused
from kb.core.expressions import expression

FORMAT = "eml"
CALLED = "mail (.eml)"
ENDINGS = (".eml",)

_LONGEST_NAME = 80  # characters of a subject that names a file
_HEAD = expression(rb"\A(?:[A-Za-z][A-Za-z0-9-]*:[^\n]*\r?\n(?:[ \t][^\n]*\r?\n)*){2,}")
_MAIL = expression(rb"^(?:MIME-Version|Message-ID|Received|From):", re.I | re.M)
_SENT = expression(rb"^(?:Subject|Date):", re.I | re.M)


def claims(data: bytes, ending: str) -> bool:
    """Return whether the bytes begin with the head of a mail, under a name for mail or under none."""
    if ending not in (*ENDINGS, ""):
        return False
    head = _HEAD.match(data[:65_536])
    return head is not None and bool(_MAIL.search(head[0])) and bool(_SENT.search(head[0]))


def read(data: bytes, name: str, limits: Limits) -> Document:
    """Return the subject as the title, then who wrote to whom and when, then the words. Raises FileRefused."""
    mail = message_of(data)
    try:
        attached = [name_attachment(part) or "a file without a name" for part in mail.iter_attachments()]
        letter = Letter(
            str(mail["subject"] or ""),
            _people(mail, "from"),
            _people(mail, "to"),
            str(mail["date"] or ""),
            _body(mail, name, limits),
            attached,
        )
    except (LookupError, ValueError, TypeError, AttributeError) as fault:  # heads and charsets that nobody can read
        raise FileRefused(
            "damaged", f"{name} is a damaged mail. Save it again as .eml, or print it to a PDF."
        ) from fault
    return document_of_letter(letter, name, FORMAT, "email")


def message_of(data: bytes) -> EmailMessage:
    """Return the mail that these bytes are."""
    mail = message_from_bytes(data, policy=policy.default)
    assert isinstance(mail, EmailMessage), "the policy makes it one"
    return mail


def name_attachment(part: MIMEPart) -> str:
    """Return the name of an attachment, "" where it has none; a mail that is sent on is called after its subject."""
    if part.get_filename() or (inner := forwarded_mail(part)) is None:
        return part.get_filename() or ""
    subject = " ".join(str(inner["subject"] or "").split())
    return f"{subject[:_LONGEST_NAME] or 'mail'}.eml".replace("/", "-")


def forwarded_mail(part: MIMEPart) -> EmailMessage | None:
    """Return the mail that is attached as a mail; None where the attachment is something else."""
    if part.get_content_type() != "message/rfc822":
        return None
    inner = part.get_payload()
    return inner[0] if isinstance(inner, list) and inner and isinstance(inner[0], EmailMessage) else None


def _body(mail: EmailMessage, name: str, limits: Limits) -> Document:
    """Return the words of a mail as a document: plain where it has them plain, else its page.

    A plain part that only says that there is a page ("Please open this mail in HTML") gives way to it.
    """
    plain, page = mail.get_body(("plain",)), mail.get_body(("html",))
    told = plain_body(_words(plain) if plain is not None else "", name, FORMAT)
    if page is None:
        return told
    try:
        shown = page_body(_words(page), name, limits)
    except FileRefused:
        if plain is None:
            raise
        return told
    return told if plain is not None and len(told.text.split()) * 2 >= len(shown.text.split()) else shown


def _words(part: MIMEPart) -> str:
    """Return what a part says; where its encoding has a name that nobody knows, by what its bytes look like."""
    try:
        return str(part.get_content())
    except LookupError:
        packed = part.get_payload(decode=True)
        return decode(packed)[0] if isinstance(packed, bytes) else ""


def _people(mail: EmailMessage, field: str) -> str:
    """Return the names of a field; addresses stay out where a name stands beside them."""
    return people_named([str(mail[field] or "")])
