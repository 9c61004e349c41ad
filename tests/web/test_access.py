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

from kb.app.accounts import TRIES_OF_CLIENT, Accounts
from kb.app.library import Library
from kb.core.access import MAY, AccountRole, Permission
from kb.core.coding_values import RoundSample
from kb.core.errors import LibraryUnavailable
from kb.store import ActFilter
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
    kinds = {":int": "1", ":whole": "1", ":ending": "csv"}
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


def test_a_refusal_names_the_account_and_its_role(root: str) -> None:
    with sign_in(root, "coder") as http:
        answer = http.get("/desk/accounts")
    assert (answer.status_code, "You are signed in as coder (coder)" in answer.text) == (403, True)


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


# what is tried to get past it


def test_no_form_gives_whoever_sends_it_another_role_or_name(own: Library) -> None:
    """Every form is sent by each role with fields that would raise it, were any taken from the form."""
    add_accounts(own)
    before = {one.name: one.role for one in own.accounts.listing()}
    for name in (AccountRole.READER, AccountRole.CODER, AccountRole.EDITOR):
        raising = {"role": "keeper", "name": name, "account": name, "do": "role", "person": "keeper", "by": "keeper"}
        with site.serve_library(own) as address, sign_in(address, name) as http:
            for method, pattern, _ in access_table.permissions_of_routes():
                if method == "POST" and pattern not in ("/sign-in", "/sign-out"):
                    http.post(fill_in(pattern), data=raising)
            http.post("/sign-in", data={"name": name, "password": PASSWORD, "role": "keeper"})
            assert http.get("/desk/accounts").status_code == 403
    assert {one.name: one.role for one in own.accounts.listing()} == before
    assert {one.person for one in own.audit(ActFilter(), 500)} <= {"a test", "", *AccountRole} - {AccountRole.KEEPER}


def test_a_coder_codes_under_no_other_name(own: Library) -> None:
    add_accounts(own)
    made = own.coding.make("Spring", RoundSample(size=2), ("coder", "editor"), "a test")
    with site.serve_library(own) as address, sign_in(address, "coder") as http:
        finding = http.get(f"/desk/rounds/{made.number}/code.json").json()["finding"]
        sent = {"finding": finding, "kind": "lesson", "coder": "editor", "person": "editor", "settles": "1"}
        assert http.post(f"/desk/rounds/{made.number}/code", data=sent).status_code == 303
        assert http.post(f"/desk/rounds/{made.number}/settle", data=sent).status_code == 403
    assert own.coding.round(made.number).done == {"coder": 1}


def test_who_loses_a_role_loses_it_in_the_session_that_is_open(own: Library) -> None:
    add_accounts(own)
    made = own.coding.make("Spring", RoundSample(size=2), ("coder",), "a test")
    with site.serve_library(own) as address, sign_in(address, "coder") as http:
        where = f"/desk/rounds/{made.number}/code"
        finding = http.get(f"{where}.json").json()["finding"]
        own.accounts.set_role("coder", AccountRole.READER, "a test")
        answer = http.post(where, data={"finding": finding, "kind": "lesson"}, headers={"accept": "application/json"})
        assert answer.status_code in (303, 401)
        with sign_in(address, "coder") as again:
            assert again.post(where, data={"finding": finding, "kind": "lesson"}).status_code == 403
    assert own.coding.round(made.number).done == {}


def test_a_session_planted_in_somebody_s_browser_does_not_become_theirs(own: Library) -> None:
    """A reader plants the cookie of a session of their own, and waits for the keeper to sign in over it."""
    add_accounts(own)
    with site.serve_library(own) as address:
        with sign_in(address, "reader") as http:
            planted = http.cookies["session"]
        with httpx.Client(base_url=address, trust_env=False, cookies={"session": planted}) as victim:
            answer = victim.post("/sign-in", data={"name": "keeper", "password": PASSWORD})
            assert planted not in answer.headers["set-cookie"]
        with httpx.Client(base_url=address, trust_env=False, cookies={"session": planted}) as reader:
            assert reader.get("/desk", headers={"accept": "application/json"}).status_code == 401


@pytest.mark.parametrize(
    ("proxies", "chain"), [("192.0.2.1", "203.0.113.{}"), ("127.0.0.1", "203.0.113.{}, 198.51.100.7")]
)
def test_passwords_of_a_stolen_list_cannot_be_tried_under_many_names_and_addresses(
    own: Library, proxies: str, chain: str
) -> None:
    """What a client says of where it comes from is not believed, also behind a server that adds the true address."""
    add_accounts(own)
    own.settings = own.settings.model_copy(update={"proxies": proxies})
    with site.serve_library(own) as address, httpx.Client(base_url=address, timeout=30, trust_env=False) as http:
        for number in range(TRIES_OF_CLIENT):
            sent = {"name": f"stolen{number}", "password": "taken from elsewhere"}
            answer = http.post("/sign-in", data=sent, headers={"x-forwarded-for": chain.format(number)})
            assert (answer.status_code, "too many" in answer.text) == (400, False)
        sent = {"name": "keeper", "password": PASSWORD}
        right = http.post("/sign-in", data=sent, headers={"x-forwarded-for": chain.format(99), "x-real-ip": "8.8.8.8"})
    assert right.status_code == 400
    assert "too many wrong tries" in right.text
    assert "set-cookie" not in right.headers


@pytest.mark.parametrize("referer", ["http://[", "http://elsewhere.example/desk", "//desk", ""])
def test_a_form_from_an_address_that_is_none_leads_to_the_start_page_after_signing_in(root: str, referer: str) -> None:
    with sign_in(root, "") as http:
        answer = http.post("/desk/withdrawn", data={"document": "a"}, headers={"referer": referer})
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in?next=%2F&unsaved=yes")
