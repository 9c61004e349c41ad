"""Search the full texts of documents, with or without findings: the pages that have all words, and the words marked."""

from __future__ import annotations

from dataclasses import dataclass

from kb.core.model import DocumentSummary
from kb.text import formatting
from kb.vocabulary import labels
from web import urls
from web.components.cards import readable_title
from web.components.list_controls import Paging, paging
from web.components.snippets import Snippet, snippet
from web.page import Pages
from web.pages.documents import WHOLE_TEXT_CHARACTERS, page_noun
from web.request import PageRequest
from web.urls import Link

pages = Pages()
router = pages.router

TEXTS_PER_PAGE = 10
DEEPEST_PAGE = 100


@dataclass(frozen=True, slots=True)
class TextPlace:
    """A page of a document that has the words."""

    link: Link
    snippet: Snippet


@dataclass(frozen=True, slots=True)
class TextCard:
    """A document with the best of its pages."""

    document: Link
    review: Link
    summary: str  # "On 4 pages", and how many findings it has
    places: tuple[TextPlace, ...]


@dataclass(frozen=True, slots=True)
class FullTextsPage:
    """The documents whose text has what was typed."""

    title: str
    text: str
    findings: Link
    heading: str
    total: int
    cards: tuple[TextCard, ...]
    paging: Paging


@pages.page("/search/texts", "full_texts.html")
def full_texts_page(ask: PageRequest) -> FullTextsPage:
    """Search the texts of documents."""
    words = ask.get("q").strip()
    number = ask.number("page", 1, 1, DEEPEST_PAGE)
    found = ask.library.find_texts(words, number, TEXTS_PER_PAGE)
    if not words:
        heading = "Type words to find documents that have all of them on one page"
    elif found.total:
        heading = (
            f"In full texts: {formatting.count_phrase(found.total, 'document')} for “{formatting.shorten(words, 120)}”"
        )
    else:
        heading = f"No document has all words of “{formatting.shorten(words, 120)}” on one page"
    cards = []
    for one in found.texts:
        held = ask.library.document(one.document)
        places = tuple(_place(held, page.page, page.start, page.text, words, found.highlights) for page in one.pages)
        review = ask.library.review(held.review)
        cards.append(
            TextCard(
                Link(readable_title(labels.document(held, review)), urls.document(held.id)),
                Link(readable_title(review.title), urls.review(review.slug)),
                _summary(held, one.count),
                places,
            )
        )
    last = min(-(-found.total // TEXTS_PER_PAGE), DEEPEST_PAGE)
    return FullTextsPage(
        title=heading if words else "Search full texts",
        text=words,
        findings=Link("Findings", urls.filtered_search(words)),
        heading=heading,
        total=found.total,
        cards=tuple(cards),
        paging=paging(number, last, lambda n: urls.at_page("/search/texts", [("q", words)], n)),
    )


def _summary(held: DocumentSummary, count: int) -> str:
    noun = page_noun(held) if held.pages else "place"
    where = "On" if held.pages else "In"
    findings = formatting.count_phrase(held.findings, "finding") if held.findings else "No findings"
    return f"{where} {formatting.count_phrase(count, noun)} · {findings} in this document"


def _place(
    held: DocumentSummary, page: int, start: int, said: str, words: str, highlights: tuple[str, ...]
) -> TextPlace:
    name = f"{page_noun(held).capitalize()} {page}" if page else "Read the text"
    at = start if not page and start + len(said) > WHOLE_TEXT_CHARACTERS else 0
    href = urls.words_on_page(held.id, page or 1, words, at)
    return TextPlace(Link(name, href), snippet(" ".join(said.split()), highlights))
