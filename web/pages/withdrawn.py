"""Documents that were withdrawn: what is still known of each, and to allow one to be added again."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kb.core.access import Permission
from web import urls
from web.access import needs, person_of
from web.components.changes import format_moment
from web.forms import read_form
from web.page import Pages
from web.request import PageRequest, ask

pages = Pages()
router = pages.router

ALLOWED = "allowed"  # in an address: the document that was just allowed


@dataclass(frozen=True, slots=True)
class WithdrawnDocument:
    """A document that was withdrawn, of which no word is kept."""

    number: str
    when: str
    reason: str
    record: str  # address of what the record of changes says of it


@dataclass(frozen=True, slots=True)
class WithdrawnPage:
    """All that were withdrawn, the last one first, and which was just allowed again."""

    title: str
    documents: tuple[WithdrawnDocument, ...]
    allowed: str


@pages.page("/desk/withdrawn", "withdrawn.html", needs=Permission.WITHDRAW)
def withdrawn_page(ask: PageRequest) -> WithdrawnPage:
    """Show what was withdrawn, when and why."""
    gone = ask.library.withdrawals()
    allowed = ask.get(ALLOWED)
    return WithdrawnPage(
        "Withdrawn documents",
        tuple(
            WithdrawnDocument(
                one.document,
                format_moment(one.at),
                one.reason,
                urls.with_params("/audit", [("subject", one.document)]),
            )
            for one in gone
        ),
        allowed if allowed.isalnum() and allowed not in {one.document for one in gone} else "",
    )


@router.post("/desk/withdrawn")
@needs(Permission.WITHDRAW)
async def allow_again(request: Request) -> Response:
    """Allow a withdrawn document to be added again."""
    form, library, by = await read_form(request), ask(request).library, person_of(request).name
    document = form.get("document")
    await run_in_threadpool(library.reinstate, document, by, form.get("reason").strip()[:300])
    return RedirectResponse(urls.with_params("/desk/withdrawn", [(ALLOWED, document)]) + "#notice", 303)
