"""Error pages: one sentence that a reader can act on, and never anything from inside the program."""

from __future__ import annotations

import logging
import uuid
from dataclasses import dataclass
from urllib.parse import quote

from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kb.core.errors import (
    BadQuestion,
    DocumentWithdrawn,
    FileRefused,
    KbError,
    LibraryBusy,
    LibraryUnavailable,
    NotHeld,
)
from web.access import SIGN_IN, SignInNeeded, person_or_visitor
from web.observing import REQUEST_ID
from web.page import prefers_json, render_page

_log = logging.getLogger("web")

_STATUS: tuple[tuple[type[KbError], int], ...] = (  # the narrower first
    (DocumentWithdrawn, 410),
    (NotHeld, 404),
    (BadQuestion, 400),
    (FileRefused, 400),
    (LibraryBusy, 503),
    (LibraryUnavailable, 503),
)
_TITLES = {
    400: "We could not answer your request",
    401: "Sign in",
    403: "You cannot do this",
    404: "Page not found",
    405: "You cannot do that here",
    408: "Your request took too long",
    410: "Taken down",
    413: "Your file or text is too large",
    500: "Sorry, there is a problem with this library",
    503: "Sorry, this is not available at the moment",
}
_SENTENCES = {
    404: "If you typed the web address, check it is correct. If you pasted it, check you copied all of it.",
    405: "This page cannot accept that type of request. Go back and try again.",
    408: "Your request arrived too slowly, so we stopped. Nothing was saved. Try again.",
    413: "Send a smaller file or less text.",
    500: "You did nothing wrong, and nothing was lost. Try again later.",
}


@dataclass(frozen=True, slots=True)
class FaultPage:
    """What went wrong, in words; `id` is in the log as well, so that a report of it can be followed up."""

    title: str
    status: int
    sentence: str
    id: str = ""


def fault(error: Exception, request_id: str = "") -> FaultPage:
    """Turn any error into its page; one of ours goes to the log under the request's id."""
    if isinstance(error, HTTPException):
        status = error.status_code
        title = "No longer used" if status == 410 else _title(status)  # what was withdrawn has an error of its own
        return FaultPage(title, status, _SENTENCES.get(status, str(error.detail)))
    if isinstance(error, RequestValidationError):
        return FaultPage(_TITLES[400], 422, _mistakes(error))
    for kind, status in _STATUS:
        if isinstance(error, kind):
            return FaultPage(_title(status), status, str(error) or _SENTENCES.get(status, ""))
    name = request_id or uuid.uuid4().hex[:8]
    _log.error("fault %s", name, exc_info=error)
    return FaultPage(_TITLES[500], 500, _SENTENCES[500], name)


def _mistakes(error: RequestValidationError) -> str:
    """Name every parameter that was not understood, and why."""
    told = [f"{one['loc'][-1]}: {str(one['msg'])[:1].lower()}{str(one['msg'])[1:]}" for one in error.errors()]
    return f"Check these values: {'; '.join(told)}."


def _title(status: int) -> str:
    return _TITLES.get(status, _TITLES[400] if status < 500 else _TITLES[500])


async def ask_to_sign_in(request: Request, error: Exception) -> Response:
    """Lead a person to the page for signing in; tell a program that it has to."""
    if isinstance(error, SignInNeeded) and not prefers_json(request):
        return RedirectResponse(error.where, 303, headers={"Cache-Control": "no-store"})
    return await answer(request, HTTPException(401, SIGN_IN))


def _without_tail(request: Request) -> str:
    """Return the address without what a sentence around it added, such as a closing bracket; "" where it has none."""
    path = request.url.path
    kept = path.rstrip(").,;:]>’”'\"")
    if kept in (path, "", "/") or kept.startswith("//") or request.method not in ("GET", "HEAD"):
        return ""
    query = f"?{request.url.query}" if request.url.query else ""
    return f"{quote(kept)}{query}"


async def answer(request: Request, error: Exception) -> Response:
    """Answer `request` with the page of `error`; an address copied with its bracket leads to its page."""
    lost = isinstance(error, NotHeld) or (isinstance(error, HTTPException) and error.status_code == 404)
    if lost and not isinstance(error, DocumentWithdrawn) and (shorter := _without_tail(request)):
        return RedirectResponse(shorter, 302)
    page = fault(error, str(request.scope.get("state", {}).get(REQUEST_ID, "")))
    person_or_visitor(request)  # a database that is away must not keep the page from saying so
    response = render_page(request, "fault.html", page, page.status)
    if isinstance(error, HTTPException) and error.headers:
        response.headers.update(error.headers)
    if page.status == 503:
        response.headers["Retry-After"] = "30"
    return response


class ErrorMiddleware:
    """Turns an unexpected exception into an error page, inside the middleware that adds headers."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        begun = False

        async def watch_start(message: Message) -> None:
            nonlocal begun
            begun = begun or message["type"] == "http.response.start"
            await send(message)

        try:
            await self.app(scope, receive, watch_start)
        except ClientDisconnect:
            return  # the client has gone: there is nobody to answer, and nothing is wrong here
        except Exception as error:
            if scope["type"] != "http" or begun:
                raise
            response = await answer(Request(scope, receive), error)
            await response(scope, receive, send)
