"""Accounts: who may sign in, with which role, and for how long a session lasts."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from kb.core.access import Account, AccountRole, Identity, OpenSession, Person
from kb.core.errors import BadQuestion, LibraryBusy, LibraryUnavailable, NotHeld, SignInRefused
from kb.core.expressions import expression
from kb.core.settings import Settings
from kb.store import Connection, Store, accounts
from kb.text.formatting import count_phrase

SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 200
IDLE = timedelta(minutes=30)
LONGEST_SESSION = timedelta(hours=12)
MOST_SESSIONS = 10  # of one account; the one that was idle for longest ends when there would be more
FRESH = timedelta(minutes=10)  # how long after signing in a keeper may change accounts
_ID = 16  # characters of a session's key by which its owner names it
LOCK_WINDOW = timedelta(minutes=15)
TRIES_OF_ACCOUNT = 5  # failed within the window, before an account waits
TRIES_OF_CLIENT = 20  # the same for an address, for all names that it tries
DRIFT = timedelta(minutes=5)  # by which a clock may be set back; a session of later than that is of a wrong clock
_SEEN_STEP = timedelta(minutes=1)  # how exactly it is noted when a session was used
_UNFIT = expression(r"[^a-z0-9.@_-]+")
_NAME = expression(r"[a-z0-9][a-z0-9.@_-]{0,62}")
WRONG = "The name or the password is wrong."
CLOSED = "Your account is closed. Ask the person who keeps this library."
LONG_AGO = (
    "You signed in to your organisation’s account more than 12 hours ago. Sign out there, then sign in here again."
)
NO_KEEPER = "This library would have no keeper. Its keeper needs an account first: kb account add NAME --role keeper"
WAIT = "There were too many wrong tries. Wait 15 minutes, then try again."
NEEDS_EXTRA = "KB_OIDC_ISSUER is set, and the extra for it is missing: pip install 'learning-library[oidc]'"

if TYPE_CHECKING:
    from kb.app.identity_provider import IdentityProvider


def provider_of(settings: Settings) -> IdentityProvider | None:
    """Return the identity provider that is set; None where accounts are local. Raises LibraryUnavailable."""
    if not settings.oidc_issuer:
        return None
    if not settings.oidc_client:
        raise LibraryUnavailable("KB_OIDC_ISSUER is set, and KB_OIDC_CLIENT is missing.")
    try:
        from kb.app.identity_provider import IdentityProvider
    except ImportError as error:
        raise LibraryUnavailable(NEEDS_EXTRA) from error
    return IdentityProvider(settings)


class Accounts:
    """The accounts of one library."""

    def __init__(self, store: Store, hasher: PasswordHasher | None = None) -> None:
        self._store = store
        self._hasher = hasher or PasswordHasher()
        self._decoy = ""

    def are_in_use(self) -> bool:
        """Return whether there is any account, so that changing the library needs signing in."""
        with self._store.database.reading() as connection:
            return accounts.count(connection) > 0

    def listing(self) -> tuple[Account, ...]:
        """Return all accounts by name."""
        with self._store.database.reading() as connection:
            return accounts.listing(connection)

    def add(self, name: str, role: AccountRole, password: str, by: str) -> Account:
        """Add an account. Raises BadQuestion."""
        plain = name.strip().casefold()
        if not _NAME.fullmatch(plain):
            raise BadQuestion(
                f"“{name}” cannot be an account's name. Use up to 63 letters without accents, digits and . @ _ -."
            )
        self._refuse_weak(plain, password)
        hashed = self._hasher.hash(password)
        with self._store.database.writing() as connection:
            if accounts.find(connection, plain):
                raise BadQuestion(f"There is an account {plain} already.")
            if not accounts.count(connection) and role is not AccountRole.KEEPER:
                raise BadQuestion("The first account must be a keeper's, so that somebody can manage the others.")
            accounts.insert(connection, plain, role, hashed, self._store.now())
            self._store.note(connection, "account_add", plain, by, role=role.value)
        return Account(plain, role, self._store.now())

    def set_role(self, name: str, role: AccountRole, by: str) -> None:
        """Give an account another role; its sessions end. Raises NotHeld, BadQuestion."""
        with self._store.database.writing() as connection:
            held = self._refuse_last_keeper(connection, name, role is not AccountRole.KEEPER)
            accounts.change(connection, held.name, role=role.value)
            accounts.end_sessions(connection, held.name)
            self._store.note(connection, "account_role", held.name, by, role=role.value, before=held.role.value)

    def set_password(self, name: str, password: str, by: str) -> None:
        """Give an account another password; its sessions end. Raises NotHeld, BadQuestion."""
        self._refuse_weak(name, password)
        hashed = self._hasher.hash(password)
        with self._store.database.writing() as connection:
            held = accounts.find(connection, name)
            if held is None:
                raise NotHeld(f"There is no account {name}.")
            if held.account.outside:
                raise BadQuestion(f"{name} signs in with the account of its organisation and has no password here.")
            accounts.change(connection, name, password=hashed)
            accounts.end_sessions(connection, name)
            self._store.note(connection, "account_password", name, by)

    def close(self, name: str, by: str) -> None:
        """Close an account: nobody can sign in with it, and its sessions end. Raises NotHeld, BadQuestion."""
        with self._store.database.writing() as connection:
            held = self._refuse_last_keeper(connection, name, True)
            accounts.change(connection, held.name, closed=self._store.now())
            accounts.end_sessions(connection, held.name)
            self._store.note(connection, "account_close", held.name, by)

    def reopen(self, name: str, by: str) -> None:
        """Open a closed account again. Raises NotHeld."""
        with self._store.database.writing() as connection:
            if not accounts.change(connection, name, closed=""):
                raise NotHeld(f"There is no account {name}.")
            self._store.note(connection, "account_reopen", name, by)

    def sign_out_everywhere(self, name: str, by: str) -> int:
        """End all sessions of an account; return how many."""
        with self._store.database.writing() as connection:
            if accounts.find(connection, name) is None:
                raise NotHeld(f"There is no account {name}.")
            ended = accounts.end_sessions(connection, name)
            self._store.note(connection, "sign_out_everywhere", name, by, sessions=ended)
        return ended

    def sign_in(self, name: str, password: str, client: str, before: str = "") -> str:
        """Return the token of a new session, which takes the place of the session `before`. Raises SignInRefused.

        The answer and the time it takes are the same for a wrong name and for a wrong password.
        """
        plain = name.strip().casefold()[:64]
        keys = _key(f"account {plain}"), _key(f"client {client}")
        self._refuse_after_many(*keys)
        with self._store.database.reading() as connection:
            held = accounts.find(connection, plain)
        right = self._matches(held.password if held and not held.account.closed else "", password)
        now = self._store.now()
        with self._store.database.writing() as connection:
            if not right or held is None:
                accounts.note_try(connection, now, *keys)
                self._store.note(connection, "sign_in_refused", plain if held else "", "")
            else:
                token = secrets.token_urlsafe(32)
                accounts.forget_tries(connection, self._before(timedelta(days=1)), keys[0])
                self._begin(connection, held.account.name, token, now, before)
                if self._hasher.check_needs_rehash(held.password):
                    accounts.change(connection, held.account.name, password=self._hasher.hash(password))
                self._store.note(connection, "sign_in", held.account.name, held.account.name)
                return token
        raise SignInRefused(WRONG)

    def sign_in_outside(self, who: Identity, before: str = "") -> str:
        """Return the token of a new session of somebody who has signed in at the identity provider.

        A person who comes for the first time is given an account. A role that the provider states holds from now on;
        without one the account's own does, a reader's at first. The session counts from the time at which the provider
        asked who this is; one that does not say when is as one of a while ago. Raises SignInRefused.
        """
        now = self._store.now()
        began = min(who.signed_in or self._before(FRESH), now)
        if began < self._before(LONGEST_SESSION):
            raise SignInRefused(LONG_AGO)
        with self._store.database.writing() as connection:
            held = accounts.of_outside(connection, who.key)
            role = who.role or (held.role if held else AccountRole.READER)
            if (held and held.closed) or not _is_kept(accounts.listing(connection), held, role):
                self._store.note(connection, "sign_in_refused", held.name if held else "", "")
            else:
                if held is None:
                    held = self._insert_outside(connection, who, role, now)
                elif held.role is not role:
                    accounts.change(connection, held.name, role=role.value)
                    accounts.end_sessions(connection, held.name)
                    self._store.note(connection, "account_role", held.name, "", role=role.value, before=held.role.value)
                token = secrets.token_urlsafe(32)
                self._begin(connection, held.name, token, began, before)
                self._store.note(connection, "sign_in", held.name, held.name)
                return token
        raise SignInRefused(CLOSED if held and held.closed else NO_KEEPER)

    def _begin(self, connection: Connection, account: str, token: str, began: str, before: str) -> None:
        """Store a session in the place of the one before; end those that are too old or too many."""
        accounts.end_old_sessions(connection, self._before(LONGEST_SESSION), self._before(IDLE), self._before(-DRIFT))
        accounts.end_session(connection, _key(before))
        for key, _, _ in accounts.sessions_of(connection, account)[MOST_SESSIONS - 1 :]:
            accounts.end_session(connection, key)
        accounts.begin_session(connection, _key(token), account, began, self._store.now())

    def _insert_outside(self, connection: Connection, who: Identity, role: AccountRole, now: str) -> Account:
        """Add an account under a free name that looks like the one at the provider."""
        stem = _UNFIT.sub("-", who.name.strip().casefold())[:50].strip("-._@") or "account"
        name, turn = stem, 2
        while accounts.find(connection, name):
            name, turn = f"{stem}-{turn}", turn + 1
        accounts.insert(connection, name, role, "", now, who.key)
        self._store.note(connection, "account_add", name, "", role=role.value)
        return Account(name, role, now, outside=who.key)

    def person(self, token: str) -> Person | None:
        """Return who is signed in with a token; None where the session has ended or the account is closed."""
        if not token or len(token) > 100:
            return None
        with self._store.database.reading() as connection:
            found = accounts.session(connection, _key(token))
        if found is None:
            return None
        account, began, seen = found
        if account.closed or not self._lasts(began, seen):
            return None
        if not self._before(_SEEN_STEP) <= seen <= self._store.now():
            self._see(token)
        return Person(account.name, account.role, account.name, _key(token)[:_ID], began > self._before(FRESH))

    def open_sessions(self, person: Person) -> tuple[OpenSession, ...]:
        """Return the sessions of a person's account, the one used last first."""
        with self._store.database.reading() as connection:
            listed = accounts.sessions_of(connection, person.account)
        return tuple(
            OpenSession(key[:_ID], began, seen, key[:_ID] == person.session)
            for key, began, seen in listed
            if self._lasts(began, seen)
        )

    def end_own_session(self, person: Person, session: str) -> None:
        """End one of the sessions of a person's account. Raises NotHeld."""
        with self._store.database.writing() as connection:
            listed = accounts.sessions_of(connection, person.account)
            key = next((key for key, _, _ in listed if key[:_ID] == session), "")
            if not key:
                raise NotHeld("This session has ended already.")
            accounts.end_session(connection, key)
            self._store.note(connection, "session_end", person.account, person.account)

    def sign_out(self, token: str) -> None:
        """End one session."""
        with self._store.database.writing() as connection:
            accounts.end_session(connection, _key(token))

    def _see(self, token: str) -> None:
        try:
            with self._store.database.writing() as connection:
                accounts.see_session(connection, _key(token), self._store.now())
        except LibraryBusy:  # noted at the next request
            return

    def _refuse_after_many(self, account_key: str, client_key: str) -> None:
        with self._store.database.reading() as connection:
            # a clock that is right again must not make anybody wait until the time at which it was wrong
            window = self._before(LOCK_WINDOW), self._before(-LOCK_WINDOW)
            of_account, of_client = accounts.count_tries(connection, *window, account_key, client_key)
        if of_account >= TRIES_OF_ACCOUNT or of_client >= TRIES_OF_CLIENT:
            raise SignInRefused(WAIT)

    def _matches(self, hashed: str, password: str) -> bool:
        """Return whether a password is right; takes as long where there is none to compare it with."""
        if not self._decoy:
            self._decoy = self._hasher.hash(secrets.token_urlsafe(16))
        try:
            return self._hasher.verify(hashed or self._decoy, password[:LONGEST_PASSWORD]) and bool(hashed)
        except (VerificationError, InvalidHashError):
            return False

    def _refuse_weak(self, name: str, password: str) -> None:
        if len(password) < SHORTEST_PASSWORD:
            raise BadQuestion(
                f"The password is too short: use at least {count_phrase(SHORTEST_PASSWORD, 'character')}, such as "
                "three words that have nothing to do with each other."
            )
        if len(password) > LONGEST_PASSWORD:
            raise BadQuestion(f"The password is longer than {LONGEST_PASSWORD} characters.")
        if len(set(password.casefold())) < 5 or name.casefold() in password.casefold():
            raise BadQuestion("The password is too easy to guess: use other words, and not the account's name.")

    def _refuse_last_keeper(self, connection: Connection, name: str, loses: bool) -> Account:
        """Return the account of this name. Raises BadQuestion where no keeper would be left without it."""
        held = accounts.find(connection, name)
        if held is None:
            raise NotHeld(f"There is no account {name}.")
        others = [
            one
            for one in accounts.listing(connection)
            if one.role is AccountRole.KEEPER and not one.closed and one.name != name
        ]
        if loses and held.account.role is AccountRole.KEEPER and not others:
            raise BadQuestion(f"{name} is the only keeper. Make somebody else a keeper first.")
        return held.account

    def _lasts(self, began: str, seen: str) -> bool:
        """Return whether a session has not ended: no clock that is set back makes it last longer."""
        latest = self._before(-DRIFT)
        return self._before(LONGEST_SESSION) <= began <= latest and self._before(IDLE) <= seen <= latest

    def _before(self, span: timedelta) -> str:
        return (datetime.fromisoformat(self._store.now()) - span).isoformat(timespec="seconds")


def _is_kept(held: Iterable[Account], own: Account | None, role: AccountRole) -> bool:
    """Return whether some account is a keeper's and open once this one has its role: a library is never without one."""
    others = (one for one in held if own is None or one.name != own.name)
    return role is AccountRole.KEEPER or any(one.role is AccountRole.KEEPER and not one.closed for one in others)


def _key(words: str) -> str:
    return hashlib.sha256(words.encode("utf-8", "replace")).hexdigest()
