"""Sign in with the account of an organisation, at its identity provider."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import asdict
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kb.core.access import Permission
from kb.core.errors import SignInRefused
from web.access import keep_session, needs, token_of
from web.forms import local_address
from web.page import Pages, render_page
from web.pages.sign_in import sign_in_form
from web.request import ask

if TYPE_CHECKING:
    from kb.app.identity_provider import IdentityProvider, SignInStart

pages = Pages()
router = pages.router

COOKIE = "sign-in"
MINUTES = 10  # that signing in at the provider may take
BACK = "/sign-in/organisation/back"


def provider_of(request: Request) -> IdentityProvider:
    """Return the library's provider. Raises a 404 where none is set."""
    found = ask(request).library.identity_provider
    if found is None:
        raise HTTPException(404, "This library has accounts of its own alone.")
    return found


@router.get("/sign-in/organisation")
@needs(Permission.ENTER)
async def begin(request: Request) -> Response:
    """Lead to the provider."""
    there = local_address(request.query_params.get("next", "/"), "/")
    provider, back = provider_of(request), _address(request, BACK)
    again = request.query_params.get("again") == "yes"
    address, start = await run_in_threadpool(provider.begin, back, there, again=again)
    response = RedirectResponse(address, 303)
    keep_start(request, response, urlsafe_b64encode(json.dumps(asdict(start)).encode()).decode())
    response.headers["Cache-Control"] = "no-store"
    return response


@router.get(BACK)
@needs(Permission.ENTER)
async def finish(request: Request) -> Response:
    """Begin a session for a person who comes back from the provider, or say that this did not work."""
    question, provider = ask(request), provider_of(request)
    answer = dict(request.query_params)
    start = start_of(request)
    try:
        who = await run_in_threadpool(provider.finish, start, answer, _address(request, BACK))
        token = await run_in_threadpool(question.library.accounts.sign_in_outside, who, token_of(request))
    except SignInRefused as refused:
        value = await run_in_threadpool(sign_in_form, question, "/", error=str(refused))
        response = render_page(request, "sign_in.html", value, 400)
    else:
        response = RedirectResponse(local_address(start.next if start else "/", "/"), 303)
        keep_session(request, response, token)
    keep_start(request, response, "")
    response.headers["Cache-Control"] = "no-store"
    return response


@router.get("/sign-out/organisation")
@needs(Permission.ENTER)
async def sign_out_there(request: Request) -> Response:
    """Lead to the provider's own page for signing out, where it has one."""
    address = await run_in_threadpool(provider_of(request).sign_out_address, _address(request, "/sign-in"))
    return RedirectResponse(address or "/sign-in", 303)


def keep_start(request: Request, response: Response, value: str) -> None:
    """Keep in the browser what a sign-in began with, or take it away where it is ""."""
    secure = request.url.scheme == "https"
    name = f"__Host-{COOKIE}" if secure else COOKIE
    if value:
        response.set_cookie(name, value, MINUTES * 60, path="/", httponly=True, samesite="lax", secure=secure)
    else:
        response.delete_cookie(name, path="/", httponly=True, samesite="lax", secure=secure)


def start_of(request: Request) -> SignInStart | None:
    """Return what this browser began with; None where nothing, or nothing that can be read, is left of it."""
    from kb.app.identity_provider import SignInStart  # the extra is there, since a provider is set

    kept = request.cookies.get(f"__Host-{COOKIE}" if request.url.scheme == "https" else COOKIE, "")
    try:
        fields = json.loads(urlsafe_b64decode(kept.encode()))
        return SignInStart(*(str(fields[name]) for name in ("state", "nonce", "verifier", "next")))
    except (ValueError, KeyError, TypeError):
        return None


def _address(request: Request, path: str) -> str:
    return f"{ask(request).root}{path}"
