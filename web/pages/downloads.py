"""Pages as files: the address of a page with a format's ending."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from kb.core.errors import NotHeld
from kb.core.model import Collection, CollectionItem, FindingInContext, Kind, Review
from kb.exports import Exhibit, Findings, FollowedUp, Pack, Quiz, RecurrenceTable, Threads, endings
from kb.exports.quiz import quiz_title
from kb.text.formatting import join_words
from kb.text.notices import notice_pairs
from search.port import Query
from web import exports
from web.pages.compare_findings import pair
from web.pages.compare_theme import handout
from web.pages.history import asked_topic
from web.pages.quiz import asked_case
from web.pages.recurrence import asked_table
from web.request import PageRequest, ask
from web.search import state
from web.search.filters import chosen_values

router = APIRouter(include_in_schema=False)

MOST_ROWS = 5000  # of forms for machines and spreadsheets
TITLES_NAMED, LONGEST_TITLE = 3, 90  # reviews, and characters, of the title of a pack that nobody has named
MOST_QUOTED = 200  # of papers and slides: nobody reads further
_LONG = frozenset({"csv", "jsonl", "xlsx", "ris"})
_PAPERS = frozenset({"docx", "pdf", "xlsx"})  # a person opens them, so they say first what they tell of


@router.get("/search.{ending:ending}")
def search_file(request: Request) -> Response:
    """Everything that a search finds, not only the page of it."""
    question, ending = ask(request), request.path_params["ending"]
    library = question.library
    search, _ = state.read(question.params, library)
    query, few = search.query, state.export_limits(question.params)
    most = MOST_ROWS if ending in _LONG else MOST_QUOTED
    answered = search.ask(library, replace(search.engine, page=1, size=most, group="findings", facets=()))
    found, holdings = answered.results, few.of(answered.findings)
    about = [("Search", query.text)] if query.text else []
    about += [(chip.facet_label, chip.label) for chip in chosen_values(query, library)]
    about += [("Length", f"at most {few.words} words")] if few.words else []
    about.append(("Findings", f"{len(holdings)} of {found.total}" if len(holdings) < found.total else str(found.total)))
    title = f"Findings on {query.text}" if query.text else "Findings"
    payload = Findings(holdings, library.all_answers(), question.get("all") == "yes", library.content_notice)
    return exports.send(question, payload, ending, exports.export_head(question, title, about))


@router.get("/findings/{finding:id}.{ending:ending}")
def finding_file(request: Request) -> Response:
    """One finding."""
    question = ask(request)
    held = question.library.finding(question.path["finding"])
    head = exports.export_head(question, f"Finding {held.finding.id}")
    return exports.send(
        question,
        Findings((held,), question.library.all_answers(), notice_of=question.library.content_notice),
        question.path["ending"],
        head,
    )


@router.get("/reviews/{review}.{ending:ending}")
def review_file(request: Request) -> Response:
    """All findings of a review."""
    question = ask(request)
    review = question.library.review(question.path["review"])
    findings = question.library.findings(review=review.slug)
    head = exports.export_head(question, f"Findings of {review.title}", [("Review", review.title)])
    return exports.send(
        question,
        Findings(findings, question.library.all_answers(), notice_of=question.library.content_notice),
        question.path["ending"],
        head,
    )


@router.get("/reviews/{review}/pack.{ending:ending}")
def review_pack_file(request: Request) -> Response:
    """A case pack of a review: its case, and a few findings of each kind."""
    question = ask(request)
    review = question.library.review(question.path["review"])
    chosen = question.library.pack_choice(review.slug)
    picked = Collection("", review.title, items=tuple(CollectionItem(one.finding.id) for one in chosen))
    return _collection_response(question, request.path_params["ending"], picked)


@router.get("/reviews/{review}/quiz.{ending:ending}")
def quiz_file(request: Request) -> Response:
    """The quiz of a case, with the answers on a sheet of their own."""
    question = ask(request)
    case = asked_case(question)
    head = exports.export_head(question, f"{quiz_title(case)}: {case.review.title}")
    return exports.send(question, Quiz(case), request.path_params["ending"], head)


@router.get("/reviews/{review}/follow-up.{ending:ending}")
def follow_up_file(request: Request) -> Response:
    """A review's recommendations, followed up."""
    question = ask(request)
    review = question.library.review(question.path["review"])
    about = [*_notice_of(question, [review]), ("Review", review.title)]
    head = exports.export_head(question, f"What happened to the recommendations: {review.title}", about)
    rows = question.library.follow_up(review.slug)
    return exports.send(question, FollowedUp(review, rows), question.path["ending"], head)


def _notice_of(question: PageRequest, reviews: Iterable[Review]) -> tuple[tuple[str, str], ...]:
    """Return what a paper on these reviews tells its reader beforehand; () for what is no paper."""
    if question.path["ending"] not in _PAPERS:
        return ()
    slugs = dict.fromkeys(review.slug for review in reviews)
    return notice_pairs(question.library.content_notice(slug) for slug in slugs)


@router.get("/recurrence.{ending:ending}")
def recurrence_file(request: Request) -> Response:
    """Themes by year, area or type of review."""
    question = ask(request)
    asked = asked_table(question)
    head = exports.export_head(question, asked.title, asked.about)
    return exports.send(question, RecurrenceTable(asked.table), question.path["ending"], head)


@router.get("/recurrence/history.{ending:ending}")
def history_file(request: Request) -> Response:
    """Send the history of a theme or a question as a file."""
    question = ask(request)
    topic = asked_topic(question)
    about = [("Area", topic.area)] if topic.area else []
    about += [("Since", str(topic.since))] if topic.since else []
    found = question.library.history(topic)
    about = [*_notice_of(question, (one.holding.review for one in found.events)), *about]
    head = exports.export_head(
        question, f"Has this come up before? {topic.in_words(question.library.vocabulary)}", about
    )
    return exports.send(question, found, question.path["ending"], head)


@router.get("/threads/{thread}.{ending:ending}")
def thread_file(request: Request) -> Response:
    """One lesson over time."""
    question = ask(request)
    thread = question.library.thread(question.path["thread"])
    about = _notice_of(question, (step.holding.review for step in thread.steps))
    head = exports.export_head(question, f"A lesson over time: {thread.title}", about)
    return exports.send(question, Threads((thread,)), question.path["ending"], head)


@router.get("/compare/findings.{ending:ending}")
def compared_findings_file(request: Request) -> Response:
    """Two findings side by side."""
    question = ask(request)
    return exports.send(
        question, pair(question), question.path["ending"], exports.export_head(question, "Two findings side by side")
    )


@router.get("/compare/theme.{ending:ending}")
def compared_theme_file(request: Request) -> Response:
    """Two agencies or reviews on one theme, as a handout of two columns."""
    question = ask(request)
    payload = handout(question)
    return exports.send(question, payload, question.path["ending"], exports.export_head(question, payload.title))


@router.get("/collections/{key}.{ending:ending}")
def collection_file(request: Request) -> Response:
    """A collection: as a case pack where the form can hold one, else its findings."""
    question, ending = ask(request), request.path_params["ending"]
    library = question.library
    return _collection_response(question, ending, library.collection(question.path["key"]))


@router.get("/basket.{ending:ending}")
def basket_file(request: Request) -> Response:
    """Send this browser's basket, in the formats of a collection, without saving it."""
    question = ask(request)
    title = _pack_title(question.library.holdings(question.basket))
    picked = Collection("", title, items=tuple(CollectionItem(one) for one in question.basket))
    return _collection_response(question, request.path_params["ending"], picked)


def _pack_title(holdings: Sequence[FindingInContext]) -> str:
    """Return what a pack that nobody has named is called: after its reviews, or after how many sources it has."""
    titles = tuple(dict.fromkeys(one.review.title for one in holdings))
    named = f"Case pack: {join_words(titles)}"
    return named if 0 < len(titles) <= TITLES_NAMED and len(named) <= LONGEST_TITLE else "Case pack"


def _collection_response(question: PageRequest, ending: str, held: Collection) -> Response:
    library = question.library
    notes = {item.finding: item.note for item in held.items}
    holdings = library.holdings([item.finding for item in held.items])
    if not holdings:
        raise NotHeld("This collection has no findings that are still in the library.")
    head = exports.export_head(question, held.title)
    every = question.get("all") == "yes"
    if ending not in endings(Pack):
        return exports.send(
            question, Findings(holdings, library.all_answers(), every, library.content_notice), ending, head
        )
    slugs = dict.fromkeys(one.review.slug for one in holdings)
    pack = Pack(
        held.title,
        tuple(Exhibit(one, notes.get(one.finding.id, "")) for one in holdings),
        held.introduction,
        held.questions,
        _questions_to_reuse(question, holdings),
        {slug: library.cases(slug) for slug in slugs},
        held.uses,
        every,
    )
    return exports.send(question, pack, ending, head)


def _questions_to_reuse(question: PageRequest, holdings: tuple[FindingInContext, ...]) -> tuple[FindingInContext, ...]:
    """Return questions that the documents of these reviews ask, to be used again."""
    slugs = tuple(dict.fromkeys(one.review.slug for one in holdings))
    wanted = Query(filters={"kind": (Kind.QUESTION.value,), "review": slugs}, size=12, facets=())
    return question.library.holdings([hit.id for hit in question.library.search(wanted).hits])
