"""Who may do what: every route by every role, and what is tried to get past it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

import httpx
import pytest
from argon2 import PasswordHasher

from kb.app.accounts import Accounts
from kb.app.library import Library
from kb.core.access import MAY, AccountRole, Permission
from kb.core.errors import LibraryUnavailable
from tests.web import shelf, site
from web import access_table

PASSWORD = "purple ladder onions"


@pytest.fixture(scope="module")
def library_with_accounts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """A library with an account of each role."""
    with shelf.small_library(tmp_path_factory.mktemp("peopled")) as held:
        add_accounts(held)
        yield held


@pytest.fixture(scope="module")
def root(library_with_accounts: Library) -> Iterator[str]:
    with site.serve_library(library_with_accounts) as address:
        yield address


def add_accounts(library: Library) -> None:
    library.accounts = Accounts(library._store, PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    for role in reversed(AccountRole):
        library.accounts.add(role.value, role, PASSWORD, "a test")


@contextmanager
def sign_in(root: str, name: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=root, timeout=30, trust_env=False) as http:
        if name:
            answer = http.post("/sign-in", data={"name": name, "password": PASSWORD, "next": "/help"})
            assert (answer.status_code, answer.headers["location"]) == (303, "/help")
        yield http


def fill_in(pattern: str) -> str:
    """An address of a route; what its names are matters to no guard."""
    kinds = {":int": "1", ":ending": "csv"}
    return re.sub(r"\{\w+(:\w+)?\}", lambda name: kinds.get(name[1] or "", "0123456789abcdef"), pattern)


def test_the_document_is_what_the_code_says() -> None:
    assert Path(access_table.FILE).read_text(encoding="utf-8") == access_table.table()


def test_every_route_that_changes_something_names_its_permission() -> None:
    assert [one for one in access_table.permissions_of_routes() if one[2] is None] == []


def test_no_role_may_do_less_than_the_one_before_it() -> None:
    ladder = [MAY[role] for role in AccountRole]
    assert all(lower < higher for lower, higher in pairwise(ladder))


@pytest.mark.parametrize("name", ["", *AccountRole])
def test_every_route_is_open_to_the_roles_of_the_table_alone(root: str, name: str) -> None:
    may = MAY[AccountRole(name)] if name else MAY[AccountRole.READER]
    wrong = []
    with sign_in(root, name) as http:
        for method, pattern, needed in access_table.permissions_of_routes():
            if method == "HEAD" or pattern in ("/sign-in", "/sign-out"):
                continue
            answer = http.request(method, fill_in(pattern), headers={"accept": "application/json"})
            refused = answer.status_code in (401, 403)
            if refused is (needed in may):
                wrong.append((method, pattern, needed, answer.status_code))
    assert wrong == []


def test_where_reading_needs_an_account_a_visitor_sees_the_sign_in_page_alone(own: Library) -> None:
    add_accounts(own)
    own.settings = own.settings.model_copy(update={"reading": "signed-in"})
    with site.serve_library(own) as address:
        with httpx.Client(base_url=address, trust_env=False) as http:
            for method, pattern, needed in access_table.permissions_of_routes():
                answer = http.request(method, fill_in(pattern))
                passed = answer.status_code not in (303, 401) or answer.headers.get("location", "") == "/sign-in"
                assert passed is (needed is Permission.ENTER), (method, pattern, answer.status_code)
            asked = http.get("/search?q=core+groups")
            assert asked.headers["location"] == "/sign-in?next=%2Fsearch%3Fq%3Dcore%2Bgroups"
            assert http.get("/api/v1/reviews").status_code == 401
        with sign_in(address, "reader") as http:
            assert http.get("/search?q=core+groups").status_code == 200


def test_a_session_s_cookie_is_for_this_site_and_no_script(root: str) -> None:
    with httpx.Client(base_url=root, trust_env=False) as http:
        answer = http.post("/sign-in", data={"name": "keeper", "password": PASSWORD})
        cookie = answer.headers["set-cookie"].casefold()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert "path=/" in cookie


def test_over_tls_the_cookie_is_secure_and_taken_from_no_other_host(own: Library) -> None:
    add_accounts(own)
    own.settings = own.settings.model_copy(update={"hosts": "127.0.0.1, library.example"})
    with site.serve_library(own) as address, httpx.Client(base_url=address, trust_env=False) as http:
        sent = {"name": "keeper", "password": PASSWORD}
        answer = http.post("/sign-in", data=sent, headers={"x-forwarded-proto": "https"})
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("__Host-session=")
    assert "Secure" in cookie
    assert "Domain" not in cookie


def test_a_session_set_from_outside_does_not_become_a_signed_in_one(root: str) -> None:
    fixed = "A" * 43
    with httpx.Client(base_url=root, trust_env=False, cookies={"session": fixed}) as http:
        answer = http.post("/sign-in", data={"name": "keeper", "password": PASSWORD})
        assert fixed not in answer.headers["set-cookie"]
    with httpx.Client(base_url=root, trust_env=False, cookies={"session": fixed}) as http:
        assert http.get("/judge", headers={"accept": "application/json"}).status_code == 401


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "https://elsewhere.example"},
        {"origin": "null"},
    ],
)
def test_forms_sent_from_other_sites_are_refused_to_a_signed_in_keeper_too(root: str, headers: dict[str, str]) -> None:
    with sign_in(root, "keeper") as http:
        for method, pattern, _ in access_table.permissions_of_routes():
            if method == "POST":
                assert http.post(fill_in(pattern), headers=headers).status_code == 403, pattern


def test_after_signing_out_the_old_cookie_opens_nothing(root: str) -> None:
    with sign_in(root, "editor") as http:
        token = http.cookies["session"]
        assert http.post("/sign-out", data={"everywhere": ""}).status_code == 303
    with httpx.Client(base_url=root, trust_env=False, cookies={"session": token}) as http:
        assert http.get("/judge", headers={"accept": "application/json"}).status_code == 401


def test_signing_out_on_all_devices_ends_the_other_sessions(root: str) -> None:
    with sign_in(root, "editor") as here, sign_in(root, "editor") as there:
        here.post("/sign-out", data={"everywhere": "yes"})
        assert there.get("/judge", headers={"accept": "application/json"}).status_code == 401


@pytest.mark.parametrize("there", ["//elsewhere.example", "/\\elsewhere.example", "https:elsewhere", "/x\r\nA: b"])
def test_signing_in_leads_to_no_other_site(root: str, there: str) -> None:
    with httpx.Client(base_url=root, trust_env=False) as http:
        answer = http.post("/sign-in", data={"name": "keeper", "password": PASSWORD, "next": there})
        assert answer.headers["location"] == "/"


def test_a_wrong_password_says_the_same_as_a_wrong_name(root: str) -> None:
    with httpx.Client(base_url=root, trust_env=False) as http:
        said = []
        for name in ("reader", "nobody"):
            answer = http.post("/sign-in", data={"name": name, "password": "something else"})
            assert answer.status_code == 400
            assert "set-cookie" not in answer.headers
            assert answer.headers["cache-control"] == "no-store"
            said.append(answer.text.replace(name, ""))
    assert said[0] == said[1]


def test_where_it_cannot_be_told_who_asks_the_page_says_that_the_database_is_away(
    library_with_accounts: Library, root: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def find_nobody(*_: object) -> None:
        raise LibraryUnavailable("The library's database does not answer.")

    with sign_in(root, "keeper") as http:
        monkeypatch.setattr(library_with_accounts.accounts, "person", find_nobody)
        answer = http.get("/search")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "30")
    assert "does not answer" in answer.text
    assert "Sign out" not in answer.text
