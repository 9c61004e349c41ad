"""What browsers and monitors request: the search description, robots.txt and the health of the library."""

from __future__ import annotations

import json
from xml.sax.saxutils import escape

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from kb.core.access import Permission
from kb.core.errors import KbError, NotHeld
from web import metrics as counts
from web.access import needs
from web.request import ask

router = APIRouter(include_in_schema=False)

SHORT_NAME = 16  # characters that OpenSearch allows


@router.get("/healthz")
@needs(Permission.ENTER)
def healthz() -> Response:
    """Return whether this process answers at all."""
    return PlainTextResponse("ok")


@router.get("/readyz")
@needs(Permission.ENTER)
def readyz(request: Request) -> Response:
    """Return whether the library can answer now, its index equal to its rows."""
    try:
        health = ask(request).library.health()
    except KbError as error:
        return PlainTextResponse(str(error), 503, {"Retry-After": "30"})
    return PlainTextResponse(health.sentence, 200 if health.ready else 503)


@router.get("/metrics")
@needs(Permission.ENTER)
def metrics(request: Request) -> Response:
    """Counts for operators, where KB_METRICS is on."""
    kept = request.app.state.metrics
    if kept is None:
        raise NotHeld("This library keeps no counts for operators: KB_METRICS is off.")
    return Response(kept.exposition(ask(request).library.health()), media_type=counts.CONTENT_TYPE)


@router.get("/robots.txt")
@needs(Permission.ENTER)
def robots(request: Request) -> Response:
    """Return whether web search engines may list the pages."""
    allowed = ask(request).library.settings.index_robots
    return PlainTextResponse(f"User-agent: *\nDisallow:{'' if allowed else ' /'}\n")


@router.get("/opensearch.xml")
@needs(Permission.ENTER)
def opensearch(request: Request) -> Response:
    """How a browser's own search box asks this library."""
    question = ask(request)
    name, root = escape(question.library.settings.name), escape(question.root)
    words = f"""<?xml version="1.0" encoding="UTF-8"?>
<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">
<ShortName>{escape(question.library.settings.name[:SHORT_NAME].strip())}</ShortName>
<Description>Search {name}</Description>
<InputEncoding>UTF-8</InputEncoding>
<Url type="text/html" method="get" template="{root}/search?q={{searchTerms}}"/>
<Url type="application/atom+xml" method="get" template="{root}/search.atom?q={{searchTerms}}"/>
<Url type="application/x-suggestions+json" method="get" template="{root}/suggest?q={{searchTerms}}"/>
</OpenSearchDescription>
"""
    return Response(words.encode(), media_type="application/opensearchdescription+xml")


@router.get("/suggest")
def suggest(request: Request) -> Response:
    """Completions of what someone types, as browsers take them."""
    question = ask(request)
    typed = question.get("q")[:100]
    body = json.dumps([typed, list(question.library.suggest(typed, 8)) if typed.strip() else []], ensure_ascii=False)
    return Response(body.encode("utf-8", "replace"), media_type="application/x-suggestions+json")
