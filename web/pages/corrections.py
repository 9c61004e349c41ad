"""Correct a finding or what is said of a document, undo it, and decide where a new reading disagrees."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kb.app.corrections import Correcting
from kb.core import corrections as c
from kb.core.access import Permission
from kb.core.errors import BadQuestion, KbError, NotHeld
from kb.core.model import DocumentSummary
from kb.text import formatting
from kb.vocabulary import labels
from web import urls
from web.access import needs, person_of, refusal
from web.components import cards, changes
from web.components.cards import readable_title
from web.components.changes import ChangeLine
from web.components.finding_form import Choices, FindingForm, as_sent, finding_form, kinds_of, values_of
from web.forms import STALE, FormData, local_address, read_form, refuse_stale, stamp, whole_number
from web.page import Pages, Redirect, render_page
from web.request import PageRequest, ask
from web.saved_notice import SavedNotice, lead_back, saved_notice
from web.urls import Link

pages = Pages()
router = pages.router


GONE = (
    "This finding was joined, split or taken out while the page was open, so nothing was saved. Open the document "
    "again from the keeper’s desk to see its findings as they are now."
)
OTHER_GONE = "The other finding was joined, split or taken out while the page was open, so nothing was saved."
UNKNOWN = "unknown"  # the entry of the lists of types for a type that nobody knows


@dataclass(frozen=True, slots=True)
class CorrectFindingPage:
    """The form, what was changed before, and what was wrong with what was sent."""

    title: str
    form: FindingForm
    quotation: str
    place: Link
    back: str
    error: str
    wrong: str  # id of the field that the error is about
    saved: SavedNotice | None
    history: tuple[ChangeLine, ...]


@dataclass(frozen=True, slots=True)
class UnplacedWords:
    """Words that were to be a finding and could not be kept as they are, to mend them."""

    words: str
    kind: str
    near: str


@dataclass(frozen=True, slots=True)
class CorrectDocumentPage:
    """What can be corrected of a document."""

    title: str
    action: str
    document: Link
    values: tuple[tuple[str, str, str], ...]  # field, label, value
    types: Choices
    type: str
    review_types: Choices
    review_type: str
    review: Link
    reviews: Choices
    others: Choices  # documents of the review that it may replace
    back: str
    error: str
    saved: SavedNotice | None
    history: tuple[ChangeLine, ...]
    seen: str  # mark of what is shown
    stays: str = ""  # slug of its review, where that is counted as one with another that it may belong to
    may_join: Link | None = None
    unplaced: UnplacedWords | None = None
    kinds: Choices = ()


WRITTEN = (
    ("title", "Title"),
    ("published", "Date published"),
    ("area", "Area"),
    ("publisher", "Publisher"),
    ("partnership", "Partnership"),
    ("period", "Period reviewed"),
    ("source", "Web address where it was published"),
    ("licence", "Licence"),
)


@pages.page("/findings/{finding:id}/correct", "correct_finding.html", needs=Permission.CORRECT)
def correct_finding_page(ask: PageRequest) -> CorrectFindingPage:
    """Show what can be corrected of a finding."""
    return finding_page(ask, ask.path["finding"])


def finding_page(ask: PageRequest, key: str, error: str = "", sent: FormData | None = None) -> CorrectFindingPage:
    """Show the form of a finding, with what was wrong and what was sent."""
    held = ask.library.finding(key)
    vocabulary = ask.library.vocabulary
    beside = ask.library.findings(document=held.document.id)
    form = finding_form(held, beside, vocabulary)
    return CorrectFindingPage(
        title=f"{'Error: ' if error else ''}Correct: {cards.title(held)}",
        form=form if sent is None or error == STALE else as_sent(form, sent),
        quotation=form.words,
        place=Link(formatting.place(held.finding, held.document), urls.source(held)),
        back=local_address(sent.get("back") if sent else ask.get("back"), urls.finding(held)),
        error=error,
        wrong="words" if sent and sent.get("words") else "kind",
        saved=saved_notice(ask),
        history=changes.change_lines(ask.library.corrections_of(held.finding.id), vocabulary),
    )


@router.post("/findings/{finding:id}/correct")
@needs(Permission.CORRECT)
async def correct_finding(request: Request) -> Response:
    """Keep what was changed of a finding, or show the form again with what was wrong."""
    form, question = await read_form(request), ask(request)
    key = question.path["finding"]

    def change(desk: Correcting) -> int:
        refuse_stale(form, *values_of(question.library.finding(key).finding))
        return change_finding(desk, key, form, person_of(request).name)

    try:
        held = await run_in_threadpool(question.library.finding, key)
        batch = await run_in_threadpool(question.library.make_correction, change)
    except (BadQuestion, NotHeld) as error:
        wrong = str(error) if isinstance(error, BadQuestion) else OTHER_GONE
        try:
            value = await run_in_threadpool(lambda: finding_page(question, key, wrong, form))
        except NotHeld as gone:
            raise NotHeld(GONE) from gone
        return render_page(request, "correct_finding.html", value, 400)
    dropped = form.get("do") == "drop"
    otherwise = urls.document(held.document.id) if dropped else urls.correct_finding(key)
    back = local_address(form.get("back"), otherwise)
    own_page = dropped and back.partition("?")[0] in (urls.finding(held), urls.correct_finding(key))
    return lead_back(otherwise if own_page else back, batch)


def change_finding(desk: Correcting, key: str, form: FormData, by: str) -> int:
    """Make the change of a finding that a form asks for; return its number. Raises BadQuestion, NotHeld."""
    do, reason, words = form.get("do"), form.get("reason").strip()[:300], form.get("words")
    given = dict(form.fields)
    values = [(field, given[field]) for field in c.VALUES if field in given]
    if do == "values":
        return desk.set_values(key, values, by, reason)
    if do == "revise":
        return desk.revise(key, words, values, by, reason)
    if do == "cut":
        return desk.cut(key, words, by, reason)
    if do == "split":
        return desk.split(key, _paragraphs(words), by, reason)
    if do == "join":
        return desk.join(key, [one for one in form.all("other") if one], by, reason)
    if do == "drop":
        return desk.drop(key, by, reason)
    if do in ("give", "refuse"):
        return desk.decide_theme(key, form.get("theme" if do == "give" else "given"), do == "give", by, reason)
    raise BadQuestion("Choose what to change.")


def _paragraphs(words: str) -> list[str]:
    return [part.strip() for part in words.replace("\r\n", "\n").split("\n\n") if part.strip()]


@pages.page("/documents/{document}/correct", "correct_document.html", needs=Permission.CORRECT)
def correct_document_page(ask: PageRequest) -> CorrectDocumentPage:
    """Show what can be corrected of a document."""
    return document_form(ask, ask.path["document"])


def document_form(ask: PageRequest, key: str, error: str = "", sent: FormData | None = None) -> CorrectDocumentPage:
    """Show the form of a document, with what was wrong and what was sent."""
    library, vocabulary = ask.library, ask.library.vocabulary
    held = library.document(key)
    review = library.review(held.review)
    about, other = held.about, library.proposed_review(held)
    stated = {name: (value.value if (value := getattr(about, name)) else "") for name in c.ABOUT}
    if sent and error != STALE:
        stated |= {name: sent.get(name, value) for name, value in stated.items()}
    title = readable_title(labels.document(held, review))
    return CorrectDocumentPage(
        title=f"{'Error: ' if error else ''}Correct: {title}",
        action=urls.correct_document(key),
        document=Link(title, urls.document(key)),
        values=tuple((field, label, stated[field]) for field, label in WRITTEN),
        types=choices({slug: one.label for slug, one in vocabulary.document_types.items()}, stated["document_type"]),
        type=stated["document_type"],
        review_types=choices({slug: one.label for slug, one in vocabulary.review_types.items()}, stated["review_type"]),
        review_type=stated["review_type"],
        review=Link(readable_title(review.title), urls.review(review.slug)),
        reviews=(
            ("", "Choose a review"),
            *((one.slug, one.title) for one in library.every_review() if one.slug != review.slug),
        ),
        others=(
            ("", "Choose a document"),
            *((one.id, one.name) for one in library.every_document(review.slug) if one.id != key),
        ),
        back=local_address(sent.get("back") if sent else ask.get("back"), urls.document(key)),
        error=error,
        saved=saved_notice(ask),
        history=changes.change_lines(library.corrections_of(key), vocabulary),
        seen=stamp(*_facts_of(held)),
        stays=review.slug if other else "",
        may_join=Link(readable_title(other.title), urls.review(other.slug)) if other else None,
        unplaced=UnplacedWords(sent.get("words"), sent.get("kind"), sent.get("near"))
        if sent and sent.get("words")
        else None,
        kinds=kinds_of(vocabulary),
    )


def _facts_of(held: DocumentSummary) -> tuple[str, ...]:
    values = (getattr(held.about, name) for name in c.ABOUT)
    return (held.review, *(value.value if value else "" for value in values))


def choices(listed: dict[str, str], chosen: str) -> Choices:
    """Return a controlled list to choose from; "Unknown", which says as little as "Not stated", only where it holds."""
    offered = ((slug, label) for slug, label in listed.items() if slug != UNKNOWN or slug == chosen)
    return (("", "Not stated"), *sorted(offered, key=lambda one: one[1]))


@router.post("/documents/{document}/correct")
@needs(Permission.CORRECT)
async def correct_document(request: Request) -> Response:
    """Keep what was changed of a document, or show the form again with what was wrong."""
    form, question = await read_form(request), ask(request)
    key = question.path["document"]

    def change(desk: Correcting) -> int:
        refuse_stale(form, *_facts_of(question.library.document(key)))
        return change_document(desk, key, form, person_of(request).name)

    try:
        batch = await run_in_threadpool(question.library.make_correction, change)
    except BadQuestion as error:
        wrong = str(error)
        value = await run_in_threadpool(lambda: document_form(question, key, wrong, form))
        return render_page(request, "correct_document.html", value, 400)
    return lead_back(local_address(form.get("back"), urls.correct_document(key)), batch)


def change_document(desk: Correcting, key: str, form: FormData, by: str) -> int:
    """Make the change of a document that a form asks for; return its number. Raises BadQuestion, NotHeld."""
    do, reason = form.get("do"), form.get("reason").strip()[:300]
    if do == "values":
        given = dict(form.fields)
        return desk.describe(key, [(field, given[field]) for field in c.ABOUT if field in given], by, reason)
    if do == "move":
        return desk.move(key, form.get("review") or form.get("new_review"), by, reason)
    if do == "apart":
        return desk.move(key, form.get("stays"), by, reason)
    if do == "replaces":
        return desk.replace(key, form.get("older"), by, reason)
    if do == "check":
        return desk.check(key, by)
    if do == "add":
        near = whole_number(form.get("near")) or 0
        return desk.add(key, form.get("words"), form.get("kind"), by, reason=reason, near=near)
    if do == "heading":
        return desk.name_heading(key, form.get("heading"), form.get("kind"), by, reason)
    raise BadQuestion("Choose what to change.")


@router.post("/documents/{document}/settle")
@needs(Permission.CORRECT)
async def settle(request: Request) -> Response:
    """Keep a correction that a new reading disagrees with, or take what is read now."""
    form, question = await read_form(request), ask(request)
    key, by, do = question.path["document"], person_of(request).name, form.get("do")
    batch = whole_number(do)
    if batch is not None:
        await run_in_threadpool(refuse_undo, request, batch)
        await run_in_threadpool(question.library.undo, batch, by)
    else:
        await run_in_threadpool(
            question.library.make_correction, lambda desk: desk.settle(key, form.get("subject"), form.get("key"), by)
        )
    return RedirectResponse(local_address(form.get("back"), urls.check_document(key)), 303)


def refuse_undo(request: Request, batch: int) -> None:
    """Raise HTTPException (403) where the change of number `batch` shows a withdrawn finding again or changes themes,
    and this person may not.
    """
    fields, person = {one.field for one in ask(request).library.correction_batch(batch)}, person_of(request)
    asked = {c.WITHDRAW: Permission.WITHDRAW, c.THEME_FILE: Permission.THEMES}
    if not all(person.may(needed) for field, needed in asked.items() if field in fields):
        raise HTTPException(403, refusal(person))


@router.post("/changes/{batch:whole}/undo")
@needs(Permission.CORRECT)
async def undo(request: Request) -> Response:
    """Take a change back."""
    form, question = await read_form(request), ask(request)
    batch, by = int(question.path["batch"]), person_of(request).name
    await run_in_threadpool(refuse_undo, request, batch)
    await run_in_threadpool(question.library.undo, batch, by)
    return lead_back(local_address(form.get("back"), "/desk"), batch)


@pages.page("/changes-of/{subject:id}", "finding.html", needs=Permission.AUDIT)
def changes_of_page(ask: PageRequest) -> CorrectFindingPage:
    """Lead from an id in the record of changes to the finding or document that it is of."""
    key = ask.path["subject"]
    try:
        raise Redirect(urls.finding(ask.library.finding(key)))
    except NotHeld:
        pass
    try:
        raise Redirect(urls.document(ask.library.document(key).id))
    except KbError:
        raise NotHeld("This finding or document is no longer in the library.") from None
