"""Sign people in with the account of their organisation: OpenID Connect's code flow, with state, nonce and PKCE.

The provider is asked three times at each sign-in (what it offers, the token, its keys), so that nothing is kept here
that could be out of date, and a key that it takes out of use holds no longer.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode, urlsplit

import httpx2
from authlib.integrations.base_client import OAuthError
from authlib.integrations.httpx_client import OAuth2Client
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from kb.core.access import AccountRole, Identity
from kb.core.addresses import loopback
from kb.core.errors import LibraryUnavailable, SignInRefused
from kb.core.settings import Settings

SIGNED_BY = ("RS256", "PS256", "ES256", "RS384", "PS384", "ES384", "RS512", "PS512", "ES512", "Ed25519", "EdDSA")
SECONDS = 10.0  # to wait for one answer of the provider
MAX_AGE = 12 * 60 * 60  # seconds since the provider asked who this is, after which it has to ask again
LEEWAY = 60  # seconds by which the provider's clock may differ
MOST_BYTES = 1_000_000
BROKEN = "The sign-in with your organisation’s account did not work. Try again."
LATE = "The sign-in took too long, or began in another browser. Try again."
NO_ROLE = "Your organisation’s account has no role in this library. Ask the person who keeps it."
AWAY = "The sign-in service of your organisation does not answer. Try again later."


@dataclass(frozen=True, slots=True)
class SignInStart:
    """What one browser keeps between leaving for the provider and coming back."""

    state: str
    nonce: str
    verifier: str
    next: str  # the page to show then


class IdentityProvider:
    """The provider of one library. `allow_loopback` is for tests, whose provider is on this machine without TLS."""

    def __init__(self, settings: Settings, *, allow_loopback: bool = False) -> None:
        self._settings = settings
        self._allow_loopback = allow_loopback
        self.name = settings.oidc_name

    def begin(self, back: str, there: str, *, again: bool = False) -> tuple[str, SignInStart]:
        """Return the provider's address to go to, and what to keep until then. `back` is where it leads back to.

        With `again` the provider is asked to authenticate again, also where somebody is signed in there.
        """
        start = SignInStart(secrets.token_urlsafe(32), secrets.token_urlsafe(32), secrets.token_urlsafe(48), there)
        with self._client(back) as client:
            offers = self._offers(client)
            address, _ = client.create_authorization_url(
                self._address(offers, "authorization_endpoint"),
                state=start.state,
                nonce=start.nonce,
                code_verifier=start.verifier,
                max_age=MAX_AGE,
                **({"prompt": "login"} if again else {}),
            )
        return str(address), start

    def finish(self, start: SignInStart | None, answer: Mapping[str, str], back: str) -> Identity:
        """Return who has signed in, from what the provider sent back by the browser. Raises SignInRefused."""
        if start is None or not hmac.compare_digest(answer.get("state", "").encode(), start.state.encode()):
            raise SignInRefused(LATE)
        if answer.get("error") or not answer.get("code"):
            raise SignInRefused(BROKEN)
        if answer.get("iss", self._settings.oidc_issuer).rstrip("/") != self._settings.oidc_issuer.rstrip("/"):
            raise SignInRefused(BROKEN)  # another provider's answer (RFC 9207)
        try:
            with self._client(back) as client:
                offers = self._offers(client)
                token = client.fetch_token(
                    self._address(offers, "token_endpoint"),
                    grant_type="authorization_code",
                    code=answer["code"],
                    code_verifier=start.verifier,
                )
                claims = self._claims(client, offers, token, start.nonce)
        except (OAuthError, JoseError, AttributeError, KeyError, TypeError, ValueError) as error:  # no token came
            raise SignInRefused(BROKEN) from error
        except httpx2.HTTPError as error:
            raise LibraryUnavailable(AWAY) from error
        return self._identity(offers["issuer"], claims)

    def sign_out_address(self, back: str) -> str:
        """Return where a person signs out of the provider too; "" where it has no such page."""
        with self._client(back) as client:
            offers = self._offers(client)
        if not offers.get("end_session_endpoint"):
            return ""
        there = self._address(offers, "end_session_endpoint")
        asked = {"client_id": self._settings.oidc_client, "post_logout_redirect_uri": back}
        joint = "&" if urlsplit(there).query else "?"
        return f"{there}{joint}{urlencode(asked)}"

    def _client(self, back: str) -> OAuth2Client:
        settings = self._settings
        return OAuth2Client(
            client_id=settings.oidc_client,
            client_secret=settings.oidc_secret or None,
            token_endpoint_auth_method="client_secret_basic" if settings.oidc_secret else "none",
            scope="openid profile email",
            redirect_uri=back,
            code_challenge_method="S256",
            timeout=SECONDS,
            follow_redirects=False,
            trust_env=not loopback(urlsplit(settings.oidc_issuer).hostname or ""),
        )

    def _offers(self, client: OAuth2Client) -> dict[str, Any]:
        """Return the provider's own description, which has to name the issuer that was set."""
        issuer = self._settings.oidc_issuer.rstrip("/")
        offers = self._json(client, self._check_address(f"{issuer}/.well-known/openid-configuration"))
        if str(offers.get("issuer", "")).rstrip("/") != issuer:
            raise LibraryUnavailable(AWAY)
        return offers

    def _json(self, client: OAuth2Client, address: str) -> dict[str, Any]:
        try:
            answer = client.request("GET", address, withhold_token=True).raise_for_status()
            found = answer.json() if len(answer.content) < MOST_BYTES else None
        except (httpx2.HTTPError, ValueError) as error:
            raise LibraryUnavailable(AWAY) from error
        if not isinstance(found, dict):
            raise LibraryUnavailable(AWAY)
        return found

    def _claims(self, client: OAuth2Client, offers: dict[str, Any], token: dict[str, Any], nonce: str) -> CodeIDToken:
        keys = KeySet.import_key_set(self._json(client, self._address(offers, "jwks_uri")))  # type: ignore[arg-type]
        decoded = jwt.decode(token["id_token"], keys, algorithms=list(SIGNED_BY))
        mine = self._settings.oidc_client
        expected = {
            "iss": {"essential": True, "value": offers["issuer"]},
            "aud": {"essential": True, "value": mine},
        }
        known = {"nonce": nonce, "client_id": mine, "access_token": token.get("access_token")}
        claims = CodeIDToken(decoded.claims, decoded.header, expected, known)
        claims.validate(leeway=LEEWAY)
        return claims

    def _address(self, offers: Mapping[str, Any], name: str) -> str:
        """Return an address of those that the provider offers. Raises LibraryUnavailable where it is none."""
        address = offers.get(name)
        if not isinstance(address, str):
            raise LibraryUnavailable(AWAY)
        return self._check_address(address)

    def _check_address(self, address: str) -> str:
        """Return an address of the provider that may be asked: by TLS alone. Raises LibraryUnavailable."""
        try:
            parts = urlsplit(address)
        except ValueError as error:
            raise LibraryUnavailable(AWAY) from error
        here = self._allow_loopback and parts.scheme == "http" and loopback(parts.hostname or "")
        if not (parts.scheme == "https" and parts.hostname) and not here:
            raise LibraryUnavailable(AWAY)
        return address

    def _identity(self, issuer: str, claims: Mapping[str, Any]) -> Identity:
        names = (claims.get(one) for one in ("preferred_username", "email", "name", "sub"))
        name = next((one for one in names if isinstance(one, str) and one.strip()), "account")
        return Identity(issuer, str(claims["sub"]), name, self._role(claims), _signed_in(claims.get("auth_time")))

    def _role(self, claims: Mapping[str, Any]) -> AccountRole | None:
        """Return the highest role that the provider's claim states; None where the keeper decides.

        A dot in the claim's name leads into it, as in "realm_access.roles". Raises SignInRefused.
        """
        if not self._settings.oidc_claim:
            return None
        found: Any = claims
        for part in self._settings.oidc_claim.split("."):
            found = found.get(part) if isinstance(found, Mapping) else None
        stated_values = [found] if isinstance(found, str) else found if isinstance(found, list) else []
        values = {one for one in stated_values if isinstance(one, str)}
        stated = [role for role, words in self._settings.oidc_role_values.items() if values & words]
        if not stated:
            raise SignInRefused(NO_ROLE)
        return max(stated, key=list(AccountRole).index)


def _signed_in(stated: object) -> str:
    """Return the time that a provider states in seconds since 1970, as ISO in UTC; "" for anything else."""
    if not isinstance(stated, int | float) or isinstance(stated, bool):
        return ""
    try:
        return datetime.fromtimestamp(stated, UTC).isoformat(timespec="seconds")
    except (OverflowError, OSError, ValueError):
        return ""
