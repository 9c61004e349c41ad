"""Signing in with an organisation's account, at a real provider on this machine, by its own forms."""

from __future__ import annotations

import base64
import hashlib
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from argon2 import PasswordHasher
from authlib.integrations.httpx_client import OAuth2Client
from playwright.sync_api import Browser, expect

from kb.app.accounts import Accounts
from kb.app.identity_provider import IdentityProvider, SignInStart
from kb.app.library import Library
from kb.core.access import AccountRole
from kb.core.errors import BadQuestion, LibraryUnavailable, SignInRefused
from kb.core.settings import Settings
from tests.web import browsing, site
from tests.web.test_access import PASSWORD, sign_in

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # the provider uses a module of Authlib that is to go
    import oidc_provider_mock

# and so it does while it answers, in its own thread
pytestmark = pytest.mark.filterwarnings("ignore:get_jwt_config:DeprecationWarning")

USERS = {
    "s-1": {"preferred_username": "Kim.Ash@example.org", "groups": ["Staff", "KB Keepers"]},
    "s-2": {"preferred_username": "Ned", "groups": ["Staff"]},
    "s-3": {"email": "ned@example.org", "realm": {"roles": ["editor", "reader"]}},
}


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    users = [oidc_provider_mock.User(sub=sub, claims=claims) for sub, claims in USERS.items()]
    with oidc_provider_mock.run_server_in_thread(user_claims=users, require_nonce=True) as server:
        yield f"http://localhost:{server.server_port}"


def provider(issuer: str, **others: str) -> IdentityProvider:
    """A provider on this machine, which no setting allows."""
    values = {"oidc_issuer": issuer, "oidc_client": "library", "oidc_secret": "secret of a test", **others}
    return IdentityProvider(Settings.model_construct(**{**Settings().model_dump(), **values}), allow_loopback=True)


@pytest.fixture
def root(own: Library, issuer: str) -> Iterator[str]:
    own.accounts = Accounts(own._store, PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    own.accounts.add("kim", AccountRole.KEEPER, PASSWORD, "a test")
    own.identity_provider = provider(issuer)
    with site.serve_library(own) as address:
        yield address


@contextmanager
def browser(root: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=root, trust_env=False, timeout=30) as http:
        yield http


def at_the_provider(http: httpx.Client, subject: str, next_page: str = "/desk") -> str:
    """Go to the provider as a person would and say who one is; return the address that it leads back to."""
    away = http.get("/sign-in/organisation", params={"next": next_page})
    assert away.status_code == 303
    with httpx.Client(trust_env=False) as there:
        back = there.post(away.headers["location"], data={"sub": subject})
    return back.headers["location"]


def test_a_person_who_comes_for_the_first_time_reads_until_the_keeper_gives_a_role(own: Library, root: str) -> None:
    with browser(root) as http:
        page = http.get("/sign-in?next=/desk").text
        assert "Sign in with your organisation’s account" in page
        answer = http.get(at_the_provider(http, "s-2"))
        assert (answer.status_code, answer.headers["location"]) == (303, "/desk")
        assert http.get("/desk").status_code == 403
        assert http.get("/sign-in").text.count("You are signed in as ned.") == 1
        own.accounts.set_role("ned", AccountRole.EDITOR, "kim")  # which ends the session
        assert http.get("/desk").headers["location"].startswith("/sign-in")
        http.get(at_the_provider(http, "s-2"))
        assert http.get("/desk").status_code == 200
    (made,) = [one for one in own.accounts.listing() if one.name == "ned"]
    assert made.role is AccountRole.EDITOR
    assert made.outside.endswith(" s-2")


def test_signing_out_ends_the_session_here_and_leads_to_the_provider(root: str, issuer: str) -> None:
    with browser(root) as http:
        http.get(at_the_provider(http, "s-2"))
        token = http.cookies["session"]
        assert http.post("/sign-out", data={"everywhere": "no"}).status_code == 303
        http.cookies.set("session", token)
        assert "You are signed in" not in http.get("/sign-in").text
        assert http.get("/sign-out/organisation").headers["location"].startswith(issuer)


def test_a_session_from_before_does_not_become_the_signed_in_one(own: Library, root: str) -> None:
    with sign_in(root, "kim") as http:
        before = http.cookies["session"]
        http.get(at_the_provider(http, "s-2"))
        assert http.cookies["session"] != before
        assert own.accounts.person(before) is None


def test_an_answer_that_this_browser_did_not_begin_signs_nobody_in(root: str) -> None:
    with browser(root) as first, browser(root) as other:
        back = at_the_provider(first, "s-2")
        assert "began in another browser" in other.get(back).text
        at_the_provider(other, "s-3")  # begins one of its own, with another state
        refused = other.get(back)
        assert refused.status_code == 400
        assert "session" not in other.cookies
        assert first.get(back).status_code == 303
        assert first.get(back).status_code == 400  # once is all


def test_a_token_for_another_sign_in_is_refused(own: Library, issuer: str) -> None:
    asked = provider(issuer)
    back = "http://localhost/sign-in/organisation/back"
    address, start = asked.begin(back, "/")
    with httpx.Client(trust_env=False) as there:
        returned = there.post(address, data={"sub": "s-2"}).headers["location"]
    answer = {name: values[0] for name, values in parse_qs(urlsplit(returned).query).items()}
    other = SignInStart(start.state, "another nonce", start.verifier, "/")
    with pytest.raises(SignInRefused):
        asked.finish(other, answer, back)


def test_the_code_is_fetched_with_the_proof_that_was_announced(issuer: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = provider(issuer)
    address, start = asked.begin("http://localhost/back", "/")
    sent = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
    digest = hashlib.sha256(start.verifier.encode()).digest()
    assert sent["code_challenge"] == base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
    assert (sent["code_challenge_method"], sent["response_type"]) == ("S256", "code")
    assert (sent["state"], sent["nonce"]) == (start.state, start.nonce)
    posted: list[dict[str, Any]] = []
    fetch: Callable[..., Any] = OAuth2Client.fetch_token

    def note_and_fetch(client: object, url: str, **values: Any) -> Any:
        posted.append(values)
        return fetch(client, url, **values)

    monkeypatch.setattr(OAuth2Client, "fetch_token", note_and_fetch)
    with httpx.Client(trust_env=False) as there:
        returned = there.post(address, data={"sub": "s-2"}).headers["location"]
    answer = {name: values[0] for name, values in parse_qs(urlsplit(returned).query).items()}
    asked.finish(start, answer, "http://localhost/back")
    assert posted[0]["code_verifier"] == start.verifier


def test_a_claim_gives_the_highest_role_it_states_and_takes_it_again(own: Library, root: str, issuer: str) -> None:
    own.identity_provider = provider(issuer, oidc_claim="groups", oidc_roles="keeper=KB Keepers, editor=KB Editors")
    with browser(root) as http:
        http.get(at_the_provider(http, "s-1"))
        assert http.get("/desk/accounts").status_code == 200
        own.identity_provider = provider(issuer, oidc_claim="groups", oidc_roles="editor=Staff")
        http.get(at_the_provider(http, "s-1"))
        assert http.get("/desk/accounts").status_code == 403
        own.identity_provider = provider(issuer, oidc_claim="groups", oidc_roles="editor=KB Editors")
        assert "has no role in this library" in http.get(at_the_provider(http, "s-2")).text
        own.identity_provider = provider(issuer, oidc_claim="realm.roles")
        http.get(at_the_provider(http, "s-3"))
        assert http.get("/desk").status_code == 200


def test_a_name_that_a_local_account_has_gives_none_of_its_rights(own: Library, root: str) -> None:
    own.accounts.add("ned", AccountRole.KEEPER, PASSWORD, "a test")
    with browser(root) as http:
        http.get(at_the_provider(http, "s-2"))
        assert "You are signed in as ned-2." in http.get("/sign-in").text
    with pytest.raises(BadQuestion, match="has no password here"):
        own.accounts.set_password("ned-2", PASSWORD, "kim")


def test_a_closed_account_stays_out(own: Library, root: str) -> None:
    with browser(root) as http:
        http.get(at_the_provider(http, "s-2"))
        own.accounts.close("ned", "kim")
        assert "Your account is closed" in http.get(at_the_provider(http, "s-2")).text


def test_a_reader_from_outside_is_not_the_first_account(own: Library, issuer: str) -> None:
    own.identity_provider = provider(issuer)
    with site.serve_library(own) as root, browser(root) as http:
        assert "would have no keeper" in http.get(at_the_provider(http, "s-2")).text
    assert not own.accounts.are_in_use()


def test_where_it_leads_afterwards_is_on_this_site(root: str) -> None:
    with browser(root) as http:
        back = at_the_provider(http, "s-2", "https://elsewhere.example/")
        assert http.get(back).headers["location"] == "/"


def test_only_a_provider_with_tls_is_asked(issuer: str) -> None:
    with pytest.raises(ValueError, match="does not begin with https://"):
        Settings(oidc_issuer=issuer)
    plain = Settings.model_construct(**{**Settings().model_dump(), "oidc_issuer": issuer, "oidc_client": "library"})
    with pytest.raises(LibraryUnavailable):
        IdentityProvider(plain).begin("http://localhost/back", "/")


def test_without_a_provider_its_addresses_are_not_there(own: Library) -> None:
    with site.client(own) as http:
        for address in ("/sign-in/organisation", "/sign-in/organisation/back", "/sign-out/organisation"):
            assert http.get(address).status_code == 404


def test_the_provider_is_told_how_old_a_sign_in_may_be_and_to_ask_again(issuer: str) -> None:
    address, _ = provider(issuer).begin("http://here/back", "/")
    asked = parse_qs(urlsplit(address).query)
    assert (asked["max_age"], "prompt" in asked) == (["43200"], False)
    again, _ = provider(issuer).begin("http://here/back", "/", again=True)
    assert parse_qs(urlsplit(again).query)["prompt"] == ["login"]


@pytest.mark.browser
@pytest.mark.system
@pytest.mark.skipif(browsing.CHROMIUM is None, reason="needs Debian's chromium")
@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_person_signs_in_with_the_organisation_s_account_and_out_again(
    started_browser: Browser, own: Library, root: str, issuer: str
) -> None:
    with browsing.visit(started_browser, root) as visit:
        page = visit.go("/sign-in?next=/help")
        page.get_by_role("button", name="Sign in with your organisation’s account").click()
        page.wait_for_url(f"{issuer}/**")
        page.locator("[name=sub]").first.fill("s-2")
        page.keyboard.press("Enter")
        page.wait_for_url(f"{root}/help")
        assert "ned" in {one.name for one in own.accounts.listing()}
        expect(visit.go("/sign-in").locator("main")).to_contain_text("You are signed in as ned")
        page.get_by_role("button", name="Sign out", exact=True).click()
        expect(page.get_by_label("Name of your account")).to_be_visible()
