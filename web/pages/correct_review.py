"""Correct what is said of a review, join it with another one, or split a new one from it."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from kb.app.corrections import Correcting
from kb.app.library import Library
from kb.core import corrections as c
from kb.core.access import Permission
from kb.core.errors import BadQuestion
from kb.vocabulary import labels
from web import urls
from web.access import needs, person_of
from web.components import changes
from web.components.cards import readable_title
from web.components.changes import ChangeLine
from web.components.finding_form import Choices
from web.forms import FormData, local_address, read_form, refuse_stale, stamp
from web.page import Pages, render_page
from web.pages.corrections import choices
from web.request import PageRequest, ask
from web.saved_notice import SavedNotice, lead_back, saved_notice
from web.urls import Link

pages = Pages()
router = pages.router

WRITTEN = (
    ("title", "Title"),
    ("published", "Date published"),
    ("area", "Area"),
    ("publisher", "Publisher"),
    ("partnership", "Partnership"),
    ("period", "Period reviewed"),
)


@dataclass(frozen=True, slots=True)
class CorrectReviewPage:
    """What can be corrected of a review, the reviews to join it with, and its documents."""

    title: str
    action: str
    review: Link
    values: tuple[tuple[str, str, str], ...]  # field, label, value
    review_types: Choices
    review_type: str
    reviews: Choices
    documents: Choices
    error: str
    saved: SavedNotice | None
    history: tuple[ChangeLine, ...]
    seen: str  # mark of what is shown
    noun: str  # review, inspection, report


@pages.page("/reviews/{review}/correct", "correct_review.html", needs=Permission.CORRECT)
def correct_review_page(ask: PageRequest) -> CorrectReviewPage:
    """Show what can be corrected of a review."""
    return review_form(ask, ask.path["review"])


def review_form(ask: PageRequest, slug: str, error: str = "") -> CorrectReviewPage:
    """Show the form of a review, with what was wrong."""
    library = ask.library
    held = library.review(slug)
    title = readable_title(held.title)
    inside = library.every_document(held.slug)
    made = (*library.corrections_of(held.slug), *(one for doc in inside for one in library.corrections_of(doc.id)))
    moves = [one for one in made if one.subject == held.slug or one.field == c.REVIEW]
    return CorrectReviewPage(
        title=f"{'Error: ' if error else ''}Correct: {title}",
        action=urls.correct_review(held.slug),
        review=Link(title, urls.review(held.slug)),
        values=tuple((field, label, getattr(held, field)) for field, label in WRITTEN),
        review_types=choices(
            {slug: one.label for slug, one in library.vocabulary.review_types.items()}, held.review_type
        ),
        review_type=held.review_type,
        reviews=(
            ("", "Choose one"),
            *((one.slug, one.title) for one in library.every_review() if one.slug != held.slug),
        ),
        documents=tuple((one.id, f"{readable_title(labels.document(one, held))} ({one.name})") for one in inside),
        error=error,
        saved=saved_notice(ask),
        history=changes.change_lines(sorted(moves, key=lambda one: -one.number), library.vocabulary),
        seen=stamp(*_facts_of(library, held.slug)),
        noun=labels.noun_of(held, library.vocabulary),
    )


def _facts_of(library: Library, slug: str) -> tuple[str, ...]:
    held = library.review(slug)
    inside = (one.id for one in library.every_document(held.slug))
    return (*(getattr(held, field) for field in c.REVIEW_ABOUT), *inside)


@router.post("/reviews/{review}/correct")
@needs(Permission.CORRECT)
async def correct_review(request: Request) -> Response:
    """Keep what was changed of a review, or show the form again with what was wrong."""
    form, question = await read_form(request), ask(request)
    slug, by = question.path["review"], person_of(request).name

    def change(desk: Correcting) -> int:
        refuse_stale(form, *_facts_of(question.library, slug))
        return change_review(desk, slug, form, by)

    try:
        batch = await run_in_threadpool(question.library.make_correction, change)
    except BadQuestion as error:
        sent = str(error)
        value = await run_in_threadpool(lambda: review_form(question, slug, sent))
        return render_page(request, "correct_review.html", value, 400)
    here = urls.correct_review(form.get("into") if form.get("do") == "join" else slug)
    return lead_back(local_address(form.get("back"), here), batch)


def change_review(desk: Correcting, slug: str, form: FormData, by: str) -> int:
    """Make the change of a review that a form asks for; return its number. Raises BadQuestion, NotHeld."""
    do, reason = form.get("do"), form.get("reason").strip()[:300]
    if do == "values":
        given = dict(form.fields)
        return desk.describe_review(slug, [(one, given[one]) for one in c.REVIEW_ABOUT if one in given], by, reason)
    if do == "join":
        if not form.get("into"):
            raise BadQuestion("Choose the review to join it with.")
        return desk.join_reviews(slug, form.get("into"), by, reason)
    if do == "split":
        return desk.split_review(slug, form.all("document"), form.get("new_title"), by, reason)
    raise BadQuestion("Choose what to change.")
