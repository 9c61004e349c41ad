"""Correct the words of a page that text recognition read, beside its picture."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from kb.app.page_words import MOST_LETTERS
from kb.core.access import Permission
from kb.core.errors import BadQuestion
from kb.vocabulary import labels
from web import urls
from web.access import needs, person_of
from web.components.cards import readable_title
from web.components.scans import page_confidence
from web.forms import STALE, FormData, read_form, refuse_stale, stamp
from web.page import Pages, render_page
from web.pages.documents import picture_of, stretch
from web.request import PageRequest, ask
from web.saved_notice import lead_back
from web.urls import Link

pages = Pages()
router = pages.router

_ROWS = (12, 60)  # of the field for the words: at least and at most
_LETTERS = 55  # in a row of it beside the picture


@dataclass(frozen=True, slots=True)
class CorrectPagePage:
    """The words of a page as they are held, to correct them, and what was wrong with what was sent."""

    title: str
    action: str
    back: str
    document: Link
    number: int
    recognised: str  # how sure text recognition was, or that a person corrected it
    picture: str
    words: str
    rows: int
    most: int  # letters of a page
    error: str
    seen: str  # mark of the words that are held


@pages.page("/documents/{document}/pages/{number:whole}/correct", "correct_page.html", needs=Permission.CORRECT)
def correct_page_page(ask: PageRequest) -> CorrectPagePage:
    """Show the words of a page beside its picture."""
    return page_form(ask)


def page_form(ask: PageRequest, error: str = "", sent: FormData | None = None) -> CorrectPagePage:
    """Show the form, with what was wrong and the words that were sent."""
    library, number = ask.library, int(ask.path["number"])
    held = library.document(ask.path["document"])
    recognised = page_confidence(held.notes, number)
    if not recognised:
        raise HTTPException(404, "Text recognition did not read this page, so its words cannot be corrected.")
    words = _words(ask)
    shown = sent.get("words") if sent and error != STALE else words
    title = readable_title(labels.document(held, library.review(held.review)))
    return CorrectPagePage(
        title=f"{'Error: ' if error else ''}Correct the words of page {number}: {title}",
        action=urls.correct_page(held.id, number),
        back=urls.check_document(held.id, number),
        document=Link(title, urls.document(held.id)),
        number=number,
        recognised=recognised,
        picture=picture_of(held, number),
        words=shown,
        rows=min(max(sum(1 + len(line) // _LETTERS for line in shown.splitlines()), _ROWS[0]), _ROWS[1]),
        most=MOST_LETTERS,
        error=error,
        seen=stamp(words),
    )


def _words(ask: PageRequest) -> str:
    """Return the words of the page that are held. Raises NotHeld."""
    text = ask.library.text(ask.path["document"])
    page = next((one for one in text.pages if one.number == int(ask.path["number"])), None)
    return text.text[slice(*stretch(text, page))].strip() if page else ""


@router.post("/documents/{document}/pages/{number:whole}/correct")
@needs(Permission.CORRECT)
async def correct_page(request: Request) -> Response:
    """Keep the words of a page and read its document anew with them, or show the form again with what was wrong."""
    form, question = await read_form(request), ask(request)
    key, number, by = question.path["document"], int(question.path["number"]), person_of(request).name
    words, reason = form.get("words"), form.get("reason").strip()[:300]
    try:
        refuse_stale(form, await run_in_threadpool(_words, question))
        batch = await run_in_threadpool(
            question.library.make_correction, lambda desk: desk.pages.correct_page(key, number, words, by, reason)
        )
    except BadQuestion as error:
        wrong = str(error)
        value = await run_in_threadpool(lambda: page_form(question, wrong, form))
        return render_page(request, "correct_page.html", value, 400)
    return lead_back(urls.check_document(key, number), batch)
