"""Everything the pages show, for programs. Read-only."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Annotated, TypeVar

from fastapi import APIRouter, Depends, Path, Query, Request

from kb.app.library import Library
from kb.app.search_notices import search_notices
from kb.app.stored_rows import StoredRows
from kb.app.topic import FIRST_YEAR, LAST_YEAR, stated_topic
from kb.core.case_values import AGE_SPANS
from kb.core.errors import NotHeld
from kb.core.recurrence_values import STRONG_LIKENESS, TableChoice
from kb.exports.records import (
    CaseMatchRecord,
    CaseRecord,
    FindingRecord,
    HistoryRecord,
    case_match_record,
    case_record,
    finding_record,
    history_record,
)
from kb.text.masking import mask
from search.facets import FACETS
from search.query import url
from web import urls
from web.api import _recurring as recurring
from web.api import _values as values
from web.api._known_parameters import refuse_unknown_parameters
from web.request import ask

router = APIRouter(prefix="/api/v1", tags=["Library"], dependencies=[Depends(refuse_unknown_parameters)])

MOST_PER_PAGE = 200  # of a list on one page

S = TypeVar("S")
V = TypeVar("V")


def _library(request: Request) -> Library:
    return ask(request).library


Held = Annotated[Library, Depends(_library)]
Page = Annotated[int, Query(ge=1, le=100_000, description="Page number, from 1")]
Size = Annotated[int, Query(ge=1, le=MOST_PER_PAGE, description="Results on each page")]
ReviewIs = Annotated[str | None, Query(description="Only of this review, by its slug")]
DocumentIs = Annotated[str | None, Query(description="Only of this document, by its id")]
ThemeIs = Annotated[str | None, Query(description="Only on this theme, by its slug")]
KindIs = Annotated[str | None, Query(description="Only of this kind, by its slug, such as recommendation")]
AreaIs = Annotated[str | None, Query(description="Only of this area, as the library names it")]
TypeIs = Annotated[str | None, Query(description="Only of this type of review, by its slug")]
Since = Annotated[
    int | None, Query(ge=FIRST_YEAR, le=LAST_YEAR, description="Only lessons first said in this year or later")
]
Depth = Annotated[int, Query(ge=1, le=50, description="How many, the most similar first")]
FindingId = Annotated[str, Path(description="Lasting id of a finding, 16 hexadecimal digits")]
ReviewSlug = Annotated[str, Path(description="Slug of a review")]
DocumentId = Annotated[str, Path(description="Id of a document")]
ThemeSlug = Annotated[str, Path(description="Slug of a theme, or one that it had before")]
ThreadId = Annotated[str, Path(description="Id of a lesson over time, which changes when its findings do")]


def _cut_page(request: Request, every: Sequence[S], page: int, size: int, make: Callable[[S], V]) -> values.PageOut[V]:
    """Cut a list into pages; only the page asked for is made."""
    start = (page - 1) * size
    return values.PageOut(
        len(every),
        page,
        size,
        _next_link(request, page) if start + size < len(every) else "",
        tuple(make(one) for one in every[start : start + size]),
    )


def _next_link(request: Request, page: int) -> str:
    kept = [(name, value) for name, value in ask(request).params if name != "page"]
    return urls.with_params(request.url.path, [*kept, ("page", str(page + 1))])


def _describe_parameters() -> list[dict[str, object]]:
    """Describe the parameters of a search from the facets, so that a new facet is described by itself."""
    texts = {
        "q": "Words, phrases in quotation marks, OR, NOT, theme:…",
        "from": "First year of publication",
        "to": "Last year of publication",
        "sort": "relevance, newest, oldest or recurring",
        "group": "findings, or reviews for the best finding of each",
        "match": "most, all or any of the words",
        "spelling": "off to search for the words as they are spelt",
        "narrow": "off to search for words such as “good examples” as words, not as a kind of finding",
        "synonyms": "off to search only for the words given",
    }
    facets = {name: f"{facet.label}; may be given several times" for name, facet in FACETS.items()}
    numbers = {"size": "Results on each page, to 100", "page": "Page number, from 1"}
    return [
        {"name": name, "in": "query", "description": text, "schema": {"type": kind}}
        for kind, some in (("string", texts | facets), ("integer", numbers))
        for name, text in some.items()
    ]


@router.get("/search", openapi_extra={"parameters": _describe_parameters()})
def search(request: Request, library: Held) -> values.SearchOut:
    """Search findings, with the same parameters as the search page."""
    asked = url.from_params(ask(request).params, library.vocabulary)
    query, vocabulary = asked.query, library.vocabulary
    given = dict(ask(request).params)
    answered = library.ask(query, spelling=given.get("spelling") != "off", narrow=given.get("narrow") != "off")
    found = answered.results
    matches = found.total if query.group == "findings" else found.reviews
    return values.SearchOut(
        found.total,
        found.reviews,
        query.page,
        query.size,
        _next_link(request, query.page) if query.page * query.size < matches else "",
        tuple(finding_record(one, vocabulary) for one in answered.findings),
        {name: tuple(values.count(name, one, vocabulary) for one in counts) for name, counts in found.facets.items()},
        found.also,
        found.did_you_mean,
        (*asked.notices, *search_notices(answered, vocabulary)),
    )


@router.get("/search/texts")
def search_texts(
    request: Request,
    library: Held,
    q: Annotated[str, Query(max_length=500, description="Words that stand on one page, phrases in quotation marks")],
    page: Page = 1,
    size: Annotated[int, Query(ge=1, le=50, description="Results on each page")] = 10,
) -> values.PageOut[values.TextOut]:
    """Search the text of every document, with or without findings; up to three pages of each, the best."""
    found = library.find_texts(q, page, size)
    texts = (values.found_text(one, library.document(one.document), q, found.highlights) for one in found.texts)
    more = _next_link(request, page) if page * size < found.total else ""
    return values.PageOut(found.total, page, size, more, tuple(texts))


@router.get("/suggest")
def suggest(
    library: Held, q: Annotated[str, Query(max_length=100, description="What you have typed so far")]
) -> tuple[str, ...]:
    """Complete what someone types, from themes and words of what is held."""
    return library.suggest(q, 8)


@router.get("/findings")
def findings(
    request: Request,
    library: Held,
    review: ReviewIs = None,
    document: DocumentIs = None,
    theme: ThemeIs = None,
    kind: KindIs = None,
    page: Page = 1,
    size: Size = 50,
) -> values.PageOut[FindingRecord]:
    """List findings in the order of documents and places."""
    every = library.findings(review, document, theme, kind)
    return _cut_page(request, every, page, size, lambda one: finding_record(one, library.vocabulary))


@router.get("/findings/{finding}")
def one_finding(library: Held, finding: FindingId) -> FindingRecord:
    """Give one finding by its lasting id."""
    return finding_record(library.finding(finding), library.vocabulary)


@router.get("/findings/{finding}/echoes")
def echoes(library: Held, finding: FindingId, depth: Depth = 10) -> tuple[values.EchoOut, ...]:
    """Findings of other reviews that say nearly the same, best first."""
    return tuple(values.echo(pair, STRONG_LIKENESS, library.vocabulary) for pair in library.echoes(finding, depth))


@router.get("/findings/{finding}/answers")
def answers_of(library: Held, finding: FindingId) -> tuple[values.AnswerOut, ...]:
    """What answers a recommendation, or what an action answers."""
    library.finding(finding)
    return tuple(values.answer(one) for one, _ in library.answers(finding))


@router.get("/answers")
def answers(request: Request, library: Held, page: Page = 1, size: Size = 100) -> values.PageOut[values.AnswerOut]:
    """Every answer in the library."""
    return _cut_page(request, library.all_answers(), page, size, values.answer)


@router.get("/reviews")
def reviews(request: Request, library: Held, page: Page = 1, size: Size = 100) -> values.PageOut[values.ReviewOut]:
    """Every review, newest first."""
    return _cut_page(request, library.reviews(), page, size, values.review)


@router.get("/reviews/{review}")
def one_review(library: Held, review: ReviewSlug) -> values.ReviewOut:
    """Give one review."""
    return values.review(library.review(review), library.content_notice(review))


@router.get("/reviews/{review}/documents")
def documents_of(library: Held, review: ReviewSlug) -> tuple[values.Document, ...]:
    """The documents of a review."""
    return tuple(values.document(one) for one in library.documents(library.review(review).slug))


@router.get("/documents")
def documents(request: Request, library: Held, page: Page = 1, size: Size = 100) -> values.PageOut[values.Document]:
    """Every document."""
    return _cut_page(request, library.documents(), page, size, values.document)


@router.get("/documents/{document}")
def one_document(library: Held, document: DocumentId) -> values.Document:
    """Give one document, with where each piece of its metadata was read."""
    return values.document(library.document(document))


@router.get("/documents/{document}/text")
def text_of(library: Held, document: DocumentId) -> tuple[str, ...]:
    """The text of a document by page, without contact details; one piece for a format without pages."""
    text = library.text(document)
    starts = [page.start for page in text.pages] or [0]
    return tuple(mask(text.text[a:b]) for a, b in zip(starts, [*starts[1:], len(text.text)], strict=True))


@router.get("/themes")
def themes(library: Held) -> tuple[values.Theme, ...]:
    """Every theme of the vocabulary with its counts."""
    counts = library.theme_counts()
    return tuple(values.theme(one, counts[one.slug]) for one in library.vocabulary.themes.values())


@router.get("/themes/{theme}")
def one_theme(library: Held, theme: ThemeSlug) -> values.Theme:
    """Give one theme, also by a name it had before."""
    entry = library.vocabulary.theme(theme)
    if entry is None:
        raise NotHeld("There is no theme with this name.")
    return values.theme(entry, library.theme_counts()[entry.slug])


@router.get("/recurrence")
def recurrence(
    library: Held,
    by: Annotated[str, Query(description="year, area or review_type")] = "year",
    theme: ThemeIs = None,
    area: AreaIs = None,
    review_type: TypeIs = None,
    kind: Annotated[list[str] | None, Query(description="Only of these kinds, by their slugs; several widen")] = None,
    polarity: Annotated[str | None, Query(description="working_well, failing or another way things went")] = None,
    agency: Annotated[str | None, Query(description="Only findings that name this agency, by its slug")] = None,
    since: Annotated[int | None, Query(ge=1900, le=2200, description="Only reviews of this year or later")] = None,
    until: Annotated[int | None, Query(ge=1900, le=2200, description="Only reviews of this year or earlier")] = None,
    each: Annotated[str, Query(description="review_type gives the same table of each type of review as well")] = "",
) -> recurring.TableOut:
    """In how many reviews each theme was found. Counts reviews, never files or mentions."""
    chosen = TableChoice(
        area or "", review_type or "", tuple(kind or ()), polarity or "", agency or "", since or 0, until or 0
    )
    return recurring.table(library.recurrence(by, chosen, theme=theme, each=each), library.vocabulary)


@router.get("/threads")
def threads(
    request: Request,
    library: Held,
    theme: ThemeIs = None,
    area: AreaIs = None,
    since: Since = None,
    page: Page = 1,
    size: Annotated[int, Query(ge=1, le=50, description="Results on each page")] = 20,
) -> values.PageOut[recurring.ThreadOut]:
    """Lessons over time, the most important first."""
    every = library.threads(theme, area, since)
    return _cut_page(request, every, page, size, lambda one: recurring.thread(one, library.vocabulary))


@router.get("/history")
def history_of(
    library: Held,
    theme: ThemeIs = None,
    area: AreaIs = None,
    since: Since = None,
    q: Annotated[str, Query(max_length=200, description="Words to search for")] = "",
) -> HistoryRecord:
    """What was said on a theme or in words, in date order, with a short answer about what happened."""
    asked = stated_topic(library.vocabulary, q, theme or "", area or "", since or 0)
    return history_record(library.history(asked), library.vocabulary)


@router.get("/threads/{thread}")
def one_thread(library: Held, thread: ThreadId) -> recurring.ThreadOut:
    """Give one lesson over time."""
    return recurring.thread(library.thread(thread), library.vocabulary)


@router.get("/came-back")
def came_back(
    request: Request,
    library: Held,
    area: AreaIs = None,
    since: Since = None,
    theme: ThemeIs = None,
    page: Page = 1,
    size: Annotated[int, Query(ge=1, le=50, description="Results on each page")] = 20,
) -> values.PageOut[recurring.ReturnedOut]:
    """Lessons that a later review may have found again after action was taken, the strongest matches first."""
    every = StoredRows(library.came_back_outlines(area, since, theme), library.came_back_whole)
    return _cut_page(request, every, page, size, lambda one: recurring.came_back_out(one, library.vocabulary))


@router.get("/reviews/{review}/follow-up")
def follow_up(library: Held, review: ReviewSlug) -> tuple[recurring.FollowedOut, ...]:
    """Each recommendation of a review with its answers, how far they came, and what was found later."""
    rows = library.follow_up(library.review(review).slug)
    return tuple(recurring.follow_up_out(one, library.vocabulary) for one in rows)


@router.get("/reviews/{review}/case")
def case(library: Held, review: ReviewSlug) -> CaseRecord:
    """What happened in a case, quoted word for word from its review; 404 where the library has no summary."""
    told = [one for one in library.cases(review) if one.story]
    if not told:
        raise NotHeld("No document of this review tells its case in short.")
    return case_record(next((one for one in told if one.story and one.story.stretch is None), told[0]))


@router.get("/reviews/{review}/cases")
def cases_of_review(library: Held, review: ReviewSlug) -> tuple[CaseRecord, ...]:
    """Every case that a review tells, with its findings and content notice; then the findings of no case."""
    return tuple(case_record(one) for one in library.cases(review))


@router.get("/cases")
def cases(
    request: Request,
    library: Held,
    theme: Annotated[str, Query(description="The theme, by its slug")],
    age: Annotated[str, Query(description=f"Only of this age: {', '.join(AGE_SPANS)}")] = "",
    without: Annotated[
        str,
        Query(description="Without cases that speak of this theme, one with a notice; with “:described” mentions stay"),
    ] = "",
    went_well: Annotated[bool, Query(description="Ask for good practice, not for what went wrong")] = False,
    page: Page = 1,
    size: Annotated[int, Query(ge=1, le=50, description="Results on each page")] = 20,
) -> values.PageOut[CaseMatchRecord]:
    """Cases on a theme for a training room, those that fit best first, each in its review's own words."""
    found = library.cases_on_theme(theme, age, without, went_well)
    return _cut_page(request, found.matches, page, size, lambda one: case_match_record(one, library.vocabulary))
