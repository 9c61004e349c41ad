"""Sign in and out with a local account."""

from __future__ import annotations

from dataclasses import dataclass, replace

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kb.core.access import OpenSession, Permission
from kb.core.errors import SignInRefused
from web.access import UNSAVED, client_of, keep_session, needs, person_of, token_of
from web.components.changes import format_moment
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
    again: bool = False  # whether somebody who is signed in has to show once more who it is
    unsaved: bool = False  # whether somebody whose session had ended sent a form
    sessions: tuple[OpenSession, ...] = ()  # of the person who is signed in, with times for reading


@pages.page("/sign-in", "sign_in.html", needs=Permission.ENTER)
def sign_in_page(ask: PageRequest) -> SignInPage:
    """Show the form."""
    form = sign_in_form(ask, local_address(ask.get("next"), "/"), again=ask.get("again") == "yes")
    if not form.signed_in:
        return replace(form, unsaved=ask.get(UNSAVED) == "yes")
    held = ask.library.accounts.open_sessions(ask.person)
    return replace(
        form, sessions=tuple(replace(one, began=format_moment(one.began), seen=format_moment(one.seen)) for one in held)
    )


def sign_in_form(ask: PageRequest, there: str, name: str = "", error: str = "", *, again: bool = False) -> SignInPage:
    """Show the ways to sign in, with what was wrong; with `again` also to somebody who is signed in."""
    library = ask.library
    provider = library.identity_provider
    return SignInPage(
        "Error: Sign in" if error else "Sign in",
        there,
        name[:64],
        error,
        "" if error or again else ask.person.account,
        bool(provider) or library.accounts.are_in_use(),
        provider.name if provider else "",
        again and bool(ask.person.account),
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
        again = form.get("again") == "yes"
        value = await run_in_threadpool(sign_in_form, question, there, name, str(refused), again=again)
        response = render_page(request, "sign_in.html", value, 400)
    else:
        response = RedirectResponse(there, 303)
        keep_session(request, response, token)
    response.headers["Cache-Control"] = "no-store"
    return response


@router.post("/sign-out")
@needs(Permission.ENTER)
async def sign_out(request: Request) -> Response:
    """End this session, another one of the account, or all of them."""
    form, person = await read_form(request), person_of(request)
    accounts = ask(request).library.accounts
    if person.account and form.get("session"):
        await run_in_threadpool(accounts.end_own_session, person, form.get("session"))
        response = RedirectResponse("/sign-in", 303)
        response.headers["Cache-Control"] = "no-store"
        return response
    if person.account and form.get("everywhere") == "yes":
        await run_in_threadpool(accounts.sign_out_everywhere, person.account, person.name)
    elif token := token_of(request):
        await run_in_threadpool(accounts.sign_out, token)
    response = RedirectResponse("/sign-in", 303)
    keep_session(request, response, "")
    response.headers["Cache-Control"] = "no-store"
    return response
