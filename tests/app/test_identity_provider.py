"""A provider of sign-ins that answers nonsense signs nobody in, and is told as away or broken, never as our fault."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any, ClassVar

import pytest

from kb.app.identity_provider import BROKEN, IdentityProvider, SignInStart
from kb.core.errors import LibraryUnavailable, SignInRefused
from kb.core.settings import Settings

BACK = "http://localhost/sign-in/organisation/back"
START = SignInStart("state", "nonce", "verifier" * 8, "/desk")
ANSWER = {"state": "state", "code": "code"}


class FaultyProvider(BaseHTTPRequestHandler):
    """Answers each path with what a test has put there."""

    answers: ClassVar[dict[str, Any]] = {}

    def do_GET(self) -> None:
        """Send what the path has, as JSON or, where it is bytes, as they are."""
        told = self.answers.get(self.path, {})
        body = told if isinstance(told, bytes) else json.dumps(told).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self) -> None:
        """Read what was posted and answer as to a GET."""
        self.rfile.read(int(self.headers["Content-Length"]))
        self.do_GET()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), FaultyProvider)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://localhost:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def provider(issuer: str, **answers: Any) -> IdentityProvider:
    """Return a provider that describes itself well, apart from these answers."""
    offers: dict[str, Any] = {
        "issuer": issuer,
        "authorization_endpoint": f"{issuer}/go",
        "token_endpoint": f"{issuer}/token",
        "jwks_uri": f"{issuer}/keys",
        "end_session_endpoint": f"{issuer}/out",
    }
    offers |= answers.pop("offers", {})
    FaultyProvider.answers = {"/.well-known/openid-configuration": {k: v for k, v in offers.items() if v is not ...}}
    FaultyProvider.answers |= {f"/{name}": told for name, told in answers.items()}
    values = {
        "oidc_issuer": issuer,
        "oidc_client": "library",
        "oidc_claim": "realm.roles",
        "oidc_roles": "keeper=chief",
    }
    return IdentityProvider(Settings.model_construct(**{**Settings().model_dump(), **values}), allow_loopback=True)


@pytest.mark.parametrize(
    "address", [..., None, 5, "", "ftp://x", "http://elsewhere/go", ["https://a"], "https://[", "x" * 9]
)
def test_a_provider_without_a_usable_address_is_away(issuer: str, address: Any) -> None:
    with pytest.raises(LibraryUnavailable):
        provider(issuer, offers={"authorization_endpoint": address}).begin(BACK, "/desk")
    with pytest.raises((LibraryUnavailable, SignInRefused)):
        provider(issuer, offers={"token_endpoint": address}).finish(START, ANSWER, BACK)


@pytest.mark.parametrize("address", [5, ["https://a"], "ftp://x", "https://["])
def test_signing_out_at_an_address_that_is_none_is_reported(issuer: str, address: Any) -> None:
    with pytest.raises(LibraryUnavailable):
        provider(issuer, offers={"end_session_endpoint": address}).sign_out_address(BACK)


@pytest.mark.parametrize("address", [..., None, ""])
def test_a_provider_without_a_page_for_signing_out_has_none(issuer: str, address: Any) -> None:
    assert provider(issuer, offers={"end_session_endpoint": address}).sign_out_address(BACK) == ""


@pytest.mark.parametrize(
    "token",
    [
        [],
        5,
        None,
        "token",
        {},
        {"error": "no"},
        b"<html>",
        b"",
        {"id_token": 5},
        {"id_token": None},
        {"id_token": "a.b"},
    ],
)
def test_a_token_that_is_none_signs_nobody_in(issuer: str, token: Any) -> None:
    with pytest.raises((LibraryUnavailable, SignInRefused)):
        provider(issuer, token=token, keys={"keys": []}).finish(START, ANSWER, BACK)


@pytest.mark.parametrize("keys", [{}, {"keys": 5}, {"keys": [5]}, {"keys": [{}]}, {"keys": [{"kty": "RSA", "n": 1}]}])
def test_keys_that_are_none_sign_nobody_in(issuer: str, keys: Any) -> None:
    with pytest.raises(SignInRefused, match=BROKEN):
        provider(issuer, token={"access_token": "t", "id_token": "a.b.c"}, keys=keys).finish(START, ANSWER, BACK)


@pytest.mark.parametrize("roles", [None, 5, True, {"a": 1}, [5, None], [["chief"]], "reader of all", []])
def test_a_claim_that_states_no_role_we_know_gives_none(issuer: str, roles: Any) -> None:
    with pytest.raises(SignInRefused, match="no role"):
        provider(issuer)._role({"realm": {"roles": roles}})
