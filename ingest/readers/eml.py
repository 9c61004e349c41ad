"""Mail (.eml), as organisations answer: its subject, who wrote when, and its words. What is attached is noted."""

from __future__ import annotations

import re
from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import getaddresses

from ingest.layout.plain import blocks_of
from ingest.readers import Limits, html
from kb.core.document import Block, Document, Note, Role
from kb.core.errors import FileRefused

FORMAT = "eml"
CALLED = "mail (.eml)"
ENDINGS = (".eml",)

_HEAD = re.compile(rb"\A(?:[A-Za-z][A-Za-z0-9-]*:[^\n]*\r?\n(?:[ \t][^\n]*\r?\n)*){2,}")
_MAIL = re.compile(rb"^(?:MIME-Version|Message-ID|Received|From):", re.I | re.M)
_SENT = re.compile(rb"^(?:Subject|Date):", re.I | re.M)


def claims(data: bytes, ending: str) -> bool:
    """Whether the bytes begin with the head of a mail, under a name for mail or under none."""
    if ending not in (*ENDINGS, ""):
        return False
    head = _HEAD.match(data[:65_536])
    return head is not None and bool(_MAIL.search(head[0])) and bool(_SENT.search(head[0]))


def read(data: bytes, name: str, limits: Limits) -> Document:
    """Return the subject as the title, then who wrote to whom and when, then the words. Raises Refused."""
    mail = message_from_bytes(data, policy=policy.default)
    assert isinstance(mail, EmailMessage)
    try:
        body, notes = _body(mail, name, limits)
        lines = [
            ("From", _people(mail, "from")),
            ("To", _people(mail, "to")),
            ("Date", str(mail["date"] or "")),
        ]
        subject = " ".join(str(mail["subject"] or "").split())
        attached = [part.get_filename() or "a file without a name" for part in mail.iter_attachments()]
    except (LookupError, ValueError, TypeError, AttributeError) as fault:  # heads and charsets that nobody can read
        raise FileRefused(
            "damaged", f"{name} is a damaged mail. Save it again as .eml, or print it to a PDF."
        ) from fault
    head = "\n".join(f"{called}: {value}" for called, value in lines if value)
    text = "\n\n".join(part for part in (subject, head) if part)
    blocks = [Block(0, len(subject), Role.TITLE)] if subject else []
    start = len(text) - len(head)
    if head:
        blocks.append(Block(start, len(text), Role.PARAGRAPH))
    text = f"{text}\n\n" if text else ""
    blocks += [replace(one, start=one.start + len(text), end=one.end + len(text)) for one in body.blocks]
    if attached:
        files = ", ".join(attached)
        notes += (
            Note("attachments_left_out", f"Attached and not read: {files}. Save them and add them by themselves."),
        )
    stated = (("title", subject), ("author", lines[0][1]), ("created", lines[2][1]))
    properties = tuple((key, value) for key, value in stated if value)
    return Document(name, "", FORMAT, text + body.text, (), tuple(blocks), notes, properties, "email")


def _body(mail: EmailMessage, name: str, limits: Limits) -> tuple[Document, tuple[Note, ...]]:
    """Return the words of a mail as a document: plain where it has them plain, else its page."""
    part = mail.get_body(("plain", "html"))
    said = part.get_content() if part is not None else ""
    if part is not None and part.get_content_type() == "text/html":
        page = html.read(f"<!doctype html><meta charset=utf-8>{said}".encode(), name, limits)
        return page, page.notes
    said = said.replace("\r\n", "\n").replace("\r", "\n")
    return Document(name, "", FORMAT, said, (), blocks_of(said)), ()


def _people(mail: EmailMessage, field: str) -> str:
    """Return the names of a field; addresses stay out where a name stands beside them."""
    return ", ".join(name or address for name, address in getaddresses([str(mail[field] or "")]) if name or address)
