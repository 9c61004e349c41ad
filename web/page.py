"""Pages as values: a page function returns a frozen dataclass, which is rendered as HTML or given as JSON.

A page is registered once: `@pages.page("/themes/{theme}", "theme.html")`. Its JSON twin has the same address with
`.json`, or the same address where the client asks for JSON and not for HTML.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Mapping
from enum import Enum
from functools import cache, partial
from typing import Any, Protocol, TypeVar, runtime_checkable

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from kb.core.access import Permission
from kb.vocabulary import labels
from web import access, clock, cookie, url_converters, urls
from web.prefix import with_prefix
from web.request import PageRequest, ask
from web.templates_env import render

LONGEST_QUERY = 4000  # characters of an address's parameters that its page repeats


@runtime_checkable
class PageValue(Protocol):
    """What every page value has."""

    @property
    def title(self) -> str:
        """The words before the library's name in the browser's tab."""


class Redirect(Exception):
    """Raised by a page function whose answer is at another address, for good (`lasting`) or only this time."""

    def __init__(self, href: str, lasting: bool = False) -> None:
        super().__init__(href)
        self.href, self.lasting = href, lasting

    def response(self, href: str) -> Response:
        """Return the answer that leads to `href`, this address in the form that was asked for."""
        return RedirectResponse(href, 301 if self.lasting else 303)


url_converters.register()

Make = TypeVar("Make", bound=Callable[[PageRequest], PageValue])


class Pages:
    """A set of pages, each with its twin; `router` is what the application takes."""

    def __init__(self) -> None:
        self.router = APIRouter(include_in_schema=False)

    def page(self, path: str, template: str, needs: Permission = Permission.READ) -> Callable[[Make], Make]:
        """Register a page function under `path` and its JSON twin, for persons with the permission."""

        def register(make: Make) -> Make:
            def html(request: Request) -> Response:
                try:
                    return render_page(request, template, make(_by_present_names(request)))
                except Redirect as moved:
                    return moved.response(moved.href)

            def twin(request: Request) -> Response:
                try:
                    return as_json(make(_by_present_names(request)))
                except Redirect as moved:
                    return moved.response(json_address(moved.href))

            for endpoint in (html, twin):
                access.needs(needs)(endpoint)
            # The twin first: a name in a path would otherwise swallow the ending.
            self.router.add_api_route(twin_of(path), twin, methods=["GET"], response_class=Response)
            self.router.add_api_route(path, html, methods=["GET"], response_class=Response)
            return make

        return register


def _by_present_names(request: Request) -> PageRequest:
    """Return what is asked. An address with a theme's name of before leads to that with its present one."""
    asked = ask(request)
    known = asked.library.present_theme
    now = tuple((name, known(value) if name == "theme" else value) for name, value in asked.params)
    if now != asked.params:
        path = request.url.path.removesuffix(".json")
        raise Redirect(urls.with_params("/" if path == "/index" else path, now), lasting=True)
    return asked


def twin_of(path: str) -> str:
    """Return the address of a page's JSON twin."""
    return "/index.json" if path == "/" else f"{path}.json"


def render_page(request: Request, template: str, value: PageValue, status: int = 200) -> Response:
    """Return `value` as the page or as JSON, whichever the client prefers, with this HTTP status."""
    if prefers_json(request):
        return as_json(value, status)
    person = access.person_of(request)
    picked = cookie.read(request.cookies.get(cookie.COOKIE, ""))
    query = f"?{request.url.query}" if 0 < len(request.url.query) <= LONGEST_QUERY else ""
    words = render(
        template,
        page=value,
        library=request.app.state.library,
        here=request.url.path,
        address=request.url.path + query,
        twin=twin_of(request.url.path) + query,
        today=clock.today(),
        basket=picked,
        source=cache(partial(_source_noun, request)),  # asked for each entry of a list
        person=person,
        may_judge=person.may(Permission.JUDGE),
    )
    words = with_prefix(words, request.app.state.library.settings.prefix)
    return HTMLResponse(words, status, headers={"Vary": "Accept, Cookie"})


def _source_noun(request: Request) -> str:
    library = request.app.state.library
    return labels.source_noun(library.reviews(), library.vocabulary)


def prefers_json(request: Request) -> bool:
    """Return whether the client asks for JSON and not for HTML, by the address's ending or its Accept header."""
    accept, path = request.headers.get("accept", ""), request.url.path
    machine = path.endswith(".json") or path.startswith("/api/v1/")
    return machine or ("application/json" in accept and "text/html" not in accept)


def as_json(value: PageValue, status: int = 200) -> Response:
    """Return `value` as JSON with this HTTP status."""
    body = json.dumps(to_plain_value(value), ensure_ascii=False, separators=(",", ":"))
    return Response(body.encode("utf-8", "replace"), status, media_type="application/json")


def json_address(href: str) -> str:
    """Return the twin's address of an address with parameters."""
    path, mark, query = href.partition("?")
    return twin_of(path) + mark + query


def to_plain_value(value: Any) -> Any:  # what JSON can hold has no narrower type
    """Return `value` as dicts, lists, strings and numbers."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: to_plain_value(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Mapping):
        return {str(key): to_plain_value(item) for key, item in value.items()}
    if isinstance(value, tuple | list | frozenset | set):
        return [to_plain_value(item) for item in value]
    return value
