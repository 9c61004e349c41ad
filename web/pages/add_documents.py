"""Add documents by browser: a form for many files, and what became of each."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kb.app.library import Library
from kb.app.reports import ALREADY_HELD
from kb.core.access import Permission
from web import urls
from web.access import needs, person_of
from web.components.badges import QUEUE_BADGES
from web.components.cards import Badge
from web.components.changes import when
from web.components.scans import Scan, scan_of
from web.page import Pages, render_page
from web.request import PageRequest, ask

pages = Pages()
router = pages.router

MOST_FILES = 200  # of one form
SHOWN_JOBS = 100


@dataclass(frozen=True, slots=True)
class QueueLine:
    """A file that was handed in, and what became of it."""

    name: str
    when: str
    who: str
    badge: Badge
    sentence: str
    check: str  # where it is checked what was read of it
    source: str
    scan: Scan | None  # pages of what was added that wait for text recognition


@dataclass(frozen=True, slots=True)
class AddDocumentsPage:
    """The form and the queue."""

    title: str
    error: str
    lines: tuple[QueueLine, ...]
    waiting: int


@pages.page("/desk/add", "add_documents.html", needs=Permission.ADD)
def add_documents_page(ask: PageRequest) -> AddDocumentsPage:
    """Show the form and the files handed in last."""
    return queue_page(ask.library)


def queue_page(library: Library, error: str = "") -> AddDocumentsPage:
    """Show the form and the queue, with what was wrong."""
    found = library.uploads.jobs(SHOWN_JOBS)
    held = {one.id: one for one in library.every_document()}
    return AddDocumentsPage(
        f"{'Error: ' if error else ''}Add documents",
        error,
        tuple(
            QueueLine(
                one.name,
                when(one.at),
                one.person,
                QUEUE_BADGES[one.outcome or one.state],
                one.sentence,
                urls.check_document(one.document) if one.document and one.outcome != ALREADY_HELD else "",
                one.source,
                scan_of(library, held[one.document]) if one.is_done and one.document in held else None,
            )
            for one in found
        ),
        sum(not one.is_done for one in found),
    )


@router.post("/desk/add")
@needs(Permission.ADD)
async def add_documents(request: Request) -> Response:
    """Take files into the queue; they are read one after the other, also when this page is left."""
    kind = request.headers.get("content-type", "")
    if not kind.startswith("multipart/form-data"):
        raise HTTPException(400, "This page accepts only forms. Go back and use the form on the page.")
    library, by = ask(request).library, person_of(request).name
    async with request.form(max_files=MOST_FILES, max_fields=10) as form:
        files = [one for one in form.getlist("file") if isinstance(one, UploadFile) and one.filename]
        if not files:
            value = await run_in_threadpool(queue_page, library, "Choose at least one file.")
            return render_page(request, "add_documents.html", value, 400)
        await run_in_threadpool(_take_in, library, files, by)
    request.app.state.reading.wake()
    return RedirectResponse("/desk/add", 303)


def _take_in(library: Library, files: Sequence[UploadFile], by: str) -> None:
    for one in files:
        with tempfile.NamedTemporaryFile() as copy:
            while some := one.file.read(1024 * 1024):
                copy.write(some)
            copy.flush()
            library.uploads.put(one.filename or "document", Path(copy.name), by)
