"""What mail of every format is written down as: subject, people, date, words, and the names of what is attached."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from email.utils import getaddresses

from ingest.layout.plain import blocks_of
from ingest.readers import Limits, html
from kb.core.document import Block, Document, Note, Role


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail, its body read already."""

    subject: str
    author: str
    to: str
    date: str
    body: Document
    attached: Sequence[str]  # file names


def document_of_letter(letter: Letter, name: str, form: str, engine: str) -> Document:
    """Return the subject as the title, then who wrote to whom and when, then the words."""
    subject = " ".join(letter.subject.split())
    lines = [("From", letter.author), ("To", letter.to), ("Date", letter.date)]
    head = "\n".join(f"{called}: {value}" for called, value in lines if value)
    text = "\n\n".join(part for part in (subject, head) if part)
    blocks = [Block(0, len(subject), Role.TITLE)] if subject else []
    if head:
        blocks.append(Block(len(text) - len(head), len(text), Role.PARAGRAPH))
    text = f"{text}\n\n" if text else ""
    body = letter.body
    blocks += [replace(one, start=one.start + len(text), end=one.end + len(text)) for one in body.blocks]
    notes = body.notes
    if letter.attached:
        files = ", ".join(letter.attached)
        notes += (Note("attachments", f"Attached: {files}. “kb add” reads each attached document by itself."),)
    stated = (("title", subject), ("author", letter.author), ("created", letter.date))
    properties = tuple((key, value) for key, value in stated if value)
    return Document(
        name=name,
        sha256="",
        format=form,
        text=text + body.text,
        pages=(),
        blocks=tuple(blocks),
        notes=notes,
        properties=properties,
        engine=engine,
    )


def plain_body(said: str, name: str, form: str) -> Document:
    """Return the words of a mail that are plain."""
    said = said.replace("\r\n", "\n").replace("\r", "\n")
    return Document(name, "", form, said, (), blocks_of(said))


def page_body(said: str, name: str, limits: Limits) -> Document:
    """Return the words of a mail that are a page. Raises FileRefused."""
    return html.read(f"<!doctype html><meta charset=utf-8>{said}".encode(), name, limits)


def people_named(fields: Sequence[str]) -> str:
    """Return the names in fields of people; addresses stay out where a name stands beside them."""
    return ", ".join(name or address for name, address in getaddresses(fields) if name or address)
