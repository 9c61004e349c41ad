"""The list of publishers' pages and feeds that are visited for new documents, as a keeper writes it."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields

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
class PageToAdd:
    """One page or feed as it was entered in the form that adds it."""

    name: str = ""
    address: str = ""
    contains: str = ""
    follow: str = ""

    def after(self, written: str) -> str:
        """Return the list with this page at its end. Raises BadQuestion where the name or the address is missing."""
        if not self.name or not self.address:
            raise BadQuestion("Enter the name of the publisher and the web address of its page.")
        said = [(one.name, getattr(self, one.name)) for one in fields(self)]
        lines = [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in said if value]
        before = f"{written.rstrip()}\n\n" if written.strip() else ""
        return f"{before}[[source]]\n" + "".join(f"{line}\n" for line in lines)


@dataclass(frozen=True, slots=True)
class PublishersPage:
    """The list, what it says, and what was wrong with what was sent."""

    title: str
    text: str
    sources: tuple[HarvestSource, ...]
    error: str
    seen: str  # mark of the list that is kept
    sent: PageToAdd  # what was to be added where it could not be


@pages.page("/desk/publishers", "publishers.html", needs=Permission.SOURCES)
def publishers_page(ask: PageRequest) -> PublishersPage:
    """Show the list."""
    return show_list(ask.library)


def show_list(
    library: Library, text: str | None = None, error: str = "", sent: PageToAdd | None = None
) -> PublishersPage:
    """Show the list that is kept, or what was sent with what is wrong."""
    written = library.publishers.text() if text is None else text
    sources: tuple[HarvestSource, ...] = ()
    try:
        sources = () if error else read_sources(written)
    except BadQuestion as fault:
        error = str(fault)
    return PublishersPage(
        f"{'Error: ' if error else ''}Publishers’ pages",
        written,
        sources,
        error,
        stamp(library.publishers.text()),
        sent or PageToAdd(),
    )


@router.post("/desk/publishers")
@needs(Permission.SOURCES)
async def save_list(request: Request) -> Response:
    """Keep the list or add a page to it, or say what is wrong with it."""
    form, library, by = await read_form(request), ask(request).library, person_of(request).name
    text: str | None = form.get("sources").replace("\r\n", "\n")
    adds = form.get("do") == "add"
    sent = PageToAdd(*(form.get(one.name).strip() for one in fields(PageToAdd))) if adds else None

    def save() -> None:
        with library.changing():
            kept = library.publishers.text()
            refuse_stale(form, kept)
            library.publishers.save(sent.after(kept) if sent else text or "", by)

    try:
        await run_in_threadpool(save)
    except BadQuestion as error:
        said = str(error)
        text = None if said == STALE or sent else text
        value = await run_in_threadpool(show_list, library, text, said, sent)
        return render_page(request, "publishers.html", value, 400)
    return RedirectResponse("/desk/publishers", 303)
