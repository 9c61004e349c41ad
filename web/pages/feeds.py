"""Feeds of any search, and of newly added documents."""

from __future__ import annotations

from dataclasses import replace

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from web import feeds
from web.feeds import Feed
from web.pages.whats_new import items
from web.request import PageRequest, ask
from web.search import state

router = APIRouter(include_in_schema=False)

MOST_ENTRIES = 50


def of_search(question: PageRequest, ending: str) -> Feed:
    """Return the newest findings of a search."""
    library = question.library
    search, _ = state.read(question.params, library)
    query = replace(search.query, sort="newest", page=1, size=MOST_ENTRIES, group="findings")
    wanted = replace(search, query=query).engine
    found = state.export_limits(question.params).of(search.ask(library, replace(wanted, facets=())).findings)
    plain = replace(query, size=20)
    title = f"{library.settings.name}: {query.text}" if query.text else f"{library.settings.name}: findings"
    return Feed(
        title,
        library.settings.name,
        search.href(plain),
        search.href(plain, ending),
        tuple(feeds.item(one, library.vocabulary) for one in feeds.newest_first(found)),
    )


@router.get("/search.atom")
def search_atom(request: Request) -> Response:
    """A search as Atom."""
    question = ask(request)
    return Response(feeds.atom(of_search(question, ".atom"), question.root), media_type=feeds.ATOM)


@router.get("/search.feed.json")
def search_json(request: Request) -> Response:
    """A search as JSON Feed."""
    question = ask(request)
    return Response(feeds.json_feed(of_search(question, ".feed.json"), question.root), media_type=feeds.JSON)


def of_news(question: PageRequest, ending: str) -> Feed:
    """Return the documents that were added last."""
    title = f"{question.library.settings.name}: what’s new"
    return Feed(
        title, question.library.settings.name, "/whats-new", f"/whats-new{ending}", items(question)[:MOST_ENTRIES]
    )


@router.get("/whats-new.atom")
def news_atom(request: Request) -> Response:
    """Newly added documents, as Atom."""
    question = ask(request)
    return Response(feeds.atom(of_news(question, ".atom"), question.root), media_type=feeds.ATOM)


@router.get("/whats-new.feed.json")
def news_json(request: Request) -> Response:
    """Newly added documents, as JSON Feed."""
    question = ask(request)
    return Response(feeds.json_feed(of_news(question, ".feed.json"), question.root), media_type=feeds.JSON)
