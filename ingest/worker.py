"""Read an untrusted file in a process of its own, so that the worst it can do is to cost one clear sentence.

The process is given the file as an open descriptor, a few limits and nothing else; its answer is checked as values.
"""

from __future__ import annotations

import base64
import binascii
import signal
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from ingest.intake import named
from ingest.processes import Do, End, Job, fresh
from kb.errors import Refused
from kb.model import Document
from kb.settings import Settings

_ANSWER = 16  # times the most text: the largest answer that is taken
_SLACK = 64 << 20


class _Refusal(BaseModel):
    model_config = ConfigDict(extra="forbid")
    code: str
    sentence: str


class _Answer(BaseModel):
    model_config = ConfigDict(extra="forbid")
    document: Document | None = None
    picture: str | None = None
    refused: _Refusal | None = None


_ANSWERS = TypeAdapter(_Answer)


def read_file(path: Path, settings: Settings, name: str = "", do: Do = fresh) -> Document:
    """Return the file at `path` as a Document. Raises Refused, also where reading it crashes or passes a limit.

    `do` is how a process comes by: a fresh one, or `Nursery().do` where many files are read.
    """
    name = name or named(path)
    limits = {
        "max_pages": settings.read_pages,
        "max_text": settings.read_text,
        "max_unpacked": settings.read_unpacked,
    }
    answer = _asked(path, settings, {"job": "read", "name": name, "limits": limits}, do)
    if answer.document is None:
        raise _crashed(name)
    return checked(answer.document, name)


def page_picture(path: Path, settings: Settings, page: int, width: int, outlines: Sequence[str] = ()) -> bytes:
    """Return a page of a PDF as a PNG of this width, these words on it outlined. Raises Refused."""
    job = {"job": "picture", "name": named(path), "page": page, "width": width, "outlines": list(outlines)}
    answer = _asked(path, settings, job)
    try:
        return base64.b64decode(answer.picture or "", validate=True)
    except binascii.Error:
        raise _crashed(named(path)) from None


def checked(document: Document, name: str) -> Document:
    """Return the document if all its places lie in its text and in order. Raises Refused."""
    length = len(document.text)
    pages = [page.start for page in document.pages]
    blocks_fit = all(0 <= block.start <= block.end <= length for block in document.blocks)
    if not blocks_fit or pages != sorted(pages) or any(not 0 <= start <= length for start in pages):
        raise _crashed(name)
    return replace(document, name=name)


def _asked(path: Path, settings: Settings, job: Job, do: Do = fresh) -> _Answer:
    whole = job | {"memory": settings.read_memory, "cpu": settings.read_cpu}
    with path.open("rb") as file:
        end = do(whole, file, settings.read_wall, _ANSWER * settings.read_text + _SLACK)
    return _judged(end, str(job["name"]), settings)


def _judged(end: End, name: str, settings: Settings) -> _Answer:
    if end.late or end.code == -signal.SIGXCPU:
        raise Refused(
            "time",
            f"{name} took longer than the limit of {settings.read_wall} seconds to read and was given up. "
            "If it is a genuine report, raise KB_READ_WALL and KB_READ_CPU.",
        )
    if end.talkative:
        raise Refused("too_large", f"{name} holds more text than the limit of {settings.read_text:,} characters.")
    # killed, not by us: the system was short of memory; aborted: what PDFium does when it gets no more of it
    if end.code in (-signal.SIGKILL, -signal.SIGABRT):
        raise _needs_memory(name, settings)
    try:
        answer = _ANSWERS.validate_json(end.said)
    except ValidationError:
        raise _crashed(name) from None
    if answer.refused and answer.refused.code == "memory":
        raise _needs_memory(name, settings)
    if answer.refused:
        raise Refused(answer.refused.code, answer.refused.sentence)
    return answer


def _needs_memory(name: str, settings: Settings) -> Refused:
    return Refused(
        "memory",
        f"{name} needed more than the limit of {settings.read_memory >> 20:,} MB of memory to read and was given up. "
        "If it is a genuine report, raise KB_READ_MEMORY.",
    )


def _crashed(name: str) -> Refused:
    return Refused("crashed", f"{name} could not be read: the reader failed on it. The file may be damaged.")
