"""Check what was read of a document: each page's picture beside its findings, to accept or correct."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kb.app.library import Library
from kb.app.page_images import first_page, why_no_pictures
from kb.app.proposed_reviews import why_proposed
from kb.core import corrections as c
from kb.core.access import Permission
from kb.core.corrections import Conflict
from kb.core.document import NEEDS_OCR, Document
from kb.core.model import DocumentSummary, FindingInContext, StatedValue, squeeze
from kb.vocabulary import Vocabulary, labels
from web import urls
from web.access import needs, person_of
from web.components.cards import readable_title
from web.components.case_proposal import CaseProposal, case_proposal
from web.components.changes import format_moment
from web.components.finding_form import Choices, FindingForm, finding_form, kinds_of
from web.components.scans import Scan, is_unread, page_confidence, recognition_summary, scan_of, without_pictures
from web.forms import local_address, read_form
from web.page import Pages
from web.pages.documents import page_noun
from web.pages.review import note_words, read_from
from web.request import PageRequest, ask
from web.saved_notice import SavedNotice, saved_notice
from web.urls import Link

pages = Pages()
router = pages.router

_DRAWN_BY = "This picture was drawn by LibreOffice: pages may begin elsewhere than where the file was made."
MISSED = 12  # statements shown that came near to being findings


@dataclass(frozen=True, slots=True)
class MissedStatement:
    """A statement that came near to being a finding, and why it is none."""

    words: str
    kind: str
    why: str


@dataclass(frozen=True, slots=True)
class SuggestedThemeLine:
    """A theme that no cue shows and a keeper may give, and the words that suggest it."""

    slug: str
    label: str
    words: str


@dataclass(frozen=True, slots=True)
class _DividedText:
    """Where in its text each page of a document begins, and what its pictures are."""

    starts: tuple[int, ...]
    has_pictures: bool
    drawn: str = ""


@dataclass(frozen=True, slots=True)
class UnnamedHeading:
    """A heading that was not understood, and the items under it."""

    heading: str
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ConflictLine:
    """A correction that a new reading disagrees with."""

    sentence: str
    subject: str
    key: str
    batch: int
    action: str


@dataclass(frozen=True, slots=True)
class CheckDocumentPage:
    """One page of a document with its findings, and what is said of the document."""

    title: str
    document: Link
    review: Link
    about: tuple[tuple[str, str, str], ...]  # what, its value, where it was read
    correct: str
    action: str
    here: str
    checked: str
    notes: tuple[str, ...]
    proposal: CaseProposal | None  # another review that may be of the same case
    scan: Scan | None  # pages that wait for text recognition
    recognised: str  # how sure text recognition was of this page; "" where it did not read it
    correct_page: str  # address of the form for the words of this page; "" where text recognition did not read it
    is_begin: bool  # whether the check begins with this page
    number: int
    count: int
    noun: str
    text: str
    start: int
    picture: str
    drawn: str  # by what the picture was drawn, or why there is none; "" for a picture of the page as published
    findings: tuple[FindingForm, ...]
    suggested: Mapping[str, tuple[SuggestedThemeLine, ...]]  # id of a finding of this page -> themes it may be about
    elsewhere: int  # findings on other pages
    kinds: Choices
    missed: tuple[MissedStatement, ...]
    unnamed: tuple[UnnamedHeading, ...]  # of the whole document
    conflicts: tuple[ConflictLine, ...]
    previous: str
    next: str
    saved: SavedNotice | None
    saved_above: int  # place among the findings above which the notice stands; -1 for the top of the page
    waiting: Link | None  # the document to check after this one


@pages.page("/documents/{document}/check", "check_document.html", needs=Permission.CORRECT)
def check_document_page(ask: PageRequest) -> CheckDocumentPage:
    """Show one page with what was read of it."""
    library = ask.library
    held = library.document(ask.path["document"])
    text, review = library.text(held.id), library.review(held.review)
    divided = _divide(library, held, text)
    count = len(divided.starts)
    begin = 1 if text.pages else first_page(divided.starts)
    number = ask.number("page", begin, 1, count)
    start, end = (*divided.starts, len(text.text))[number - 1 : number + 1]
    every = library.findings(document=held.id)
    here = [one for one in every if _begins(one, start, end)]
    title = readable_title(labels.document(held, review))
    own = urls.check_document(held.id, number)
    saved, recognised = saved_notice(ask), page_confidence(held.notes, number)
    proposal = case_proposal(library, held)
    unnamed = tuple(
        UnnamedHeading(one.heading[-1], tuple(squeeze(words) for words, _ in one.items))
        for one in library.correcting.unnamed_lists(held.id)
    )
    return CheckDocumentPage(
        title=f"Check what was read: {title}",
        document=Link(title, urls.document(held.id)),
        review=Link(readable_title(review.title), urls.review(review.slug)),
        about=_about(held, library.vocabulary),
        correct=urls.with_params(urls.correct_document(held.id), [("back", own)]),
        action=urls.correct_document(held.id),
        here=own,
        checked=format_moment(held.checked) if held.checked else "",
        notes=_notes(held, bool(unnamed), why_proposed(held) if proposal else ""),
        proposal=proposal,
        scan=scan_of(library, held),
        recognised=recognised,
        correct_page=urls.correct_page(held.id, number) if recognised else "",
        is_begin=number == begin,
        number=number,
        count=count,
        noun=page_noun(held),
        text=text.text[start:end].strip(),
        start=start,
        picture=f"{urls.document(held.id)}/pages/{number}.png" if divided.has_pictures else "",
        drawn=divided.drawn,
        findings=tuple(finding_form(one, every, library.vocabulary) for one in here),
        suggested=_suggested_here(library, held.id, here),
        elsewhere=len(every) - len(here),
        kinds=kinds_of(library.vocabulary),
        missed=_missed_here(ask, held, text, (start, end)),
        unnamed=unnamed,
        conflicts=tuple(map(conflict_line, library.correcting.conflicts(held.id))),
        previous=urls.check_document(held.id, number - 1) if number > 1 else "",
        next=urls.check_document(held.id, number + 1) if number < count else "",
        saved=saved,
        saved_above=_notice_place(saved, here, (start, end)),
        waiting=_next_to_check(ask.library, held),
    )


def _divide(library: Library, held: DocumentSummary, text: Document) -> _DividedText:
    """Return the pages of a document: its own, or those that are drawn of it; one where there are neither."""
    own, why_none = tuple(page.start for page in text.pages), why_no_pictures(held)
    if not own and not why_none:
        drawn = library.drawn_pages(held.id)
        own, why_none = drawn.starts, drawn.why_none
    by = "" if held.format == "pdf" else _DRAWN_BY
    return _DividedText(own or (0,), not why_none, why_none or by)


@router.post("/documents/{document}/recognise")
@needs(Permission.CORRECT)
async def recognise(request: Request) -> Response:
    """Have the pages of a document that are pictures read by text recognition, beside the server."""
    form, question = await read_form(request), ask(request)
    library, key, by = question.library, question.path["document"], person_of(request).name
    if not library.settings.ocr_on_request or not library.can_recognise:
        raise HTTPException(409, "Text recognition is not installed, or is switched off. Nothing was changed.")
    await run_in_threadpool(_put_pictures, library, key, by)
    request.app.state.reading.wake()
    return RedirectResponse(local_address(form.get("back"), urls.check_document(key)), 303)


def _put_pictures(library: Library, key: str, by: str) -> None:
    """Queue a document that has pictures left to read; it waits to be checked again, as nobody has seen these words."""
    held = library.document(key)
    if not is_unread(held):  # read since the page with the button was opened
        return
    for one in library.corrections_of(key):
        if one.field == c.CHECKED and not one.undone:
            library.undo(one.batch, by)
    library.uploads.put_pictures(held, by)


def _notes(held: DocumentSummary, unnamed: bool, asked: str) -> tuple[str, ...]:
    """Return what was noticed in a document, with one sentence on all that text recognition read.

    That pictures wait for it stands in a box of its own, with its button; here only on which pages they are. So does
    what is `asked` about its review.
    """
    said = {"headings_not_understood"} if not unnamed else set()
    noted = (one for one in held.notes if one.sentence != asked)
    told = [one for one in noted if one.code not in said and (one.code != NEEDS_OCR or one.page)]
    words = (*map(note_words, without_pictures(told)), recognition_summary(held.notes))
    return tuple(one for one in words if one)


def _notice_place(saved: SavedNotice | None, here: list[FindingInContext], page: tuple[int, int]) -> int:
    """Return the place of the finding that a notice is of, or that follows where it was; -1 where that is not here."""
    if saved is None or saved.place is None or not page[0] <= saved.place < page[1]:
        return -1
    after = (at for at, one in enumerate(here) if one.finding.span.start >= saved.place)
    return next(after, len(here))


def _next_to_check(library: Library, held: DocumentSummary) -> Link | None:
    """Return the newest other document that nobody has checked."""
    one = next((one for one in reversed(to_check(library)) if one.id != held.id), None)
    if one is None:
        return None
    titles = {review.slug: review for review in library.every_review()}
    return Link(readable_title(labels.document(one, titles[one.review])), urls.check_document(one.id))


def to_check(library: Library) -> list[DocumentSummary]:
    """Return the documents that nobody has checked, oldest first."""
    return [one for one in library.every_document() if not one.checked and not one.replaced_by]


def _begins(one: FindingInContext, start: int, end: int) -> bool:
    return start <= one.finding.span.start < end


def _about(held: DocumentSummary, vocabulary: Vocabulary) -> tuple[tuple[str, str, str], ...]:
    about = held.about
    kinds = {slug: one.label for slug, one in vocabulary.document_types.items()}
    review_types = {slug: one.label for slug, one in vocabulary.review_types.items()}
    rows: tuple[tuple[str, StatedValue | None, dict[str, str]], ...] = (
        ("Title", about.title, {}),
        ("Date published", about.published, {}),
        ("Area", about.area, {}),
        ("Type of document", about.document_type, kinds),
        ("Type of review", about.review_type, review_types),
        ("Publisher", about.publisher, {}),
    )
    return tuple(
        (name, known.get(stated.value, stated.value), read_from(stated.where)) if stated else (name, "", "")
        for name, stated, known in rows
    )


def _suggested_here(
    library: Library, document: str, here: list[FindingInContext]
) -> dict[str, tuple[SuggestedThemeLine, ...]]:
    """Return the suggested themes of each finding of a page that has some."""
    made: dict[str, tuple[SuggestedThemeLine, ...]] = {}
    for one in library.suggested_themes(document, here):
        line = SuggestedThemeLine(one.theme, library.vocabulary.themes[one.theme].label, ", ".join(one.words))
        made[one.finding] = (*made.get(one.finding, ()), line)
    return made


def _missed_here(
    ask: PageRequest, held: DocumentSummary, text: Document, page: tuple[int, int]
) -> tuple[MissedStatement, ...]:
    """Return statements of this page that came near to being findings."""
    near = ask.library.missed_statements(held.id)
    here = squeeze(text.text[slice(*page)])
    found = [one for one in near if squeeze(one.text) in here]
    return tuple(MissedStatement(one.text, one.kind.value, one.why) for one in found[:MISSED])


def conflict_line(one: Conflict) -> ConflictLine:
    """Return a disagreement for its form."""
    made = one.correction
    return ConflictLine(one.sentence, made.subject, one.key, made.batch, f"{urls.document(made.document)}/settle")
