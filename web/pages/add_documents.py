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
from kb.app.reports import ALREADY_HELD, REFUSED
from kb.app.uploads import Job
from kb.core.access import Permission
from kb.core.model import DocumentSummary
from kb.text.formatting import count_phrase
from web import urls
from web.access import needs, person_of
from web.components.cards import Badge
from web.components.changes import format_moment
from web.components.scans import Scan, scan_of
from web.page import Pages, render_page
from web.request import PageRequest, ask

pages = Pages()
router = pages.router

MOST_FILES = 200  # of one form
SHOWN_JOBS = 100
FIRST, LAST = "first", "last"  # in an address: the numbers of the first and the last file just handed in

QUEUE_BADGES = {  # how far a file in the queue has come
    "waiting": Badge("Waiting", "grey"),
    "reading": Badge("Being read", "turquoise"),
    "kept": Badge("Added", "green"),
    "kept_with_notes": Badge("Added, with notes", "yellow"),
    "already_held": Badge("Already held", "grey"),
    "refused": Badge("Not added", "red"),
}


@dataclass(frozen=True, slots=True)
class QueueLine:
    """A file that was handed in, and what became of it."""

    number: int
    name: str
    when: str
    who: str
    badge: Badge
    sentence: str
    check: str  # where it is checked what was read of it
    checked: bool  # somebody has
    source: str
    scan: Scan | None  # pages of what was added that wait for text recognition


@dataclass(frozen=True, slots=True)
class AddDocumentsPage:
    """The form and the queue."""

    title: str
    error: str
    received: str  # what became of the files that were just handed in; "" where none were
    lines: tuple[QueueLine, ...]
    waiting: int
    again: str  # the address of this page as it is a moment later


@pages.page("/desk/add", "add_documents.html", needs=Permission.ADD)
def add_documents_page(ask: PageRequest) -> AddDocumentsPage:
    """Show the form and the files handed in last, and what became of those that were just handed in."""
    came = (ask.number(FIRST, 0, 0, 10**9), ask.number(LAST, 0, 0, 10**9))
    return queue_page(ask.library, came=came, looks=ask.number("look", 0, 0, 10**6))


def queue_page(library: Library, error: str = "", came: tuple[int, int] = (0, 0), looks: int = 0) -> AddDocumentsPage:
    """Show the form and the queue, with what was wrong.

    `came` are the numbers of the first and the last file just handed in, 0 where none were. `looks` counts how often
    the page was looked at: another address, so that a browser asks again.
    """
    found = library.uploads.jobs(SHOWN_JOBS)
    held = library.documents_by_id(one.document for one in found if one.document)
    read_last = _read_last(found)
    just_now = library.uploads.jobs_of_form(*came, MOST_FILES) if came[0] else ()
    where = [(FIRST, str(came[0])), (LAST, str(came[1]))] if just_now else []
    shown_unfinished = sum(not one.is_done for one in {one.number: one for one in (*found, *just_now)}.values())
    return AddDocumentsPage(
        f"{'Error: ' if error else ''}Add documents",
        error,
        _what_became_of(just_now),
        tuple(
            _line(library, one, held.get(one.document), read_last.get(one.document, 0) > one.number) for one in found
        ),
        # a file may be finished between the two questions, and a page that shows it unread must offer to look again
        max(library.uploads.count_waiting(), shown_unfinished),
        urls.with_params("/desk/add", [*where, ("look", str(looks + 1))]),
    )


def _read_last(jobs: Sequence[Job]) -> dict[str, int]:
    """Return the number of the job that read each document last."""
    read = [one for one in jobs if one.is_done and one.document and one.outcome != ALREADY_HELD]
    return {one.document: one.number for one in sorted(read, key=lambda one: one.number)}


def _line(library: Library, job: Job, document: DocumentSummary | None, read_again: bool) -> QueueLine:
    held = None if read_again else document
    check = held is not None and job.outcome != ALREADY_HELD
    return QueueLine(
        number=job.number,
        name=job.name,
        when=format_moment(job.at),
        who=job.person,
        badge=QUEUE_BADGES[job.outcome or job.state],
        sentence="It was read again since: see above." if read_again else job.sentence,
        check=urls.check_document(job.document) if check else "",
        checked=held is not None and check and bool(held.checked),
        source=job.source,
        scan=scan_of(library, held) if held is not None and job.is_done else None,
    )


def _what_became_of(jobs: Sequence[Job]) -> str:
    """Say what became of files that were just handed in; "" where there are none."""
    if not jobs:
        return ""
    waiting = sum(not one.is_done for one in jobs)
    if waiting:
        some = f"{waiting} of them {'is' if waiting == 1 else 'are'}"
        rest = "It is" if len(jobs) == 1 else "All are" if waiting == len(jobs) else some
        return f"We received {count_phrase(len(jobs), 'file')}. {rest} still to be read."
    refused = sum(one.outcome == REFUSED for one in jobs)
    already = sum(one.outcome == ALREADY_HELD for one in jobs)
    counts = ((len(jobs) - refused - already, "added"), (already, "already held"), (refused, "not added"))
    return f"{count_phrase(len(jobs), 'file')} read: " + ", ".join(f"{n} {what}" for n, what in counts if n) + "."


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
        first, last = await run_in_threadpool(_take_in, library, files, by)
    request.app.state.reading.wake()
    return RedirectResponse(f"/desk/add?{FIRST}={first}&{LAST}={last}#notice", 303)


def _take_in(library: Library, files: Sequence[UploadFile], by: str) -> tuple[int, int]:
    """Put files into the queue; return the numbers of the first and the last."""
    numbers = []
    for one in files:
        with tempfile.NamedTemporaryFile() as copy:
            while some := one.file.read(1024 * 1024):
                copy.write(some)
            copy.flush()
            numbers.append(library.uploads.put(one.filename or "document", Path(copy.name), by))
    return numbers[0], numbers[-1]
