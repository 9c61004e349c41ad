"""Withdraw a document or a whole review: first what would go, then everywhere at once and for good."""

from __future__ import annotations

from dataclasses import dataclass, replace

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from kb.app.library import Library
from kb.core.access import Permission
from kb.core.errors import BadQuestion, LibraryBusy, LibraryUnavailable
from kb.core.model import DocumentSummary
from kb.vocabulary import labels
from web import urls
from web.access import needs, person_of
from web.components.cards import readable_title
from web.forms import FormData, read_form
from web.page import Pages, render_page
from web.request import PageRequest, ask
from web.urls import Link

pages = Pages()
router = pages.router


@dataclass(frozen=True, slots=True)
class GoingDocument:
    """A document that would go, with how much of it."""

    title: str
    name: str
    findings: int
    pages: int


@dataclass(frozen=True, slots=True)
class WithdrawPage:
    """What would go, or what has gone."""

    title: str
    action: str
    back: Link
    documents: tuple[GoingDocument, ...]
    whole_review: bool
    older: tuple[Link, ...]  # older versions that stay and that readers would see again
    error: str = ""
    wrong: str = "sure"  # id of the field that the error is about
    reason: str = ""
    sure: bool = False  # whether the box was ticked
    done: bool = False
    left: str = ""  # why words are still in the library's files, where they are


@pages.page("/documents/{document}/withdraw", "withdraw.html", needs=Permission.WITHDRAW)
def withdraw_document_page(ask: PageRequest) -> WithdrawPage:
    """Show what would go with a document."""
    return preview(ask.library, [ask.library.document(ask.path["document"])])


@pages.page("/reviews/{review}/withdraw", "withdraw.html", needs=Permission.WITHDRAW)
def withdraw_review_page(ask: PageRequest) -> WithdrawPage:
    """Show what would go with a review."""
    review = ask.library.review(ask.path["review"])
    return preview(ask.library, list(ask.library.every_document(review.slug)), review.slug)


def preview(library: Library, going: list[DocumentSummary], slug: str = "") -> WithdrawPage:
    """Say which documents would go; of a review all that it has."""
    review = library.review(slug or going[0].review)
    title = readable_title(review.title if slug else labels.document(going[0], review))
    address = urls.review(slug) if slug else urls.document(going[0].id)
    return WithdrawPage(
        f"Withdraw: {title}",
        f"{address}/withdraw",
        Link(title, address),
        tuple(
            GoingDocument(readable_title(labels.document(one, review)), one.name, one.findings, one.pages)
            for one in going
        ),
        len(going) == len(library.every_document(review.slug)),
        _older_versions(library, {one.id for one in going}),
    )


def what_is_missing(form: FormData) -> tuple[str, str]:
    """Return what a form to withdraw something lacks, as a sentence, and the id of its field; ("", "") for nothing."""
    if not form.get("reason").strip():
        return "Say why you withdraw this.", "reason"
    if form.get("sure") != "yes":
        return "Tick the box to say that you want to withdraw this.", "sure"
    return "", ""


def _older_versions(library: Library, going: set[str]) -> tuple[Link, ...]:
    """Return the documents, each with the address where it is withdrawn, that these replace and that would stay."""
    return tuple(
        Link(readable_title(labels.document(one, library.review(one.review))), f"{urls.document(one.id)}/withdraw")
        for one in library.older_versions(going)
    )


@router.post("/documents/{document}/withdraw")
@needs(Permission.WITHDRAW)
async def withdraw_document(request: Request) -> Response:
    """Withdraw a document."""
    library = ask(request).library
    held = await run_in_threadpool(library.document, ask(request).path["document"])
    return await _withdraw(request, [held])


@router.post("/reviews/{review}/withdraw")
@needs(Permission.WITHDRAW)
async def withdraw_review(request: Request) -> Response:
    """Withdraw all documents of a review."""
    library = ask(request).library
    review = await run_in_threadpool(library.review, ask(request).path["review"])
    going = await run_in_threadpool(library.every_document, review.slug)
    return await _withdraw(request, list(going), review.slug)


async def _withdraw(request: Request, going: list[DocumentSummary], slug: str = "") -> Response:
    form, library = await read_form(request), ask(request).library
    value = await run_in_threadpool(preview, library, going, slug)
    left, reason, by = "", form.get("reason").strip()[:300], person_of(request).name
    filled = replace(value, title=f"Error: {value.title}", reason=reason, sure=form.get("sure") == "yes")

    def refuse(error: str, wrong: str = "sure") -> Response:
        return render_page(request, "withdraw.html", replace(filled, error=error, wrong=wrong), 400)

    error, wrong = what_is_missing(form)
    if error:
        return refuse(error, wrong)
    try:
        await run_in_threadpool(library.withdraw_documents, [one.id for one in going], reason, by)
    except BadQuestion as wrong_question:
        return refuse(str(wrong_question))
    except (LibraryBusy, LibraryUnavailable) as unfinished:
        if not await run_in_threadpool(_all_gone, library, going):
            raise
        left = str(unfinished)  # "try again" would be wrong: what was asked for is done
    title = f"Withdrawn: {value.back.text}"
    gone = replace(value, title=title, action="", done=True, left=left)
    return render_page(request, "withdraw.html", gone)


def _all_gone(library: Library, going: list[DocumentSummary]) -> bool:
    """Return whether none of these documents is held any longer."""
    held = {one.id for one in library.every_document()}
    return not any(one.id in held for one in going)
