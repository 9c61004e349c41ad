"""The former addresses of the three comparing pages: each leads for good to its mode of /compare."""

from __future__ import annotations

from functools import partial

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse

router = APIRouter(include_in_schema=False)

MOVED = {
    "/contrast": "/compare/theme",
    "/compare": "/compare/reviews",
    "/side-by-side": "/compare/findings",
}


def _redirect(to: str, request: Request) -> RedirectResponse:
    """Lead to the same form of the page at `to`, with all that was asked."""
    ending = request.path_params.get("ending", "")
    query = request.url.query
    return RedirectResponse(f"{to}{f'.{ending}' if ending else ''}{f'?{query}' if query else ''}", 301)


def _register() -> None:
    for old, new in MOVED.items():
        for path in (old, f"{old}.json", f"{old}.{{ending:ending}}"):
            to = f"{new}.json" if path.endswith(".json") else new
            router.add_api_route(path, partial(_redirect, to), methods=["GET"], response_model=None)


_register()
