"""Read an untrusted file in a process of its own, so that the worst outcome is one clear error message.

The process is given the file as an open descriptor, a few limits and nothing else; its answer is checked as values.
"""

from __future__ import annotations

import base64
import binascii
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from signal import SIGABRT

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from ingest.files.discover import printable_name
from ingest.sandbox.office import convert_to_docx, office_program
from ingest.sandbox.pool import Job, ProcessResult, Run, run_in_new_process
from ingest.sandbox.portable import SIGKILL, SIGXCPU
from kb.core.document import Document, Note
from kb.core.errors import FileRefused
from kb.core.settings import Settings

_ANSWER = 16  # times the most text: the largest answer that is taken
_SLACK = 64 << 20


class _Refusal(BaseModel):
    model_config = ConfigDict(extra="forbid")
    code: str
    sentence: str


class _EnclosedBytes(BaseModel):
    model_config = ConfigDict(extra="forbid")
    name: str
    data: str


class _Answer(BaseModel):
    model_config = ConfigDict(extra="forbid")
    enclosed: list[_EnclosedBytes] = []
    document: Document | None = None
    picture: str | None = None
    refused: _Refusal | None = None


_PICTURE = 6  # seconds for a page that is read by text recognition
_ANSWERS = TypeAdapter(_Answer)


def read_file(path: Path, settings: Settings, name: str = "", run: Run = run_in_new_process) -> Document:
    """Return the file at `path` as a Document. Raises FileRefused, also where reading it crashes or passes a limit.

    `run` runs the job in a process: a fresh one, or one of `ForkServer().run` where many files are read.
    """
    name = name or printable_name(path)
    answer = _ask_reader(path, settings, {"job": "read", "name": name, "limits": _limits(settings)}, run)
    if answer.document is None:
        raise _crash_refused(name)
    document = check_places(answer.document, name)
    program = office_program() if document.format == "doc" else None
    return _by_way_of_office(path, settings, document, program, run) if program else document


def _by_way_of_office(path: Path, settings: Settings, held: Document, program: str, run: Run) -> Document:
    """Return an old Word file as LibreOffice and the reader of newer ones give it. Raises FileRefused."""
    made = convert_to_docx(
        path.read_bytes(), held.name, program, seconds=settings.read_wall, most=settings.read_unpacked
    )
    with tempfile.TemporaryDirectory(prefix="office-") as folder:
        newer = Path(folder, "out.docx")
        newer.write_bytes(made)
        read = read_file(newer, settings, f"{held.name}.docx", run)
    notes = (*read.notes, Note("converted", "It is a Word file of before 2007 and was read by way of LibreOffice."))
    return replace(read, name=held.name, sha256=held.sha256, format="doc", notes=notes)


def _limits(settings: Settings) -> dict[str, int]:
    return {
        "max_pages": settings.read_pages,
        "max_text": settings.read_text,
        "max_unpacked": settings.read_unpacked,
        "ocr_pages": settings.ocr,
    }


def enclosed_files(path: Path, settings: Settings, name: str) -> list[tuple[str, bytes]]:
    """Return the files that a mail or an archive encloses, by name. Raises FileRefused."""
    job = {"job": "enclosed", "name": name, "limits": _limits(settings)}
    try:
        return [
            (one.name, base64.b64decode(one.data, validate=True)) for one in _ask_reader(path, settings, job).enclosed
        ]
    except binascii.Error:
        raise _crash_refused(name) from None


def page_picture(path: Path, settings: Settings, page: int, width: int, outlines: Sequence[str] = ()) -> bytes:
    """Return a page of a PDF as a PNG of this width, these words on it outlined. Raises FileRefused."""
    job = {"job": "picture", "name": printable_name(path), "page": page, "width": width, "outlines": list(outlines)}
    answer = _ask_reader(path, settings, job)
    try:
        return base64.b64decode(answer.picture or "", validate=True)
    except binascii.Error:
        raise _crash_refused(printable_name(path)) from None


def check_places(document: Document, name: str) -> Document:
    """Return the document if all its places lie in its text and in order. Raises FileRefused."""
    length = len(document.text)
    pages = [page.start for page in document.pages]
    blocks_fit = all(0 <= block.start <= block.end <= length for block in document.blocks)
    if not blocks_fit or pages != sorted(pages) or any(not 0 <= start <= length for start in pages):
        raise _crash_refused(name)
    return replace(document, name=name)


def _ask_reader(path: Path, settings: Settings, job: Job, run: Run = run_in_new_process) -> _Answer:
    whole = job | {"memory": settings.read_memory, "cpu": settings.read_cpu}
    with path.open("rb") as file:
        end = run(whole, file, settings.read_wall + _PICTURE * settings.ocr, _ANSWER * settings.read_text + _SLACK)
    return _interpret_end(end, str(job["name"]), settings)


def _interpret_end(end: ProcessResult, name: str, settings: Settings) -> _Answer:
    if end.late or end.code == -SIGXCPU:
        raise FileRefused(
            "time",
            f"{name} took longer than the limit of {settings.read_wall} seconds to read and was given up. "
            "If it is a genuine report, raise KB_READ_WALL and KB_READ_CPU.",
        )
    if end.talkative:
        raise FileRefused("too_large", f"{name} holds more text than the limit of {settings.read_text:,} characters.")
    # killed, not by us: the system was short of memory; aborted: what PDFium does when it gets no more of it
    if end.code in (-SIGKILL, -SIGABRT):
        raise _needs_memory(name, settings)
    try:
        answer = _ANSWERS.validate_json(end.said)
    except ValidationError:
        raise _crash_refused(name) from None
    if answer.refused and answer.refused.code == "memory":
        raise _needs_memory(name, settings)
    if answer.refused:
        raise FileRefused(answer.refused.code, answer.refused.sentence)
    return answer


def _needs_memory(name: str, settings: Settings) -> FileRefused:
    return FileRefused(
        "memory",
        f"{name} needed more than the limit of {settings.read_memory >> 20:,} MB of memory to read and was given up. "
        "If it is a genuine report, raise KB_READ_MEMORY.",
    )


def _crash_refused(name: str) -> FileRefused:
    return FileRefused("crashed", f"{name} could not be read: the reader failed on it. The file may be damaged.")
