"""Who asks, and whether they may: sessions, the person at this machine, and the guard before every route.

A route that changes something names its permission with `@needs`; one that does not is refused to everybody, and a
test says so. What only reads needs `READ`, unless it names another.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import urlencode, urlsplit

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from kb.app.library import Library
from kb.core.access import AT_THE_MACHINE, VISITOR, Permission, Person
from kb.core.addresses import loopback
from kb.core.errors import LibraryBusy, LibraryUnavailable, NotHeld
from kb.core.settings import Settings
from web.forms import local_address
from web.request import PERSON
from web.security import host_name

COOKIE = "session"
SECURE_COOKIE = "__Host-session"  # a name that browsers take from this site alone, over TLS
_NAMES = frozenset({"document", "finding", "review", "one", "other"})  # of parameters that hold an id
_MOST_NAMED = 80
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
REFUSED = "Your account cannot do this. Ask the person who keeps this library."
UNSAVED = "unsaved"  # in the address of the sign-in page: a form was sent, and nothing of it was saved
SIGN_IN = "Sign in to do this. Only people with an account can change this library."

F = TypeVar("F", bound=Callable[..., Any])


class SignInNeeded(Exception):
    """The person who asks has to sign in first; `where` is the page that asks for it."""

    def __init__(self, where: str) -> None:
        super().__init__(SIGN_IN)
        self.where = where


def needs(permission: Permission) -> Callable[[F], F]:
    """Say which permission a route needs."""

    def mark(endpoint: F) -> F:
        endpoint.__dict__["permission"] = permission
        return endpoint

    return mark


def permission_of(endpoint: Any, method: str) -> Permission | None:
    """Return the permission that a route needs; None for one that changes something and names none."""
    stated: Permission | None = getattr(endpoint, "permission", None)
    return stated or (Permission.READ if method in _SAFE else None)


def guard(request: Request) -> None:
    """Refuse a request that the person may not make. Raises SignInNeeded, HTTPException."""
    person = person_of(request)
    needed = permission_of(request.scope.get("endpoint"), request.method)
    if needed is not None and person.may(needed) and (needed is Permission.ENTER or may_read(request, person)):
        refuse_kept_back(request, person)
        return
    if needed is not None and not person.account and person is not AT_THE_MACHINE:
        raise SignInNeeded(f"/sign-in?{urlencode(_way_back(request))}")
    raise HTTPException(403, refusal(person))


def _way_back(request: Request) -> dict[str, str]:
    """Return where somebody is led after signing in: to what was asked, or to the page of a form that was not saved."""
    if request.method in _SAFE:
        return {"next": request.url.path + (f"?{request.url.query}" if request.url.query else "")}
    return {"next": _page_of_form(request), UNSAVED: "yes"}


def _page_of_form(request: Request) -> str:
    """Return the address here of the page that a form was sent from; "/" where that is not known."""
    try:
        page = urlsplit(request.headers.get("referer", ""))
    except ValueError:  # "http://[": no address, whoever sent it
        return "/"
    path = page.path.removeprefix(request.app.state.library.settings.prefix)
    here = f"{path}?{page.query}" if page.query else path
    return local_address(here, "/") if page.netloc == request.headers.get("host") else "/"


def refusal(person: Person) -> str:
    """Return the words that refuse somebody something: as whom they are signed in, and whom to ask."""
    if not person.account:
        return REFUSED
    return (
        f"You are signed in as {person.account} ({person.role}), and this account cannot do this. "
        "Ask the person who keeps this library."
    )


def refuse_kept_back(request: Request, person: Person) -> None:
    """Let a document that nobody has checked, and its findings, be unknown to who may not check it. Raises NotHeld."""
    if person.may(Permission.CORRECT):
        return
    named = [str(value) for name, value in request.path_params.items() if name in _NAMES]
    named += [value for name, value in request.query_params.multi_items() if name in _NAMES]
    library: Library = request.app.state.library
    if named and library.is_kept_back(named[:_MOST_NAMED]):
        raise NotHeld("This is not in the library.")


def may_read(request: Request, person: Person) -> bool:
    """Return whether this person may read: everybody, unless the setting asks for an account."""
    settings: Settings = request.app.state.library.settings
    return settings.reading == "open" or bool(person.account) or person is AT_THE_MACHINE


def person_of(request: Request) -> Person:
    """Return who asks, looked up once a request."""
    known: Person | None = request.scope.get(PERSON)
    if known is None:
        known = _find_person(request)
        request.scope[PERSON] = known
    return known


def person_or_visitor(request: Request) -> Person:
    """Return who asks; a visitor where the library cannot say, for a page that must be shown all the same."""
    try:
        return person_of(request)
    except (LibraryBusy, LibraryUnavailable):
        request.scope[PERSON] = VISITOR
        return VISITOR


def _find_person(request: Request) -> Person:
    library: Library = request.app.state.library
    token = token_of(request)
    if token and (person := library.accounts.person(token)):
        return person
    if is_at_machine(request) and not library.accounts.are_in_use():
        return AT_THE_MACHINE
    return VISITOR


def token_of(request: Request) -> str:
    """Return the token of a browser's session, or ""."""
    return request.cookies.get(SECURE_COOKIE if request.url.scheme == "https" else COOKIE, "")


def keep_session(request: Request, response: Response, token: str) -> None:
    """Give a browser its session, or take it away where the token is ""."""
    secure = request.url.scheme == "https"
    name = SECURE_COOKIE if secure else COOKIE
    if token:
        response.set_cookie(name, token, path="/", httponly=True, samesite="lax", secure=secure)
    else:
        response.delete_cookie(name, path="/", httponly=True, samesite="lax", secure=secure)


def client_of(request: Request) -> str:
    """Return the address that a request came from."""
    return request.client.host if request.client else ""


def is_at_machine(request: Request) -> bool:
    """Return whether a request surely comes from somebody at this machine.

    A name that means this machine is not enough: a server in front of this one may ask under such a name for readers
    elsewhere. Their browsers name the site they are on in Origin, which is then not this machine.
    """
    settings: Settings = request.app.state.library.settings
    server = request.scope.get("server") or ("", 0)
    origin = request.headers.get("origin")
    return (
        settings.stays_local
        and all(map(loopback, settings.allowed_hosts))
        and loopback(str(server[0]))
        and loopback(host_name(request.headers.get("host", "")))
        and "x-forwarded-for" not in request.headers
        and "forwarded" not in request.headers
        and (origin is None or loopback(urlsplit(origin).hostname or ""))
    )
