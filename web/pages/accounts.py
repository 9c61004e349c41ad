"""Accounts by browser: who may sign in, and what each may do."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kb.app.accounts import Accounts
from kb.app.library import Library
from kb.core.access import MAY, PERMISSION_WORDS, Account, AccountRole, Permission, Person
from kb.core.errors import BadQuestion, NotHeld
from web.access import needs, person_of
from web.forms import FormData, read_form
from web.page import Pages, render_page
from web.request import PageRequest, ask

SIGN_IN_AGAIN = (
    "Sign in again to change accounts. Nothing was changed, because that is possible only in the 10 minutes after you "
    "sign in."
)

pages = Pages()
router = pages.router


@dataclass(frozen=True, slots=True)
class RoleMeaning:
    """What a role may do beyond the role before it."""

    name: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AccountsPage:
    """The accounts, what the roles mean, and a form for a new one."""

    title: str
    accounts: tuple[Account, ...]
    roles: tuple[tuple[str, str], ...]
    meanings: tuple[RoleMeaning, ...]
    error: str
    name: str
    provider: str  # what the organisation’s account is called, where people sign in with that


@pages.page("/desk/accounts", "accounts.html", needs=Permission.ACCOUNTS)
def accounts_page(ask: PageRequest) -> AccountsPage:
    """List the accounts."""
    return list_accounts(ask.library)


def list_accounts(library: Library, error: str = "", name: str = "") -> AccountsPage:
    """List the accounts, with what was wrong."""
    held, provider = library.accounts.listing(), library.identity_provider
    roles = list(AccountRole) if held else [AccountRole.KEEPER]
    return AccountsPage(
        f"{'Error: ' if error else ''}Accounts",
        held,
        tuple((one.value, one.value.capitalize()) for one in roles),
        tuple(_meaning(one) for one in AccountRole),
        error,
        name,
        provider.name if provider else "",
    )


def _meaning(role: AccountRole) -> RoleMeaning:
    below = [other for other in AccountRole if MAY[other] < MAY[role]]
    known = MAY[below[-1]] if below else frozenset({Permission.ENTER})
    return RoleMeaning(
        role.value.capitalize(), tuple(PERMISSION_WORDS[one] for one in Permission if one in MAY[role] - known)
    )


@router.post("/desk/accounts")
@needs(Permission.ACCOUNTS)
async def change_accounts(request: Request) -> Response:
    """Add or change an account, or show what was wrong."""
    form, library, person = await read_form(request), ask(request).library, person_of(request)
    try:
        await run_in_threadpool(_change, library.accounts, form, person)
    except (BadQuestion, NotHeld) as error:
        value = await run_in_threadpool(list_accounts, library, str(error), form.get("name")[:64])
        response = render_page(request, "accounts.html", value, 400)
    else:
        response = RedirectResponse("/desk/accounts", 303)
    response.headers["Cache-Control"] = "no-store"
    return response


def _change(accounts: Accounts, form: FormData, person: Person) -> None:
    if not person.fresh:
        raise BadQuestion(SIGN_IN_AGAIN)
    by = person.name
    do, name, role = form.get("do"), form.get("name"), form.get("role")
    if role and role not in list(AccountRole):
        raise BadQuestion("Choose a role.")
    if do == "add":
        accounts.add(name, AccountRole(role or AccountRole.READER), form.get("password"), by)
    elif do == "role":
        accounts.set_role(name, AccountRole(role or AccountRole.READER), by)
    elif do == "close":
        accounts.close(name, by)
    elif do == "reopen":
        accounts.reopen(name, by)
    elif do == "sign_out":
        accounts.sign_out_everywhere(name, by)
    else:
        raise BadQuestion("Choose what to change.")
