"""One document: its metadata, and each page as a picture and as text with its findings marked in place."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from kb.app.offered_originals import why_not_offered
from kb.app.page_images import PAGE_WIDTH
from kb.core.access import Permission
from kb.core.document import Document, Page, Span
from kb.core.errors import NotHeld
from kb.core.model import DocumentSummary, FindingInContext
from kb.text import citations, formatting
from kb.text.asked_phrases import highlights_of
from kb.text.citations import Citation
from kb.text.masking import mask
from kb.vocabulary import labels
from search.highlight import marks
from web import clock, urls
from web.access import person_of
from web.components import cards, changes
from web.components.cards import readable_title
from web.components.changes import ChangeLine
from web.components.document_text import LaidBlock, laid_out
from web.components.scans import page_confidence
from web.page import Pages
from web.pages.review import note_words
from web.request import PageRequest, ask
from web.saved_notice import SavedNotice, saved_notice
from web.urls import Link

pages = Pages()
router = pages.router

FIRST_WORDS = 90  # characters of a page that are shown in the contents
WHOLE_TEXT_CHARACTERS = 60_000  # characters shown at once of a format without pages


@dataclass(frozen=True, slots=True)
class ContentsEntry:
    """A page in the contents, with how many findings begin on it."""

    link: Link
    findings: int
    opening: str


@dataclass(frozen=True, slots=True)
class DocumentPage:
    """One document."""

    title: str
    id: str
    name: str
    review: Link
    type: str
    published: str
    publisher: str
    source: str
    format: str
    notes: tuple[str, ...]
    findings: int
    search: str
    contents: tuple[ContentsEntry, ...]
    original: str
    no_original: str  # why it is not offered; empty where it is
    citation: Citation
    checked: bool
    history: tuple[ChangeLine, ...]
    saved: SavedNotice | None  # what was just undone here
    newer: Link | None  # the version that replaces it


@dataclass(frozen=True, slots=True)
class MarkedFinding:
    """A finding on the page."""

    number: int
    name: str
    title: str
    href: str
    place: str
    current: bool


@dataclass(frozen=True, slots=True)
class PageView:
    """One page of a document."""

    title: str
    document: Link
    review: Link
    number: int
    count: int
    noun: str
    label: str  # as printed on the page, where that differs
    words: str  # that were searched for and are marked
    blocks: tuple[LaidBlock, ...]
    findings: tuple[MarkedFinding, ...]
    current: Link | None
    picture: str
    recognised: str  # how the words were read from the picture; "" where they were not
    alt: str
    previous: str
    next: str


@pages.page("/documents/{document}", "document.html")
def document_page(ask: PageRequest) -> DocumentPage:
    """Show what a document is and what is in it."""
    held = ask.library.document(ask.path["document"])
    review = ask.library.review(held.review)
    text = ask.library.text(held.id)
    about = held.about
    type_ = ask.library.vocabulary.document_types.get(about.document_type.value) if about.document_type else None
    source = about.source.value if about.source else ""
    return DocumentPage(
        title=readable_title(labels.document(held, review)),
        id=held.id,
        name=held.name,
        review=Link(readable_title(review.title), urls.review(review.slug)),
        type=type_.label if type_ else "",
        published=formatting.format_date(about.published.value) if about.published else "",
        publisher=about.publisher.value if about.publisher else "",
        source=source if source.startswith(("http://", "https://")) else "",
        format=held.format.upper(),
        notes=tuple(note_words(note) for note in held.notes),
        findings=held.findings,
        search=urls.filtered_search(document=held.id),
        contents=_contents(ask, held, text),
        original=f"{urls.document(held.id)}/original",
        no_original=why_not_offered(held, ask.library.settings),
        citation=citations.document(review, held, clock.today()),
        checked=bool(held.checked),
        history=changes.change_lines(reversed(ask.library.corrections_in(held.id)), ask.library.vocabulary),
        saved=saved_notice(ask),
        newer=newer_version(ask, held),
    )


def newer_version(ask: PageRequest, held: DocumentSummary) -> Link | None:
    """Return the document that replaces this one, if any does."""
    if not held.replaced_by:
        return None
    newer = ask.library.document(held.replaced_by)
    return Link(readable_title(labels.document(newer, ask.library.review(newer.review))), urls.document(newer.id))


def _first_words(text: Document, page: Page) -> str:
    """Return how a page begins. What is hidden is hidden before it is cut, or half a number would show."""
    words = " ".join(text.text[slice(*stretch(text, page))].split())
    return formatting.shorten(mask(words[: 6 * FIRST_WORDS]), FIRST_WORDS)


def _contents(ask: PageRequest, held: DocumentSummary, text: Document) -> tuple[ContentsEntry, ...]:
    noun = page_noun(held)
    found = [one.finding.span.page for one in ask.library.findings(document=held.id)]
    if not text.pages:
        return (ContentsEntry(Link("Read the text", urls.page(held.id, 1)), len(found), ""),)
    return tuple(
        ContentsEntry(
            Link(f"{noun.capitalize()} {page.number}", urls.page(held.id, page.number)),
            found.count(page.number),
            _first_words(text, page),
        )
        for page in text.pages
    )


@pages.page("/documents/{document}/pages/{number:whole}", "page.html")
def page_view(ask: PageRequest) -> PageView:
    """Show a page with its findings marked in place."""
    held = ask.library.document(ask.path["document"])
    text = ask.library.text(held.id)
    number, page = _page(text, int(ask.path["number"]))
    start, end = stretch(text, page) if page else _part(text, ask.number("at", 0, 0, len(text.text)))
    here = [one for one in ask.library.findings(document=held.id) if _touches(one.finding.span, start, end)]
    wanted = next((one for one in here if one.finding.id == ask.get("finding")), None)
    words = "" if wanted else ask.get("q").strip()
    marked = _marked_words(text, start, end, words) if words else _stretches([wanted] if wanted else here)
    review = ask.library.review(held.review)
    noun = page_noun(held)
    title = readable_title(labels.document(held, review))
    return PageView(
        title=f"{noun.capitalize()} {number} of {title}" if page else title,
        document=Link(title, urls.document(held.id)),
        review=Link(readable_title(review.title), urls.review(review.slug)),
        number=number,
        count=max(len(text.pages), 1),
        noun=noun,
        label=page.label if page and page.label != str(page.number) else "",
        words=words,
        blocks=laid_out(text, start, end, marked, ask.library.written_words(text)),
        findings=tuple(_marked_finding(ask, one, at, one is wanted) for at, one in enumerate(here, 1)),
        current=Link(labels.name(wanted, ask.library.vocabulary), urls.finding(wanted)) if wanted else None,
        picture=picture_of(held, number, wanted),
        recognised=page_confidence(held.notes, number),
        alt=f"Picture of {noun} {number}{', with the finding outlined' if wanted else ''}. "
        "The same words are next to it as text.",
        previous=urls.page(held.id, number - 1) if page and number > 1 else "",
        next=urls.page(held.id, number + 1) if page and number < len(text.pages) else "",
    )


def page_noun(held: DocumentSummary) -> str:
    """Return what a page of the document is called."""
    return "slide" if held.format == "pptx" else "page"


def stretch(text: Document, page: Page) -> tuple[int, int]:
    """Return the offsets in the document's text at which a page begins and ends."""
    later = [other.start for other in text.pages if other.number > page.number]
    return page.start, min(later, default=len(text.text))


def _page(text: Document, number: int) -> tuple[int, Page | None]:
    if not text.pages:
        return 1, None
    page = next((one for one in text.pages if one.number == number), None)
    if page is None:
        raise NotHeld(f"This document has {formatting.count_phrase(len(text.pages), 'page')}. It has no page {number}.")
    return number, page


def _part(text: Document, at: int) -> tuple[int, int]:
    """Return the part of a text without pages that is shown, from its beginning or from the line at a place."""
    start = text.text.rfind("\n", 0, at) + 1 if at else 0
    return start, min(len(text.text), start + WHOLE_TEXT_CHARACTERS)


def _marked_words(text: Document, start: int, end: int, words: str) -> list[tuple[int, int]]:
    found = marks(text.text[start:end], highlights_of(words))
    return [(start + a, start + b) for a, b in found]


def _touches(span: Span, start: int, end: int) -> bool:
    return any(a < end and start < b for a, b in span.stretches)


def _stretches(shown: list[FindingInContext]) -> list[tuple[int, int]]:
    return [stretch_ for one in shown for stretch_ in one.finding.span.stretches]


def _marked_finding(ask: PageRequest, holding: FindingInContext, number: int, current: bool) -> MarkedFinding:
    vocabulary = ask.library.vocabulary
    return MarkedFinding(
        number,
        labels.name(holding, vocabulary),
        cards.title(holding),
        urls.finding(holding),
        urls.source(holding),
        current,
    )


def picture_of(held: DocumentSummary, number: int, wanted: FindingInContext | None = None) -> str:
    """Return the address of the picture of page `number`, counted from 1; "" where there is none for readers."""
    if held.format != "pdf":
        return ""
    params = [("finding", wanted.finding.id)] if wanted else []
    return urls.with_params(f"{urls.document(held.id)}/pages/{number}.png", params)


@router.get("/documents/{document}/pages/{number:whole}.png")
def picture(request: Request) -> Response:
    """A page as a picture, with a finding outlined."""
    question = ask(request)
    library, key = question.library, question.path["document"]
    if library.document(key).format != "pdf" and not person_of(request).may(Permission.CORRECT):
        raise NotHeld("Pictures of these pages are for those who check them.")  # each takes LibreOffice seconds
    outline = None
    if question.get("finding"):
        holding = library.finding(question.get("finding"))
        outline = holding.finding.span if holding.document.id == key else None
    png = library.page_picture(key, int(question.path["number"]), PAGE_WIDTH, outline)
    mark = f'"{hashlib.sha256(png).hexdigest()[:32]}"'
    if mark in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers={"ETag": mark})
    return Response(png, media_type="image/png", headers={"ETag": mark})  # asked for again, since it may be withdrawn


@router.get("/documents/{document}/original")
def original(request: Request) -> Response:
    """Send the original file as an attachment: it is never opened as a page of this site."""
    question = ask(request)
    held = question.library.document(question.path["document"])
    if reason := why_not_offered(held, question.library.settings):
        raise NotHeld(reason)
    safe = "".join(c if c.isascii() and (c.isalnum() or c in "._-") else "_" for c in held.name)[-120:] or "document"
    return Response(
        question.library.original(held.id),
        media_type="application/octet-stream",
        headers={
            "Content-Disposition": f'attachment; filename="{safe}"',
            "Content-Security-Policy": "sandbox; default-src 'none'",
        },
    )
