"""Documents that were withdrawn: what is still known of each, and to allow one to be added again."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kb.app.library import ActFilter, Library
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
        allowed if _is_allowed(ask.library, allowed) else "",
    )


def _is_allowed(library: Library, document: str) -> bool:
    """Return whether a document was withdrawn once and may be added again: an address may name any."""
    if not document.isalnum() or any(one.document == document for one in library.withdrawals()):
        return False
    return bool(library.audit(ActFilter(act="reinstate", subject=document), 1))


@router.post("/desk/withdrawn")
@needs(Permission.WITHDRAW)
async def allow_again(request: Request) -> Response:
    """Allow a withdrawn document to be added again."""
    form, library, by = await read_form(request), ask(request).library, person_of(request).name
    document = form.get("document")
    await run_in_threadpool(library.reinstate, document, by, form.get("reason").strip()[:300])
    return RedirectResponse(urls.with_params("/desk/withdrawn", [(ALLOWED, document)]) + "#notice", 303)
