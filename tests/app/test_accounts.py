"""Accounts: who signs in, what is refused, and that guessing is slowed down without telling which names there are."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from kb.app.accounts import MOST_SESSIONS, TRIES_OF_ACCOUNT, TRIES_OF_CLIENT, WAIT, WRONG, Accounts
from kb.core.access import AccountRole, Identity
from kb.core.errors import BadQuestion, NotHeld, SignInRefused
from kb.store import Store

PASSWORD = "purple ladder onions"
OTHER = "green window seventy"
HERE = "192.0.2.7"


class SetClock:
    """A clock that a test sets on."""

    def __init__(self) -> None:
        self.at = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at

    def wait(self, **span: float) -> None:
        self.at += timedelta(**span)


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def accounts(tmp_path: Path, clock: SetClock) -> Iterator[Accounts]:
    store = Store.open(f"sqlite:///{tmp_path / 'library.sqlite3'}", tmp_path, clock=clock)
    # cheap hashes: what is tested is not argon2 itself
    made = Accounts(store, PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    made.add("Anna", AccountRole.KEEPER, PASSWORD, "a test")
    made.add("ben", AccountRole.EDITOR, OTHER, "a test")
    yield made
    store.close()


def test_the_right_password_begins_a_session_of_that_account(accounts: Accounts) -> None:
    token = accounts.sign_in("ANNA ", PASSWORD, HERE)
    person = accounts.person(token)
    assert person is not None
    assert (person.name, person.role) == ("anna", AccountRole.KEEPER)
    accounts.sign_out(token)
    assert accounts.person(token) is None


def test_neither_passwords_nor_tokens_are_stored(accounts: Accounts, tmp_path: Path) -> None:
    token = accounts.sign_in("anna", PASSWORD, HERE)
    held = b"".join(path.read_bytes() for path in tmp_path.glob("library.sqlite3*"))
    assert PASSWORD.encode() not in held
    assert token.encode() not in held
    assert b"$argon2id$" in held


@pytest.mark.parametrize(("name", "password"), [("anna", OTHER), ("nobody", PASSWORD), ("", ""), ("anna", "")])
def test_a_wrong_name_and_a_wrong_password_are_answered_alike(accounts: Accounts, name: str, password: str) -> None:
    with pytest.raises(SignInRefused) as refused:
        accounts.sign_in(name, password, HERE)
    assert str(refused.value) == WRONG


def test_after_some_wrong_tries_an_account_waits_and_then_is_free_again(accounts: Accounts, clock: SetClock) -> None:
    for at in range(TRIES_OF_ACCOUNT):
        with pytest.raises(SignInRefused, match="wrong"):
            accounts.sign_in("anna", f"guess {at}", f"192.0.2.{at}")
    with pytest.raises(SignInRefused) as refused:
        accounts.sign_in("anna", PASSWORD, "192.0.2.99")
    assert str(refused.value) == WAIT
    assert accounts.sign_in("ben", OTHER, "192.0.2.99")
    clock.wait(minutes=16)
    assert accounts.sign_in("anna", PASSWORD, "192.0.2.99")


def test_one_address_cannot_try_many_names(accounts: Accounts) -> None:
    for at in range(TRIES_OF_CLIENT):
        with pytest.raises(SignInRefused):
            accounts.sign_in(f"name{at}", "stuffing stuffing", HERE)
    with pytest.raises(SignInRefused) as refused:
        accounts.sign_in("ben", OTHER, HERE)
    assert str(refused.value) == WAIT
    assert accounts.sign_in("ben", OTHER, "198.51.100.1")


def test_a_session_ends_when_it_is_idle_and_in_any_case_after_a_day_s_work(accounts: Accounts, clock: SetClock) -> None:
    idle = accounts.sign_in("anna", PASSWORD, HERE)
    clock.wait(minutes=31)
    assert accounts.person(idle) is None
    busy = accounts.sign_in("anna", PASSWORD, HERE)
    for _ in range(36):
        clock.wait(minutes=20)
        accounts.person(busy)
    clock.wait(minutes=1)
    assert accounts.person(busy) is None


def test_signing_in_again_takes_the_place_of_the_session_before(accounts: Accounts) -> None:
    first = accounts.sign_in("anna", PASSWORD, HERE)
    second = accounts.sign_in("anna", PASSWORD, HERE, before=first)
    assert first != second
    assert accounts.person(first) is None
    assert accounts.person(second) is not None


def test_a_new_role_a_new_password_closing_and_signing_out_everywhere_end_all_sessions(accounts: Accounts) -> None:
    changes = (
        lambda: accounts.set_role("ben", AccountRole.READER, "anna"),
        lambda: accounts.set_password("ben", OTHER, "anna"),
        lambda: accounts.sign_out_everywhere("ben", "ben"),
        lambda: accounts.close("ben", "anna"),
    )
    for change in changes:
        tokens = [accounts.sign_in("ben", OTHER, HERE) for _ in range(2)]
        change()
        assert [accounts.person(token) for token in tokens] == [None, None]
    with pytest.raises(SignInRefused, match="wrong"):
        accounts.sign_in("ben", OTHER, HERE)
    accounts.reopen("ben", "anna")
    assert accounts.sign_in("ben", OTHER, HERE)


def test_a_keeper_is_always_left(accounts: Accounts) -> None:
    with pytest.raises(BadQuestion, match="only keeper"):
        accounts.close("anna", "x")
    with pytest.raises(BadQuestion, match="only keeper"):
        accounts.set_role("anna", AccountRole.EDITOR, "x")
    accounts.set_role("ben", AccountRole.KEEPER, "anna")
    accounts.close("anna", "ben")


def test_the_first_account_is_a_keeper_s(tmp_path: Path) -> None:
    store = Store.open(f"sqlite:///{tmp_path / 'other.sqlite3'}", tmp_path / "other")
    made = Accounts(store)
    assert not made.are_in_use()
    with pytest.raises(BadQuestion, match="keeper"):
        made.add("carl", AccountRole.EDITOR, PASSWORD, "a test")
    store.close()


@pytest.mark.parametrize("password", ["short", "aaaaaaaaaaaaaaaa", "my name is dora", "x" * 201])
def test_a_password_that_is_easy_to_guess_is_refused(accounts: Accounts, password: str) -> None:
    with pytest.raises(BadQuestion, match="password"):
        accounts.add("dora", AccountRole.READER, password, "a test")


@pytest.mark.parametrize("name", ["", "../x", "two words", "a" * 64, "<b>", "anna"])
def test_a_name_that_cannot_be_one_or_is_taken_is_refused(accounts: Accounts, name: str) -> None:
    with pytest.raises(BadQuestion, match="account"):
        accounts.add(name, AccountRole.READER, PASSWORD, "a test")


def test_an_unknown_account_cannot_be_changed(accounts: Accounts) -> None:
    for change in (
        lambda: accounts.close("nobody", "x"),
        lambda: accounts.reopen("nobody", "x"),
        lambda: accounts.set_password("nobody", PASSWORD, "x"),
        lambda: accounts.sign_out_everywhere("nobody", "x"),
    ):
        with pytest.raises(NotHeld):
            change()


def test_an_account_has_at_most_ten_sessions_and_the_idlest_ends(accounts: Accounts, clock: SetClock) -> None:
    tokens = []
    for _ in range(MOST_SESSIONS):
        clock.wait(minutes=1)
        tokens.append(accounts.sign_in("ben", OTHER, HERE))
    clock.wait(minutes=1, seconds=1)
    assert accounts.person(tokens[0])  # used now, so that the second one is the idlest
    last = accounts.sign_in("ben", OTHER, HERE)
    assert [bool(accounts.person(one)) for one in (*tokens, last)] == [True, False, *[True] * 9]


def test_a_person_sees_the_own_sessions_and_ends_one_of_them(accounts: Accounts, clock: SetClock) -> None:
    left = accounts.sign_in("ben", OTHER, HERE)
    clock.wait(minutes=5)
    here = accounts.sign_in("ben", OTHER, HERE)
    other = accounts.person(accounts.sign_in("anna", PASSWORD, HERE))
    person = accounts.person(here)
    assert person is not None
    assert other is not None
    listed = accounts.open_sessions(person)
    assert [one.here for one in listed] == [True, False]
    assert listed[1].began < listed[0].began
    with pytest.raises(NotHeld):
        accounts.end_own_session(other, listed[1].id)  # it is not that person's
    assert accounts.person(left)
    accounts.end_own_session(person, listed[1].id)
    assert accounts.person(left) is None
    assert accounts.person(here)


def test_a_session_is_fresh_for_ten_minutes(accounts: Accounts, clock: SetClock) -> None:
    token = accounts.sign_in("anna", PASSWORD, HERE)
    fresh = []
    for _ in range(3):
        person = accounts.person(token)
        fresh.append(person is not None and person.fresh)
        clock.wait(minutes=6)
    assert fresh == [True, True, False]


@pytest.mark.parametrize(("hours", "lasts"), [(0.0, True), (11.9, True), (12.1, False)])
def test_a_session_from_outside_counts_from_the_sign_in_at_the_provider(
    accounts: Accounts, clock: SetClock, hours: float, lasts: bool
) -> None:
    there = (clock() - timedelta(hours=hours)).isoformat(timespec="seconds")
    who = Identity("https://id.example", "s-1", "kim", signed_in=there)
    if not lasts:
        with pytest.raises(SignInRefused, match="12 hours ago"):
            accounts.sign_in_outside(who)
        return
    token = accounts.sign_in_outside(who)
    person = accounts.person(token)
    assert person is not None
    assert person.fresh is (hours == 0)
    clock.wait(minutes=20)
    assert bool(accounts.person(token)) is (hours == 0)


def test_a_provider_that_does_not_say_when_makes_no_fresh_session(accounts: Accounts) -> None:
    person = accounts.person(accounts.sign_in_outside(Identity("https://id.example", "s-1", "kim")))
    assert person is not None
    assert not person.fresh


def test_a_clock_that_is_set_back_makes_no_session_last_longer(accounts: Accounts, clock: SetClock) -> None:
    clock.wait(days=300)  # the clock is wrong when somebody signs in
    token = accounts.sign_in("anna", PASSWORD, HERE)
    clock.wait(minutes=-1)  # as clocks are set all the time
    person = accounts.person(token)
    assert person is not None
    clock.wait(days=-300)
    assert accounts.open_sessions(person) == ()
    assert accounts.person(token) is None
    assert accounts.person(accounts.sign_in("anna", PASSWORD, HERE)) is not None


def test_tries_of_a_time_to_come_lock_nobody_out(accounts: Accounts, clock: SetClock) -> None:
    clock.wait(days=300)
    for _ in range(TRIES_OF_ACCOUNT):
        with pytest.raises(SignInRefused, match=WRONG):
            accounts.sign_in("anna", OTHER, HERE)
    clock.wait(minutes=-1)
    with pytest.raises(SignInRefused, match=WAIT):
        accounts.sign_in("anna", PASSWORD, HERE)
    clock.wait(days=-300)
    assert accounts.sign_in("anna", PASSWORD, HERE)
