"""The list of publishers' pages and feeds that are visited for new documents, as a keeper writes it."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kb.app.library import Library
from kb.app.publishers import HarvestSource, read_sources
from kb.core.access import Permission
from kb.core.errors import BadQuestion
from web.access import needs, person_of
from web.forms import STALE, read_form, refuse_stale, stamp
from web.page import Pages, render_page
from web.request import PageRequest, ask

pages = Pages()
router = pages.router


@dataclass(frozen=True, slots=True)
class PublishersPage:
    """The list, what it says, and what was wrong with what was sent."""

    title: str
    text: str
    sources: tuple[tuple[str, str, str], ...]  # name, address and words
    error: str
    seen: str  # mark of the list that is kept


@pages.page("/desk/publishers", "publishers.html", needs=Permission.SOURCES)
def publishers_page(ask: PageRequest) -> PublishersPage:
    """Show the list."""
    return show_list(ask.library)


def show_list(library: Library, text: str | None = None, error: str = "") -> PublishersPage:
    """Show the list that is kept, or what was sent with what is wrong."""
    written = library.publishers.text() if text is None else text
    sources: tuple[HarvestSource, ...] = ()
    try:
        sources = () if error else read_sources(written)
    except BadQuestion as fault:
        error = str(fault)
    rows = tuple((one.name, one.address, one.contains) for one in sources)
    return PublishersPage(
        f"{'Error: ' if error else ''}Publishers’ pages", written, rows, error, stamp(library.publishers.text())
    )


@router.post("/desk/publishers")
@needs(Permission.SOURCES)
async def save_list(request: Request) -> Response:
    """Keep the list, or say what is wrong with it."""
    form, library, by = await read_form(request), ask(request).library, person_of(request).name
    text = form.get("sources").replace("\r\n", "\n")
    try:
        refuse_stale(form, await run_in_threadpool(library.publishers.text))
        await run_in_threadpool(library.publishers.save, text, by)
    except BadQuestion as error:
        said = str(error)
        value = await run_in_threadpool(show_list, library, None if said == STALE else text, said)
        return render_page(request, "publishers.html", value, 400)
    return RedirectResponse("/desk/publishers", 303)
