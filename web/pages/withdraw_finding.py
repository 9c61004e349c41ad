"""Withdraw one finding: first what would go and what stays, then everywhere at once, with an undo for the keeper."""

from __future__ import annotations

from dataclasses import dataclass, replace

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kb.app.library import Library
from kb.core.access import Permission
from kb.text import formatting
from kb.text.formatting import count_phrase
from web import urls
from web.access import needs, person_of
from web.forms import read_form
from web.page import Pages, render_page
from web.pages.withdraw import what_is_missing
from web.request import PageRequest, ask
from web.urls import Link

pages = Pages()
router = pages.router


@dataclass(frozen=True, slots=True)
class WithdrawFindingPage:
    """What would go, or what has gone and under which number it is undone."""

    title: str
    action: str
    document: Link
    words: str = ""
    goes: tuple[str, ...] = ()
    back: str = ""
    error: str = ""
    wrong: str = "sure"  # id of the field that the error is about
    reason: str = ""
    sure: bool = False  # whether the box was ticked
    undo: int = 0


@pages.page("/findings/{finding:id}/withdraw", "withdraw_finding.html", needs=Permission.WITHDRAW)
def withdraw_finding_page(ask: PageRequest) -> WithdrawFindingPage:
    """Show what would go with a finding, or that it is withdrawn."""
    return show_withdrawal(ask.library, ask.path["finding"])


def show_withdrawal(library: Library, key: str) -> WithdrawFindingPage:
    """Say what would go with a finding; of a withdrawn one how it comes back. Raises NotHeld."""
    gone = library.correcting.withdrawal(key)
    if gone is not None:
        document = library.document(gone.document)
        link = Link(document.name, urls.document(document.id))
        return WithdrawFindingPage(
            "Finding withdrawn", urls.withdraw_finding(key), link, back=f"/findings/{key}", undo=gone.batch
        )
    held = library.finding(key)
    link = Link(formatting.place(held.finding, held.document), urls.document(held.document.id))
    answers = len(library.answers(held.finding.id))
    goes = ["its page, and its place in search, themes, recurring lessons, counts, collections and downloads"]
    goes += [f"{count_phrase(answers, 'link')} to what answers it"] if answers else []
    return WithdrawFindingPage(
        "Withdraw a finding",
        urls.withdraw_finding(held.finding.id),
        link,
        held.finding.quotation,
        tuple(goes),
        urls.finding(held),
    )


@router.post("/findings/{finding:id}/withdraw")
@needs(Permission.WITHDRAW)
async def withdraw_finding(request: Request) -> Response:
    """Withdraw a finding."""
    form, question = await read_form(request), ask(request)
    key, library = question.path["finding"], question.library
    reason, by = form.get("reason").strip()[:300], person_of(request).name
    error, wrong = what_is_missing(form)
    if error:
        value = await run_in_threadpool(show_withdrawal, library, key)
        filled = replace(value, title=f"Error: {value.title}", reason=reason, sure=form.get("sure") == "yes")
        return render_page(request, "withdraw_finding.html", replace(filled, error=error, wrong=wrong), 400)
    held = await run_in_threadpool(library.finding, key)
    await run_in_threadpool(library.make_correction, lambda desk: desk.withdraw(held.finding.id, by, reason))
    return RedirectResponse(urls.withdraw_finding(held.finding.id), 303)
