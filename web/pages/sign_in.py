"""Sign in and out with a local account."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kb.core.access import Permission
from kb.core.errors import SignInRefused
from web.access import client_of, keep_session, needs, person_of, token_of
from web.forms import local_address, read_form
from web.page import Pages, render_page
from web.request import PageRequest, ask

pages = Pages()
router = pages.router


@dataclass(frozen=True, slots=True)
class SignInPage:
    """The form, and what was wrong with what was sent."""

    title: str
    next: str
    name: str = ""
    error: str = ""
    signed_in: str = ""
    accounts: bool = True  # whether there are any
    provider: str = ""  # what the organisation's account is called, where people sign in with that


@pages.page("/sign-in", "sign_in.html", needs=Permission.ENTER)
def sign_in_page(ask: PageRequest) -> SignInPage:
    """Show the form."""
    return sign_in_form(ask, local_address(ask.get("next"), "/"))


def sign_in_form(ask: PageRequest, there: str, name: str = "", error: str = "") -> SignInPage:
    """Show the ways to sign in, with what was wrong."""
    library = ask.library
    provider = library.identity_provider
    return SignInPage(
        "Error: Sign in" if error else "Sign in",
        there,
        name[:64],
        error,
        "" if error else ask.person.account,
        bool(provider) or library.accounts.are_in_use(),
        provider.name if provider else "",
    )


@router.post("/sign-in")
@needs(Permission.ENTER)
async def sign_in(request: Request) -> Response:
    """Begin a session under a new token, or say that name and password do not sign in."""
    form, question = await read_form(request), ask(request)
    name, there = form.get("name"), local_address(form.get("next"), "/")
    accounts = question.library.accounts
    try:
        token = await run_in_threadpool(
            accounts.sign_in, name, form.get("password"), client_of(request), token_of(request)
        )
    except SignInRefused as refused:
        value = await run_in_threadpool(sign_in_form, question, there, name, str(refused))
        response = render_page(request, "sign_in.html", value, 400)
    else:
        response = RedirectResponse(there, 303)
        keep_session(request, response, token)
    response.headers["Cache-Control"] = "no-store"
    return response


@router.post("/sign-out")
@needs(Permission.ENTER)
async def sign_out(request: Request) -> Response:
    """End this session, or all sessions of the account."""
    form, person = await read_form(request), person_of(request)
    accounts = ask(request).library.accounts
    if person.account and form.get("everywhere") == "yes":
        await run_in_threadpool(accounts.sign_out_everywhere, person.account, person.name)
    elif token := token_of(request):
        await run_in_threadpool(accounts.sign_out, token)
    response = RedirectResponse("/sign-in", 303)
    keep_session(request, response, "")
    response.headers["Cache-Control"] = "no-store"
    return response
